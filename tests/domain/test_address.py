"""The first line of the address, and village codes."""

import pytest

from kiosk.domain.address import (
    AddressLine,
    AddressProblem,
    AddressWarning,
    address_warnings,
    parse_address_line,
    parse_village_code,
)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        pytest.param("", AddressProblem.REQUIRED, id="empty"),
        pytest.param(" a ", AddressProblem.REQUIRED, id="one-letter"),
        pytest.param("Jl. \u76ee 4", AddressProblem.CHARACTERS, id="other-script"),
        pytest.param("Jl. Melati\x00", AddressProblem.CHARACTERS, id="control-character"),
        pytest.param("Jl. Melati " * 10, AddressProblem.TOO_LONG, id="more-than-100"),
    ],
)
def test_says_why_a_line_is_wrong(typed: str, problem: AddressProblem) -> None:
    assert parse_address_line(typed) is problem


def test_makes_one_line_of_several() -> None:
    assert parse_address_line("Jl. Melati\n No. 4") == AddressLine("JL. MELATI NO. 4")


@pytest.mark.parametrize(
    "line",
    [
        "Dusun Krajan RT 01 RW 02",
        "Dusun Krajan rt.01/rw.02",
        "Dusun Krajan RT01",
        "Jl. Melati 4, Kel. Giri",
        "Jl. Melati 4 Desa Setail",
        "Jl. Melati 4, Kec Genteng",
        "Dsn Krajan Kab. Banyuwangi",
    ],
)
def test_asks_when_the_line_goes_on_beyond_the_first(line: str) -> None:
    assert address_warnings(AddressLine(line)) == (AddressWarning.BEYOND_FIRST_LINE,)


@pytest.mark.parametrize(
    "line", ["Dusun Krajan", "Jl. Kelinci 7", "Jl. Artha 12", "Gang Kecubung", "Jl. Provost"]
)
def test_leaves_words_alone_that_only_begin_like_them(line: str) -> None:
    assert address_warnings(AddressLine(line)) == ()


@pytest.mark.parametrize("code", ["", "35.10.09", "3510092003", "35.10.09.20033", "35.10.09.2OO3"])
def test_a_village_needs_its_whole_dotted_code(code: str) -> None:
    assert parse_village_code(code) is AddressProblem.VILLAGE
