"""Cameras that follow a script."""

from collections.abc import Iterable, Iterator
from threading import Event

import numpy as np

from kiosk.camera.source import CameraLostError, Frame, Pixels

WAIT = 5.0
"""Longer than anything here takes: only a failing test waits for it."""


def noisy(number: int, level: int = 120) -> Pixels:
    """A picture that differs from all others, as those of a live sensor do."""
    return np.random.default_rng(number).integers(level - 20, level + 20, (48, 64, 3), np.uint8)


class ScriptedCamera:
    """Gives its frames, then is lost."""

    def __init__(self, frames: Iterable[Frame]) -> None:
        self._frames = iter(frames)
        self.closed = Event()

    def read(self) -> Frame:
        frame = next(self._frames, None)
        if frame is None:
            raise CameraLostError("unplugged")
        return frame

    def close(self) -> None:
        self.closed.set()


class LiveCamera:
    """Gives different pictures until it is closed."""

    def __init__(self, level: int = 120) -> None:
        self._number = 0
        self._level = level
        self.closed = Event()

    def read(self) -> Frame:
        self._number += 1
        if self.closed.wait(0.002):
            raise CameraLostError("closed")
        return Frame(self._number, self._number / 30, noisy(self._number, self._level))

    def close(self) -> None:
        self.closed.set()


def endless(picture: Pixels, *, per_second: float = 10.0) -> Iterator[Frame]:
    """One picture over and over, as a camera gives that hangs in its own memory."""
    number = 0
    while True:
        number += 1
        yield Frame(number, number / per_second, picture)
