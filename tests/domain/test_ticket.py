"""Ticket codes and what their check character catches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.crockford import ALPHABET
from kiosk.domain.ticket import Ticket, TicketProblem, new_ticket, parse_ticket

TICKETS = st.builds(new_ticket, st.binary(min_size=6, max_size=16))
UNSEEN_SWAP = {"0", "Z"}
"""The one pair of neighbours that Luhn's algorithm cannot tell apart in base 32."""


@given(ticket=TICKETS)
def test_reads_back_what_it_prints(ticket: Ticket) -> None:
    ways = [ticket.code, ticket.display, ticket.display.lower(), f" {ticket.display} \n"]
    ways += [ticket.code.replace("0", "O").replace("1", "l"), ticket.code.replace("1", "I")]
    assert {parse_ticket(way) for way in ways} == {ticket}


@given(
    ticket=TICKETS,
    place=st.integers(0, 9),
    wrong=st.sampled_from(ALPHABET),
)
def test_notices_every_single_wrong_character(ticket: Ticket, place: int, wrong: str) -> None:
    typed = ticket.code[:place] + wrong + ticket.code[place + 1 :]
    expected = ticket if typed == ticket.code else TicketProblem.CHECK
    assert parse_ticket(typed) == expected


@given(ticket=TICKETS, place=st.integers(0, 8))
def test_notices_every_swap_of_neighbours_but_one_pair(ticket: Ticket, place: int) -> None:
    one, other = ticket.code[place], ticket.code[place + 1]
    typed = ticket.code[:place] + other + one + ticket.code[place + 2 :]
    unseen = one == other or {one, other} == UNSEEN_SWAP
    assert isinstance(parse_ticket(typed), Ticket) is unseen


def test_all_pairs_of_neighbours_but_one_are_told_apart() -> None:
    alike = {
        frozenset({one, other})
        for one in ALPHABET
        for other in ALPHABET
        if one != other
        for ticket in [code_with(f"{one}{other}")]
        if isinstance(parse_ticket(other + one + ticket.code[2:]), Ticket)
    }
    assert alike == {frozenset(UNSEEN_SWAP)}


def code_with(beginning: str) -> Ticket:
    codes = (f"{beginning}0000000{check}" for check in ALPHABET)
    (ticket,) = (t for t in map(parse_ticket, codes) if isinstance(t, Ticket))
    return ticket


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        pytest.param("", TicketProblem.LENGTH, id="empty"),
        pytest.param("LKT-", TicketProblem.LENGTH, id="prefix-only"),
        pytest.param("LKT-7Q4M2-XA9", TicketProblem.LENGTH, id="too-short"),
        pytest.param("LKT-7Q4M2-XA9BCC", TicketProblem.LENGTH, id="too-long"),
        pytest.param("LKT-7Q4M2-XA9BU", TicketProblem.CHARACTERS, id="letter-U"),
        pytest.param("7Q4M2\u00dfA9B", TicketProblem.CHARACTERS, id="sharp-s"),
        pytest.param("LKT-00000-00001", TicketProblem.CHECK, id="wrong-check-character"),
    ],
)
def test_says_why_a_code_is_wrong(typed: str, problem: TicketProblem) -> None:
    assert parse_ticket(typed) is problem


def test_prints_two_groups_after_the_prefix() -> None:
    ticket = parse_ticket("0000000000")
    assert isinstance(ticket, Ticket)
    assert ticket.display == "LKT-00000-00000"


def test_refuses_to_make_a_code_of_too_little_chance() -> None:
    with pytest.raises(ValueError, match="6 random bytes"):
        new_ticket(b"five!")


@given(first=st.binary(min_size=6, max_size=6), second=st.binary(min_size=6, max_size=6))
def test_45_bits_of_chance_go_into_the_code(first: bytes, second: bytes) -> None:
    same = int.from_bytes(first) % 2**45 == int.from_bytes(second) % 2**45
    assert (new_ticket(first) == new_ticket(second)) is same
