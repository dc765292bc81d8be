"""A camera, stream or file read by OpenCV."""

import time
from collections.abc import Iterator
from typing import Final, Protocol

import cv2
import numpy as np
from cv2.typing import MatLike

from kiosk.camera.source import CameraLostError, Frame, Pixels

MOST_BLANK: Final = 15
"""So many pictures may be of one colour, black or green, while a camera finds its exposure."""
LONGEST_PX, SHORTEST_PX = 1920, 1080
"""Nothing here needs more, and one picture of 8K takes 100 MB."""
_STEP_PX: Final = 8
_BLANK_LEVELS: Final = 2.0
"""Less than a sensor's own noise."""


class Device(Protocol):
    """What is used of `cv2.VideoCapture`."""

    def isOpened(self) -> bool:  # noqa: N802
        """Whether the driver let it in."""
        ...

    def set(self, propId: int, value: float, /) -> bool:  # noqa: N803
        """Ask for something, which may be refused in silence."""
        ...

    def get(self, propId: int, /) -> float:  # noqa: N803
        """What the driver says; 0 or less where it does not know."""
        ...

    def read(self) -> tuple[bool, MatLike]:
        """The next picture, if there is one."""
        ...

    def release(self) -> None:
        """Let go. May be called twice."""
        ...


class CaptureSource:
    """Frames of an opened device, as fast as it gives them. The first blank ones are left out."""

    def __init__(self, device: Device, name: str) -> None:
        self._device = device
        self._name = name
        self._count = 0

    def read(self) -> Frame:
        """Wait for the next frame; raise CameraLostError when there is none."""
        pixels = read_picture(self._device) if self._count else first_picture(self._device)
        if pixels is None:
            raise CameraLostError(f"{self._name} gives no more pictures")
        self._count += 1
        return Frame(self._count, time.monotonic(), _bounded(pixels))

    def close(self) -> None:
        """Let go of the device. May be called twice."""
        self._device.release()


def first_picture(device: Device) -> Pixels | None:
    """The first picture that shows something; the last blank one where too many are."""
    picture = None
    for picture in _pictures(device, MOST_BLANK + 1):
        if not is_blank(picture):
            break
    return picture


def read_picture(device: Device) -> Pixels | None:
    """The next picture; None where there is none, or one without pixels."""
    try:
        there, picture = device.read()
    except cv2.error:  # a driver that gives less than a picture's bytes
        return None
    return np.asarray(picture, np.uint8) if there and picture.size and picture.ndim == 3 else None  # noqa: PLR2004


def is_blank(pixels: Pixels) -> bool:
    """Whether all of it has one colour, as before the first exposure."""
    sample = pixels[::_STEP_PX, ::_STEP_PX]
    return bool(sample.std(axis=(0, 1)).max() < _BLANK_LEVELS)


def _pictures(device: Device, most: int) -> Iterator[Pixels]:
    for _ in range(most):
        picture = read_picture(device)
        if picture is None:
            return
        yield picture


def _bounded(pixels: Pixels) -> Pixels:
    height, width = pixels.shape[:2]
    share = min(LONGEST_PX / max(height, width), SHORTEST_PX / min(height, width))
    if share >= 1:
        return pixels
    smaller = cv2.resize(pixels, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    return np.asarray(smaller, np.uint8)
