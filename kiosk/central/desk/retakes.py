"""Why photos were rejected, by week and by office.

Counted in the database: two grouped queries a week over an index, the reasons as they are stored
together. No submission is looked at: what is counted says itself of which office it is.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import Session

from kiosk.central.desk.scope import Scope, start_of
from kiosk.central.storage.base import Layer
from kiosk.central.storage.models import EventRow, LayerRow, OfficeRow
from kiosk.domain.reason import PHOTO_REASONS, Reason
from kiosk.domain.submission import CentreState

WEEKS = 8
MOST_OFFICES = 50
_WEEK = timedelta(days=7)
_REJECTED_TO = (CentreState.PHOTO_REJECTED, CentreState.MANUAL_REVIEW)
_JUDGED_FROM = (CentreState.PHOTO_VERIFYING, CentreState.MANUAL_REVIEW)


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One reason, week by week, the oldest first."""

    reason: Reason
    by_week: tuple[int, ...]
    total: int
    of_most: float
    """Compared with the most frequent reason."""


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """One office over all weeks."""

    name: str
    rejected: int
    passed: int
    top: Reason | None

    @property
    def share(self) -> float | None:
        """Of all that was judged."""
        judged = self.rejected + self.passed
        return self.rejected / judged if judged else None


@dataclass(frozen=True, slots=True)
class Retakes:
    """Rejected photos of some weeks."""

    weeks: tuple[date, ...]
    """Their Mondays, the oldest first."""
    rejected: tuple[int, ...]
    passed: tuple[int, ...]
    reasons: tuple[ReasonLine, ...]
    offices: tuple[OfficeLine, ...]
    """The most rejected first, and not more than `MOST_OFFICES`."""


def weeks_until(day: date) -> tuple[date, ...]:
    """The Mondays of the last weeks, this one included."""
    monday = day - timedelta(days=day.weekday())
    return tuple(monday - _WEEK * back for back in reversed(range(WEEKS)))


def count(session: Session, scope: Scope, weeks: Sequence[date]) -> Retakes:
    """Everything that was judged in these weeks."""
    by_week: list[Counter[Reason]] = []
    rejected, passed = [], []
    by_office: dict[str, Counter[Reason]] = {}
    lost: Counter[str] = Counter()
    won: Counter[str] = Counter()
    for monday in weeks:
        causes: Counter[Reason] = Counter()
        told = _rejections(session, scope, monday)
        for office, reasons, photos in told:
            lost[office] += photos
            for reason in reasons:
                causes[reason] += photos
                by_office.setdefault(office, Counter())[reason] += photos
        good = _passes(session, scope, monday)
        won.update(good)
        by_week.append(causes)
        rejected.append(sum(photos for _, _, photos in told))
        passed.append(sum(good.values()))
    return Retakes(
        weeks=tuple(weeks),
        rejected=tuple(rejected),
        passed=tuple(passed),
        reasons=_reason_lines(by_week),
        offices=_office_lines(session, lost, won, by_office),
    )


def _rejections(
    session: Session, scope: Scope, monday: date
) -> list[tuple[str, tuple[Reason, ...], int]]:
    together = cast(EventRow.reasons, String)
    query = (
        select(EventRow.office_id, together, func.count())
        .where(
            EventRow.to_state.in_(_REJECTED_TO),
            EventRow.from_state.in_(_JUDGED_FROM),
            EventRow.from_state != EventRow.to_state,
            EventRow.at >= start_of(monday),
            EventRow.at < start_of(monday + _WEEK),
            *scope.of_offices(EventRow.office_id),
        )
        .group_by(EventRow.office_id, together)
    )
    told = []
    for office, codes, photos in session.execute(query):
        reasons = tuple(Reason(code) for code in json.loads(codes) if code in PHOTO_REASONS)
        if reasons:
            told.append((office, reasons, photos))
    return told


def _passes(session: Session, scope: Scope, monday: date) -> dict[str, int]:
    query = (
        select(LayerRow.office_id, func.count().label("photos"))
        .where(
            LayerRow.layer == Layer.PHOTO,
            LayerRow.at >= start_of(monday),
            LayerRow.at < start_of(monday + _WEEK),
            *scope.of_offices(LayerRow.office_id),
        )
        .group_by(LayerRow.office_id)
    )
    return {row.office_id: row.photos for row in session.execute(query)}


def _reason_lines(by_week: Sequence[Counter[Reason]]) -> tuple[ReasonLine, ...]:
    totals: Counter[Reason] = sum(by_week, Counter())
    most = max(totals.values(), default=0)
    return tuple(
        ReasonLine(reason, tuple(week[reason] for week in by_week), total, total / most)
        for reason, total in totals.most_common()
    )


def _office_lines(
    session: Session,
    lost: Counter[str],
    won: Counter[str],
    by_office: dict[str, Counter[Reason]],
) -> tuple[OfficeLine, ...]:
    shown = [office for office, _ in lost.most_common(MOST_OFFICES)]
    query = select(OfficeRow.office_id, OfficeRow.name).where(OfficeRow.office_id.in_(shown))
    names = {row.office_id: row.name for row in session.execute(query)}
    return tuple(
        OfficeLine(names[office], lost[office], won[office], by_office[office].most_common(1)[0][0])
        for office in shown
    )
