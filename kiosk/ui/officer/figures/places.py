"""Where an officer may save a file: what is plugged in, and this computer's own documents."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from PySide6.QtCore import QStandardPaths, QStorageInfo

_PLUGGED_IN: Final = ("/media/", "/run/media/")
"""Where Linux desktops put what is plugged in."""


class PlaceKind(StrEnum):
    """What a place is; the value ends the key of its words."""

    REMOVABLE = "removable"
    DOCUMENTS = "documents"


@dataclass(frozen=True, slots=True)
class Place:
    """A folder to save in, and how much room it has."""

    kind: PlaceKind
    name: str
    folder: Path
    free_bytes: int


@dataclass(frozen=True, slots=True)
class Volume:
    """A disk or a part of one, as the system has it."""

    root: str
    name: str
    free_bytes: int
    is_removable: bool


def find_places() -> tuple[Place, ...]:
    """Look around; slow where a disk does not answer, so never in the thread of the windows."""
    writable = QStandardPaths.StandardLocation.DocumentsLocation
    documents = Path(QStandardPaths.writableLocation(writable))
    free = QStorageInfo(str(documents)).bytesAvailable()
    own = Place(PlaceKind.DOCUMENTS, documents.name, documents, max(free, 0))
    return places_of(_volumes(), own)


def places_of(volumes: Iterable[Volume], documents: Place) -> tuple[Place, ...]:
    """What is plugged in comes first: that is what the officer has just done."""
    plugged_in = [
        Place(PlaceKind.REMOVABLE, _called(each), Path(each.root), each.free_bytes)
        for each in volumes
        if each.is_removable
    ]
    return (*sorted(plugged_in, key=lambda place: place.name), documents)


def _called(volume: Volume) -> str:
    root = volume.root.rstrip("/\\")
    return f"{volume.name} ({root})" if root.endswith(":") else volume.name or Path(root).name


def _volumes() -> Iterable[Volume]:
    for info in QStorageInfo.mountedVolumes():
        if info.isValid() and info.isReady() and not info.isReadOnly():
            root = info.rootPath()
            yield Volume(
                root,
                info.name() or info.displayName().rpartition("/")[2],
                info.bytesAvailable(),
                is_removable(root),
            )


if sys.platform == "win32":
    from ctypes import windll

    _DRIVE_REMOVABLE: Final = 2
    """Of GetDriveTypeW."""

    def is_removable(root: str) -> bool:
        """Whether it can be unplugged."""
        kind: int = windll.kernel32.GetDriveTypeW(root.replace("/", "\\"))
        return kind == _DRIVE_REMOVABLE

else:

    def is_removable(root: str) -> bool:
        """Whether it can be unplugged."""
        return root.startswith(_PLUGGED_IN)
