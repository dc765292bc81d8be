"""The ticket code by which a resident finds the registration again.

Ten characters of Crockford's base 32; the last is a check character.
"""

from dataclasses import dataclass
from typing import Final

from kiosk.domain import crockford
from kiosk.domain.problem import FieldProblem

LENGTH: Final = 10
ENTROPY_BYTES: Final = 6
PREFIX: Final = "LKT"
_PREFIX_AS_READ: Final = "1KT"


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
    payload = crockford.write(int.from_bytes(entropy[:ENTROPY_BYTES]), LENGTH - 1)
    return Ticket(payload + crockford.check_character(payload))


def parse_ticket(text: str) -> Ticket | TicketProblem:
    """Read a code with or without its prefix, in any case, with O for 0 and I or L for 1."""
    code = crockford.read(text)
    if code is None:
        return TicketProblem.CHARACTERS
    if len(code) > LENGTH:
        code = code.removeprefix(_PREFIX_AS_READ)
    if len(code) != LENGTH:
        return TicketProblem.LENGTH
    if crockford.check_character(code[:-1]) != code[-1]:
        return TicketProblem.CHECK
    return Ticket(code)
