"""Files on a stick that anybody may pull out, fill up or lend to somebody else."""

import contextlib
import errno
import os
import shutil
import stat
import sys
from collections.abc import Generator, Iterable
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

_MARGIN_BYTES = 1024 * 1024
"""What a file system needs for itself beside a new file."""
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_LOCKED = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_CAREFULLY = sum(getattr(os, flag, 0) for flag in ("O_BINARY", "O_NOFOLLOW", "O_NONBLOCK"))
"""As each system has it."""
_NO_FOLDER_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP})
"""What a file system says that cannot sync a folder: some of those on sticks cannot."""


class CarrierProblem(StrEnum):
    """Why nothing is written or taken in. The value is the key of the sentence."""

    STICK_FULL = "carrier.stick_full"
    STICK_GONE = "carrier.stick_gone"
    STICK_LOCKED = "carrier.stick_locked"
    NO_FILE = "carrier.no_file"
    NOT_OURS = "carrier.not_ours"
    NEWER = "carrier.newer"
    DAMAGED = "carrier.damaged"
    FORGED = "carrier.forged"
    FOREIGN = "carrier.foreign"
    TOO_OLD = "carrier.too_old"
    NOT_ENROLLED = "carrier.not_enrolled"


class CarrierError(Exception):
    """A stick, or a file on it, that cannot be used; nothing was changed."""

    def __init__(self, problem: CarrierProblem, detail: str = "") -> None:
        super().__init__(f"{problem.name}: {detail}" if detail else problem.name)
        self.problem = problem
        self.key = problem.value


@contextlib.contextmanager
def stick_faults_named() -> Generator[None]:
    """The one place where what the system says about a stick gets the names that callers know."""
    try:
        yield
    except OSError as fault:
        raise CarrierError(_problem_of(fault), fault.strerror or "") from fault


def check_room(folder: Path, size_bytes: int) -> None:
    """Raise CarrierError unless a file of this size has room there."""
    with stick_faults_named():
        free = shutil.disk_usage(folder).free
    if free < size_bytes + _MARGIN_BYTES:
        raise CarrierError(CarrierProblem.STICK_FULL, f"{free} bytes free")


def write_file(path: Path, pieces: Iterable[bytes]) -> None:
    """Write or replace a file: whole and safe on the stick on return, or not there at all.

    Raises CarrierError; an older file of this name is still there then.
    """
    unfinished = path.with_name(f".{path.name}.new")
    with stick_faults_named():
        try:
            _write_through(unfinished, pieces)
            unfinished.replace(path)
            _sync_folder(path.parent)
        except BaseException:
            with contextlib.suppress(OSError):  # the stick may be gone
                unfinished.unlink()
            raise


def open_file(path: Path) -> BinaryIO:
    """Open a file of a stick for reading; raise CarrierError.

    Whoever made the stick may have made anything on it: a link into this computer is not followed,
    and a pipe that nobody writes to is not waited for.
    """
    with stick_faults_named():
        try:
            if not stat.S_ISREG(path.lstat().st_mode):
                raise CarrierError(CarrierProblem.NOT_OURS, "not a file")
            return os.fdopen(os.open(path, os.O_RDONLY | _CAREFULLY), "rb")
        except FileNotFoundError as fault:
            if path.parent.is_dir():
                raise CarrierError(CarrierProblem.NO_FILE, path.name) from fault
            raise


def _write_through(path: Path, pieces: Iterable[bytes]) -> None:
    """Into a new file always: what has its name may be a link into this computer."""
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _CAREFULLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        for piece in pieces:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    except OSError as fault:
        if fault.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(handle)


def _problem_of(fault: OSError) -> CarrierProblem:
    if fault.errno in _FULL:
        return CarrierProblem.STICK_FULL
    return CarrierProblem.STICK_LOCKED if fault.errno in _LOCKED else CarrierProblem.STICK_GONE
