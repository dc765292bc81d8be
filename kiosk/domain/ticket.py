"""The ticket code by which a resident finds the registration again.

Ten characters of Crockford's base 32 (no I, L, O, U); the last is a check character after Luhn's
algorithm in base 32 (https://en.wikipedia.org/wiki/Luhn_mod_N_algorithm).
"""

from dataclasses import dataclass
from typing import Final

from kiosk.domain.problem import FieldProblem

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 10
ENTROPY_BYTES: Final = 6
PREFIX: Final = "LKT"
_BASE: Final = len(ALPHABET)
_BITS_PER_CHARACTER: Final = 5
_AS_TYPED: Final = str.maketrans("OIL", "011")


class TicketProblem(FieldProblem):
    """Why a typed text is no ticket code."""

    CHARACTERS = "ticket.characters"
    LENGTH = "ticket.length"
    CHECK = "ticket.check"


@dataclass(frozen=True, slots=True)
class Ticket:
    """A code whose check character fits."""

    code: str

    @property
    def display(self) -> str:
        """As printed and read aloud, e.g. `LKT-7Q4M2-XA9BC`."""
        half = LENGTH // 2
        return f"{PREFIX}-{self.code[:half]}-{self.code[half:]}"


def new_ticket(entropy: bytes) -> Ticket:
    """Make a code from at least six random bytes; equal bytes make equal codes."""
    if len(entropy) < ENTROPY_BYTES:
        raise ValueError(f"a ticket needs {ENTROPY_BYTES} random bytes")
    number = int.from_bytes(entropy[:ENTROPY_BYTES])
    shifts = range(0, (LENGTH - 1) * _BITS_PER_CHARACTER, _BITS_PER_CHARACTER)
    payload = "".join(ALPHABET[(number >> shift) % _BASE] for shift in shifts)
    return Ticket(payload + _check_character(payload))


def parse_ticket(text: str) -> Ticket | TicketProblem:
    """Read a code with or without its prefix, in any case, with O for 0 and I or L for 1."""
    typed = "".join(text.split()).replace("-", "").replace(".", "")
    if not typed.isascii():  # before upper(), which makes SS of a sharp s
        return TicketProblem.CHARACTERS
    typed = typed.upper()
    if len(typed) > LENGTH:
        typed = typed.removeprefix(PREFIX)
    code = typed.translate(_AS_TYPED)
    if not set(code) <= set(ALPHABET):
        return TicketProblem.CHARACTERS
    if len(code) != LENGTH:
        return TicketProblem.LENGTH
    if _check_character(code[:-1]) != code[-1]:
        return TicketProblem.CHECK
    return Ticket(code)


def _check_character(payload: str) -> str:
    total = 0
    for place, character in enumerate(reversed(payload)):
        product = ALPHABET.index(character) * (1 if place % 2 else 2)
        total += product // _BASE + product % _BASE
    return ALPHABET[-total % _BASE]
