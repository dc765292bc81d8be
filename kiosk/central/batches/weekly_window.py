"""The calendar of batches: on which days of a week one opens and closes, in the time of Jakarta."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from kiosk.central.settings.settings_values import CLOSED, LARGEST_QUOTA, ClockTime
from kiosk.domain.window import WIB, wib

_WEEK = timedelta(weeks=1)


class Weekday(StrEnum):
    """In the order of `date.weekday()`."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


_DAYS = tuple(Weekday)


@dataclass(frozen=True, slots=True)
class WeeklyWindow:
    """When the next batch would open and close, and for how many people it is."""

    __pydantic_config__ = CLOSED

    quota: Annotated[int, Field(ge=1, le=LARGEST_QUOTA)]
    opens_on: Weekday = Weekday.MONDAY
    opens_at: ClockTime = time(8)
    closes_on: Weekday = Weekday.THURSDAY
    closes_at: ClockTime = time(16)

    def next_after(self, moment: datetime) -> tuple[datetime, datetime]:
        """The first opening later than this moment, and when that batch closes."""
        opens = _first_after(moment, self.opens_on, self.opens_at)
        return opens, _first_after(opens, self.closes_on, self.closes_at)


def _first_after(moment: datetime, day: Weekday, at: time) -> datetime:
    here = wib(moment)
    days = (_DAYS.index(day) - here.weekday()) % len(_DAYS)
    found = datetime.combine(here.date() + timedelta(days=days), at, WIB)
    return found if found > here else found + _WEEK
