"""PINs: six digits that a stranger would not try first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.pin import Pin, PinProblem, parse_pin, temporary_pin


@pytest.mark.parametrize("text", ["482915", " 482915 ", "000127", "121314"])
def test_an_ordinary_pin_is_taken(text: str) -> None:
    assert parse_pin(text) == Pin(text.strip())


@pytest.mark.parametrize("text", ["", "4829", "48291", "4829151", "48291500"])
def test_another_number_of_digits_is_not(text: str) -> None:
    assert parse_pin(text) is PinProblem.LENGTH


@pytest.mark.parametrize("text", ["48291a", "abcdef", "48 915", "٤٨٢٩١٥", "-48291"])
def test_anything_but_digits_is_not(text: str) -> None:
    assert parse_pin(text) is PinProblem.DIGITS


@pytest.mark.parametrize(
    "text", ["111111", "123456", "012345", "567890", "654321", "098765", "121212", "334433"]
)
def test_what_a_stranger_tries_first_is_not(text: str) -> None:
    assert parse_pin(text) is PinProblem.TOO_EASY


@given(st.text(max_size=12))
def test_every_text_is_a_pin_of_six_digits_or_a_problem(text: str) -> None:
    pin = parse_pin(text)
    assert isinstance(pin, PinProblem) or (len(pin.value) == 6 and pin.value.isdigit())


def test_a_pin_does_not_show_itself() -> None:
    assert "482915" not in repr(Pin("482915"))


@given(st.binary(min_size=8, max_size=16))
def test_a_temporary_pin_is_one_that_would_be_taken(entropy: bytes) -> None:
    pin = temporary_pin(entropy)
    assert parse_pin(pin.value) == pin


@pytest.mark.parametrize(
    ("drawn", "pin"),
    [(482_915, "482915"), (999_999, "000012"), (123_455, "123455"), (123_456, "123457")],
)
def test_a_temporary_pin_is_the_first_good_one_from_the_number_drawn(drawn: int, pin: str) -> None:
    assert temporary_pin(drawn.to_bytes(8)).value == pin


def test_a_temporary_pin_needs_chance() -> None:
    with pytest.raises(ValueError, match="random bytes"):
        temporary_pin(b"1234567")
