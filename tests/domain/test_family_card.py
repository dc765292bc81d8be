"""The number of the family card."""

import pytest

from kiosk.domain.family_card import (
    FamilyCardNumber,
    FamilyCardProblem,
    FamilyCardWarning,
    family_card_warnings,
    parse_family_card,
)
from kiosk.domain.nik import Nik

OWN_NIK = Nik("3510174812909001")


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        pytest.param("", FamilyCardProblem.LENGTH, id="empty"),
        pytest.param("351017120315900", FamilyCardProblem.LENGTH, id="one-digit-short"),
        pytest.param("351017120315900l", FamilyCardProblem.NOT_DIGITS, id="letter-l-for-one"),
        pytest.param("3510 1748 1290 9001", FamilyCardProblem.SAME_AS_NIK, id="the-nik-again"),
    ],
)
def test_says_why_a_number_is_wrong(typed: str, problem: FamilyCardProblem) -> None:
    assert parse_family_card(typed, nik=OWN_NIK) is problem


def test_without_a_nik_there_is_nothing_to_be_equal_to() -> None:
    assert parse_family_card(OWN_NIK.value, nik=None) == FamilyCardNumber(OWN_NIK.value)


@pytest.mark.parametrize(
    ("number", "warnings"),
    [
        pytest.param("3510171203159002", (), id="nothing-odd"),
        pytest.param("3510174812909002", (FamilyCardWarning.LOOKS_LIKE_NIK,), id="day-of-a-woman"),
        pytest.param("3510173502159002", (FamilyCardWarning.RECORDING_DATE,), id="day-35"),
        pytest.param("3510171213159002", (FamilyCardWarning.RECORDING_DATE,), id="month-13"),
        pytest.param("3510171203150000", (FamilyCardWarning.SERIAL,), id="serial-0000"),
    ],
)
def test_asks_about_what_is_unusual(number: str, warnings: tuple[FamilyCardWarning, ...]) -> None:
    assert family_card_warnings(FamilyCardNumber(number), is_latest=True) == warnings


def test_an_older_card_is_asked_about_not_refused() -> None:
    number = FamilyCardNumber("3510171203159002")
    assert family_card_warnings(number, is_latest=False) == (FamilyCardWarning.NOT_LATEST,)
    assert family_card_warnings(number, is_latest=None) == ()
