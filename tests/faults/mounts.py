"""A disk of any size, or one that cannot be written, seen by this process alone.

Needs the right to mount; where the system refuses it, NotAllowedHereError says so.
"""

import ctypes
import os
import shutil
from pathlib import Path
from typing import Final

_NEW_MOUNTS: Final = 0x00020000
_READ_ONLY: Final = 1
_AGAIN: Final = 32
_BOUND: Final = 4096
_EVERYTHING_BELOW: Final = 16384
_PRIVATE: Final = 1 << 18
_PAGE: Final = 4096


class NotAllowedHereError(Exception):
    """This user may not mount anything."""


def begin_own_mounts() -> None:
    """From now on nobody else sees what is mounted here; it ends with the process."""
    if ctypes.CDLL(None, use_errno=True).unshare(_NEW_MOUNTS):
        raise NotAllowedHereError(os.strerror(ctypes.get_errno()))
    _mount(None, Path("/"), None, _EVERYTHING_BELOW | _PRIVATE)


def make_read_only(folder: Path) -> None:
    """Nothing below it can be written any more."""
    _mount(folder, folder, None, _BOUND)
    _mount(None, folder, None, _AGAIN | _BOUND | _READ_ONLY)


class SmallDisk:
    """A disk in memory in the place of a folder, with what was in the folder."""

    def __init__(self, folder: Path, aside: Path) -> None:
        """`aside` is a new folder for what is in `folder` until then."""
        self._folder = folder
        shutil.copytree(folder, aside)
        _mount(Path("tmpfs"), folder, "tmpfs", 0, "mode=700")
        shutil.copytree(aside, folder, dirs_exist_ok=True)

    @property
    def used_pages(self) -> int:
        """How full it is."""
        found = os.statvfs(self._folder)
        return (found.f_blocks - found.f_bfree) * found.f_frsize // _PAGE

    def resize(self, pages: int) -> None:
        """It has so much room from now on."""
        _mount(None, self._folder, None, _AGAIN, f"size={pages * _PAGE}")

    def keep(self, folder: Path) -> None:
        """Copy what is on it to a folder that others see."""
        shutil.copytree(self._folder, folder)


def _mount(what: Path | None, where: Path, kind: str | None, flags: int, data: str = "") -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    words = (None if what is None else bytes(what), bytes(where), kind and kind.encode())
    if libc.mount(*words, ctypes.c_ulong(flags), data.encode() or None):
        raise NotAllowedHereError(os.strerror(ctypes.get_errno()))
