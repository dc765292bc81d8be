"""A camera for computers without one: an invented person who learns to stand well.

Used by `kiosk demo` alone, and labelled on the screen as long as it runs.
"""

import itertools
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import resources
from threading import Event
from typing import Final

import cv2
import numpy as np
from cv2.typing import MatLike

from kiosk.camera.source import CameraLostError, Frame, Pixels
from kiosk.demo.held_out import HELD_OUT, hold_out

NAME: Final = "sample"
FRAMES_PER_SECOND: Final = 30
FRAME_SIZE: Final = (1280, 720)
PORTRAIT_HEIGHT_PX: Final = 640
NOISE_SIGMA: Final = 2.5
NOISE_PICTURES: Final = 8
NOISE_SHIFT_PX: Final = 101


@dataclass(frozen=True, slots=True)
class Scene:
    """One thing the person does, and for how long (None: until the camera is closed).

    `code` is what the QR code says of the slip that the person holds in the scene "slip".
    """

    name: str
    seconds: float | None
    code: str = ""


def holding_slip(code: str) -> tuple[Scene, ...]:
    """Nobody at first, then a slip whose QR code says `code`."""
    return (Scene("absent", 0.5), Scene("slip", None, code))


def holding_card() -> tuple[Scene, ...]:
    """Nobody at first, then an identity card: too far away, in the glare of a lamp, and well."""
    return (
        Scene("absent", 1.0),
        Scene("card_far", 3.0),
        Scene("card_glare", 3.0),
        Scene("card", None),
    )


LESSON: Final = (
    Scene("absent", 2.0),
    Scene("tilted", 3.5),
    Scene("dark", 3.5),
    Scene("blurred", 3.5),
    Scene("good", None),
)
"""What goes wrong first, so that the guidance is seen at work, and then right."""


class SampleCamera:
    """A FrameSource at 30 frames a second: 1280x720 BGR with a webcam's noise."""

    def __init__(self, lesson: tuple[Scene, ...] = LESSON, *, portrait: str = "P006.jpg") -> None:
        self._closed = Event()
        self._pictures = _draw_scenes(_load_portrait(portrait), lesson)
        self._noise = _noise_pictures()
        self._scenes = _scene_by_frame(lesson)
        self._opened_at = time.monotonic()
        self._number = 0

    def read(self) -> Frame:
        """Wait until the next frame is due."""
        self._number += 1
        due = self._opened_at + self._number / FRAMES_PER_SECOND
        if self._closed.wait(max(0.0, due - time.monotonic())):
            raise CameraLostError("the sample camera was closed")
        picture = self._pictures[next(self._scenes)]
        noise = self._noise[self._number % NOISE_PICTURES]
        pixels = cv2.add(picture, noise, dtype=cv2.CV_8U)
        return Frame(self._number, time.monotonic(), np.asarray(pixels, np.uint8))

    def close(self) -> None:
        """Let a waiting read end."""
        self._closed.set()


def still(scene: str, portrait: str) -> Pixels:
    """One picture of a scene, as this camera would take it of this person; no noise in it."""
    person = _load_portrait(portrait)
    return _draw(Scene(scene, None), _room(person), person)


def _scene_by_frame(lesson: tuple[Scene, ...]) -> Iterator[str]:
    for scene in lesson:
        if scene.seconds is None:
            yield from itertools.repeat(scene.name)
        else:
            yield from itertools.repeat(scene.name, round(scene.seconds * FRAMES_PER_SECOND))
    yield from itertools.repeat(lesson[-1].name)


def _load_portrait(name: str) -> Pixels:
    data = (resources.files("kiosk.resources") / "sample" / name).read_bytes()
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if picture is None:
        raise CameraLostError(f"the sample portrait {name} cannot be read")
    return np.asarray(picture, np.uint8)


def _draw_scenes(portrait: Pixels, lesson: tuple[Scene, ...]) -> dict[str, Pixels]:
    room = _room(portrait)
    return {scene.name: _draw(scene, room, portrait) for scene in lesson}


def _draw(scene: Scene, room: Pixels, portrait: Pixels) -> Pixels:
    if scene.name in HELD_OUT:
        return hold_out(room, scene.name, scene.code)
    return _POSES[scene.name](room, portrait)


def _room(portrait: Pixels) -> Pixels:
    """A wall in the colours of the portrait's own background, lighter towards the lower edge."""
    width, height = FRAME_SIZE
    wall = portrait[: portrait.shape[0] // 2, :40].mean(axis=1).astype(np.uint8)
    return np.asarray(cv2.resize(wall[:, np.newaxis, :], (width, height)), np.uint8)


def _stand_before(room: Pixels, portrait: Pixels, *, roll_deg: float) -> Pixels:
    width, height = FRAME_SIZE
    scale = PORTRAIT_HEIGHT_PX / portrait.shape[0]
    centre = (portrait.shape[1] / 2, portrait.shape[0] / 2)
    place = cv2.getRotationMatrix2D(centre, roll_deg, scale)
    place[:, 2] += (width / 2 - centre[0], height - PORTRAIT_HEIGHT_PX / 2 - centre[1])
    figure = cv2.warpAffine(_extend_below(portrait), place, FRAME_SIZE, flags=cv2.INTER_AREA)
    mask = cv2.warpAffine(_extend_below(_soft_edge(portrait)), place, FRAME_SIZE)[..., np.newaxis]
    blended = figure * mask + room * (1.0 - mask)
    return np.asarray(blended, np.uint8)


def _stand_straight(room: Pixels, portrait: Pixels) -> Pixels:
    return _stand_before(room, portrait, roll_deg=0.0)


def _stand_in_the_dark(room: Pixels, portrait: Pixels) -> Pixels:
    return np.asarray(cv2.convertScaleAbs(_stand_straight(room, portrait), alpha=0.16), np.uint8)


def _stand_out_of_focus(room: Pixels, portrait: Pixels) -> Pixels:
    return np.asarray(cv2.GaussianBlur(_stand_straight(room, portrait), (0, 0), 9.0), np.uint8)


_POSES: Final[Mapping[str, Callable[[Pixels, Pixels], Pixels]]] = {
    "absent": lambda room, _: room,
    "tilted": partial(_stand_before, roll_deg=20.0),
    "dark": _stand_in_the_dark,
    "blurred": _stand_out_of_focus,
    "good": _stand_straight,
}


def _extend_below(picture: MatLike) -> MatLike:
    """Let the shoulders go on, or a tilted person would end above the frame's lower edge."""
    return cv2.copyMakeBorder(picture, 0, picture.shape[0], 0, 0, cv2.BORDER_REPLICATE)


def _soft_edge(portrait: Pixels) -> MatLike:
    """1 over the portrait, fading to 0 at its sides and top so that no edge is seen."""
    height, width = portrait.shape[:2]
    across = np.clip(np.minimum(np.arange(width), np.arange(width)[::-1]) / 60, 0, 1)
    down = np.clip(np.arange(height) / 24, 0, 1)
    return (down[:, np.newaxis] * across).astype(np.float32)


def _noise_pictures() -> list[MatLike]:
    """One picture of noise, shifted: to draw them all would take longer than all the rest."""
    random = np.random.default_rng(2020)
    width, height = FRAME_SIZE
    noise = NOISE_SIGMA * random.standard_normal((height, width, 3), np.float32)
    first = noise.astype(np.int16)
    return [np.roll(first, number * NOISE_SHIFT_PX, axis=1) for number in range(NOISE_PICTURES)]
