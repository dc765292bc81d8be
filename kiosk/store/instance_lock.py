"""One program at a time has the store open."""

import os
import sys
from pathlib import Path

from kiosk.store.errors import StoreInUseError, disk_faults_named

LOCK_FILE = "in-use.lock"

if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


class InstanceLock:
    """Held until close() or the end of the process, however that comes."""

    def __init__(self, path: Path) -> None:
        """Take the lock; raise StoreInUseError if another program has it."""
        with disk_faults_named():
            self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(self._handle)
        except OSError:
            os.close(self._handle)
            raise StoreInUseError(str(path)) from None

    def close(self) -> None:
        """Let others open the store."""
        os.close(self._handle)
