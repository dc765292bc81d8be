"""A slip printed again at the officer's lists."""

from pytestqt.qtbot import QtBot

from kiosk.store.journal import Event
from kiosk.store.officers import Officer
from kiosk.store.worker import StoreThread
from kiosk.ui.officer.lists.today_room import TodayRoom
from kiosk.ui.print.printer import Printing
from kiosk.ui.text import Sentence
from tests.store.counter import NOW, register
from tests.ui.officer.lists.seen import lines, offered
from tests.ui.touch import click


def test_a_slip_is_printed_again_and_the_journal_says_by_whom(
    today: TodayRoom, qtbot: QtBot, store: StoreThread, rina: Officer
) -> None:
    made = store.call(lambda s: register(s, 1))
    lines(today, qtbot, 1)

    click(today, "row_slip_button")
    click(today, "row_slip_button")  # an impatient hand
    qtbot.waitUntil(lambda: today.notice.sentence is not None)

    assert today.notice.sentence == Sentence(Printing.NO_PRINTER)
    entries = store.call(lambda s: s.journal.entries())
    printed = [e for e in entries if e.event == Event.SLIP_REPRINTED]
    assert [(e.actor, e.subject) for e in printed] == [(rina.id, str(made))]


def test_what_is_said_of_printing_stays_until_another_list_is_opened(
    today: TodayRoom, qtbot: QtBot, store: StoreThread
) -> None:
    store.call(lambda s: register(s, 1))
    lines(today, qtbot, 1)
    click(today, "row_slip_button")
    qtbot.waitUntil(lambda: today.notice.sentence is not None)

    store.call(lambda s: register(s, 2))
    lines(today, qtbot, 2)
    assert today.notice.sentence == Sentence(Printing.NO_PRINTER)

    click(today, "list_drafts")
    assert today.notice.sentence is None


def test_the_slip_of_what_was_cancelled_is_not_printed(
    today: TodayRoom, qtbot: QtBot, store: StoreThread
) -> None:
    made = store.call(lambda s: register(s, 1))
    store.call(lambda s: s.submissions.cancel(made, NOW, "rina"))
    lines(today, qtbot, 1)

    assert offered(today) == []
