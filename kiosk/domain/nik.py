"""Nomor Induk Kependudukan (NIK), the 16 digits on every KTP.

Layout: 6 digits for the district of first registration, 6 for the birth date as DDMMYY (a woman's
day is stored plus 40) and a 4-digit serial. There is no check digit. The century is not stored, so
a NIK can be compared with a birth date but never turned into one. A NIK never changes, not even
when a wrong birth date is corrected: what differs is asked about, never refused.
"""

from datetime import date
from typing import Final

from kiosk.domain.background import Sex
from kiosk.domain.personal import GroupedNumber
from kiosk.domain.problem import FieldProblem, FieldWarning
from kiosk.domain.region import DistrictStanding
from kiosk.domain.short_date import is_short_date
from kiosk.domain.typed import is_digits, without_separators

NIK_LENGTH: Final = 16
FEMALE_DAY_OFFSET: Final = 40
_FEWEST_DIFFERENT_DIGITS: Final = 3


class NikProblem(FieldProblem):
    """Why the typed text can't be a NIK."""

    NOT_DIGITS = "nik.not_digits"
    LENGTH = "nik.length"
    PATTERN = "nik.pattern"
    BIRTH_DATE = "nik.birth_date"
    SERIAL = "nik.serial"


class NikWarning(FieldWarning):
    """What to compare with the KTP; all of it may be right."""

    REGION_UNKNOWN = "nik.warning.region_unknown"
    REGION_FORMER = "nik.warning.region_former"
    BIRTH_DATE = "nik.warning.birth_date"
    SEX = "nik.warning.sex"


class Nik(GroupedNumber):
    """A well-formed NIK. Whether it exists, only Dukcapil knows."""

    __slots__ = ()

    @property
    def district_code(self) -> str:
        """Six digits without dots: where the person was first registered."""
        return self.value[:6]

    @property
    def sex(self) -> Sex:
        """As stored in the day."""
        return Sex.FEMALE if int(self.value[6:8]) > FEMALE_DAY_OFFSET else Sex.MALE

    def fits_birth_date(self, born: date) -> bool:
        """Tell whether the date in the NIK is `born`, ignoring the century."""
        return self.birth_digits == born.strftime("%d%m%y")

    @property
    def birth_digits(self) -> str:
        """The birth date as DDMMYY, for a woman too."""
        return f"{int(self.value[6:8]) % FEMALE_DAY_OFFSET:02}{self.value[8:12]}"


def parse_nik(text: str) -> Nik | NikProblem:
    """Read a NIK as an officer types it, with or without spaces, dots and hyphens."""
    digits = without_separators(text)
    if digits and not is_digits(digits):
        return NikProblem.NOT_DIGITS
    if len(digits) != NIK_LENGTH:
        return NikProblem.LENGTH
    if len(set(digits)) < _FEWEST_DIFFERENT_DIGITS:
        return NikProblem.PATTERN
    if not _is_birth_date(digits[6:12]):
        return NikProblem.BIRTH_DATE
    if digits.endswith("0000"):
        return NikProblem.SERIAL
    return Nik(digits)


def nik_warnings(
    nik: Nik, *, born: date | None, sex: Sex | None, standing: DistrictStanding
) -> tuple[NikWarning, ...]:
    """Tell what to compare with the KTP; a birth date or sex not given yet differs from nothing."""
    asked = {
        NikWarning.REGION_UNKNOWN: standing is DistrictStanding.UNKNOWN,
        NikWarning.REGION_FORMER: standing is DistrictStanding.FORMER,
        NikWarning.BIRTH_DATE: born is not None and not nik.fits_birth_date(born),
        NikWarning.SEX: sex is not None and nik.sex is not sex,
    }
    return tuple(warning for warning, applies in asked.items() if applies)


def _is_birth_date(digits: str) -> bool:
    day, month, year = (int(digits[start : start + 2]) for start in (0, 2, 4))
    return is_short_date(day - FEMALE_DAY_OFFSET * (day > FEMALE_DAY_OFFSET), month, year)
