"""Indonesian mobile numbers, in every way that people write them."""

import re
from typing import Final

from kiosk.domain.personal import PersonalText
from kiosk.domain.problem import FieldProblem, FieldWarning
from kiosk.domain.typed import is_digits

LENGTHS: Final = range(10, 14)
"""Digits of a national number with its leading 0."""
_PREFIX_DIGITS: Final = 4
_TAIL_DIGITS: Final = 4
_SEPARATORS: Final = re.compile(r"[\s().\-/]")
_ABROAD: Final = re.compile(r"(?:\+|00)(?!62)")
_COUNTRY: Final = re.compile(r"\A(?:\+62|0062|62|(?=8))0?")
_AREA_CODE: Final = re.compile(r"0[2-79]")
_KNOWN_PREFIX: Final = re.compile(
    r"08(?:1[1-9]|2[1-3]|3[1238]|5[1-35-8]|7[7-9]|8[1-9]|9[5-9])"
)  # Telkomsel, Indosat, Tri, XL, Axis, Smartfren


class PhoneProblem(FieldProblem):
    """Why a text is no mobile number of this country, or cannot be the resident's."""

    REQUIRED = "phone.required"
    LETTERS = "phone.letters"
    CHARACTERS = "phone.characters"
    ABROAD = "phone.abroad"
    LANDLINE = "phone.landline"
    LENGTH = "phone.length"
    NOT_OWN = "phone.not_own"


class PhoneWarning(FieldWarning):
    """What to compare with the telephone itself."""

    PREFIX_UNKNOWN = "phone.warning.prefix_unknown"
    PATTERN = "phone.warning.pattern"


class Phone(PersonalText):
    """A mobile number; the value is E.164, e.g. `+6281234567890`."""

    __slots__ = ()

    @property
    def national(self) -> str:
        """As dialled at home, e.g. `081234567890`."""
        return "0" + self.value.removeprefix("+62")

    @property
    def display(self) -> str:
        """As read aloud, e.g. `0812-3456-7890`."""
        digits = self.national
        return f"{digits[:4]}-{digits[4:8]}-{digits[8:]}"

    @property
    def masked(self) -> str:
        """First and last four digits, e.g. `0812-****-7890`."""
        return f"{self.prefix}-****-{self.tail}"

    @property
    def prefix(self) -> str:
        """The four digits that tell the operator."""
        return self.national[:_PREFIX_DIGITS]

    @property
    def tail(self) -> str:
        """The last four digits, by which the owner knows it."""
        return self.value[-_TAIL_DIGITS:]


def parse_phone(text: str) -> Phone | PhoneProblem:
    """Read `08…`, `8…`, `62…`, `+62…`, `0062…` and `+620…`.

    Letters are looked for first: a number with an O for a 0 must not shrink to a valid one.
    """
    typed = _SEPARATORS.sub("", text)
    if not typed:
        return PhoneProblem.REQUIRED
    if any(sign.isalpha() for sign in typed):
        return PhoneProblem.LETTERS
    if not is_digits(typed.removeprefix("+")):
        return PhoneProblem.CHARACTERS
    if _ABROAD.match(typed):
        return PhoneProblem.ABROAD
    return _mobile(_COUNTRY.sub("0", typed, count=1))


def phone_warnings(phone: Phone) -> tuple[PhoneWarning, ...]:
    """Ask about prefixes that no operator is known to use, and about one digit repeated."""
    asked = {
        PhoneWarning.PREFIX_UNKNOWN: not _KNOWN_PREFIX.match(phone.national),
        PhoneWarning.PATTERN: len(set(phone.national[_PREFIX_DIGITS:])) == 1,
    }
    return tuple(warning for warning, applies in asked.items() if applies)


def _mobile(national: str) -> Phone | PhoneProblem:
    if _AREA_CODE.match(national):
        return PhoneProblem.LANDLINE
    if not national.startswith("08") or len(national) not in LENGTHS:
        return PhoneProblem.LENGTH
    return Phone("+62" + national[1:])
