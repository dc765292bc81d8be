"""A person's name as on the KTP."""

import re
from typing import Final

from kiosk.domain.personal import PersonalText
from kiosk.domain.problem import FieldProblem, FieldWarning
from kiosk.domain.typed import is_latin_letter, tidy

LONGEST_NAME: Final = 100
FEWEST_LETTERS: Final = 2
_PUNCTUATION: Final = frozenset(" .',-")
_LETTERS_AT_THE_END: Final = 2
_ABBREVIATION: Final = re.compile(r"(?:^|\s)\w{1,3}\.")


class NameProblem(FieldProblem):
    """Why a text is no name."""

    REQUIRED = "name.required"
    DIGITS = "name.digits"
    CHARACTERS = "name.characters"
    TOO_SHORT = "name.too_short"
    TOO_LONG = "name.too_long"


class NameWarning(FieldWarning):
    """What to compare with the KTP."""

    ABBREVIATED = "name.warning.abbreviated"


class PersonName(PersonalText):
    """A name of one or more words, in capitals as on the card."""

    __slots__ = ()

    @property
    def masked(self) -> str:
        """The first word and the ends of the last, e.g. `SITI N…AH`; a single word is cut too."""
        *first, last = self.value.split()
        short = f"{last[0]}…"
        if len(last) > _LETTERS_AT_THE_END + 2:
            short += last[-_LETTERS_AT_THE_END:]
        return " ".join([*first[:1], short])


def parse_name(text: str) -> PersonName | NameProblem:
    """Read a name: Latin letters, spaces and . ' , - with at least two letters."""
    name = tidy(text.upper())
    if not name:
        return NameProblem.REQUIRED
    if any(sign.isdigit() for sign in name):
        return NameProblem.DIGITS
    if not all(is_latin_letter(sign) or sign in _PUNCTUATION for sign in name):
        return NameProblem.CHARACTERS
    if sum(map(is_latin_letter, name)) < FEWEST_LETTERS:
        return NameProblem.TOO_SHORT
    if len(name) > LONGEST_NAME:
        return NameProblem.TOO_LONG
    return PersonName(name)


def name_warnings(name: PersonName) -> tuple[NameWarning, ...]:
    """Ask about shortened first names such as `Moh.`: the card has the whole name, mostly."""
    return (NameWarning.ABBREVIATED,) if _ABBREVIATION.search(name.value) else ()
