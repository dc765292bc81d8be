"""What holds for every parser of typed text."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.address import AddressLine, parse_address_line, parse_village_code
from kiosk.domain.background import (
    parse_dependants,
    parse_education,
    parse_employment_status,
    parse_marital_status,
    parse_sex,
)
from kiosk.domain.birth_place import parse_birth_place
from kiosk.domain.email import Email, parse_email
from kiosk.domain.family_card import FamilyCardNumber, parse_family_card
from kiosk.domain.name import parse_name
from kiosk.domain.nik import Nik, parse_nik
from kiosk.domain.personal import PersonalText
from kiosk.domain.phone import Phone, parse_phone
from kiosk.domain.problem import FieldProblem
from kiosk.domain.statement import TypedSignature, parse_signature
from kiosk.domain.ticket import Ticket, parse_ticket

SIGNATORY = "Siti Nurjanah"


@dataclass(frozen=True)
class Parser:
    parse: Callable[[str], object]
    typed: str
    """One text that it reads."""


PARSERS = {
    "nik": Parser(parse_nik, "3510 0941 0190 9001"),
    "kk": Parser(lambda text: parse_family_card(text, nik=None), "3510.0912.0315.9002"),
    "name": Parser(parse_name, " Siti  Nurjanah, S.Pd."),
    "birth_place": Parser(parse_birth_place, "Banyuwangi (Kab.)"),
    "address_line": Parser(parse_address_line, "Jl. Melati No. 4/B"),
    "village_code": Parser(parse_village_code, " 35.10.09.2003 "),
    "phone": Parser(parse_phone, "+62 840-1234-9001"),
    "email": Parser(parse_email, "Siti.Nurjanah@Example.com"),
    "sex": Parser(parse_sex, "P"),
    "education": Parser(parse_education, "primary"),
    "marital_status": Parser(parse_marital_status, "widowed"),
    "employment_status": Parser(parse_employment_status, "laid_off"),
    "dependants": Parser(parse_dependants, " 02 "),
    "signature": Parser(lambda text: parse_signature(text, full_name=SIGNATORY), "siti nurjanah"),
    "ticket": Parser(parse_ticket, "lkt-00000-00000"),
}

parsers = pytest.mark.parametrize("parser", PARSERS.values(), ids=PARSERS.keys())


def shown(value: object) -> str:
    """A value as the screens show it again."""
    match value:
        case Nik() | FamilyCardNumber() | Phone() | Ticket():
            return value.display
        case PersonalText():
            return value.value
        case TypedSignature():
            return value.name
        case _:
            return str(value)


def spoiled(parser: Parser) -> st.SearchStrategy[str]:
    """Its sample with a stretch replaced by any text."""
    return st.builds(
        lambda start, length, text: parser.typed[:start] + text + parser.typed[start + length :],
        st.integers(0, len(parser.typed)),
        st.integers(0, 3),
        st.text(max_size=4) | st.text("0123456789 .-@ABCabc'\u2019\u0301\u00b4", max_size=4),
    )


@parsers
def test_reads_its_sample(parser: Parser) -> None:
    assert not isinstance(parser.parse(parser.typed), FieldProblem)


@parsers
@given(data=st.data())
def test_answers_any_text_and_reads_again_what_it_shows(
    parser: Parser, data: st.DataObject
) -> None:
    value = parser.parse(data.draw(st.text() | spoiled(parser)))
    if not isinstance(value, FieldProblem):
        assert parser.parse(shown(value)) == value


@parsers
def test_no_repr_shows_the_whole_of_a_personal_text(parser: Parser) -> None:
    value = parser.parse(parser.typed)
    if isinstance(value, PersonalText):
        assert value.value not in repr(value)
        assert value.value not in f"{value}"


def test_values_of_different_kinds_are_never_equal() -> None:
    same = "3510094101909001"
    assert len({Nik(same), FamilyCardNumber(same), AddressLine(same), Email(same)}) == 4
