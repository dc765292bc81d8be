"""Challenge and code of the way back: each code fits one device, one challenge, one day."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.crockford import ALPHABET
from kiosk.domain.recovery import (
    Challenge,
    RecoveryCode,
    RecoveryProblem,
    new_challenge,
    parse_challenge,
    parse_recovery_code,
    recovery_code,
)

KEYS = st.binary(min_size=32, max_size=32)
DEVICES = st.uuids(version=4)
CHANCE = st.binary(min_size=5, max_size=5)
DAYS = st.dates()
DEVICE = UUID(int=7, version=4)
DAY = date(2026, 3, 2)


@given(device=DEVICES, chance=CHANCE)
def test_a_challenge_is_read_as_it_was_shown_and_names_its_device(
    device: UUID, chance: bytes
) -> None:
    challenge = new_challenge(device, chance)
    ways = {challenge.display, challenge.display.lower(), challenge.code, f" {challenge.code} "}
    ways.add(challenge.display.replace("0", "o").replace("1", "i"))
    assert {parse_challenge(way) for way in ways} == {challenge}
    assert challenge.is_of(device)


@given(key=KEYS, device=DEVICES, chance=CHANCE, day=DAYS)
def test_a_code_has_sixteen_characters_and_is_read_as_it_was_said(
    key: bytes, device: UUID, chance: bytes, day: date
) -> None:
    code = recovery_code(key, device, new_challenge(device, chance), day)
    assert len(code.code) == 16
    assert set(code.code) <= set(ALPHABET)
    assert parse_recovery_code(code.display) == parse_recovery_code(code.code.lower()) == code


@given(key=KEYS, device=DEVICES, chance=CHANCE, day=DAYS, data=st.data())
def test_a_code_fits_no_other_key_device_challenge_or_day(
    key: bytes, device: UUID, chance: bytes, day: date, data: st.DataObject
) -> None:
    challenge = new_challenge(device, chance)
    code = recovery_code(key, device, challenge, day)
    other_key = data.draw(KEYS.filter(lambda other: other != key))
    other_device = data.draw(DEVICES.filter(lambda other: other != device))
    other_day = data.draw(DAYS.filter(lambda other: other != day))
    other_challenge = data.draw(
        CHANCE.map(lambda some: new_challenge(device, some)).filter(lambda some: some != challenge)
    )
    others = (
        recovery_code(other_key, device, challenge, day),
        recovery_code(key, other_device, challenge, day),
        recovery_code(key, device, other_challenge, day),
        recovery_code(key, device, challenge, other_day),
    )
    assert code.fits(recovery_code(key, device, challenge, day))
    assert not any(code.fits(other) for other in others)


@given(key=KEYS, place=st.integers(0, 15), sign=st.sampled_from(ALPHABET))
def test_one_misheard_character_is_noticed_before_it_counts_as_a_try(
    key: bytes, place: int, sign: str
) -> None:
    code = recovery_code(key, DEVICE, new_challenge(DEVICE, b"12345"), DAY).code
    heard = code[:place] + sign + code[place + 1 :]
    expected = RecoveryCode(code) if heard == code else RecoveryProblem.CHECK
    assert parse_recovery_code(heard) == expected


@given(st.text(max_size=24))
def test_every_text_is_a_code_or_a_problem(text: str) -> None:
    for answer in (parse_recovery_code(text), parse_challenge(text)):
        assert isinstance(answer, RecoveryCode | Challenge | RecoveryProblem)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", RecoveryProblem.LENGTH),
        ("7Q4M-2XA9-BC0D", RecoveryProblem.LENGTH),
        ("7Q4M-2XA9-BC0D-U000", RecoveryProblem.CHARACTERS),
        ("7Q4M-2XA9-BC0D-\u0661000", RecoveryProblem.CHARACTERS),
    ],
)
def test_what_is_no_code_says_why(typed: str, problem: RecoveryProblem) -> None:
    assert parse_recovery_code(typed) is problem


def test_the_code_is_the_one_that_is_written_down() -> None:
    """A kiosk and a centre of two versions must make the same one."""
    challenge = new_challenge(DEVICE, bytes.fromhex("0123456789"))
    code = recovery_code(bytes(range(32)), DEVICE, challenge, DAY)
    assert (challenge.display, code.display) == ("TC1J-9WSA-MH4Y", "N0N2-A94E-2W6D-FS9K")


def test_another_day_is_another_code_even_at_the_turn_of_the_year() -> None:
    challenge = new_challenge(DEVICE, b"12345")
    days = [date(2026, 12, 31) + timedelta(days=number) for number in range(3)]
    assert len({recovery_code(bytes(32), DEVICE, challenge, day) for day in days}) == 3


def test_a_challenge_needs_chance() -> None:
    with pytest.raises(ValueError, match="random bytes"):
        new_challenge(DEVICE, b"1234")


def test_a_code_does_not_show_itself() -> None:
    code = recovery_code(bytes(32), DEVICE, new_challenge(DEVICE, b"12345"), DAY)
    assert code.code not in repr(code)
    assert code.display not in repr(code)
