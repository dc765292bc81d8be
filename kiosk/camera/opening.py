"""From the words of the configuration to an open camera."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kiosk.camera.replay import FolderSource, VideoSource, open_stream
from kiosk.camera.source import CameraMissingError, FrameSource
from kiosk.camera.webcam import ListWebcams, Webcam, list_webcams, named, numbered
from kiosk.camera.webcam_opening import MODES, Mode, open_webcam


class SourceKind(StrEnum):
    """What stands behind the words."""

    NUMBER = "number"
    NAME = "name"
    STREAM = "stream"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """Which camera to open: its number, name, http address or path, as `kind` says."""

    kind: SourceKind
    value: str

    @property
    def is_replay(self) -> bool:
        """Whether pictures may repeat: a replay that stands still is not a frozen camera."""
        return self.kind is SourceKind.FILE

    @property
    def is_webcam(self) -> bool:
        """Whether it is plugged into this computer."""
        return self.kind in {SourceKind.NUMBER, SourceKind.NAME}


def parse_source(text: str) -> SourceSpec:
    """Read `0`, a camera's name, `http://...`, `file:PATH` or the path of something that exists.

    A name may say where the camera is plugged in: `NAME @ PATH`.
    """
    text = text.strip() or "0"
    if text.isdecimal():
        return SourceSpec(SourceKind.NUMBER, text)
    if text.lower().startswith(("http://", "https://")):
        return SourceSpec(SourceKind.STREAM, text)
    if text.startswith("file:") or Path(text).exists():
        return SourceSpec(SourceKind.FILE, text.removeprefix("file:"))
    return SourceSpec(SourceKind.NAME, text)


def find_webcam(source: SourceSpec, webcams: Sequence[Webcam]) -> Webcam:
    """The webcam of a number or a name; raise CameraMissingError, which names the others."""
    if source.kind is SourceKind.NUMBER:
        return numbered(int(source.value), webcams)
    return named(source.value, webcams)


class SourceOpener:
    """Opens one source again and again. Remembers in which mode a webcam did its best."""

    def __init__(self, source: SourceSpec, webcams: ListWebcams = list_webcams) -> None:
        self._source = source
        self._webcams = webcams
        self._modes: Sequence[Mode] = MODES

    def __call__(self) -> FrameSource:
        """Raise CameraMissingError, CameraBusyError, CameraUnfitError or CameraLostError."""
        match self._source.kind:
            case SourceKind.NUMBER | SourceKind.NAME:
                return self._open_webcam()
            case SourceKind.STREAM:
                return open_stream(self._source.value)
            case SourceKind.FILE:
                return _open_replay(Path(self._source.value))

    def _open_webcam(self) -> FrameSource:
        webcam = find_webcam(self._source, self._webcams())
        opened, mode = open_webcam(webcam, self._modes)
        self._modes = (mode, *(other for other in MODES if other != mode))
        return opened


def open_source(spec: str) -> FrameSource:
    """Open what `spec` names, as a SourceOpener does."""
    return SourceOpener(parse_source(spec))()


def _open_replay(path: Path) -> FrameSource:
    if path.is_dir():
        return FolderSource(path)
    if path.is_file():
        return VideoSource(path)
    raise CameraMissingError(f"{path} is not there")
