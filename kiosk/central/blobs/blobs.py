"""The envelopes of a centre, wherever they are, and how they come to be there and to be gone.

A receipt is a promise, so nothing may erase what has one. Whoever makes an envelope known and
whoever erases it meet in its row, which both hold by its name (docs/decisions/0022-envelopes.md).
"""

import hashlib
import logging
from collections.abc import Callable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.central.blobs.addresses import IN_DATABASE, store_for
from kiosk.central.blobs.store import BlobStore, BlobStoreDownError, Write
from kiosk.central.settings.configuration import Clock
from kiosk.central.storage.database import Database, hold, share
from kiosk.central.storage.models import BlobPlaceRow, EnvelopeRow

Enter = Callable[[Session, UUID], None]
"""Makes a stored envelope known as one of this submission, inside the transaction of its part."""
_PLACES = ("places of envelopes",)
_AT_HAND = "envelopes at hand"
_log = logging.getLogger(__name__)


class NotAtHandError(Exception):
    """This envelope is to be fetched first, while nobody waits for a lock of ours."""

    def __init__(self, name: str, at_hand: dict[str, bytes]) -> None:
        super().__init__(name)
        self.name, self.at_hand = name, at_hand


class Blobs:
    """Writes to the first place, reads from all of them; several as long as envelopes are moved."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._stores: dict[str, BlobStore] = {}

    def put(self, name: str, content: bytes) -> Enter:
        """Store an envelope; call what is returned in the transaction that makes it known.

        Both raise BlobStoreDownError; then nothing may be receipted.
        """
        with self._database.reading() as session:
            place = self.places(session)[0]
        write = self.store(place).put(name, content)

        def enter(session: Session, submission_id: UUID) -> None:
            share(session, *_PLACES)
            hold_name(session, name)
            if self.places(session)[0] != place:
                raise BlobStoreDownError("the envelopes have just begun to move")
            if session.get(EnvelopeRow, name) is not None:
                raise BlobStoreDownError("an envelope that nobody knew is just being erased")
            session.add(EnvelopeRow(sha256=name, submission_id=submission_id))
            write(session)

        return enter

    def get(self, session: Session, name: str) -> bytes:
        """The envelope with this hash, which it has; raise BlobStoreDownError otherwise.

        One that is lost may come back, from a copy for instance, and its resident cannot be asked
        for it again: whoever needs it tries again later. Raises NotAtHandError where the session
        reads only what is at hand.
        """
        at_hand: dict[str, bytes] | None = session.info.get(_AT_HAND)
        if at_hand is not None and name in at_hand:
            return at_hand[name]
        places = self.places(session)
        if at_hand is not None and places != (IN_DATABASE,):
            raise NotAtHandError(name, at_hand)
        for place in places:
            try:
                content = self.store(place).get(session, name)
            except LookupError:
                continue
            if hashlib.sha256(content).hexdigest() == name:
                return content
            _log.error("envelope %s is damaged in %s", name, place)
        _log.error("envelope %s is in no store", name)
        raise BlobStoreDownError("an envelope is in no store")

    def fetch(self, missing: NotAtHandError) -> None:
        """Put it at hand, however long that takes: no lock is held. Raises as `get`."""
        with self._database.reading() as session:
            missing.at_hand[missing.name] = self.get(session, missing.name)

    def erase(self, names: Sequence[str]) -> Write:
        """Forget these for good, in every place; the rest is to be done in a transaction."""
        with self._database.reading() as session:
            places = self.places(session)
        writes = [self.store(place).erase(names) for place in places]

        def write(session: Session) -> None:
            for rest in writes:
                rest(session)

        return write

    def places(self, session: Session) -> tuple[str, ...]:
        """The addresses of all stores, the one to write to in front."""
        rows = session.scalars(select(BlobPlaceRow.address).order_by(BlobPlaceRow.position))
        return tuple(rows) or (IN_DATABASE,)

    def store(self, place: str) -> BlobStore:
        """The store of this address."""
        if place not in self._stores:
            self._stores[place] = store_for(place, self._clock)
        return self._stores[place]


def read_at_hand(session: Session, envelopes: dict[str, bytes]) -> None:
    """Let whatever reads here see these envelopes alone, beside those of the database itself."""
    session.info[_AT_HAND] = envelopes


def hold_name(session: Session, name: str) -> None:
    """Let nobody else make this envelope known, or erase it, until the transaction ends."""
    hold(session, "envelope", name)


def hold_places(session: Session) -> None:
    """Let nobody else change where envelopes are, until the transaction ends."""
    hold(session, *_PLACES)
