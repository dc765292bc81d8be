"""Moves every envelope from where it is to another store, while the centre goes on.

From its beginning on, what comes is written to the new store, and what is needed is looked for in
both. The old one is forgotten when nothing is left in it. A move that was interrupted, or that left
something behind, is simply begun again.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete
from sqlalchemy.orm import Session

from kiosk.central.blobs.blobs import Blobs, hold_places
from kiosk.central.blobs.store import SHARDS, BlobStore, Write
from kiosk.central.storage.database import Database
from kiosk.central.storage.models import BlobPlaceRow

_NOBODYS: Final = "0" * 64


@dataclass(frozen=True, slots=True)
class Moved:
    """How a move went; what is damaged stays where it is."""

    moved: int
    damaged: tuple[str, ...]


class Mover:
    """One at a time. Raises BlobStoreDownError and BlobAddressError."""

    def __init__(self, database: Database, blobs: Blobs) -> None:
        self._database = database
        self._blobs = blobs

    def begin(self, to: str) -> None:
        """From now on every process writes there, and reads everywhere else as well.

        Nothing is begun with a store that does not answer.
        """
        self._blobs.store(to).erase([_NOBODYS])
        with self._database.writing() as session:
            hold_places(session)
            others = [place for place in self._blobs.places(session) if place != to]
            _set_places(session, [to, *others])

    def move(self) -> Moved:
        """Bring everything to the first place."""
        with self._database.reading() as session:
            to, *others = self._blobs.places(session)
        results = {place: self._empty(place, to) for place in others}
        emptied = {place for place, result in results.items() if not result.damaged}
        with self._database.writing() as session:
            hold_places(session)
            first, *rest = self._blobs.places(session)
            _set_places(session, [first, *(place for place in rest if place not in emptied)])
        return Moved(
            moved=sum(result.moved for result in results.values()),
            damaged=tuple(name for result in results.values() for name in result.damaged),
        )

    def _empty(self, place: str, to: str) -> Moved:
        old, new = self._blobs.store(place), self._blobs.store(to)
        moved, damaged = 0, []
        for shard in SHARDS:
            for name in self._names(old, shard):
                if self._carry(name, old, new):
                    moved += 1
                else:
                    damaged.append(name)
        return Moved(moved, tuple(damaged))

    def _names(self, store: BlobStore, shard: str) -> list[str]:
        with self._database.reading() as session:
            return [blob.name for blob in store.each(session, shard)]

    def _carry(self, name: str, old: BlobStore, new: BlobStore) -> bool:
        """Whether it is in the new store, read back and compared, and no longer in the old one."""
        content = self._read(old, name)
        if content is None:
            return True  # erased meanwhile, as somebody withdrew
        if hashlib.sha256(content).hexdigest() != name:
            return False
        self._apply(new.put(name, content))
        if self._read(new, name) != content:
            return False
        self._apply(old.erase([name]))
        return True

    def _read(self, store: BlobStore, name: str) -> bytes | None:
        with self._database.reading() as session:
            try:
                return store.get(session, name)
            except LookupError:
                return None

    def _apply(self, write: Write) -> None:
        with self._database.writing() as session:
            write(session)


def _set_places(session: Session, places: list[str]) -> None:
    session.execute(delete(BlobPlaceRow))
    for position, place in enumerate(places):
        session.add(BlobPlaceRow(position=position, address=place))
