"""PINs: six digits that a stranger would not try first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.pin import Pin, PinProblem, parse_pin


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
