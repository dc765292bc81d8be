"""Names of people and of places of birth."""

import pytest

from kiosk.domain.birth_place import BirthPlace, BirthPlaceProblem, parse_birth_place
from kiosk.domain.name import (
    NameProblem,
    NameWarning,
    PersonName,
    name_warnings,
    parse_name,
)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        pytest.param("", NameProblem.REQUIRED, id="empty"),
        pytest.param(" \t ", NameProblem.REQUIRED, id="blank"),
        pytest.param("Siti 2", NameProblem.DIGITS, id="digit"),
        pytest.param("Siti_N", NameProblem.CHARACTERS, id="underscore"),
        pytest.param("Siti\u200bN", NameProblem.CHARACTERS, id="invisible-character"),
        pytest.param("\u0633\u062a\u064a", NameProblem.CHARACTERS, id="arabic-letters"),
        pytest.param("S.", NameProblem.TOO_SHORT, id="one-letter"),
        pytest.param("Si" * 51, NameProblem.TOO_LONG, id="more-than-100"),
    ],
)
def test_says_why_a_name_is_wrong(typed: str, problem: NameProblem) -> None:
    assert parse_name(typed) is problem


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        pytest.param("Suharto", "SUHARTO", id="single-name"),
        pytest.param("  SITI   NURJANAH ", "SITI NURJANAH", id="spaces"),
        pytest.param("Nur\u2019aini", "NUR'AINI", id="typographic-apostrophe"),
        pytest.param("Rene\u0301 D'Arc", "REN\u00c9 D'ARC", id="accents-composed"),
        pytest.param("Ny. Al-Amin, S.Pd.", "NY. AL-AMIN, S.PD.", id="punctuation"),
        pytest.param("Oe", "OE", id="two-letters"),
    ],
)
def test_takes_names_in_the_capitals_of_the_card(typed: str, name: str) -> None:
    assert parse_name(typed) == PersonName(name)


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("Siti Nurjanah", "Siti N…ah"),
        ("Siti Nur Aini", "Siti A…"),
        ("Suharto", "S…to"),
        ("Oe", "O…"),
    ],
)
def test_masks_the_last_word(name: str, masked: str) -> None:
    assert PersonName(name).masked == masked


def test_asks_about_shortened_names() -> None:
    assert name_warnings(PersonName("Moh. Yusuf")) == (NameWarning.ABBREVIATED,)
    assert name_warnings(PersonName("M. Yusuf")) == (NameWarning.ABBREVIATED,)
    assert name_warnings(PersonName("Mohammad Yusuf")) == ()


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        pytest.param("", BirthPlaceProblem.REQUIRED, id="empty"),
        pytest.param("- /", BirthPlaceProblem.REQUIRED, id="no-letters"),
        pytest.param("Desa 4", BirthPlaceProblem.CHARACTERS, id="digit"),
        pytest.param("Banyuwangi" * 7, BirthPlaceProblem.TOO_LONG, id="more-than-60"),
    ],
)
def test_says_why_a_place_is_wrong(typed: str, problem: BirthPlaceProblem) -> None:
    assert parse_birth_place(typed) is problem


def test_takes_places_that_no_list_knows() -> None:
    assert parse_birth_place("Kuala  Lumpur / Malaysia") == BirthPlace("KUALA LUMPUR / MALAYSIA")
