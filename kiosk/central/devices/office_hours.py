"""When offices are open, so that a kiosk is not missed at night or on a Sunday."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Annotated

from pydantic import Field

from kiosk.central.batches.weekly_window import Weekday
from kiosk.central.settings.settings_values import CLOSED, ClockTime
from kiosk.domain.window import WIB, wib

WORKING_DAYS = (
    Weekday.MONDAY,
    Weekday.TUESDAY,
    Weekday.WEDNESDAY,
    Weekday.THURSDAY,
    Weekday.FRIDAY,
)
_DAYS = tuple(Weekday)
_FURTHEST_DAYS = 366
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The same hours on every working day, in the time of Jakarta."""

    __pydantic_config__ = CLOSED

    days: Annotated[tuple[Weekday, ...], Field(min_length=1)] = WORKING_DAYS
    opens_at: ClockTime = time(7, 30)
    closes_at: ClockTime = time(15)

    def back_from(self, now: datetime, span: timedelta) -> datetime:
        """The moment since which offices have been open for so long; at most a year ago."""
        left, day = span, wib(now).date()
        for _ in range(_FURTHEST_DAYS):
            opened = datetime.combine(day, self.opens_at, WIB)
            closed = min(datetime.combine(day, self.closes_at, WIB), now)
            if _DAYS[day.weekday()] in self.days and closed > opened:
                if closed - opened >= left:
                    return closed - left
                left -= closed - opened
            day -= _DAY
        return datetime.combine(day, self.opens_at, WIB)
