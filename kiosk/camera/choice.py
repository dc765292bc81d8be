"""The cameras that somebody may choose from, each with all it takes to use it."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kiosk.camera.opening import SourceKind, SourceOpener, SourceSpec, find_webcam, parse_source
from kiosk.camera.replay import shown_address
from kiosk.camera.source import CameraMissingError, FrameSource
from kiosk.camera.watch import REPLAY, Patience
from kiosk.camera.webcam import AT, ListWebcams, Webcam, list_webcams, source_of

_UNNAMED: Final = 4
"""How many numbers are offered where the system tells no names."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Camera:
    """What somebody may choose.

    Attributes:
        source: as in the settings.
        name: as shown, and as its calibration is kept under.
        instead_of: the camera of the settings, where this one stands in for it; else empty.
    """

    source: str
    name: str
    open: Callable[[], FrameSource] = field(repr=False)
    patience: Patience = field(default_factory=Patience, repr=False)
    instead_of: str = ""


def camera_of(source: str, webcams: ListWebcams = list_webcams) -> Camera:
    """What the settings mean.

    Where the webcam that they name is not plugged in and there is one other, that one stands in for
    it, and says so. Where there are several, nobody can know which: it is missing then.
    """
    spec = parse_source(source)
    return _camera_of(source, webcams() if spec.is_webcam else (), webcams)


def find_cameras(chosen: str, webcams: ListWebcams = list_webcams) -> tuple[Camera, ...]:
    """The cameras that are plugged in, and the chosen one wherever it is, which comes first."""
    there = webcams()
    numbers = (_camera_of(str(number), there, webcams) for number in range(_UNNAMED))
    found = _plugged_in(there, webcams) or tuple(numbers)
    current = _camera_of(chosen, there, webcams)
    others = [camera for camera in found if camera.name != current.name]
    return (current, *others)


def plugged_in(webcams: ListWebcams = list_webcams) -> tuple[Camera, ...]:
    """The cameras that this computer names."""
    return _plugged_in(webcams(), webcams)


def _plugged_in(there: Sequence[Webcam], webcams: ListWebcams) -> tuple[Camera, ...]:
    sources = (_safe_source_of(webcam, there) for webcam in there)
    return tuple(_camera_of(source, there, webcams) for source in sources)


def _camera_of(source: str, there: Sequence[Webcam], webcams: ListWebcams) -> Camera:
    spec = parse_source(source)
    match spec.kind:
        case SourceKind.NUMBER | SourceKind.NAME:
            return _webcam_of(source, spec, there, webcams)
        case SourceKind.STREAM:
            return Camera(source, shown_address(spec.value), SourceOpener(spec))
        case SourceKind.FILE:
            return Camera(source, Path(spec.value).name, SourceOpener(spec), REPLAY)


def _webcam_of(
    source: str, spec: SourceSpec, there: Sequence[Webcam], webcams: ListWebcams
) -> Camera:
    try:
        found = find_webcam(spec, there)
    except CameraMissingError:
        wanted = _wanted(spec)
        if len(there) != 1:
            return Camera(source, wanted, SourceOpener(spec, webcams))
        logger.warning("%s is not there: %s, the only camera, is used", wanted, there[0].name)
        only = parse_source(_safe_source_of(there[0], there))
        return Camera(source, there[0].name, SourceOpener(only, webcams), instead_of=wanted)
    return Camera(source, _name_among(found, there), SourceOpener(spec, webcams))


def _wanted(spec: SourceSpec) -> str:
    if spec.kind is SourceKind.NUMBER:
        return f"camera {spec.value}"
    name, _, path = spec.value.rpartition(AT)
    return name or path


def _name_among(webcam: Webcam, webcams: Sequence[Webcam]) -> str:
    """Its own, and where it is plugged in if others have the same."""
    source = source_of(webcam, webcams)
    return source if source.startswith(webcam.name + AT) else webcam.name


def _safe_source_of(webcam: Webcam, webcams: Sequence[Webcam]) -> str:
    """Where a camera has a name that would mean something else, its number has to do."""
    source = source_of(webcam, webcams)
    return source if parse_source(source).kind is SourceKind.NAME else str(webcam.number)
