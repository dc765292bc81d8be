"""Stretches of time as people say them: the two biggest units, and never too little said."""

from datetime import timedelta
from typing import Final

from kiosk.ui.text import Texts

_MINUTE: Final = timedelta(minutes=1)
_MINUTES_IN_HOUR: Final = 60
_MINUTES_IN_DAY: Final = 24 * _MINUTES_IN_HOUR


def time_left(left: timedelta, texts: Texts) -> str:
    """Time until something closes, never more than there is: `2 jam 40 menit`."""
    return _span(left // _MINUTE, texts)


def time_needed(needed: timedelta, texts: Texts) -> str:
    """Time that something takes, never less than it takes: `3 menit`."""
    minutes = max(1, -(-needed // _MINUTE))
    if minutes > _MINUTES_IN_DAY:
        minutes += -minutes % _MINUTES_IN_HOUR
    return _span(minutes, texts)


def _span(minutes: int, texts: Texts) -> str:
    days, rest = divmod(minutes, _MINUTES_IN_DAY)
    hours, rest = divmod(rest, _MINUTES_IN_HOUR)
    counted = {"day": days, "hour": hours, "minute": 0 if days else rest}
    said = [_counted(unit, count, texts) for unit, count in counted.items() if count > 0]
    return " ".join(said) or texts("span.moment")


def _counted(unit: str, count: int, texts: Texts) -> str:
    return texts(f"span.one_{unit}") if count == 1 else texts(f"span.{unit}s", count=count)
