"""Sources that are not a camera on this machine: a stream, a video file, a folder of pictures."""

import time
from pathlib import Path
from threading import Event
from typing import Final

import cv2
import numpy as np

from kiosk.camera.capture import CaptureSource
from kiosk.camera.source import CameraLostError, CameraMissingError, Frame

PICTURE_SUFFIXES = frozenset({".jpg", ".jpeg", ".png"})
PICTURES_PER_SECOND = 15.0
_TIMEOUT_MS: Final = 5000


def open_stream(url: str, timeout_ms: int = _TIMEOUT_MS) -> CaptureSource:
    """Open a motion JPEG stream; raise CameraMissingError when no picture comes from there.

    All pictures have the size of the first one, whatever the camera does later.
    """
    timeouts = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, timeout_ms]
    timeouts += [cv2.CAP_PROP_READ_TIMEOUT_MSEC, timeout_ms]
    capture = cv2.VideoCapture(url, cv2.CAP_FFMPEG, timeouts)
    if not capture.isOpened():
        raise CameraMissingError(f"no pictures come from {shown_address(url)}")
    return CaptureSource(capture, shown_address(url))


def shown_address(url: str) -> str:
    """An address without what signs in: before the host, or after a question mark."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.partition('?')[0].rpartition('@')[2]}"


class _Pace:
    """Keeps a replay at its own speed, so that it behaves like a camera."""

    def __init__(self, per_second: float) -> None:
        self._gap = 1.0 / per_second
        self._next_at = time.monotonic()
        self._closed = Event()

    def wait(self) -> None:
        """Wait until the next frame is due; raise CameraLostError once closed."""
        self._next_at = max(self._next_at + self._gap, time.monotonic())
        if self._closed.wait(self._next_at - time.monotonic()):
            raise CameraLostError("the replay was closed")

    def close(self) -> None:
        self._closed.set()


class VideoSource:
    """Plays a video file over and over at its own speed."""

    def __init__(self, file: Path) -> None:
        """Raise CameraMissingError when OpenCV cannot play the file."""
        self._file = file
        self._capture = cv2.VideoCapture(str(file))
        if not self._capture.isOpened():
            raise CameraMissingError(f"{file} is not a video that can be played")
        self._pace = _Pace(self._capture.get(cv2.CAP_PROP_FPS) or PICTURES_PER_SECOND)
        self._count = 0

    def read(self) -> Frame:
        """Wait for the next frame; after the last one comes the first."""
        self._pace.wait()
        there, pixels = self._capture.read()
        if not there:
            self._capture.set(cv2.CAP_PROP_POS_FRAMES, 0)
            there, pixels = self._capture.read()
        if not there:
            raise CameraLostError(f"{self._file} holds no pictures")
        self._count += 1
        return Frame(self._count, time.monotonic(), np.asarray(pixels, np.uint8))

    def close(self) -> None:
        """Let go of the file. May be called twice."""
        self._pace.close()
        self._capture.release()


class FolderSource:
    """Shows the pictures of a folder in the order of their names, over and over."""

    def __init__(self, folder: Path, per_second: float = PICTURES_PER_SECOND) -> None:
        """Raise CameraMissingError when the folder holds no picture."""
        files = (f for f in folder.iterdir() if f.suffix.lower() in PICTURE_SUFFIXES)
        self._files = tuple(sorted(files))
        if not self._files:
            raise CameraMissingError(f"{folder} holds no pictures")
        self._pace = _Pace(per_second)
        self._count = 0

    def read(self) -> Frame:
        """Wait for the next picture; raise CameraLostError when it cannot be read."""
        self._pace.wait()
        file = self._files[self._count % len(self._files)]
        pixels = cv2.imread(str(file))
        if pixels is None:
            raise CameraLostError(f"{file} cannot be read")
        self._count += 1
        return Frame(self._count, time.monotonic(), np.asarray(pixels, np.uint8))

    def close(self) -> None:
        """Stop waiting. May be called twice."""
        self._pace.close()
