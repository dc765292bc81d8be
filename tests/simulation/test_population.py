"""The invented residents."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.birth_date import age_on
from kiosk.domain.email import Email, parse_email
from kiosk.domain.family_card import FamilyCardNumber, parse_family_card
from kiosk.domain.nik import Nik, parse_nik
from kiosk.domain.phone import Phone, parse_phone
from kiosk.region_files import load_regions
from kiosk.simulation.population import MOST_RESIDENTS, Population, villages_of
from tests.domain.resident import TODAY

VILLAGES = villages_of(load_regions())
POPULATION = Population(1, VILLAGES)
NUMBERS = st.integers(0, MOST_RESIDENTS - 1)


def test_they_live_in_all_the_villages_of_banyuwangi() -> None:
    assert len(VILLAGES) == 217
    assert len({POPULATION.resident(number).village.code for number in range(5000)}) == 217


@given(NUMBERS)
def test_every_form_takes_them_and_no_office_ever_gave_their_numbers(number: int) -> None:
    one = POPULATION.resident(number)
    nik = parse_nik(one.nik)
    assert isinstance(nik, Nik)
    assert isinstance(parse_family_card(one.kk, nik=nik), FamilyCardNumber)
    assert isinstance(parse_phone(one.phone), Phone)
    assert isinstance(parse_email(one.email), Email)
    assert 9001 <= int(one.nik[-4:]) <= 9999
    assert one.email.endswith("@example.com")
    assert nik.sex == one.sex
    assert nik.fits_birth_date(one.birth_date)
    assert 18 <= age_on(one.birth_date, TODAY) <= 64


@given(st.sets(NUMBERS, min_size=2, max_size=2))
def test_no_two_have_a_number_in_common_but_those_of_one_family_their_card(
    pair: set[int],
) -> None:
    one, other = (POPULATION.resident(number) for number in sorted(pair))
    assert one.nik != other.nik
    assert one.phone != other.phone
    assert one.email != other.email
    assert one.number // 2 != other.number // 2 or one.kk == other.kk


def test_the_same_seed_invents_the_same_people() -> None:
    again, others = Population(1, VILLAGES), Population(2, VILLAGES)
    assert POPULATION.resident(7).name == again.resident(7).name
    assert POPULATION.resident(7).email != others.resident(7).email


def test_nobody_s_data_is_in_what_is_printed_of_them() -> None:
    assert repr(POPULATION.resident(7)) == "Resident(7)"
