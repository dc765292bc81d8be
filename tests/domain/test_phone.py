"""Mobile numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.phone import Phone, PhoneProblem, PhoneWarning, parse_phone, phone_warnings

NATIONAL = st.from_regex(r"08[0-9]{8,11}", fullmatch=True)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        pytest.param("", PhoneProblem.REQUIRED, id="empty"),
        pytest.param(" - ", PhoneProblem.REQUIRED, id="separators-only"),
        pytest.param("0840-1234-900O", PhoneProblem.LETTERS, id="letter-O-for-zero"),
        pytest.param("0840 1234 9001 x5", PhoneProblem.LETTERS, id="extension"),
        pytest.param("*123#", PhoneProblem.CHARACTERS, id="service-code"),
        pytest.param("0840+1234", PhoneProblem.CHARACTERS, id="plus-inside"),
        pytest.param("++6284012349001", PhoneProblem.CHARACTERS, id="two-plus-signs"),
        pytest.param("+60123456789", PhoneProblem.ABROAD, id="malaysia"),
        pytest.param("0060123456789", PhoneProblem.ABROAD, id="malaysia-dialled"),
        pytest.param("0333421234", PhoneProblem.LANDLINE, id="banyuwangi-landline"),
        pytest.param("+62333421234", PhoneProblem.LANDLINE, id="landline-from-abroad"),
        pytest.param("084012349", PhoneProblem.LENGTH, id="nine-digits"),
        pytest.param("08401234900123", PhoneProblem.LENGTH, id="fourteen-digits"),
        pytest.param("1234567890", PhoneProblem.LENGTH, id="no-08"),
    ],
)
def test_says_why_a_number_is_wrong(typed: str, problem: PhoneProblem) -> None:
    assert parse_phone(typed) is problem


@given(national=NATIONAL)
def test_reads_one_number_in_every_way_people_write_it(national: str) -> None:
    phone = Phone("+62" + national[1:])
    rest = national[1:]
    ways = [national, rest, f"62{rest}", f"+62{rest}", f"0062{rest}", f"+62 (0) {rest}"]
    ways += [phone.display, phone.value, f" {national[:4]}.{national[4:]}\n"]
    assert {parse_phone(way) for way in ways} == {phone}


def test_shows_and_masks() -> None:
    phone = Phone("+6284012349001")
    assert phone.display == "0840-1234-9001"
    assert phone.masked == "0840-****-9001"
    assert phone.tail == "9001"


@pytest.mark.parametrize("prefix", ["0811", "0823", "0851", "0858", "0879", "0888", "0895", "0838"])
def test_knows_the_prefixes_in_use(prefix: str) -> None:
    assert phone_warnings(Phone(f"+62{prefix[1:]}12349001")) == ()


@pytest.mark.parametrize("prefix", ["0840", "0834", "0854", "0870", "0880", "0891"])
def test_asks_about_other_prefixes(prefix: str) -> None:
    warnings = phone_warnings(Phone(f"+62{prefix[1:]}12349001"))
    assert warnings == (PhoneWarning.PREFIX_UNKNOWN,)


def test_asks_about_one_digit_repeated() -> None:
    assert phone_warnings(Phone("+6281200000000")) == (PhoneWarning.PATTERN,)
