"""The end of the day."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from kiosk.domain.batch import BatchState, BatchWindow
from kiosk.domain.readiness import Unattended
from kiosk.store.day import Waiting
from kiosk.store.figures import Balance
from kiosk.store.instance_lock import SERVICE_LOCK, InstanceLock
from kiosk.store.lists import ListCounts
from kiosk.store.worker import StoreThread
from kiosk.ui.look import Look
from kiosk.ui.officer.opening.closed_page import ClosedPage
from kiosk.ui.officer.opening.closing_page import ClosingPage, DayReport, sentences
from kiosk.ui.services import Services
from tests.store.counter import NOW, begin, deliver_all, register
from tests.ui.touch import click, nameless

BATCH = BatchWindow(
    "g70", "Gelombang 70", NOW - timedelta(days=2), NOW + timedelta(days=1), 100, BatchState.OPEN
)


@pytest.fixture
def page(qtbot: QtBot, look: Look, services: Services) -> ClosingPage:
    page = ClosingPage(look, services)
    qtbot.addWidget(page)
    page.resize(1286, 560)
    return page


@pytest.fixture
def closed(qtbot: QtBot, look: Look, services: Services) -> ClosedPage:
    closed = ClosedPage(look, services)
    qtbot.addWidget(closed)
    return closed


def words(page: QWidget) -> set[str]:
    return {label.text() for label in page.findChildren(QLabel) if label.isVisible()}


def keys(page: ClosingPage) -> str | None:
    return None if page.notice.sentence is None else page.notice.sentence.key


def test_says_what_the_day_made_and_what_still_waits(
    page: ClosingPage, qtbot: QtBot, store: StoreThread, look: Look
) -> None:
    store.call(lambda s: register(s, 1))
    store.call(deliver_all)
    store.call(lambda s: register(s, 2))
    page.show()

    qtbot.waitUntil(lambda: keys(page) == "closing.stay_open")
    assert page.figures.figure("made") == "2"
    assert page.figures.figure("delivered") == "1"
    qtbot.waitUntil(lambda: look.text("closing.sending", count=1) in words(page))


def test_that_sending_goes_on_without_loket_is_said_where_a_service_runs(
    page: ClosingPage, qtbot: QtBot, store: StoreThread, tmp_path: Path
) -> None:
    store.call(lambda s: register(s, 1))
    with closing(InstanceLock(tmp_path / "store" / SERVICE_LOCK)):
        page.show()
        qtbot.waitUntil(lambda: keys(page) == "closing.stay_on")


def test_a_computer_that_sends_nothing_may_be_switched_off(
    page: ClosingPage, qtbot: QtBot, store: StoreThread, look: Look
) -> None:
    page.show()
    qtbot.waitUntil(lambda: keys(page) == "closing.all_sent")

    page.hide()
    store.call(lambda s: register(s, 1))
    store.call(lambda s: s.submissions.quarantine(begin(s), "sync.refused.envelope", NOW))
    page.show()

    qtbot.waitUntil(lambda: keys(page) == "closing.rest_sent")
    qtbot.waitUntil(lambda: look.text("closing.held", count=1) in words(page))


def test_nothing_of_the_day_stays_on_a_page_that_is_left(
    page: ClosingPage, qtbot: QtBot, store: StoreThread, look: Look
) -> None:
    store.call(lambda s: register(s, 1))
    page.show()
    qtbot.waitUntil(lambda: keys(page) is not None)

    page.hide()

    assert page.notice.sentence is None
    left = {label.text() for label in page.findChildren(QLabel)}
    assert look.text("closing.sending", count=1) not in left


@pytest.mark.parametrize(
    ("waiting", "counts", "said"),
    [
        (Waiting(0, None, 0), ListCounts(0, 0, 0), []),
        (Waiting(3, NOW, 0), ListCounts(6, 0, 0), ["sending", "until"]),
        (Waiting(0, None, 1), ListCounts(1, 0, 0), ["held", "until"]),
        (Waiting(0, None, 0), ListCounts(0, 2, 0), ["needed", "until"]),
        (Waiting(0, None, 0), ListCounts(0, 0, 5), ["drafts"]),
    ],
)
def test_says_until_when_only_of_what_a_batch_waits_for(
    waiting: Waiting, counts: ListCounts, said: list[str]
) -> None:
    report = DayReport(Balance(), waiting, counts, Unattended.ABSENT)

    assert [each.key for each in sentences(report, BATCH)] == [f"closing.{key}" for key in said]
    assert "closing.until" not in {each.key for each in sentences(report, None)}


@pytest.mark.parametrize(
    ("button", "signal"),
    [
        ("closing_back_button", "left"),
        ("quit_button", "quit_requested"),
        ("close_day_button", "closed"),
    ],
)
def test_leads_back_out_and_to_the_night(
    page: ClosingPage, qtbot: QtBot, button: str, signal: str
) -> None:
    page.show()
    with qtbot.waitSignal(getattr(page, signal)):
        click(page, button)


def test_enter_closes_the_day(page: ClosingPage, qtbot: QtBot) -> None:
    page.show()
    with qtbot.waitSignal(page.closed):
        QTest.keyClick(page, Qt.Key.Key_Return)


def test_a_closed_counter_says_whether_it_may_be_switched_off(
    closed: ClosedPage, qtbot: QtBot, store: StoreThread, look: Look
) -> None:
    store.call(lambda s: register(s, 1))
    closed.show()
    qtbot.waitUntil(lambda: look.text("closed.sending") in words(closed))

    closed.hide()
    store.call(deliver_all)
    closed.show()

    qtbot.waitUntil(lambda: look.text("closed.may_rest") in words(closed))


def test_only_an_officer_is_called_from_a_closed_counter(closed: ClosedPage, qtbot: QtBot) -> None:
    closed.show()
    assert nameless(closed) == []
    with qtbot.waitSignal(closed.officer_requested):
        click(closed, "open_office_button")
