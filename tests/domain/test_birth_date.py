"""The birth date and the age."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.birth_date import BirthDateProblem, age_on, parse_birth_date

DATES = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "month", "year", "problem"),
    [
        pytest.param("", "1", "1990", BirthDateProblem.REQUIRED, id="no-day"),
        pytest.param("1", " ", "1990", BirthDateProblem.REQUIRED, id="blank-month"),
        pytest.param("1", "Jan", "1990", BirthDateProblem.NOT_DIGITS, id="month-in-letters"),
        pytest.param("-1", "1", "1990", BirthDateProblem.NOT_DIGITS, id="minus"),
        pytest.param("1", "1", "90", BirthDateProblem.YEAR, id="two-digit-year"),
        pytest.param("1", "1", "1899", BirthDateProblem.YEAR, id="year-1899"),
        pytest.param("31", "4", "1990", BirthDateProblem.IMPOSSIBLE, id="31-april"),
        pytest.param("29", "2", "2001", BirthDateProblem.IMPOSSIBLE, id="29-february-2001"),
        pytest.param("001", "1", "1990", BirthDateProblem.IMPOSSIBLE, id="three-digit-day"),
    ],
)
def test_says_why_a_date_is_wrong(
    day: str, month: str, year: str, problem: BirthDateProblem
) -> None:
    assert parse_birth_date(day, month, year) is problem


@given(born=DATES)
def test_reads_every_date_with_and_without_leading_zeros(born: date) -> None:
    assert parse_birth_date(str(born.day), str(born.month), str(born.year)) == born
    assert parse_birth_date(f"{born:%d}", f"{born:%m}", f" {born:%Y} ") == born


@given(day=st.text(max_size=4), month=st.text(max_size=4), year=st.text(max_size=6))
def test_answers_any_text(day: str, month: str, year: str) -> None:
    assert isinstance(parse_birth_date(day, month, year), date | BirthDateProblem)


def test_the_age_changes_on_the_birthday() -> None:
    born = date(2008, 3, 2)
    assert age_on(born, date(2026, 3, 1)) == 17
    assert age_on(born, date(2026, 3, 2)) == 18


def test_a_leap_day_child_has_a_birthday_on_the_first_of_march() -> None:
    born = date(2008, 2, 29)
    assert age_on(born, date(2026, 2, 28)) == 17
    assert age_on(born, date(2026, 3, 1)) == 18


@given(born=DATES, today=DATES)
def test_nobody_is_older_than_the_days_lived(born: date, today: date) -> None:
    age = age_on(born, today)
    assert age * 365.25 - 366 < (today - born).days < (age + 1) * 365.25 + 366
