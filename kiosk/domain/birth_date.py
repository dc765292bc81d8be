"""The birth date, typed as three numbers, and the age that follows from it."""

from datetime import date
from typing import Final

from kiosk.domain.problem import FieldProblem
from kiosk.domain.typed import is_digits

EARLIEST_YEAR: Final = 1900
_YEAR_DIGITS: Final = 4
_DAY_OR_MONTH_DIGITS: Final = 2


class BirthDateProblem(FieldProblem):
    """Why three texts are no birth date."""

    REQUIRED = "birth_date.required"
    NOT_DIGITS = "birth_date.not_digits"
    YEAR = "birth_date.year"
    IMPOSSIBLE = "birth_date.impossible"


def parse_birth_date(day: str, month: str, year: str) -> date | BirthDateProblem:
    """Read day, month and four-digit year. Whether it lies in the past, the age tells."""
    typed = [part.strip() for part in (day, month, year)]
    if not all(typed):
        return BirthDateProblem.REQUIRED
    if not all(is_digits(part) for part in typed):
        return BirthDateProblem.NOT_DIGITS
    if len(typed[2]) != _YEAR_DIGITS or int(typed[2]) < EARLIEST_YEAR:
        return BirthDateProblem.YEAR
    if max(len(typed[0]), len(typed[1])) > _DAY_OR_MONTH_DIGITS:
        return BirthDateProblem.IMPOSSIBLE
    try:
        return date(int(typed[2]), int(typed[1]), int(typed[0]))
    except ValueError:
        return BirthDateProblem.IMPOSSIBLE


def age_on(born: date, today: date) -> int:
    """Completed years; somebody born on 29 February has a birthday on 1 March in other years."""
    had_no_birthday = (today.month, today.day) < (born.month, born.day)
    return today.year - born.year - had_no_birthday
