"""The place of birth as on the KTP: free text, for places change their names."""

from typing import Final

from kiosk.domain.personal import PersonalText
from kiosk.domain.problem import FieldProblem
from kiosk.domain.typed import is_latin_letter, tidy

LONGEST_BIRTH_PLACE: Final = 60
FEWEST_LETTERS: Final = 2
_PUNCTUATION: Final = frozenset(" .',-/()")


class BirthPlaceProblem(FieldProblem):
    """Why a text is no place."""

    REQUIRED = "birth_place.required"
    CHARACTERS = "birth_place.characters"
    TOO_LONG = "birth_place.too_long"


class BirthPlace(PersonalText):
    """The name of a place, in capitals as on the card."""

    __slots__ = ()


def parse_birth_place(text: str) -> BirthPlace | BirthPlaceProblem:
    """Read a place: Latin letters and . ' , - / ( ) with at least two letters."""
    place = tidy(text.upper())
    if not all(is_latin_letter(sign) or sign in _PUNCTUATION for sign in place):
        return BirthPlaceProblem.CHARACTERS
    if sum(map(is_latin_letter, place)) < FEWEST_LETTERS:
        return BirthPlaceProblem.REQUIRED
    if len(place) > LONGEST_BIRTH_PLACE:
        return BirthPlaceProblem.TOO_LONG
    return BirthPlace(place)
