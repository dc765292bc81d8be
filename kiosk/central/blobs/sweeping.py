"""Erases what is to be gone: the envelopes of those who withdrew, and those that nobody knows.

An envelope is stored before the transaction that makes it known. Where that never came, it is an
orphan: it is erased when it has been one for a day. What a store does not erase today is erased
later; nothing is forgotten as long as its row is there.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from kiosk.central.blobs.blobs import Blobs, hold_name
from kiosk.central.blobs.store import SHARDS, BlobStoreDownError
from kiosk.central.settings.configuration import Clock
from kiosk.central.storage.database import Database
from kiosk.central.storage.models import EnvelopeRow

ORPHAN_AGE = timedelta(days=1)
"""So long an envelope without a receipt is left alone: its kiosk may be just sending it again."""
BAR = timedelta(minutes=10)
"""So long nobody may store again what is being erased as an orphan."""
SHARD_EVERY = timedelta(minutes=5)
"""From one shard to the next: all of them in 21 hours."""
PAUSE = timedelta(minutes=1)
"""After a store did not answer."""
_AT_ONCE = 100
_log = logging.getLogger(__name__)


class Sweeper:
    """An errand of the workers. Two at the same time do the same twice, which does no harm."""

    def __init__(self, database: Database, blobs: Blobs, clock: Clock) -> None:
        self._database = database
        self._blobs = blobs
        self._clock = clock
        self._not_before: datetime | None = None
        self._turn: int | None = None

    def doom(self, session: Session, submission_id: UUID) -> None:
        """Have every envelope of this submission erased, once the transaction is through."""
        of_submission = EnvelopeRow.submission_id == submission_id
        session.execute(update(EnvelopeRow).where(of_submission).values(doomed_at=self._clock()))

    def run_once(self) -> bool:
        """Erase some of what is doomed, or look through the shard whose turn it is."""
        return self.erase_doomed() or self._trying(self._sweep_in_turn)

    def erase_doomed(self) -> bool:
        """Erase some of what belonged to those who withdrew; False where nothing can be now."""
        return self._trying(self._erase_doomed)

    def _trying(self, work: Callable[[], bool]) -> bool:
        now = self._clock()
        if self._not_before is not None and now < self._not_before:
            return False
        try:
            return work()
        except BlobStoreDownError as error:
            _log.warning("envelopes stay until their store erases them: %s", error)
            self._not_before = now + PAUSE
            return False

    def _erase_doomed(self) -> bool:
        doomed = (
            select(EnvelopeRow.sha256)
            .where(EnvelopeRow.doomed_at.is_not(None), EnvelopeRow.submission_id.is_not(None))
            .limit(_AT_ONCE)
        )
        with self._database.reading() as session:
            names = session.scalars(doomed).all()
        if not names:
            return False
        self._erase(names)
        with self._database.writing() as session:
            session.execute(delete(EnvelopeRow).where(EnvelopeRow.sha256.in_(names)))
        self._database.overwrite_deleted()
        return True

    def sweep(self, shard: str) -> int:
        """Erase the orphans whose names begin like this; say how many."""
        with self._database.reading() as session:
            orphans = [
                name
                for some in _in_batches(self._old_names(session, shard))
                for name in _unknown(session, some)
            ]
        erased = 0
        for some in _in_batches(orphans):
            erased += self._erase_orphans(shard, some)
        if erased:
            _log.info("%d envelopes without a receipt were erased", erased)
        return erased

    def _sweep_in_turn(self) -> bool:
        """Also lets those be stored again that were barred for long enough."""
        turn = int(self._clock().timestamp() // SHARD_EVERY.total_seconds())
        if turn == self._turn:
            return False
        self._turn = turn
        self._lift_bars()
        return self.sweep(SHARDS[turn % len(SHARDS)]) > 0

    def _old_names(self, session: Session, shard: str) -> Iterator[str]:
        oldest = self._clock() - ORPHAN_AGE
        for place in self._blobs.places(session):
            for blob in self._blobs.store(place).each(session, shard):
                if blob.at <= oldest:
                    yield blob.name

    def _erase_orphans(self, shard: str, names: list[str]) -> int:
        """First nobody may make them known; then it is seen who has stored one again before."""
        barred = {name for name in names if self._bar(name)}
        with self._database.reading() as session:
            barred &= set(self._old_names(session, shard))
        self._erase(sorted(barred))
        return len(barred)

    def _bar(self, name: str) -> bool:
        """Whether nobody has made it known: from now on nobody can."""
        with self._database.writing() as session:
            hold_name(session, name)
            if session.get(EnvelopeRow, name) is None:
                session.add(EnvelopeRow(sha256=name, doomed_at=self._clock()))
                return True
        return False

    def _lift_bars(self) -> None:
        barred = EnvelopeRow.submission_id.is_(None)
        with self._database.writing() as session:
            too_old = EnvelopeRow.doomed_at <= self._clock() - BAR
            session.execute(delete(EnvelopeRow).where(barred, too_old))

    def _erase(self, names: Sequence[str]) -> None:
        for some in _in_batches(names):
            rest = self._blobs.erase(some)
            with self._database.writing() as session:
                rest(session)


def _unknown(session: Session, names: list[str]) -> list[str]:
    """Those without a row; what is doomed has one, and is not forgotten either."""
    known = set(session.scalars(select(EnvelopeRow.sha256).where(EnvelopeRow.sha256.in_(names))))
    return [name for name in names if name not in known]


def _in_batches(names: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(names)
    while some := list(islice(rest, _AT_ONCE)):
        yield some
