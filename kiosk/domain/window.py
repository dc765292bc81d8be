"""When a batch takes people, in the time of Jakarta, and how long to keep a phone number."""

import calendar
from datetime import date, datetime, timedelta, timezone
from typing import Final

WIB: Final = timezone(timedelta(hours=7), "WIB")
"""Waktu Indonesia Barat: the programme's clock, without summer time since 1964."""

KEEP_NUMBER_MONTHS: Final = 6
_MONTHS_IN_YEAR: Final = 12


def wib(now: datetime) -> datetime:
    """The same moment in WIB. Raises ValueError for a time without an offset."""
    if now.tzinfo is None:
        raise ValueError("a time without an offset")
    return now.astimezone(WIB)


def is_open(opens: datetime, closes: datetime, now: datetime) -> bool:
    """Tell whether a window is open: from its first moment until just before its last."""
    return opens <= now < closes


def keep_number_until(day: date) -> date:
    """Six months later, or the last day of that month where it is shorter."""
    months = day.month - 1 + KEEP_NUMBER_MONTHS
    year, month = day.year + months // _MONTHS_IN_YEAR, months % _MONTHS_IN_YEAR + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
