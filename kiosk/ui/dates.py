"""Dates as people read them."""

from datetime import date, datetime

from kiosk.domain.window import wib
from kiosk.ui.text import Texts


def long_date(day: date, texts: Texts) -> str:
    """A date with the name of its month, e.g. `2 September 2026`."""
    return f"{day.day} {texts(f'month.{day.month}')} {day.year}"


def clock_time(moment: datetime, now: datetime) -> str:
    """`08.57` of the same day in WIB, `21/11 08.57` of another."""
    local = wib(moment)
    return f"{local:%H.%M}" if local.date() == wib(now).date() else f"{local:%d/%m %H.%M}"
