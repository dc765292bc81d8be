"""The officer's desk around its rooms."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from kiosk.store.officers import Officer
from kiosk.ui.look import Look
from kiosk.ui.main_window import MainWindow
from kiosk.ui.officer.desk_page import DeskPage
from kiosk.ui.officer.rooms import make_rooms
from kiosk.ui.services import Services
from tests.store.counter import NOW
from tests.ui.officer.conftest import Clock, Line
from tests.ui.touch import click, find


def test_helps_somebody_with_a_new_form(desk: DeskPage, qtbot: QtBot, rina: Officer) -> None:
    with qtbot.waitSignal(desk.assist_requested) as asked:
        click(desk, "assist_button")

    assert asked.args == [rina.id]


def test_says_how_it_stands_with_the_centre(
    desk: DeskPage, line: Line, clock: Clock, look: Look
) -> None:
    line.say(reachable=True, last_sync_at=NOW)
    desk.refresh()
    assert shown(desk, "sync_chip") == look.text("officer.sync.online", time="10.00")
    assert not shown(desk, "clock_chip")

    line.say(reachable=False, last_error="sync.unavailable.certificate", clock_skew_seconds=-300.0)
    clock.pass_by(timedelta(hours=1))
    desk.refresh()

    assert shown(desk, "sync_chip") == look.text("officer.sync.offline", time="10.00")
    assert shown(desk, "fault_chip") == look.text("sync.unavailable.certificate")
    assert shown(desk, "clock_chip") == look.text("officer.warning.clock", minutes=5)


def shown(desk: DeskPage, name: str) -> str:
    chip = find(desk, QAbstractButton, name)
    return chip.text() if chip.isVisible() else ""


@pytest.mark.parametrize(
    ("chip", "key"),
    [
        ("sync_chip", "sync.unavailable.certificate"),
        ("fault_chip", "sync.unavailable.certificate"),
        ("clock_chip", "officer.warning.clock"),
    ],
)
def test_a_touched_chip_says_what_it_means_and_what_to_do(
    desk: DeskPage, line: Line, look: Look, chip: str, key: str
) -> None:
    line.say(reachable=False, last_error="sync.unavailable.certificate", clock_skew_seconds=-300.0)
    desk.refresh()

    click(desk, chip)
    assert {look.text(key, minutes=5), look.text(f"{key}_do")} <= words(desk)

    click(desk, chip)
    assert look.text(f"{key}_do") not in words(desk)


def words(desk: DeskPage) -> set[str]:
    """What can be read beside the buttons."""
    return {label.text() for label in desk.findChildren(QLabel) if label.isVisible()}


@pytest.mark.parametrize("reachable", [None, True])
def test_the_sync_chip_explains_good_news_too(
    desk: DeskPage,
    line: Line,
    look: Look,
    reachable: bool | None,
) -> None:
    line.say(reachable=reachable, last_sync_at=NOW)
    desk.refresh()
    click(desk, "sync_chip")

    key = "officer.sync.about_online" if reachable else "officer.sync.about_unknown"
    assert look.text(key, time="10.00") in words(desk)


def test_what_is_over_is_not_explained_any_more(desk: DeskPage, line: Line, look: Look) -> None:
    line.say(clock_skew_seconds=-300.0)
    desk.refresh()
    click(desk, "clock_chip")
    line.say(clock_skew_seconds=0.0)
    desk.refresh()

    assert look.text("officer.warning.clock_do") not in words(desk)


@pytest.mark.parametrize("text_scale", [1.0, 1.5, 2.0])
def test_big_text_hides_neither_the_officer_nor_the_line(
    qtbot: QtBot, look: Look, services: Services, rina: Officer, line: Line, text_scale: float
) -> None:
    window, desk = MainWindow(look), DeskPage(look, services, make_rooms(look, services))
    qtbot.addWidget(window)
    window.show_page(desk)
    window.resize(1366, 768)
    look.show_text_at(text_scale)
    desk.welcome(rina)
    window.show()
    line.say(reachable=False, last_sync_at=NOW, last_error="sync.unavailable.offline")
    desk.refresh()

    chip = find(desk, QAbstractButton, "sync_chip")
    qtbot.waitUntil(lambda: chip.width() >= chip.sizeHint().width())
    qtbot.waitUntil(lambda: rina.name in words(desk))
