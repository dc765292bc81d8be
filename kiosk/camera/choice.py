"""The cameras that somebody may choose from, each with all it takes to use it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from kiosk.camera.calibration_file import name_camera
from kiosk.camera.opening import SourceKind, open_source, parse_source
from kiosk.camera.source import FrameSource
from kiosk.camera.watch import REPLAY, Patience
from kiosk.camera.webcam import DEVICES, Webcam, list_webcams

_UNNAMED: Final = 4
"""How many numbers are offered where the system tells no names."""


@dataclass(frozen=True, slots=True)
class Camera:
    """`source` as in the settings; `name` as shown, and as its calibration is kept under."""

    source: str
    name: str
    open: Callable[[], FrameSource] = field(repr=False)
    patience: Patience = field(default_factory=Patience, repr=False)


def camera_of(source: str, devices: Path = DEVICES) -> Camera:
    """What the settings mean."""
    patience = REPLAY if parse_source(source).is_replay else Patience()
    return Camera(source, name_camera(source, devices), partial(open_source, source), patience)


def find_cameras(chosen: str, devices: Path = DEVICES) -> tuple[Camera, ...]:
    """The cameras that are plugged in, and the chosen one wherever it is.

    A camera is called by its name where that is enough: its number changes with the socket.
    """
    webcams = list_webcams(devices)
    sources = [_source_of(webcam, webcams) for webcam in webcams]
    found = [camera_of(source, devices) for source in sources or map(str, range(_UNNAMED))]
    current = camera_of(chosen, devices)
    others = [camera for camera in found if camera.name != current.name]
    return (current, *others)


def _source_of(webcam: Webcam, webcams: tuple[Webcam, ...]) -> str:
    alike = [each for each in webcams if webcam.name.casefold() in each.name.casefold()]
    is_name = parse_source(webcam.name).kind is SourceKind.NAME
    return webcam.name if is_name and len(alike) == 1 else str(webcam.number)
