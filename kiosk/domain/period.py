"""A day or a month of the office, in the time of Jakarta."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from kiosk.domain.window import WIB, wib

_LONG_AGO: Final = date(1, 1, 2)
_FAR_AHEAD: Final = date(9999, 12, 31)
"""A day from either end of what dates can say, so that every offset has room."""


class Span(StrEnum):
    """How long a period is."""

    DAY = "day"
    MONTH = "month"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Period:
    """From the midnight (WIB) before `first` until the one before `after`."""

    span: Span
    first: date

    @property
    def after(self) -> date:
        """The first day that does not belong to it any more."""
        match self.span:
            case Span.DAY:
                return self.first + timedelta(days=1)
            case Span.MONTH:
                return self.first + timedelta(days=self.days)
            case Span.ALL:
                return _FAR_AHEAD

    @property
    def days(self) -> int:
        """How many days the month of its first day has."""
        return calendar.monthrange(self.first.year, self.first.month)[1]

    @property
    def start(self) -> datetime:
        """Its first moment."""
        return datetime.combine(self.first, time(), WIB)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.after, time(), WIB)

    def earlier(self) -> "Period":
        """The day or month before."""
        return _around(self.span, self.first - timedelta(days=1))

    def later(self) -> "Period":
        """The day or month after."""
        return _around(self.span, self.after)

    def as_span(self, span: Span, now: datetime) -> "Period":
        """Of another length: the month of a day, and of a month its first day, or today."""
        today = wib(now).date()
        is_within = span is Span.DAY and self.first <= today < self.after
        return _around(span, today if is_within or self.span is Span.ALL else self.first)

    def holds(self, now: datetime) -> bool:
        """Whether a moment belongs to it."""
        return self.first <= wib(now).date() < self.after


EVER: Final = Period(Span.ALL, _LONG_AGO)
"""Everything there ever was."""


def period_of(span: Span, now: datetime) -> Period:
    """The day or month of a moment; EVER for ALL."""
    return _around(span, wib(now).date())


def _around(span: Span, day: date) -> Period:
    match span:
        case Span.DAY:
            return Period(span, day)
        case Span.MONTH:
            return Period(span, day.replace(day=1))
        case Span.ALL:
            return EVER
