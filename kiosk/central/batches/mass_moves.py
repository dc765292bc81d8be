"""What a batch does to everybody in it: so few at a time that nobody else has to wait for long.

How far it has come is written down with each step, so it goes on after a crash, and nobody is
moved twice.
"""

from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kiosk.central.pipeline.history import CENTRE, History, Move
from kiosk.central.settings.settings import Settings
from kiosk.central.storage.database import FOR_CHANGE
from kiosk.central.storage.models import BatchRow, DrawRow, MassMove, SubmissionRow
from kiosk.domain.submission import CentreState

PEOPLE_AT_ONCE: Final = 200


class MassMoves:
    """Works inside the caller's transaction."""

    def __init__(self, history: History, settings: Settings) -> None:
        self._history = history
        self._settings = settings
        self._moves: Mapping[MassMove, Callable[[Session, BatchRow], int]] = {
            MassMove.READMIT: self._readmit,
            MassMove.GATHER: self._gather,
            MassMove.ANNOUNCE: self._announce,
        }

    def move_some(self, session: Session) -> bool:
        """Move some people on for one batch; False where no batch calls for it."""
        batch = _first_calling(session)
        if batch is None or batch.calls_for is None:
            return False
        found = self._moves[batch.calls_for](session, batch)
        batch.moved += found
        if found < PEOPLE_AT_ONCE:
            batch.calls_for = None
        return True

    def _readmit(self, session: Session, batch: BatchRow) -> int:
        people = session.scalars(_in_state(CentreState.NOT_SELECTED)).all()
        for submission in people:
            submission.batch_id = None
            self._move(session, submission, batch, CentreState.ELIGIBLE)
        return len(people)

    def _gather(self, session: Session, batch: BatchRow) -> int:
        joined = _in_state(CentreState.JOINED).where(SubmissionRow.batch_id == batch.batch_id)
        people = session.scalars(joined).all()
        for submission in people:
            self._move(session, submission, batch, CentreState.SELECTING)
        return len(people)

    def _announce(self, session: Session, batch: BatchRow) -> int:
        """Whoever has withdrawn since the draw is passed over; nobody moves up."""
        places = (
            select(DrawRow.place, SubmissionRow)
            .join(SubmissionRow, SubmissionRow.submission_id == DrawRow.submission_id)
            .where(DrawRow.batch_id == batch.batch_id, DrawRow.place >= batch.moved)
            .order_by(DrawRow.place)
            .limit(PEOPLE_AT_ONCE)
        )
        people = session.execute(places).all()
        for place, submission in people:
            if submission.state is CentreState.SELECTING:
                self._decide(session, submission, batch, is_accepted=place < batch.quota)
        return len(people)

    def _decide(
        self, session: Session, submission: SubmissionRow, batch: BatchRow, *, is_accepted: bool
    ) -> None:
        if not is_accepted:
            self._move(session, submission, batch, CentreState.NOT_SELECTED)
            return
        submission.decree = batch.decree
        deadline = self._history.now() + self._settings.current.first_training_within
        move = Move(CentreState.ACCEPTED, batch.called_by or CENTRE, deadline=deadline)
        self._history.move(session, submission, move)

    def _move(
        self, session: Session, submission: SubmissionRow, batch: BatchRow, to: CentreState
    ) -> None:
        self._history.move(session, submission, Move(to, batch.called_by or CENTRE))


def _first_calling(session: Session) -> BatchRow | None:
    """None also where another worker is at it: nobody is readmitted before all have been told."""
    calling = select(BatchRow.batch_id).where(BatchRow.calls_for.is_not(None))
    first = session.scalar(calling.order_by(BatchRow.calls_for, BatchRow.batch_id).limit(1))
    mine = select(BatchRow).where(BatchRow.batch_id == first)
    return session.scalars(mine.with_for_update(skip_locked=True, **FOR_CHANGE)).one_or_none()


def _in_state(state: CentreState) -> Select[SubmissionRow]:
    """Whoever is there, as many as are moved at once."""
    people = select(SubmissionRow).where(SubmissionRow.state == state)
    return people.order_by(SubmissionRow.submission_id).limit(PEOPLE_AT_ONCE)
