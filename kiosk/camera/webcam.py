"""Webcams by number or by name.

OpenCV cannot list cameras, and their numbers change with the socket they are plugged into. On Linux
the kernel publishes their names; on Windows a camera is chosen by its number.
"""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import cv2

from kiosk.camera.capture import CaptureSource
from kiosk.camera.source import CameraBusyError, CameraMissingError

WIDTH, HEIGHT = 1280, 720
DEVICES = Path("/sys/class/video4linux")

# DirectShow opens at once; Media Foundation takes seconds, but knows newer cameras.
_WINDOWS_BACKENDS = (cv2.CAP_DSHOW, cv2.CAP_MSMF)
_LINUX_BACKENDS = (cv2.CAP_V4L2,)


@dataclass(frozen=True, slots=True)
class Webcam:
    """A camera that is plugged in, as the system calls it."""

    number: int
    name: str


def list_webcams(devices: Path = DEVICES) -> tuple[Webcam, ...]:
    """Return the cameras of a Linux machine in the order of their numbers; none elsewhere."""
    found = (
        Webcam(int(folder.name.removeprefix("video")), _line(folder / "name"))
        for folder in devices.glob("video*")
        if _line(folder / "index") == "0"  # the others carry metadata, not pictures
    )
    return tuple(sorted(found, key=lambda webcam: webcam.number))


def find_webcam(name: str, devices: Path = DEVICES) -> Webcam:
    """Return the first camera whose name holds `name`; raise CameraMissingError if none does."""
    for webcam in list_webcams(devices):
        if name.casefold() in webcam.name.casefold():
            return webcam
    raise CameraMissingError(f"no camera is called {name!r}")


def open_webcam(number: int) -> CaptureSource:
    """Open a camera for 1280x720 motion JPEG; raise CameraMissingError or CameraBusyError."""
    if sys.platform != "win32":
        _require_device(Path(f"/dev/video{number}"))
    for backend in _WINDOWS_BACKENDS if sys.platform == "win32" else _LINUX_BACKENDS:
        capture = cv2.VideoCapture(number, backend)
        if capture.isOpened():
            _ask_for_motion_jpeg(capture)
            return CaptureSource(capture, f"camera {number}")
    if sys.platform == "win32":
        raise CameraMissingError(f"camera {number} is not there or is used by another program")
    raise CameraBusyError(f"camera {number} is used by another program")


def _require_device(device: Path) -> None:
    if not device.exists():
        raise CameraMissingError(f"{device} is not there")
    if not os.access(device, os.R_OK | os.W_OK):
        raise CameraBusyError(f"this user may not open {device}")


def _ask_for_motion_jpeg(capture: cv2.VideoCapture) -> None:
    # Raw 720p fills the bus of USB 2 at 10 frames a second; the format has to be asked for first.
    capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
    capture.set(cv2.CAP_PROP_FRAME_WIDTH, WIDTH)
    capture.set(cv2.CAP_PROP_FRAME_HEIGHT, HEIGHT)
    capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)


def _line(file: Path) -> str:
    try:
        return file.read_text("utf-8", "replace").strip()
    except OSError:  # unplugged while we looked
        return ""
