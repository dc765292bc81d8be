"""Batches as the operators' page shows them: who has joined, and how the draw went."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kiosk.central.batches.draw import drawn
from kiosk.central.batches.weekly_window import WeeklyWindow
from kiosk.central.centre import Centre
from kiosk.central.desk.page import ROWS, NotThereError
from kiosk.central.storage.models import BatchRow, DrawRow, SubmissionRow
from kiosk.domain.batch import BatchState
from kiosk.domain.submission import CentreState

IN_A_BATCH = frozenset(
    {
        CentreState.JOINED,
        CentreState.SELECTING,
        CentreState.ACCEPTED,
        CentreState.NOT_SELECTED,
    }
)
_ROWS_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class BatchView:
    """One batch, and how many people are in it."""

    row: BatchRow
    people: int
    """Who has joined; once it is decided, who was in the draw."""

    @property
    def share(self) -> float:
        """Of the places, at most all."""
        return min(self.people / self.row.quota, 1.0) if self.row.quota else 1.0

    @property
    def accepted(self) -> int:
        """As many as there are places."""
        return min(self.people, self.row.quota)

    @property
    def is_settling(self) -> bool:
        """Somebody of it has still to be moved on after what happened to the batch."""
        return self.row.calls_for is not None


@dataclass(frozen=True, slots=True)
class DrawnPlace:
    """Where somebody is in the draw, from 1."""

    place: int
    submission_id: UUID
    is_accepted: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the next batch would be, by the calendar of the settings."""

    batch_id: str
    name: str
    quota: int
    opens_at: datetime
    closes_at: datetime


def batches(session: Session, page: int) -> Sequence[BatchView]:
    """The one that opens last in front."""
    query = select(BatchRow).order_by(BatchRow.opens_at.desc(), BatchRow.batch_id)
    rows = session.scalars(query.offset(ROWS * (page - 1)).limit(ROWS + 1)).all()
    return [_view(session, row) for row in rows]


def batch(session: Session, batch_id: str) -> BatchView:
    """Raise NotThereError for one that is not there."""
    row = session.get(BatchRow, batch_id)
    if row is None:
        raise NotThereError
    return _view(session, row)


def proposal(session: Session, calendar: WeeklyWindow, now: datetime) -> Proposal:
    """The first window after the last one that there is."""
    last = session.scalar(select(func.max(BatchRow.opens_at)))
    opens_at, closes_at = calendar.next_after(max(now, last) if last else now)
    number = (session.scalar(select(func.count()).select_from(BatchRow)) or 0) + 1
    while session.get(BatchRow, f"gelombang-{number}") is not None:
        number += 1
    name = f"Gelombang {number}"
    return Proposal(f"gelombang-{number}", name, calendar.quota, opens_at, closes_at)


def places(session: Session, row: BatchRow, page: int) -> Sequence[DrawnPlace]:
    """One page of the draw, in its order."""
    first = ROWS * (page - 1)
    order = drawn(session, row.batch_id, first, ROWS + 1)
    return [
        DrawnPlace(place + 1, one, is_accepted=place < row.quota)
        for place, one in enumerate(order, first)
    ]


def proof(centre: Centre, row: BatchRow) -> Iterator[str]:
    """The draw as a file that anybody can compute again, piece by piece."""
    yield (
        "# Rule: sort the candidates by the SHA-256 of the text SEED:SUBMISSION_ID; the first QUOTA"
        " are accepted.\n"
        f"# batch: {row.batch_id}\n# decree: {row.decree}\n# quota: {row.quota}\n"
        f"# seed: {row.seed}\n"
        "place,submission_id,sha256,result\n"
    )
    first = 0
    while order := centre.batches.drawn(row.batch_id, first, _ROWS_AT_ONCE):
        yield "".join(_line(row, place, one) for place, one in enumerate(order, first))
        first += len(order)


def _line(row: BatchRow, place: int, one: UUID) -> str:
    digest = hashlib.sha256(f"{row.seed}:{one}".encode()).hexdigest()
    result = "accepted" if place < row.quota else "not_selected"
    return f"{place + 1},{one},{digest},{result}\n"


def _view(session: Session, row: BatchRow) -> BatchView:
    if row.state is BatchState.DECIDED:
        counted = select(func.count()).where(DrawRow.batch_id == row.batch_id)
    else:
        counted = select(func.count()).where(
            SubmissionRow.batch_id == row.batch_id, SubmissionRow.state.in_(IN_A_BATCH)
        )
    return BatchView(row, session.scalar(counted) or 0)
