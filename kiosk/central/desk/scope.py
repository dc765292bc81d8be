"""Which submissions a page is about: of one office or district, received between two days."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated

from fastapi import Depends
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from kiosk.central.desk.navigation import EVERYBODY
from kiosk.central.desk.page import visitor_of
from kiosk.central.desk.sessions import Visitor
from kiosk.central.storage.models import OfficeRow, SubmissionRow
from kiosk.domain.window import WIB
from kiosk.region_files import load_regions

MOST_OFFICES = 300
"""More are not offered in a list: their id is typed."""
_DISTRICT_SIGNS = len("35.10.07")
_DAY = timedelta(days=1)
SANE_YEARS = range(2000, 2100)


@dataclass(frozen=True, slots=True)
class Scope:
    """As it was asked for, within what the visitor may see."""

    office: str
    district: str
    since: date | None
    until: date | None
    is_bound: bool
    """The office is the visitor's only one."""

    def conditions(self) -> list[ColumnElement[bool]]:
        """For a query over submissions; days are those of Jakarta, on which they came."""
        at = SubmissionRow.received_at
        found: list[ColumnElement[bool]] = []
        if self.since is not None:
            found.append(at >= start_of(self.since))
        if self.until is not None:
            found.append(at < end_of(self.until))
        return [*found, *self.of_offices(SubmissionRow.office_id)]

    def of_offices(self, column: InstrumentedAttribute[str]) -> list[ColumnElement[bool]]:
        """The same without the days, for a query over rows whose office stands in `column`."""
        found: list[ColumnElement[bool]] = []
        if self.office:
            found.append(column == self.office)
        if self.district:
            within = OfficeRow.village.startswith(f"{self.district}.", autoescape=True)
            found.append(column.in_(select(OfficeRow.office_id).where(within)))
        return found


def start_of(day: date) -> datetime:
    """Midnight in Jakarta."""
    return datetime.combine(day, time(), WIB)


def end_of(day: date) -> datetime:
    """The midnight after it."""
    return start_of(day + _DAY)


def the_scope(
    visitor: Annotated[Visitor, Depends(visitor_of(EVERYBODY))],
    office: str = "",
    district: str = "",
    since: str = "",
    until: str = "",
) -> Scope:
    """What a query says; days that are none are as good as not said."""
    is_bound = visitor.office_id is not None
    return Scope(
        office=visitor.office_id or office.strip(),
        district="" if is_bound else district.strip(),
        since=day_of(since),
        until=day_of(until),
        is_bound=is_bound,
    )


ScopeOf = Annotated[Scope, Depends(the_scope)]


def day_of(text: str) -> date | None:
    """A day as browsers send it."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year in SANE_YEARS else None


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to pick in a filter."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What a filter offers."""

    offices: tuple[Choice, ...]
    """Empty where there are too many."""
    districts: tuple[Choice, ...]


def choices(session: Session) -> Choices:
    """All offices, and the districts that they are in."""
    offices = select(OfficeRow).order_by(OfficeRow.name).limit(MOST_OFFICES + 1)
    rows = session.scalars(offices).all()
    names = Counter(row.name for row in rows)
    named = tuple(Choice(row.office_id, _label(row, names[row.name])) for row in rows)
    codes = select(func.substr(OfficeRow.village, 1, _DISTRICT_SIGNS)).where(
        OfficeRow.village.is_not(None)
    )
    districts = (Choice(code, district_name(code)) for code in session.scalars(codes.distinct()))
    return Choices(
        offices=named if len(named) <= MOST_OFFICES else (),
        districts=tuple(sorted(districts, key=lambda one: one.label)),
    )


def _label(office: OfficeRow, namesakes: int) -> str:
    """Many villages are called the same."""
    return office.name if namesakes == 1 else f"{office.name} ({office.office_id})"


def district_name(code: str) -> str:
    """E.g. `Songgon (35.10.07)`; the code alone where nobody knows it."""
    name = load_regions().district_of(code.replace(".", "")).name
    return f"{name} ({code})" if name else code
