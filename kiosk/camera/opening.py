"""From the words of the configuration to an open camera."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from kiosk.camera.replay import FolderSource, VideoSource, open_stream
from kiosk.camera.source import CameraMissingError, FrameSource
from kiosk.camera.webcam import find_webcam, open_webcam


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


def parse_source(text: str) -> SourceSpec:
    """Read `0`, a camera's name, `http://...`, `file:PATH` or the path of something that exists."""
    text = text.strip() or "0"
    if text.isdecimal():
        return SourceSpec(SourceKind.NUMBER, text)
    if urlsplit(text).scheme in {"http", "https"}:
        return SourceSpec(SourceKind.STREAM, text)
    if text.startswith("file:") or Path(text).exists():
        return SourceSpec(SourceKind.FILE, text.removeprefix("file:"))
    return SourceSpec(SourceKind.NAME, text)


def open_source(spec: str) -> FrameSource:
    """Open what `spec` names; raise CameraMissingError, CameraBusyError or CameraLostError."""
    source = parse_source(spec)
    match source.kind:
        case SourceKind.NUMBER:
            return open_webcam(int(source.value))
        case SourceKind.NAME:
            return open_webcam(find_webcam(source.value).number)
        case SourceKind.STREAM:
            return open_stream(source.value)
        case SourceKind.FILE:
            return _open_replay(Path(source.value))


def _open_replay(path: Path) -> FrameSource:
    if path.is_dir():
        return FolderSource(path)
    if path.is_file():
        return VideoSource(path)
    raise CameraMissingError(f"{path} is not there")
