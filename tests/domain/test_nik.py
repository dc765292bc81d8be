"""NIK parsing, and what is asked about rather than refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.background import Sex
from kiosk.domain.nik import FEMALE_DAY_OFFSET, Nik, NikProblem, NikWarning, nik_warnings, parse_nik
from kiosk.domain.region import DistrictStanding


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        pytest.param("", NikProblem.LENGTH, id="empty"),
        pytest.param("35101708900100O1", NikProblem.NOT_DIGITS, id="letter-O-for-zero"),
        pytest.param("\u0663\u0665" + "10170812909001", NikProblem.NOT_DIGITS, id="arabic-digits"),
        pytest.param("\uff13510170812909001", NikProblem.NOT_DIGITS, id="full-width-digit"),
        pytest.param("351017081290900", NikProblem.LENGTH, id="one-digit-short"),
        pytest.param("35101708129090011", NikProblem.LENGTH, id="one-digit-long"),
        pytest.param("1111111111111111", NikProblem.PATTERN, id="one-digit-repeated"),
        pytest.param("1212121212121212", NikProblem.PATTERN, id="two-digits-only"),
        pytest.param("3510170012909001", NikProblem.BIRTH_DATE, id="day-0"),
        pytest.param("3510173212909001", NikProblem.BIRTH_DATE, id="day-32"),
        pytest.param("3510174012909001", NikProblem.BIRTH_DATE, id="day-40"),
        pytest.param("3510177212909001", NikProblem.BIRTH_DATE, id="day-72"),
        pytest.param("3510178112909001", NikProblem.BIRTH_DATE, id="day-81"),
        pytest.param("3510170800909001", NikProblem.BIRTH_DATE, id="month-0"),
        pytest.param("3510170813909001", NikProblem.BIRTH_DATE, id="month-13"),
        pytest.param("3510173102909001", NikProblem.BIRTH_DATE, id="31-february"),
        pytest.param("3510172902019001", NikProblem.BIRTH_DATE, id="29-february-1901-and-2001"),
        pytest.param("3510170812900000", NikProblem.SERIAL, id="serial-0000"),
    ],
)
def test_says_why_a_nik_is_wrong(typed: str, problem: NikProblem) -> None:
    assert parse_nik(typed) is problem


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("3510.17 081290-9001", id="separators"),
        pytest.param("3510170812909001\n", id="trailing-newline"),
        pytest.param("3510\u00a01708\u00a01290\u00a09001", id="no-break-spaces"),
    ],
)
def test_accepts_what_people_put_between_digits(typed: str) -> None:
    assert parse_nik(typed) == Nik("3510170812909001")


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("9101010812909001", id="old-Merauke"),
        pytest.param("6473010812909001", id="old-Tarakan"),
        pytest.param("5401010812909001", id="East-Timor"),
        pytest.param("9999990812909001", id="no-such-district"),
        pytest.param("3510176902009001", id="leap-day-woman-2000"),
        pytest.param("3510172902849001", id="leap-day-1984"),
    ],
)
def test_never_refuses_for_the_district_or_a_leap_day(typed: str) -> None:
    assert parse_nik(typed) == Nik(typed)


@given(
    born=st.dates(date(1930, 1, 1), date(2010, 12, 31)),
    woman=st.booleans(),
    serial=st.integers(9001, 9999),
)
def test_every_real_birth_date_fits_its_own_nik(born: date, woman: bool, serial: int) -> None:
    day = born.day + FEMALE_DAY_OFFSET * woman
    nik = parse_nik(f"351017{day:02}{born:%m%y}{serial:04}")
    assert isinstance(nik, Nik)
    assert nik.fits_birth_date(born)
    assert nik.sex is (Sex.FEMALE if woman else Sex.MALE)
    assert nik_warnings(nik, born=born, sex=nik.sex, standing=DistrictStanding.CURRENT) == ()


@given(
    born=st.dates(date(1930, 1, 1), date(2010, 12, 31)),
    other=st.dates(date(1930, 1, 1), date(2010, 12, 31)),
)
def test_another_day_in_the_century_is_asked_about(born: date, other: date) -> None:
    nik = Nik(f"351017{born:%d%m%y}9001")
    assert nik.fits_birth_date(other) is (f"{born:%d%m%y}" == f"{other:%d%m%y}")


def test_asks_about_everything_that_may_be_right_all_the_same() -> None:
    warnings = nik_warnings(
        Nik("9101010812909001"),
        born=date(1990, 12, 9),
        sex=Sex.FEMALE,
        standing=DistrictStanding.UNKNOWN,
    )
    assert warnings == (NikWarning.REGION_UNKNOWN, NikWarning.BIRTH_DATE, NikWarning.SEX)


def test_tells_a_former_district_from_an_unknown_one() -> None:
    nik = Nik("9101010812909001")
    former = nik_warnings(nik, born=None, sex=None, standing=DistrictStanding.FORMER)
    assert former == (NikWarning.REGION_FORMER,)


def test_shows_four_groups_and_masks_the_middle_two() -> None:
    nik = Nik("3510170812909001")
    assert nik.groups == ("3510", "1708", "1290", "9001")
    assert nik.display == "3510 1708 1290 9001"
    assert nik.masked == "3510 **** **** 9001"
    assert nik.district_code == "351017"
    assert repr(nik) == "Nik(3510 **** **** 9001)"
