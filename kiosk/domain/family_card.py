"""The number of the family card (Kartu Keluarga, KK).

Layout: 6 digits for the district, 6 for the date of recording as DDMMYY, a 4-digit serial. Unlike
the NIK it has no +40 for women, and it changes when a family moves, parts or loses its head.
"""

from typing import Final

from kiosk.domain.nik import FEMALE_DAY_OFFSET, Nik
from kiosk.domain.personal import GroupedNumber
from kiosk.domain.problem import FieldProblem, FieldWarning
from kiosk.domain.short_date import is_short_date
from kiosk.domain.typed import is_digits, without_separators

FAMILY_CARD_LENGTH: Final = 16


class FamilyCardProblem(FieldProblem):
    """Why the typed text can't be a family card number."""

    NOT_DIGITS = "kk.not_digits"
    LENGTH = "kk.length"
    SAME_AS_NIK = "kk.same_as_nik"
    LATEST_REQUIRED = "kk.latest_required"


class FamilyCardWarning(FieldWarning):
    """What to compare with the family card."""

    LOOKS_LIKE_NIK = "kk.warning.looks_like_nik"
    RECORDING_DATE = "kk.warning.recording_date"
    SERIAL = "kk.warning.serial"
    NOT_LATEST = "kk.warning.not_latest"


class FamilyCardNumber(GroupedNumber):
    """Sixteen digits. Whether they belong to the NIK, only Dukcapil knows."""

    __slots__ = ()


def parse_family_card(text: str, *, nik: Nik | None) -> FamilyCardNumber | FamilyCardProblem:
    """Read a family card number; `nik` is the resident's own, once it is known."""
    digits = without_separators(text)
    if digits and not is_digits(digits):
        return FamilyCardProblem.NOT_DIGITS
    if len(digits) != FAMILY_CARD_LENGTH:
        return FamilyCardProblem.LENGTH
    if nik is not None and digits == nik.value:
        return FamilyCardProblem.SAME_AS_NIK
    return FamilyCardNumber(digits)


def family_card_warnings(
    number: FamilyCardNumber, *, is_latest: bool | None
) -> tuple[FamilyCardWarning, ...]:
    """Tell what to compare with the card; `is_latest` is the resident's answer, if given."""
    day, month, year = (int(number.value[start : start + 2]) for start in (6, 8, 10))
    looks_like_nik = day > FEMALE_DAY_OFFSET
    asked = {
        FamilyCardWarning.LOOKS_LIKE_NIK: looks_like_nik,
        FamilyCardWarning.RECORDING_DATE: not looks_like_nik
        and not is_short_date(day, month, year),
        FamilyCardWarning.SERIAL: number.value.endswith("0000"),
        FamilyCardWarning.NOT_LATEST: is_latest is False,
    }
    return tuple(warning for warning, applies in asked.items() if applies)
