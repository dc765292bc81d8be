"""An address as the programme wants it: the first line on the KTP and a village code."""

import re
from dataclasses import dataclass
from typing import Final

from kiosk.domain.personal import PersonalText
from kiosk.domain.problem import FieldProblem, FieldWarning
from kiosk.domain.typed import is_latin_letter, tidy

LONGEST_LINE: Final = 100
SHORTEST_LINE: Final = 3
_VILLAGE_CODE: Final = re.compile(r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}")
_BEYOND_FIRST_LINE: Final = re.compile(
    r"\b(?:rt|rw)(?=\d|\b)|\b(?:ds|desa|kel|kelurahan|kec|kecamatan|kab|kabupaten|prov|provinsi)\b",
    re.IGNORECASE,
)


class AddressProblem(FieldProblem):
    """Why a text is no address line, or what is missing beside it."""

    REQUIRED = "address.required"
    CHARACTERS = "address.characters"
    TOO_LONG = "address.too_long"
    VILLAGE = "address.village"
    DOMICILE = "address.domicile"


class AddressWarning(FieldWarning):
    """What to compare with the KTP."""

    BEYOND_FIRST_LINE = "address.warning.beyond_first_line"


class AddressLine(PersonalText):
    """Street and number, or hamlet, without RT/RW, village and district; in capitals."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Address:
    """The line and the dotted Kemendagri code of the village."""

    line: AddressLine
    village_code: str


def parse_address_line(text: str) -> AddressLine | AddressProblem:
    """Read one line of printable ASCII and Latin letters."""
    line = tidy(text.upper())
    if len(line) < SHORTEST_LINE:
        return AddressProblem.REQUIRED
    if not all(is_latin_letter(sign) or " " <= sign <= "~" for sign in line):
        return AddressProblem.CHARACTERS
    if len(line) > LONGEST_LINE:
        return AddressProblem.TOO_LONG
    return AddressLine(line)


def address_warnings(line: AddressLine) -> tuple[AddressWarning, ...]:
    """Ask when the line seems to go on to RT/RW, village, district or beyond."""
    beyond = _BEYOND_FIRST_LINE.search(line.value)
    return (AddressWarning.BEYOND_FIRST_LINE,) if beyond else ()


def parse_village_code(text: str) -> str | AddressProblem:
    """Read a code such as 35.10.09.2002; whether there is such a village, `Regions` knows."""
    code = text.strip()
    return code if _VILLAGE_CODE.fullmatch(code) else AddressProblem.VILLAGE
