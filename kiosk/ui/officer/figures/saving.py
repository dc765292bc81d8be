"""Puts files where an officer wants them, whole or not at all."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final

from kiosk.store.durable import write_whole
from kiosk.store.errors import DiskFullError, StoreForbiddenError

FOLDER: Final = "Loket"
"""Made in every place, so that nothing lies about among other people's files."""


class Saving(StrEnum):
    """How it ended; the value is the key of its sentence."""

    SAVED = "figures.saving.saved"
    NO_ROOM = "figures.saving.no_room"
    FORBIDDEN = "figures.saving.forbidden"
    GONE = "figures.saving.gone"


def save_files(files: Mapping[str, bytes], place: Path) -> Saving:
    """Write files by name; waits until the disk has them: never in the thread of the windows."""
    folder = place / FOLDER
    try:
        if not place.is_dir():  # a stick that was pulled out must not become a folder of that name
            return Saving.GONE
        folder.mkdir(exist_ok=True)
        for name, content in files.items():
            write_whole(folder / name, content)
    except DiskFullError:
        return Saving.NO_ROOM
    except (StoreForbiddenError, PermissionError):
        return Saving.FORBIDDEN
    except OSError:
        return Saving.GONE
    return Saving.SAVED
