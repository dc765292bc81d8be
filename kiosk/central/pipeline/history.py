"""The only way a submission changes its state: by a legal move, with an event and an outcome."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.central.outcomes.outcomes import Outcomes
from kiosk.central.pipeline.steps import step_at
from kiosk.central.settings.configuration import Clock
from kiosk.central.storage.models import EventRow, SubmissionRow
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState, move_centre

CENTRE = "centre"
OPERATOR = "operator"
RESIDENT = "resident"
WORKED_IN = frozenset(
    {
        CentreState.SUBMITTED,
        CentreState.IDENTITY_PENDING,
        CentreState.PHOTO_VERIFYING,
        CentreState.PHOTO_REDO,
        CentreState.TEST_PENDING,
    }
)
"""What arrives here is due at once: a worker looks whether it can go on."""
ENDS_IN_TIME = frozenset({CentreState.EMAIL_PENDING, CentreState.OTP_PENDING})
"""Here a deadline that passes is itself something that happens."""


@dataclass(frozen=True, slots=True)
class Move:
    """Where to, who did it, and why."""

    to: CentreState
    actor: str
    text: str = ""
    reasons: tuple[Reason, ...] = ()
    fields: tuple[str, ...] = ()
    deadline: datetime | None = None


@dataclass(frozen=True, slots=True)
class HistoryEvent:
    """One entry of the history, without personal data."""

    at: datetime
    actor: str
    from_state: CentreState | None
    to_state: CentreState
    reasons: tuple[Reason, ...]
    text: str


class History:
    """Append-only events. Works inside the caller's transaction."""

    def __init__(self, clock: Clock, outcomes: Outcomes) -> None:
        self._clock = clock
        self._outcomes = outcomes

    def now(self) -> datetime:
        """The time that events are written with."""
        return self._clock()

    def move(self, session: Session, submission: SubmissionRow, move: Move) -> None:
        """Change the state, or raise IllegalMoveError."""
        now = self.now()
        before = submission.state
        submission.state = move_centre(before, move.to)
        submission.reasons = [reason.value for reason in move.reasons]
        submission.fields = list(move.fields)
        submission.deadline = move.deadline
        submission.updated_at = now
        submission.step = max(submission.step, step_at(move.to))
        submission.due_at = _due_at(move, now)
        submission.claim = None
        submission.waits_for = None
        session.add(
            EventRow(
                submission_id=submission.submission_id,
                office_id=submission.office_id,
                at=now,
                actor=move.actor,
                from_state=before,
                to_state=move.to,
                reasons=submission.reasons,
                text=move.text,
            )
        )
        self._outcomes.tell(session, submission, now)

    def note(self, session: Session, submission: SubmissionRow, actor: str, text: str) -> None:
        """Record something that moves nothing."""
        session.add(
            EventRow(
                submission_id=submission.submission_id,
                office_id=submission.office_id,
                at=self.now(),
                actor=actor,
                from_state=submission.state,
                to_state=submission.state,
                reasons=[],
                text=text,
            )
        )


def _due_at(move: Move, now: datetime) -> datetime | None:
    if move.to in WORKED_IN:
        return now
    return move.deadline if move.to in ENDS_IN_TIME else None


def events_of(session: Session, submission: SubmissionRow) -> tuple[HistoryEvent, ...]:
    """Everything that happened to this submission, in order."""
    query = (
        select(EventRow)
        .where(EventRow.submission_id == submission.submission_id)
        .order_by(EventRow.event_id)
    )
    return tuple(
        HistoryEvent(
            at=row.at,
            actor=row.actor,
            from_state=row.from_state,
            to_state=row.to_state,
            reasons=tuple(Reason(code) for code in row.reasons),
            text=row.text,
        )
        for row in session.scalars(query)
    )
