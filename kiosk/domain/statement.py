"""The applicant's statement ("pernyataan"), signed by hand on the screen or by typing the name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kiosk.domain.name import LONGEST_NAME
from kiosk.domain.problem import FieldProblem
from kiosk.domain.typed import tidy

PAD_UNITS: Final = 1000
"""A drawn point is told in so many parts of the pad's width and of its height."""
PAD_SHAPE: Final = 3.0
"""Width over height of every pad, so that a drawing keeps its proportions."""
MOST_POINTS: Final = 4000
MOST_STROKES: Final = 200
_SMALLEST_WIDTH: Final = 60
"""In pad units: a dot or a slip of the finger is no signature."""

Stroke = tuple[tuple[int, int], ...]


class StatementProblem(FieldProblem):
    """Why a statement is not signed."""

    NOT_AGREED = "statement.not_agreed"
    SIGNATURE_REQUIRED = "statement.signature_required"
    SIGNATURE_DIFFERS = "statement.signature_differs"
    DRAWING_TOO_SMALL = "statement.drawing_too_small"
    DRAWING_TOO_LONG = "statement.drawing_too_long"


@dataclass(frozen=True, slots=True, repr=False)
class TypedSignature:
    """The name as the resident typed it below the statement."""

    name: str

    def __repr__(self) -> str:
        return "TypedSignature(…)"


@dataclass(frozen=True, slots=True, repr=False)
class DrawnSignature:
    """The lines that the resident drew, each point (x, y) in 0..PAD_UNITS from the upper left."""

    strokes: tuple[Stroke, ...]

    def __repr__(self) -> str:
        return f"DrawnSignature({len(self.strokes)} strokes)"


Signature = TypedSignature | DrawnSignature


@dataclass(frozen=True, slots=True)
class SignedStatement:
    """Which version of the words was agreed to, and the signature below them."""

    version: str
    signature: Signature


def parse_signature(text: str, *, full_name: str) -> TypedSignature | StatementProblem:
    """Read the typed signature of the resident of that name; capitals and dots do not matter."""
    typed = tidy(text)
    if not typed:
        return StatementProblem.SIGNATURE_REQUIRED
    if len(typed) > LONGEST_NAME or _letters(typed) != _letters(tidy(full_name)):
        return StatementProblem.SIGNATURE_DIFFERS
    return TypedSignature(typed)


def parse_drawing(strokes: Sequence[Stroke]) -> DrawnSignature | StatementProblem:
    """Read a drawn signature: something wider or higher than a dot, all of it on the pad."""
    points = [point for stroke in strokes for point in stroke]
    if not points:
        return StatementProblem.SIGNATURE_REQUIRED
    if len(points) > MOST_POINTS or len(strokes) > MOST_STROKES:
        return StatementProblem.DRAWING_TOO_LONG
    if not all(0 <= place <= PAD_UNITS for point in points for place in point):
        return StatementProblem.SIGNATURE_REQUIRED
    if max(_extent([x for x, _ in points]), _extent([y for _, y in points])) < _SMALLEST_WIDTH:
        return StatementProblem.DRAWING_TOO_SMALL
    return DrawnSignature(tuple(stroke for stroke in strokes if stroke))


def check_signature(signature: Signature | None, *, full_name: str) -> Signature | StatementProblem:
    """Read a signature again, whichever kind it is."""
    match signature:
        case TypedSignature(name):
            return parse_signature(name, full_name=full_name)
        case DrawnSignature(strokes):
            return parse_drawing(strokes)
        case None:
            return StatementProblem.SIGNATURE_REQUIRED


def _extent(places: Sequence[int]) -> int:
    return max(places) - min(places)


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalpha())
