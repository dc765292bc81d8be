"""Texts as people type them, made even before anybody judges them."""

import unicodedata
from typing import Final

_SEPARATORS: Final = str.maketrans("", "", " .-\t\r\n\u00a0")
_APOSTROPHES: Final = "\u2018\u2019\u02bc\u00b4`"
_DASHES: Final = "\u2010\u2013\u2014"
_LOOKALIKES: Final = str.maketrans(dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_DASHES, "-"))


def without_separators(text: str) -> str:
    """Leave out what people put between groups of digits."""
    return text.translate(_SEPARATORS)


def is_digits(text: str) -> bool:
    """Tell whether there are only the digits 0-9; other scripts' digits are not."""
    return text.isascii() and text.isdigit()


def tidy(text: str) -> str:
    """One line with single spaces, composed letters and plain apostrophes and hyphens."""
    return " ".join(unicodedata.normalize("NFC", text.translate(_LOOKALIKES)).split())


def is_latin_letter(sign: str) -> bool:
    """Tell whether a single character is a letter of the Latin script, accents included."""
    return sign.isalpha() and unicodedata.name(sign, "").startswith("LATIN ")
