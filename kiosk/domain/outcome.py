"""What the centre says about one submission."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState


@dataclass(frozen=True, slots=True)
class Person:
    """By what an office knows whom an outcome is about."""

    ticket: str = field(repr=False)
    masked_name: str = field(repr=False)
    phone_tail: str = field(repr=False)


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
    person: Person | None = None
