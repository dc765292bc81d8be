"""Sealed envelopes as files, named by their hash, so that they outlive even a lost database."""

import hashlib
import logging
from collections.abc import Set as AbstractSet
from pathlib import Path

from kiosk.store.durable import remove_unfinished, write_whole
from kiosk.store.errors import EnvelopeUnreadableError, disk_faults_named

SUFFIX = ".env"
_log = logging.getLogger(__name__)


class EnvelopeFiles:
    """One folder of envelopes, each written once and never changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, envelope: bytes) -> str:
        """Keep an envelope and return its SHA-256 (hex). On return it survives a power cut."""
        sha256 = hashlib.sha256(envelope).hexdigest()
        write_whole(self._path(sha256), envelope)
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

    def reconcile(self, known: AbstractSet[str]) -> frozenset[str]:
        """Remove what no row names, such as files of a registration that was cut short.

        Returns:
            The hashes of the removed orphans.
        """
        remove_unfinished(self._folder)
        orphans = self.stored() - known
        for sha256 in orphans:
            self.delete(sha256)
        return orphans

    def stored(self) -> frozenset[str]:
        """The hashes of all envelopes on the disk."""
        return frozenset(path.stem for path in self._folder.glob(f"*{SUFFIX}"))

    def _path(self, sha256: str) -> Path:
        return self._folder / f"{sha256}{SUFFIX}"
