"""Sealed envelopes as files, named by their hash, so that they outlive even a lost database."""

import hashlib
import logging
import os
from collections.abc import Callable, Generator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from pathlib import Path

from kiosk.paths import FolderUnusableError
from kiosk.store.durable import remove_unfinished, write_whole
from kiosk.store.errors import EnvelopeUnreadableError, StoreError, disk_faults_named
from kiosk.store.open_header import LONGEST_HEADER, OpenHeader, read_open_header
from kiosk.store.vault import OUTBOX_FOLDER

SUFFIX = ".env"
_log = logging.getLogger(__name__)


class EnvelopeFiles:
    """One folder of envelopes, each written once and never changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._fresh: set[str] = set()

    def write(self, envelope: bytes) -> str:
        """Keep an envelope and return its SHA-256 (hex). On return it survives a power cut."""
        sha256 = hashlib.sha256(envelope).hexdigest()
        write_whole(self._path(sha256), envelope)
        self._fresh.add(sha256)
        return sha256

    def read(self, sha256: str) -> bytes:
        """Read an envelope; raise EnvelopeUnreadableError if it is not what was written."""
        try:
            with disk_faults_named():
                envelope = self._path(sha256).read_bytes()
        except FileNotFoundError:
            raise EnvelopeUnreadableError(f"missing: {sha256}") from None
        if hashlib.sha256(envelope).hexdigest() != sha256:
            raise EnvelopeUnreadableError(f"changed: {sha256}")
        return envelope

    def delete(self, sha256: str) -> None:
        """Remove an envelope; what cannot be removed now is an orphan of the next start."""
        try:
            self._path(sha256).unlink(missing_ok=True)
        except OSError as fault:  # such as a virus scanner that is reading it
            _log.warning("envelope %s stays for now: %s", sha256, fault.strerror)

    def header(self, sha256: str) -> OpenHeader | None:
        """Whose envelope this is, by its own word; None where that cannot be read."""
        try:
            with disk_faults_named(), self._path(sha256).open("rb") as file:
                return read_open_header(file.read(LONGEST_HEADER))
        except (StoreError, OSError):
            return None

    def size_of(self, sha256: str) -> int:
        """Its bytes; raise EnvelopeUnreadableError if it is not what was written."""
        return len(self.read(sha256))

    def remove_unfinished(self) -> None:
        """Remove what was not whole yet when the power went."""
        remove_unfinished(self._folder)

    @contextmanager
    def all_or_none(self, needed: Callable[[], AbstractSet[str]]) -> Generator[None]:
        """Keep what is written inside; where the store fails, only what `needed` names by then."""
        self._fresh.clear()
        try:
            yield
        except StoreError:
            for sha256 in self._fresh - needed():
                self.delete(sha256)
            raise

    def stored(self) -> frozenset[str]:
        """The hashes of all envelopes on the disk."""
        return frozenset(path.stem for path in self._folder.glob(f"*{SUFFIX}"))

    def _path(self, sha256: str) -> Path:
        return self._folder / f"{sha256}{SUFFIX}"


def count_sealed(store: Path) -> int:
    """How many envelopes wait in a store, without its key.

    A file that nobody needs any more is counted until the store is opened again. Raises
    FolderUnusableError where nobody can tell.
    """
    folder = store / OUTBOX_FOLDER
    try:
        with os.scandir(folder) as files:
            return sum(file.name.endswith(SUFFIX) for file in files)
    except (FileNotFoundError, NotADirectoryError):
        return 0
    except OSError as error:
        raise FolderUnusableError(f"{folder}: {error.strerror}") from error
