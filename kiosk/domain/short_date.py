"""Dates with a two-digit year, as NIK and family card carry them."""

from datetime import date
from typing import Final

_CENTURIES: Final = (1900, 2000)


def is_short_date(day: int, month: int, year_of_century: int) -> bool:
    """Tell whether there was or will be such a day in the 1900s or the 2000s."""
    return any(_exists(century + year_of_century, month, day) for century in _CENTURIES)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
