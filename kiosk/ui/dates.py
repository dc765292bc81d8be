"""Dates as people read them."""

from datetime import date

from kiosk.ui.text import Texts


def long_date(day: date, texts: Texts) -> str:
    """A date with the name of its month, e.g. `2 September 2026`."""
    return f"{day.day} {texts(f'month.{day.month}')} {day.year}"
