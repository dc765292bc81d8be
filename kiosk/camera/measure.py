"""How well a camera does: opened as the counter opens it, watched for a moment, measured.

Bounded in time even where a driver hangs, for the loop leaves such a driver behind.
"""

import time
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.camera.checks.light import check_room
from kiosk.camera.checks.sharpness import measure_blur
from kiosk.camera.choice import Camera, camera_of
from kiosk.camera.loop import CameraLoop, CameraState
from kiosk.camera.profile import load_profile
from kiosk.camera.source import Frame, Pixels
from kiosk.camera.watch import Patience
from kiosk.domain.photo import Finding, PhotoProfile
from kiosk.domain.reason import Reason

_LOOK_UP_SECONDS: Final = 0.05
_NEVER_SECONDS: Final = 3600.0
_PLAIN_LEVELS: Final = 8.0
"""A wall's shades deviate by less: nothing of it could be sharp."""
_GRAIN: Final = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
_GRAIN_GAIN: Final = 6.0
_MEDIAN_OVER_DEVIATION: Final = 0.6745


@dataclass(frozen=True, slots=True)
class CameraMeasure:
    """What was seen of a camera.

    Attributes:
        name: what it is called, in whatever socket it is.
        instead_of: the camera of the settings, where this one stands in for it; else empty.
        state: LIVE, BLACK or FROZEN where pictures came; else why none did.
        detail: the trouble in the words of the system, in English; empty where there is none.
        opening_seconds: until the first picture was there; None where none came.
        width: of the last picture, in pixels; 0 where none came.
        height: of the last picture, in pixels; 0 where none came.
        frames_per_second: as they came; 0 where fewer than two did.
        sharpness: the blur effect of the middle of the picture, judged as BLUR. Its limit was found
            on faces: on an empty room it may warn, no more. None where all is one plain shade.
        light: how bright the room is (DARK), and how much of it is white (BRIGHT).
        noise: standard deviation of the grain, in levels of 255; None where no picture came.
    """

    name: str
    state: CameraState
    detail: str = ""
    opening_seconds: float | None = None
    width: int = 0
    height: int = 0
    frames_per_second: float = 0.0
    sharpness: Finding | None = None
    light: tuple[Finding, ...] = ()
    noise: float | None = None
    instead_of: str = ""


def measure_camera(source: str, seconds: float = 3.0) -> CameraMeasure:
    """Watch what the settings call `source`, for some seconds after it has opened.

    Nothing is raised for a camera that cannot be used: the state tells. It takes as long as a
    camera may need to open, the seconds, and two more to let go of it, never longer.
    """
    return measure(camera_of(source), seconds, load_profile())


def measure(camera: Camera, seconds: float, profile: PhotoProfile) -> CameraMeasure:
    """Watch a camera. What lasts half of the seconds counts: standing still, black or silence."""
    loop = CameraLoop(camera.open, _in_short(camera.patience, seconds / 2))
    began_at = time.monotonic()
    loop.start()
    try:
        seen = _look(loop, seconds)
        state, detail = loop.state, loop.detail
    finally:
        loop.stop()
    detail = "" if state is CameraState.LIVE else detail
    told = CameraMeasure(camera.name, state, detail, instead_of=camera.instead_of)
    if seen is None:
        return told
    told = replace(told, opening_seconds=seen.began_at - began_at, frames_per_second=seen.rate)
    return _judge(told, seen.last.pixels, profile)


def measure_noise(grey: NDArray[np.uint8]) -> float:
    """The standard deviation of the grain, in levels.

    J. Immerkaer, "Fast noise variance estimation" (1996), with the median in place of the mean:
    edges, of which there are few, then do not count.
    """
    grain = cv2.filter2D(grey.astype(np.float32), cv2.CV_32F, _GRAIN)[1:-1, 1:-1]
    return float(np.median(np.abs(grain))) / _MEDIAN_OVER_DEVIATION / _GRAIN_GAIN


def _in_short(patience: Patience, seconds: float) -> Patience:
    """The same, in the time that there is; what went wrong once is not tried again."""
    return replace(
        patience,
        stalled_seconds=min(seconds, patience.stalled_seconds),
        frozen_seconds=patience.frozen_seconds if patience.may_stand_still else seconds,
        black_seconds=min(seconds, patience.black_seconds),
        reopen_seconds=_NEVER_SECONDS,
    )


@dataclass(slots=True)
class _Seen:
    began_at: float
    first: Frame
    last: Frame

    @property
    def rate(self) -> float:
        """Frames are numbered, so that those nobody took count too."""
        seconds = self.last.taken_at - self.first.taken_at
        return (self.last.number - self.first.number) / seconds if seconds > 0 else 0.0


def _look(loop: CameraLoop, seconds: float) -> _Seen | None:
    """Frames of so many seconds from the first one on; fewer where the camera fails."""
    seen: _Seen | None = None
    while seen is None or time.monotonic() < seen.began_at + seconds:
        frame = loop.frames.take(_LOOK_UP_SECONDS)
        if frame is not None:
            seen = seen or _Seen(time.monotonic(), frame, frame)
            seen.last = frame
        elif loop.state is not CameraState.STARTING and not loop.state.has_pictures:
            break
    return seen


def _judge(told: CameraMeasure, pixels: Pixels, profile: PhotoProfile) -> CameraMeasure:
    height, width = pixels.shape[:2]
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8)
    return replace(
        told,
        width=width,
        height=height,
        sharpness=_judge_sharpness(grey, profile),
        light=check_room(pixels, profile),
        noise=measure_noise(grey),
    )


def _judge_sharpness(grey: NDArray[np.uint8], profile: PhotoProfile) -> Finding | None:
    """Of the middle: lenses are soft at their edges."""
    height, width = grey.shape
    middle = grey[height // 4 : height - height // 4, width // 4 : width - width // 4]
    if cv2.blur(middle, (5, 5)).std() < _PLAIN_LEVELS:
        return None
    return profile.judge(Reason.BLUR, "blur_effect", measure_blur(middle), "blur effect")
