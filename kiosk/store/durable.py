"""Files that are either whole or not there, whenever the power goes."""

import os
import tempfile
from pathlib import Path

from kiosk.paths import sync_folder
from kiosk.store.errors import disk_faults_named

__all__ = ["make_private_file", "remove_unfinished", "sync_file", "sync_folder", "write_whole"]


def make_private_file(path: Path) -> None:
    """Make sure the file exists and only this user can read it."""
    with disk_faults_named():
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        path.chmod(0o600)


def write_whole(path: Path, content: bytes) -> None:
    """Write or replace a file of this user alone (0600); on return it survives a power cut."""
    with disk_faults_named():
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".new")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Make what another writer left in a file survive a power cut."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove_unfinished(folder: Path) -> None:
    """Remove what write_whole() had not finished when the power went."""
    with disk_faults_named():
        for leftover in folder.glob(".*.new*"):
            leftover.unlink(missing_ok=True)
