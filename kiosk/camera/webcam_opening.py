"""A webcam that is plugged in, opened in the best mode that it has.

What a driver says about its modes is not believed: the picture that comes is looked at.
"""

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from kiosk.camera.capture import CaptureSource, Device, first_picture, read_picture
from kiosk.camera.source import (
    CameraBusyError,
    CameraLostError,
    CameraMissingError,
    CameraUnfitError,
    Pixels,
)
from kiosk.camera.watch import BLACK_BELOW
from kiosk.camera.webcam import Place, Webcam

FEWEST_ROWS: Final = 480
"""A portrait cut out of fewer is refused by the photo check, however near somebody sits."""
SLOWEST: Final = 10.0
"""Frames a second: raw pictures of 1280x720 fill the bus of USB 2 at about as many."""
_GREY_FRAMES: Final = 5
_STEP_PX: Final = 8


OpenDevice = Callable[[int, int], Device]
"""By number and backend."""


@dataclass(frozen=True, slots=True)
class Mode:
    """What to ask a camera for; without a format it chooses one."""

    width: int
    height: int
    format: str = ""

    def ask(self, device: Device) -> None:
        """The format comes first: the driver chooses it when it is told the size."""
        if self.format:
            device.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*self.format))
        device.set(cv2.CAP_PROP_FRAME_WIDTH, self.width)
        device.set(cv2.CAP_PROP_FRAME_HEIGHT, self.height)
        device.set(cv2.CAP_PROP_BUFFERSIZE, 1)


MODES: Final = (
    Mode(1280, 720, "MJPG"),
    Mode(1280, 720),
    Mode(960, 720),
    Mode(640, 480, "MJPG"),
    Mode(640, 480),
)
"""The best first."""


@dataclass(frozen=True, slots=True)
class _Trial:
    """What came when a mode was asked for; no rows where nothing did."""

    mode: Mode
    rows: int = 0
    columns: int = 0
    rate: float = 0.0
    is_grey: bool = False

    @property
    def keeps_to_it(self) -> bool:
        """A rate that the driver does not know is no reproach."""
        is_slow = 0 < self.rate < SLOWEST
        return self.rows >= self.mode.height and not self.is_grey and not is_slow


def open_webcam(
    webcam: Webcam, modes: Sequence[Mode] = MODES, open_device: OpenDevice | None = None
) -> tuple[CaptureSource, Mode]:
    """Open a camera in the first mode that it keeps to, or else in the best that it gave.

    Returns the mode too: to be asked for first the next time. Raises CameraMissingError,
    CameraBusyError, CameraUnfitError or CameraLostError.
    """
    reasons: list[CameraLostError] = []
    for place in webcam.places:
        try:
            return _open_at(place, webcam.name, modes, open_device or open_with_opencv)
        except CameraLostError as reason:
            reasons.append(reason)
    telling = max(reasons, key=lambda reason: isinstance(reason, CameraUnfitError))
    if isinstance(telling, CameraBusyError) and not webcam.is_listed:
        raise CameraMissingError(f"no camera is plugged in, or {telling}")
    raise telling


def open_with_opencv(number: int, backend: int) -> Device:
    """Open a device that may be opened; raise CameraMissingError or CameraBusyError."""
    if sys.platform != "win32":
        device = Path(f"/dev/video{number}")
        if not device.exists():
            raise CameraMissingError(f"{device} is not there")
        if not os.access(device, os.R_OK | os.W_OK):
            raise CameraBusyError(f"this user may not open {device}")
    return cv2.VideoCapture(number, backend)


def _open_at(
    place: Place, name: str, modes: Sequence[Mode], open_device: OpenDevice
) -> tuple[CaptureSource, Mode]:
    trials: list[_Trial] = []
    for mode in modes:
        device = _let_in(open_device(place.index, place.backend), name)
        trial = _try(device, mode)
        if trial.keeps_to_it:
            return CaptureSource(device, name), mode
        device.release()
        trials.append(trial)
    best = _best(trials, name)
    device = _let_in(open_device(place.index, place.backend), name)
    best.ask(device)
    return CaptureSource(device, name), best


def _let_in(device: Device, name: str) -> Device:
    if device.isOpened():
        return device
    device.release()
    raise CameraBusyError(f"{name}: {_why_refused()}")


def _try(device: Device, mode: Mode) -> _Trial:
    """What a driver promises after the first picture is what it keeps to."""
    mode.ask(device)
    picture = first_picture(device)
    if picture is None:
        return _Trial(mode)
    rows, columns = picture.shape[:2]
    rate = device.get(cv2.CAP_PROP_FPS)
    return _Trial(mode, rows, columns, rate, _is_grey(picture, device))


def _is_grey(first: Pixels, device: Device) -> bool:
    """Whether it sees no colours, as infrared cameras do; a black picture tells nothing."""
    more = (read_picture(device) for _ in range(_GREY_FRAMES - 1))
    pictures = chain([first], (picture for picture in more if picture is not None))
    return all(_has_no_colours(picture[::_STEP_PX, ::_STEP_PX]) for picture in pictures)


def _has_no_colours(sample: Pixels) -> bool:
    blue_is_green = np.array_equal(sample[..., 0], sample[..., 1])
    is_grey = blue_is_green and np.array_equal(sample[..., 1], sample[..., 2])
    return is_grey and bool(sample.max() >= BLACK_BELOW)


def _best(trials: Sequence[_Trial], name: str) -> Mode:
    """The mode with the most rows; raise why none will do."""
    seen = [trial for trial in trials if trial.rows]
    if not seen:
        raise _SilentError(f"{name} gives no picture")
    coloured = [trial for trial in seen if not trial.is_grey]
    if not coloured:
        raise CameraUnfitError(f"{name} gives grey pictures, without colours")
    best = max(coloured, key=lambda trial: trial.rows)
    if best.rows < FEWEST_ROWS:
        raise CameraUnfitError(f"{name} gives {best.columns}x{best.rows}, too few for a photo")
    return best.mode


if sys.platform == "win32":
    from kiosk.camera.windows_cameras import why_windows_refused

    # Windows lets a program open what another one has, or what is forbidden, and gives no picture.
    _SilentError = CameraBusyError
    _why_refused = why_windows_refused
else:
    _SilentError = CameraLostError

    def _why_refused() -> str:
        return "used by another program"
