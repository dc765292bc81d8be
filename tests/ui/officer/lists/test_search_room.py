"""Searching by ticket, masked name, or the end of the phone number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from kiosk.domain.ticket import new_ticket
from kiosk.store.officers import Officer
from kiosk.store.worker import StoreThread
from kiosk.ui.look import Look
from kiosk.ui.officer.lists.search_room import SearchRoom, phone_tail, ticket_piece
from tests.store.counter import new_submission, raw, register, submission_id
from tests.ui.officer.lists.seen import lines

FIRST, SECOND, THIRD = 2001, 2002, 2003
"""Tickets that no resident of another test draws: those are looked for in memory."""
TICKET = new_submission(SECOND).ticket


@pytest.fixture
def three(store: StoreThread) -> None:
    store.call(lambda s: [register(s, number) for number in (FIRST, SECOND, THIRD)])
    store.call(
        lambda s: raw(s).run(
            "UPDATE submission SET masked_name = 'Dewi L…i', phone_tail = '4321' WHERE id = ?",
            (str(submission_id(THIRD)),),
        )
    )


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (TICKET, 1),
        (f"lkt-{TICKET[:5]}-{TICKET[5:]}".lower(), 1),
        ("siti", 2),
        ("n…ah", 2),
        ("dewi", 1),
        ("ewi", 0),
        ("4321", 1),
        ("0840 1234 4321", 1),
        ("9001", 2),
        ("nobody", 0),
        ("  ", 0),
    ],
)
def test_finds_by_what_the_officer_has(
    search: SearchRoom, qtbot: QtBot, typed: str, found: int
) -> None:
    search.field.setText(typed)

    lines(search, qtbot, found)


@pytest.mark.usefixtures("three")
def test_says_what_can_be_typed_and_that_nothing_was_found(
    search: SearchRoom, qtbot: QtBot, look: Look
) -> None:
    qtbot.waitUntil(lambda: search.empty.text() == look.text("officer.empty.search"))

    search.field.setText("nobody")

    qtbot.waitUntil(lambda: search.empty.text() == look.text("officer.empty.found"))


@pytest.mark.usefixtures("three")
def test_what_was_typed_and_found_is_gone_with_the_officer(
    search: SearchRoom, qtbot: QtBot, rina: Officer
) -> None:
    search.field.setText("siti")
    lines(search, qtbot, 2)

    search.leave()
    assert (search.field.text(), len(search.table.rows)) == ("", 0)

    search.enter(rina)
    assert lines(search, qtbot, 0) == []


@given(st.binary(min_size=6, max_size=6), st.integers(0, 7), st.integers(3, 10))
def test_every_piece_of_a_ticket_is_found_however_it_is_written(
    entropy: bytes, start: int, length: int
) -> None:
    ticket = new_ticket(entropy)
    piece = ticket.code[start : start + length]

    assert ticket_piece(piece.lower()) == piece
    assert ticket_piece(ticket.display) == ticket.code


@given(st.text(max_size=40))
def test_anything_may_be_typed(typed: str) -> None:
    assert len(ticket_piece(typed)) <= 10
    assert len(phone_tail(typed)) in {0, 4}
