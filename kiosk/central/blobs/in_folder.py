"""Envelopes as files: one folder for each shard, one file for each envelope."""

import os
import re
import secrets
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from kiosk.central.blobs.store import BlobStoreDownError, StoredBlob, Write, nothing_more

_NAME = re.compile("[0-9a-f]{64}")
_SHARD_SIGNS = 2


class FolderStore:
    """For one computer, or several that share a disk. A file is there whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, name: str, content: bytes) -> Write:
        """Write beside, flush, rename, flush the folder.

        What is not finished has a name like any other, so it is swept like any other.
        """
        path = self._path(name)
        unfinished = path.with_name(name[:_SHARD_SIGNS] + secrets.token_hex(31))
        with _reached():
            if not path.parent.is_dir():
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                _flush_folder(self._folder)
                _flush_folder(self._folder.parent)
            _write(unfinished, content)
            unfinished.replace(path)
            _flush_folder(path.parent)
        return nothing_more

    def get(self, _session: Session, name: str) -> bytes:
        """The bytes; raise LookupError where there are none of this name."""
        with _reached():
            try:
                return self._path(name).read_bytes()
            except FileNotFoundError as error:
                raise LookupError(name) from error

    def erase(self, names: Collection[str]) -> Write:
        """Unlink; a disk that keeps old blocks is to be encrypted."""
        with _reached():
            for name in names:
                self._path(name).unlink(missing_ok=True)
            for folder in {self._path(name).parent for name in names}:
                if folder.is_dir():
                    _flush_folder(folder)
        return nothing_more

    def each(self, _session: Session, shard: str) -> Iterator[StoredBlob]:
        """Every name that begins like this; foreign files are left alone."""
        with _reached():
            if not (self._folder / shard).is_dir():
                return
            for path in sorted((self._folder / shard).iterdir()):
                if _NAME.fullmatch(path.name) and (at := _written_at(path)) is not None:
                    yield StoredBlob(path.name, at)

    def _path(self, name: str) -> Path:
        return self._folder / name[:_SHARD_SIGNS] / name


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _written_at(path: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except FileNotFoundError:  # erased just now
        return None


def _flush_folder(folder: Path) -> None:
    """Make new names outlive a power cut; Windows does so by itself."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _reached() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise BlobStoreDownError(f"the folder of the envelopes: {error.strerror}") from error
