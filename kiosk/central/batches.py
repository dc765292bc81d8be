"""Selection rounds: opened, closed, and decided by a rule that anybody can repeat.

The rule: order the candidates by the SHA-256 of `seed:submission id`; the first `quota` of them
are accepted. Seed and order are kept with the batch.
"""

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.central.bundle import Publisher
from kiosk.central.database import Database
from kiosk.central.history import OPERATOR, History, Move
from kiosk.central.models import BatchRow, SubmissionRow
from kiosk.domain.submission import CentreState
from kiosk.sync.protocol import Batch, BatchState


class BatchStateError(Exception):
    """The batch is not where this act applies."""


def selection_order(seed: str, candidates: Iterable[UUID]) -> list[UUID]:
    """The draw: the same seed and people always give the same order."""
    return sorted(candidates, key=lambda one: hashlib.sha256(f"{seed}:{one}".encode()).digest())


class Batches:
    """What the operator does with a batch."""

    def __init__(
        self,
        database: Database,
        publisher: Publisher,
        history: History,
        first_training_within: timedelta,
    ) -> None:
        self._first_training_within = first_training_within
        self._database = database
        self._publisher = publisher
        self._history = history

    def open(self, batch: Batch) -> None:
        """Add a batch that takes people; those not selected before may join without re-entry."""
        with self._database.writing() as session:
            if session.get(BatchRow, batch.batch_id) is not None:
                raise BatchStateError(f"batch {batch.batch_id} has been there before")
            row = BatchRow(**batch.model_dump(exclude={"state"}), state=BatchState.OPEN)
            session.add(row)
            session.flush()
            for submission in _in_state(session, CentreState.NOT_SELECTED):
                self._move(session, submission, CentreState.ELIGIBLE)
            self._publisher.publish(session)

    def close(self, batch_id: str) -> None:
        """Take nobody any more; those who joined wait for the selection."""
        with self._database.writing() as session:
            batch = _batch(session, batch_id, BatchState.OPEN)
            batch.state = BatchState.CLOSED
            for submission in _in_state(session, CentreState.JOINED, batch_id):
                self._move(session, submission, CentreState.SELECTING)
            self._publisher.publish(session)

    def select(self, batch_id: str, decree: str, seed: str) -> tuple[UUID, ...]:
        """Decide a closed batch under a decree; return who is accepted, in the drawn order."""
        with self._database.writing() as session:
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
            self._move(session, submission, CentreState.NOT_SELECTED)
            return
        submission.decree = batch.decree
        deadline = self._history.now() + self._first_training_within
        move = Move(CentreState.ACCEPTED, OPERATOR, deadline=deadline)
        self._history.move(session, submission, move)

    def _move(self, session: Session, submission: SubmissionRow, to: CentreState) -> None:
        if to is CentreState.ELIGIBLE:
            submission.batch_id = None
        self._history.move(session, submission, Move(to, OPERATOR))


def _batch(session: Session, batch_id: str, expected: BatchState) -> BatchRow:
    batch = session.get(BatchRow, batch_id)
    if batch is None or batch.state is not expected:
        raise BatchStateError(f"batch {batch_id} is not {expected}")
    return batch


def _in_state(
    session: Session, state: CentreState, batch_id: str | None = None
) -> list[SubmissionRow]:
    query = select(SubmissionRow).where(SubmissionRow.state == state)
    if batch_id is not None:
        query = query.where(SubmissionRow.batch_id == batch_id)
    return list(session.scalars(query.order_by(SubmissionRow.submission_id)))
