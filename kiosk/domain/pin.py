"""The six digits by which an officer shows who is at the counter."""

from itertools import count
from typing import Final

from kiosk.domain.personal import PersonalText
from kiosk.domain.problem import FieldProblem
from kiosk.domain.typed import is_digits

LENGTH: Final = 6
ENTROPY_BYTES: Final = 8
_RUNS: Final = ("01234567890", "09876543210")
_FEWEST_DIFFERENT_DIGITS: Final = 3


class PinProblem(FieldProblem):
    """Why a PIN cannot be taken, or does not open anything.

    TEMPORARY: it was right, but somebody else made it: it only leads to one's own.
    """

    LENGTH = "pin.length"
    DIGITS = "pin.digits"
    TOO_EASY = "pin.too_easy"
    WRONG = "pin.wrong"
    LOCKED = "pin.locked"
    TEMPORARY = "pin.temporary"
    SAME = "pin.same"


class Pin(PersonalText):
    """Six digits that are not among the first a stranger would try."""

    __slots__ = ()


def parse_pin(text: str) -> Pin | PinProblem:
    """Read a new PIN: six digits, no run up or down, at least three different ones."""
    typed = text.strip()
    if typed and not is_digits(typed):
        return PinProblem.DIGITS
    if len(typed) != LENGTH:
        return PinProblem.LENGTH
    if any(typed in run for run in _RUNS) or len(set(typed)) < _FEWEST_DIFFERENT_DIGITS:
        return PinProblem.TOO_EASY
    return Pin(typed)


def temporary_pin(entropy: bytes) -> Pin:
    """A PIN by chance, to be replaced at its first use; equal bytes make equal PINs."""
    if len(entropy) < ENTROPY_BYTES:
        raise ValueError(f"a PIN needs {ENTROPY_BYTES} random bytes")
    drawn = int.from_bytes(entropy[:ENTROPY_BYTES])
    candidates = (parse_pin(f"{number % 10**LENGTH:0{LENGTH}}") for number in count(drawn))
    return next(pin for pin in candidates if isinstance(pin, Pin))
