"""A slip printed again at the officer's lists."""

from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from kiosk.store.officers import Officer
from kiosk.store.worker import StoreThread
from kiosk.ui.look import Look
from kiosk.ui.main_window import MainWindow
from kiosk.ui.officer.desk_lists import DeskLists
from kiosk.ui.officer.desk_rows import DeskList
from kiosk.ui.officer.desk_store import SLIP_REPRINTED
from kiosk.ui.print.printer import Printing
from kiosk.ui.services import Services
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.aids import AidButton
from tests.store.counter import NOW, register
from tests.ui.touch import click, find


def see_one(lists: DeskLists, qtbot: QtBot) -> None:
    """Wait until today's list has its only line."""
    lists.refresh()
    qtbot.waitUntil(lambda: len(lists.table.rows) == 1)


def test_a_slip_is_printed_again_and_the_journal_says_by_whom(
    lists: DeskLists, qtbot: QtBot, store: StoreThread, rina: Officer
) -> None:
    made = store.call(lambda s: register(s, 1))
    see_one(lists, qtbot)

    click(lists, "reprint_button")
    qtbot.waitUntil(lambda: lists.notice.sentence is not None)

    assert lists.notice.sentence == Sentence(Printing.NO_PRINTER)
    last = store.call(lambda s: s.journal.entries(newest=1))[0]
    assert (last.event, last.actor, last.subject) == (SLIP_REPRINTED, rina.id, str(made))
    assert find(lists, QAbstractButton, "reprint_button").isEnabled()


def test_what_is_said_of_printing_stays_until_another_list_is_opened(
    lists: DeskLists, qtbot: QtBot, store: StoreThread
) -> None:
    store.call(lambda s: register(s, 1))
    see_one(lists, qtbot)
    click(lists, "reprint_button")
    qtbot.waitUntil(lambda: lists.notice.sentence is not None)

    store.call(lambda s: register(s, 2))
    lists.refresh()
    qtbot.waitUntil(lambda: len(lists.table.rows) == 2)
    assert lists.notice.sentence == Sentence(Printing.NO_PRINTER)

    click(lists, "list_queue")
    assert lists.notice.sentence is None


def test_the_slip_of_what_was_cancelled_is_not_printed(
    lists: DeskLists, qtbot: QtBot, store: StoreThread
) -> None:
    made = store.call(lambda s: register(s, 1))
    store.call(lambda s: s.submissions.cancel(made, NOW, "rina"))
    see_one(lists, qtbot)

    assert not find(lists, QAbstractButton, "reprint_button").isVisible()


def test_the_buttons_beside_the_lists_have_room_where_text_is_big(
    qtbot: QtBot, look: Look, services: Services, rina: Officer, store: StoreThread
) -> None:
    store.call(lambda s: register(s, 1))
    window, lists = MainWindow(look), DeskLists(look, services)
    qtbot.addWidget(window)
    window.show_page(lists)
    window.resize(1366, 768)
    lists.enter(rina)
    window.show()
    see_one(lists, qtbot)
    slip = find(lists, AidButton, "reprint_button")
    assert slip.isVisible()

    words_and_icon = slip.whole_width
    look.show_text_at(2.0)
    lists.refresh()

    qtbot.waitUntil(lambda: slip.whole_width > words_and_icon)
    tabs = [find(lists, QAbstractButton, f"list_{kind}") for kind in DeskList]
    qtbot.waitUntil(lambda: all(b.width() >= b.sizeHint().width() for b in (*tabs, slip)))
    assert slip.accessibleName() or slip.text()
