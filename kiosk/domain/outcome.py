"""What the centre says about one submission, and what that asks of the resident."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState


class Todo(StrEnum):
    """What is to be done at the kiosk. TELL: nothing but to tell the resident."""

    NOTHING = "nothing"
    REDO_PHOTO = "redo_photo"
    FIX_FIELDS = "fix_fields"
    JOIN = "join"
    TELL = "tell"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One change of state; `seq` grows with every outcome of the centre. Times are aware.

    `fields` are the only ones that may be changed, `decree` names the decision of an acceptance.
    """

    seq: int
    submission_id: UUID
    state: CentreState
    reasons: tuple[Reason, ...]
    fields: tuple[str, ...]
    batch_id: str | None
    decree: str | None
    deadline: datetime | None
    at: datetime


_TODO: Final = {
    CentreState.PHOTO_REJECTED: Todo.REDO_PHOTO,
    CentreState.PHOTO_REDO: Todo.REDO_PHOTO,
    CentreState.ACTION_NEEDED: Todo.FIX_FIELDS,
    CentreState.ELIGIBLE: Todo.JOIN,
    CentreState.ACCEPTED: Todo.TELL,
    CentreState.NOT_SELECTED: Todo.TELL,
    CentreState.INELIGIBLE: Todo.TELL,
    CentreState.WITHDRAWN: Todo.TELL,
}


def todo(outcome: Outcome) -> Todo:
    """Tell what this outcome asks for; a state in which the centre works asks for nothing."""
    return _TODO.get(outcome.state, Todo.NOTHING)
