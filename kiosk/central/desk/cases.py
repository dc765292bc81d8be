"""Submissions as the operators' page shows them: ids, states, masked names; nothing is opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk.central.desk.page import ROWS, NotThereError, Paged, paged
from kiosk.central.desk.scope import Scope
from kiosk.central.desk.sessions import Visitor
from kiosk.central.pipeline.history import HistoryEvent, events_of
from kiosk.central.storage.models import LayerRow, OfficeRow, PartRow, SubmissionRow
from kiosk.domain.submission import CentreState
from kiosk.sync.protocol import Part


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the list."""

    submission_id: UUID
    office: str
    masked_name: str | None
    state: CentreState
    reasons: Sequence[str]
    received_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class PartLine:
    """Something that was received."""

    part: Part
    revision: int
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """Everything about one submission that is not sealed."""

    row: SubmissionRow
    office: str
    layers: Sequence[LayerRow]
    parts: tuple[PartLine, ...]
    events: tuple[HistoryEvent, ...]


def listed(session: Session, scope: Scope, state: CentreState | None, page: int) -> Paged[Line]:
    """The newest first."""
    query = (
        select(SubmissionRow, OfficeRow.name)
        .join(OfficeRow, OfficeRow.office_id == SubmissionRow.office_id)
        .where(*scope.conditions())
        .order_by(SubmissionRow.received_at.desc(), SubmissionRow.submission_id)
        .offset(ROWS * (page - 1))
        .limit(ROWS + 1)
    )
    if state is not None:
        query = query.where(SubmissionRow.state == state)
    rows = [_line(row, office) for row, office in session.execute(query)]
    return paged(rows, page)


def _line(row: SubmissionRow, office: str) -> Line:
    return Line(
        submission_id=row.submission_id,
        office=office,
        masked_name=row.masked_name,
        state=row.state,
        reasons=row.reasons,
        received_at=row.received_at,
        updated_at=row.updated_at,
    )


def case_of(session: Session, visitor: Visitor, submission_id: UUID) -> Case:
    """One submission; raise NotThereError also where it belongs to another office."""
    row = session.get(SubmissionRow, submission_id)
    if row is None or not visitor.sees(row.office_id):
        raise NotThereError
    parts = (
        select(PartRow.part, PartRow.revision, PartRow.received_at)
        .where(PartRow.submission_id == submission_id)
        .order_by(PartRow.received_at, PartRow.part)
    )
    layers = select(LayerRow).where(LayerRow.submission_id == submission_id).order_by(LayerRow.at)
    return Case(
        row=row,
        office=session.get_one(OfficeRow, row.office_id).name,
        layers=session.scalars(layers).all(),
        parts=tuple(PartLine(*part) for part in session.execute(parts)),
        events=events_of(session, row),
    )
