"""Selection rounds: opened and closed on time, and decided by a rule that anybody can repeat.

The rule: order the candidates by the SHA-256 of `seed:submission id`; the first `quota` of them
are accepted. Seed and order are kept. A batch may have a million people, so what happens to it
happens at once, and what follows for them little by little: see `mass_moves`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import RLock
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.central.batches.draw import drawn, keep_draw, selection_order
from kiosk.central.batches.mass_moves import MassMoves
from kiosk.central.pipeline.history import CENTRE, OPERATOR, History
from kiosk.central.settings.bundle import Publisher
from kiosk.central.settings.settings import Settings
from kiosk.central.storage.database import Database, hold
from kiosk.central.storage.models import BatchRow, MassMove, SubmissionRow
from kiosk.domain.batch import BatchState
from kiosk.domain.submission import CentreState
from kiosk.sync.protocol import Batch

_TURN: Final = "batches"
"""Held by whoever opens, closes or decides one: several processes may see that it is time."""
_LOOK_EVERY: Final = timedelta(seconds=5)


class BatchStateError(Exception):
    """The batch is not where this act applies."""


class Batches:
    """What becomes of a batch: by itself when its time has come, or by the operator's word."""

    def __init__(
        self,
        database: Database,
        publisher: Publisher,
        history: History,
        settings: Settings,
        ring: Callable[[], None],
    ) -> None:
        """`ring`: whom to tell that many people are to be moved on."""
        self._database = database
        self._publisher = publisher
        self._history = history
        self._ring = ring
        self._mass_moves = MassMoves(history, settings)
        self._turning = RLock()
        self._look_ahead()

    def plan(self, batch: Batch) -> None:
        """Add a batch that opens and closes by itself, at once where its time has come."""
        with self._adding(batch):
            pass
        self._look_ahead()
        self.keep_time()

    def open(self, batch: Batch, actor: str = OPERATOR) -> None:
        """Add a batch that takes people; those not selected before may join without re-entry."""
        with self._adding(batch) as row:
            _begin(row, actor)
        self._act_on_it()

    def begin(self, batch_id: str, actor: str = OPERATOR) -> None:
        """Have a planned batch take people before its time."""
        with self._database.writing() as session:
            hold(session, _TURN)
            row = _batch(session, batch_id, BatchState.PLANNED)
            row.opens_at = self._history.now()
            _begin(row, actor)
            self._publisher.publish(session)
        self._act_on_it()

    def close(self, batch_id: str, actor: str = OPERATOR) -> None:
        """Take nobody any more; those who joined wait for the selection."""
        self.keep_time()
        with self._database.writing() as session:
            hold(session, _TURN)
            _shut(_batch(session, batch_id, BatchState.OPEN), actor)
            self._publisher.publish(session)
        self._act_on_it()

    def keep_time(self) -> None:
        """Open and close whatever is due by the centre's clock. Costs nothing while nothing is."""
        if self._turn():
            self._ring()

    def select(
        self, batch_id: str, decree: str, seed: str, actor: str = OPERATOR
    ) -> tuple[UUID, ...]:
        """Decide a closed batch under a decree; return who is accepted, in the drawn order.

        They and the others are told by and by. Raises BatchStateError also as long as not all who
        joined are waiting for the selection.
        """
        self.keep_time()
        with self._database.writing() as session:
            hold(session, _TURN)
            batch = _batch(session, batch_id, BatchState.CLOSED)
            if batch.calls_for is not None:
                raise BatchStateError(f"batch {batch_id} is still being closed; come again")
            candidates = select(SubmissionRow.submission_id).where(
                SubmissionRow.state == CentreState.SELECTING, SubmissionRow.batch_id == batch_id
            )
            order = selection_order(seed, session.scalars(candidates))
            keep_draw(session, batch_id, order)
            batch.state, batch.decree, batch.seed = BatchState.DECIDED, decree, seed
            _call_for(batch, MassMove.ANNOUNCE, actor)
            self._publisher.publish(session)
        self._act_on_it()
        return tuple(order[: batch.quota])

    def drawn(self, batch_id: str, first: int = 0, most: int | None = None) -> list[UUID]:
        """Everybody in the draw of a batch, in its order, or so many of them from a place on."""
        with self._database.reading() as session:
            return drawn(session, batch_id, first, most)

    def run_once(self) -> bool:
        """Open and close what is due, or tell some of those whom a batch has decided about."""
        if self._turn():
            return True
        if not self._has_called:
            return False
        with self._database.writing() as session:
            has_moved = self._mass_moves.move_some(session)
        if not has_moved:
            self._look_ahead()
        return has_moved

    def _turn(self) -> bool:
        with self._turning:
            if self._history.now() >= self._look_at:
                self._look_ahead()
            if self._next_turn is None or self._history.now() < self._next_turn:
                return False
            with self._database.writing() as session:
                hold(session, _TURN)
                while (batch := self._due(session)) is not None:
                    if batch.state is BatchState.PLANNED:
                        _begin(batch, CENTRE)
                    else:
                        _shut(batch, CENTRE)
                self._publisher.publish(session)
            self._look_ahead()
            return True

    @contextmanager
    def _adding(self, batch: Batch) -> Iterator[BatchRow]:
        if batch.opens_at >= batch.closes_at:
            raise ValueError(f"batch {batch.batch_id} would close before it opens")
        with self._database.writing() as session:
            hold(session, _TURN)
            if session.get(BatchRow, batch.batch_id) is not None:
                raise BatchStateError(f"batch {batch.batch_id} has been there before")
            planned = batch.model_dump(exclude={"state"})
            row = BatchRow(**planned, state=BatchState.PLANNED, moved=0)
            session.add(row)
            session.flush()
            yield row
            self._publisher.publish(session)

    def _due(self, session: Session) -> BatchRow | None:
        """The batch whose time to open or to close came first, if any has come."""
        return next((batch for turn, batch in _turns(session) if turn <= self._history.now()), None)

    def _act_on_it(self) -> None:
        self._look_ahead()
        self._ring()

    def _look_ahead(self) -> None:
        """Other processes may have planned something, or called for something, since."""
        with self._turning, self._database.reading() as session:
            self._look_at = self._history.now() + _LOOK_EVERY
            self._next_turn: datetime | None = next((turn for turn, _ in _turns(session)), None)
            called = select(BatchRow.batch_id).where(BatchRow.calls_for.is_not(None)).limit(1)
            self._has_called = session.scalar(called) is not None


def _begin(batch: BatchRow, actor: str) -> None:
    batch.state = BatchState.OPEN
    _call_for(batch, MassMove.READMIT, actor)


def _shut(batch: BatchRow, actor: str) -> None:
    batch.state = BatchState.CLOSED
    _call_for(batch, MassMove.GATHER, actor)


def _call_for(batch: BatchRow, what: MassMove, actor: str) -> None:
    batch.calls_for, batch.called_by, batch.moved = what, actor, 0


def _batch(session: Session, batch_id: str, expected: BatchState) -> BatchRow:
    batch = session.get(BatchRow, batch_id)
    if batch is None or batch.state is not expected:
        raise BatchStateError(f"batch {batch_id} is not {expected}")
    return batch


def _turns(session: Session) -> list[tuple[datetime, BatchRow]]:
    """When which batch opens or closes next, the first in front."""
    waiting = session.scalars(
        select(BatchRow).where(BatchRow.state.in_((BatchState.PLANNED, BatchState.OPEN)))
    )
    turns = [
        (batch.opens_at if batch.state is BatchState.PLANNED else batch.closes_at, batch)
        for batch in waiting
    ]
    return sorted(turns, key=lambda turn: (turn[0], turn[1].batch_id))
