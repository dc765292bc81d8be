"""Selection rounds: opened and closed on time, and decided by a rule that anybody can repeat.

The rule: order the candidates by the SHA-256 of `seed:submission id`; the first `quota` of them
are accepted. Seed and order are kept with the batch.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from threading import RLock
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.central.bundle import Publisher
from kiosk.central.database import Database, hold
from kiosk.central.history import CENTRE, OPERATOR, History, Move
from kiosk.central.models import BatchRow, SubmissionRow
from kiosk.central.settings import Settings
from kiosk.domain.batch import BatchState
from kiosk.domain.submission import CentreState
from kiosk.sync.protocol import Batch

_TURN = "batches"
"""Held by whoever opens, closes or decides one: several processes may see that it is time."""


class BatchStateError(Exception):
    """The batch is not where this act applies."""


def selection_order(seed: str, candidates: Iterable[UUID]) -> list[UUID]:
    """The draw: the same seed and people always give the same order."""
    return sorted(candidates, key=lambda one: hashlib.sha256(f"{seed}:{one}".encode()).digest())


class Batches:
    """What becomes of a batch: by itself when its time has come, or by the operator's word."""

    def __init__(
        self,
        database: Database,
        publisher: Publisher,
        history: History,
        settings: Settings,
    ) -> None:
        self._settings = settings
        self._database = database
        self._publisher = publisher
        self._history = history
        self._turning = RLock()
        self._next_turn: datetime | None = None
        self._look_ahead()

    def plan(self, batch: Batch) -> None:
        """Add a batch that opens and closes by itself, at once where its time has come."""
        self._add(batch, BatchState.PLANNED)
        self.keep_time()

    def open(self, batch: Batch) -> None:
        """Add a batch that takes people; those not selected before may join without re-entry."""
        self._add(batch, BatchState.OPEN)

    def close(self, batch_id: str) -> None:
        """Take nobody any more; those who joined wait for the selection."""
        self.keep_time()
        with self._database.writing() as session:
            hold(session, _TURN)
            self._shut(session, _batch(session, batch_id, BatchState.OPEN), OPERATOR)
            self._publisher.publish(session)
        self._look_ahead()

    def keep_time(self) -> None:
        """Open and close whatever is due by the centre's clock. Costs nothing while nothing is."""
        with self._turning:
            if self._next_turn is None or self._history.now() < self._next_turn:
                return
            with self._database.writing() as session:
                hold(session, _TURN)
                while (batch := self._due(session)) is not None:
                    if batch.state is BatchState.PLANNED:
                        self._begin(session, batch, CENTRE)
                    else:
                        self._shut(session, batch, CENTRE)
                self._publisher.publish(session)
            self._look_ahead()

    def select(self, batch_id: str, decree: str, seed: str) -> tuple[UUID, ...]:
        """Decide a closed batch under a decree; return who is accepted, in the drawn order."""
        self.keep_time()
        with self._database.writing() as session:
            hold(session, _TURN)
            batch = _batch(session, batch_id, BatchState.CLOSED)
            candidates = {
                submission.submission_id: submission
                for submission in _in_state(session, CentreState.SELECTING, batch_id)
            }
            order = selection_order(seed, candidates)
            batch.state, batch.decree, batch.seed = BatchState.DECIDED, decree, seed
            batch.selection_order = [str(one) for one in order]
            for place, one in enumerate(order):
                self._decide(session, candidates[one], batch, is_accepted=place < batch.quota)
            self._publisher.publish(session)
            return tuple(order[: batch.quota])

    def _decide(
        self, session: Session, submission: SubmissionRow, batch: BatchRow, *, is_accepted: bool
    ) -> None:
        if not is_accepted:
            move = Move(CentreState.NOT_SELECTED, OPERATOR)
            self._history.move(session, submission, move)
            return
        submission.decree = batch.decree
        deadline = self._history.now() + self._settings.current.first_training_within
        move = Move(CentreState.ACCEPTED, OPERATOR, deadline=deadline)
        self._history.move(session, submission, move)

    def _add(self, batch: Batch, state: BatchState) -> None:
        if batch.opens_at >= batch.closes_at:
            raise ValueError(f"batch {batch.batch_id} would close before it opens")
        with self._database.writing() as session:
            hold(session, _TURN)
            if session.get(BatchRow, batch.batch_id) is not None:
                raise BatchStateError(f"batch {batch.batch_id} has been there before")
            row = BatchRow(**batch.model_dump(exclude={"state"}), state=BatchState.PLANNED)
            session.add(row)
            session.flush()
            if state is BatchState.OPEN:
                self._begin(session, row, OPERATOR)
            self._publisher.publish(session)
        self._look_ahead()

    def _begin(self, session: Session, batch: BatchRow, actor: str) -> None:
        batch.state = BatchState.OPEN
        for submission in _in_state(session, CentreState.NOT_SELECTED):
            submission.batch_id = None
            self._history.move(session, submission, Move(CentreState.ELIGIBLE, actor))

    def _shut(self, session: Session, batch: BatchRow, actor: str) -> None:
        batch.state = BatchState.CLOSED
        for submission in _in_state(session, CentreState.JOINED, batch.batch_id):
            self._history.move(session, submission, Move(CentreState.SELECTING, actor))

    def _due(self, session: Session) -> BatchRow | None:
        """The batch whose time to open or to close came first, if any has come."""
        return next((batch for turn, batch in _turns(session) if turn <= self._history.now()), None)

    def _look_ahead(self) -> None:
        with self._turning, self._database.reading() as session:
            self._next_turn = next((turn for turn, _ in _turns(session)), None)


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


def _in_state(
    session: Session, state: CentreState, batch_id: str | None = None
) -> list[SubmissionRow]:
    query = select(SubmissionRow).where(SubmissionRow.state == state)
    if batch_id is not None:
        query = query.where(SubmissionRow.batch_id == batch_id)
    return list(session.scalars(query.order_by(SubmissionRow.submission_id)))
