"""Who has the store open: one program at a time, and whoever is in front of it goes first.

Three files, each locked by one program until it ends, however it ends:

- `in-use.lock`: the store is open.
- `front.lock`: a window or a command has the store or waits for it; the service lets it go then.
- `service.lock`: the service that sends without a window runs.
"""

import os
import sys
import time
from pathlib import Path
from typing import Final

from kiosk.store.errors import StoreInUseError, disk_faults_named

LOCK_FILE: Final = "in-use.lock"
FRONT_LOCK: Final = "front.lock"
SERVICE_LOCK: Final = "service.lock"
GLANCE_SECONDS: Final = 0.5
"""Far longer than is_held() holds what it looks at."""
_TRY_AGAIN_SECONDS: Final = 0.02
_MOST_NOTE_BYTES: Final = 4096

if sys.platform == "win32":
    import msvcrt

    _LOCKED_BYTE: Final = 1 << 30
    """Windows keeps others from reading what is locked: far behind every note."""

    def _lock(handle: int) -> None:
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _unlock(handle: int) -> None:
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


class InstanceLock:
    """Held until close() or the end of the process, however that comes."""

    def __init__(self, path: Path, patience: float = 0.0) -> None:
        """Take the lock, waiting `patience` seconds for it at most.

        Raises StoreInUseError if another program has it all that time.
        """
        with disk_faults_named():
            self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            self._take(path, time.monotonic() + patience)
        except BaseException:
            os.close(self._handle)
            raise

    def write(self, note: str) -> None:
        """Leave a short note for other programs in the file; not made to survive a power cut."""
        with disk_faults_named():
            os.lseek(self._handle, 0, os.SEEK_SET)
            os.ftruncate(self._handle, os.write(self._handle, note.encode()))

    def close(self) -> None:
        """Let others have it."""
        _unlock(self._handle)  # Windows takes its time about files that are merely closed
        os.close(self._handle)

    def _take(self, path: Path, end: float) -> None:
        while True:
            try:
                _lock(self._handle)
            except OSError:
                if time.monotonic() >= end:
                    raise StoreInUseError(str(path)) from None
                time.sleep(_TRY_AGAIN_SECONDS)
            else:
                return


def is_held(path: Path) -> bool:
    """Whether some program holds this lock. Whoever takes it in this moment has to wait for it."""
    try:
        with disk_faults_named():
            handle = os.open(path, os.O_RDONLY)  # also on a disk that takes nothing any more
    except FileNotFoundError:
        return False
    try:
        _lock(handle)
        _unlock(handle)
    except OSError:
        return True
    else:
        return False
    finally:
        os.close(handle)


def read_note(path: Path) -> str | None:
    """What its last holder left in a lock's file, if anything."""
    try:
        with disk_faults_named(), path.open("rb") as file:
            note = file.read(_MOST_NOTE_BYTES)
    except FileNotFoundError:
        return None
    return note.decode("utf-8", "replace") or None
