"""The applicant's statement ("pernyataan"), signed by typing the own name."""

from dataclasses import dataclass

from kiosk.domain.personal import PersonalText
from kiosk.domain.problem import FieldProblem
from kiosk.domain.typed import tidy


class StatementProblem(FieldProblem):
    """Why a statement is not signed."""

    NOT_AGREED = "statement.not_agreed"
    SIGNATURE_REQUIRED = "statement.signature_required"
    SIGNATURE_DIFFERS = "statement.signature_differs"


class Signature(PersonalText):
    """The name as the resident typed it below the statement."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class SignedStatement:
    """Which version of the words was agreed to, and the signature below them."""

    version: str
    signature: Signature


def parse_signature(text: str, *, full_name: str) -> Signature | StatementProblem:
    """Read the typed signature of the resident of that name; capitals and dots do not matter."""
    typed = tidy(text)
    if not typed:
        return StatementProblem.SIGNATURE_REQUIRED
    if _letters(typed) != _letters(tidy(full_name)):
        return StatementProblem.SIGNATURE_DIFFERS
    return Signature(typed)


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalpha())
