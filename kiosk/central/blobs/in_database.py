"""Envelopes in the database itself: a receipt and its envelope are one transaction."""

from collections.abc import Collection, Iterator

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from kiosk.central.blobs.store import StoredBlob, Write
from kiosk.central.settings.configuration import Clock
from kiosk.central.storage.models import BlobRow

_AFTER_HEX = "g"


class DatabaseStore:
    """For a centre that fits on one computer: one file to copy, and nothing that can drift."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def put(self, name: str, content: bytes) -> Write:
        """Everything is left to the transaction."""

        def write(session: Session) -> None:
            session.merge(BlobRow(name=name, content=content, at=self._clock()))

        return write

    def get(self, session: Session, name: str) -> bytes:
        """The bytes; raise LookupError where there are none of this name."""
        content = session.scalar(select(BlobRow.content).where(BlobRow.name == name))
        if content is None:
            raise LookupError(name)
        return content

    def erase(self, names: Collection[str]) -> Write:
        """SQLite overwrites what it deletes."""

        def write(session: Session) -> None:
            session.execute(delete(BlobRow).where(BlobRow.name.in_(names)))

        return write

    def each(self, session: Session, shard: str) -> Iterator[StoredBlob]:
        """Every name that begins like this."""
        in_shard = (BlobRow.name >= shard) & (BlobRow.name < shard + _AFTER_HEX)
        for name, at in session.execute(select(BlobRow.name, BlobRow.at).where(in_shard)):
            yield StoredBlob(name, at)
