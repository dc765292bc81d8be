"""Everybody in the suite is somebody of their own, and can be told from the submission's id."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.nik import Nik, parse_nik
from tests.faults.people import LARGEST_SEED, MOST_KIOSKS, MOST_PER_KIOSK, Fate, Person

PEOPLE = st.builds(
    Person,
    seed=st.integers(0, LARGEST_SEED),
    kiosk=st.integers(0, MOST_KIOSKS - 1),
    number=st.integers(0, 9_999),
    is_again=st.booleans(),
)


@given(PEOPLE)
def test_an_id_says_whose_it_is(person: Person) -> None:
    assert Person.behind(person.submission_id) == person
    assert person.number < MOST_PER_KIOSK


@given(PEOPLE)
def test_a_nik_is_invented_and_sound(person: Person) -> None:
    nik = parse_nik(person.nik)
    assert isinstance(nik, Nik)
    assert nik.fits_birth_date(person.birth_date)
    assert "9001" <= person.nik[-4:] <= "9999"


def test_nobody_shares_nik_or_ticket_with_another() -> None:
    people = [Person(1, kiosk, number) for kiosk in range(MOST_KIOSKS) for number in range(700)]
    assert len({person.nik for person in people}) == len(people)
    tickets = {one.ticket.code for person in people for one in (person, person.again)}
    assert len(tickets) == 2 * len(people)


def test_every_fate_awaits_somebody() -> None:
    assert {Person(1, 0, number).fate for number in range(1000)} == set(Fate)
