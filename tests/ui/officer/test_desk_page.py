"""The officer's desk around its rooms."""

from collections.abc import Mapping
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from kiosk.domain.draft import Draft
from kiosk.domain.pin import Pin
from kiosk.domain.readiness import Sign
from kiosk.store.officers import Officer, Role
from kiosk.store.worker import StoreThread
from kiosk.ui.look import Look
from kiosk.ui.main_window import MainWindow
from kiosk.ui.officer.desk_page import DeskPage
from kiosk.ui.officer.opening.checkup import Checkup
from kiosk.ui.officer.rail import Rail
from kiosk.ui.officer.room import DeskRoom, RoomName
from kiosk.ui.services import Services
from tests.store.counter import NOW, register
from tests.ui.officer.conftest import Line
from tests.ui.touch import click, find, nameless

DRAFT = Draft(UUID(int=9, version=4), "7Q4M2XA9BC", step="phone")


class Visited(DeskRoom):
    """A room that remembers who came and went."""

    def __init__(self) -> None:
        super().__init__()
        self.visits: list[str] = []

    def enter(self, officer: Officer) -> None:
        self.visits.append(f"in {officer.name}")

    def refresh(self) -> None:
        """Nothing to read."""

    def leave(self) -> None:
        self.visits.append("out")


@pytest.fixture
def rooms() -> Mapping[RoomName, Visited]:
    return {name: Visited() for name in RoomName}


@pytest.fixture
def shell(
    qtbot: QtBot,
    look: Look,
    services: Services,
    rina: Officer,
    rooms: Mapping[RoomName, Visited],
) -> DeskPage:
    shell = DeskPage(look, services, Checkup(services), rooms)
    qtbot.addWidget(shell)
    shell.resize(1286, 560)
    shell.welcome(rina)
    shell.show()
    return shell


def test_only_the_room_on_screen_is_entered_and_each_is_left(
    shell: DeskPage, rooms: Mapping[RoomName, Visited]
) -> None:
    click(shell, "room_queue")
    shell.hide()

    assert rooms[RoomName.TODAY].visits == ["in Rina Wulandari", "out"]
    assert rooms[RoomName.QUEUE].visits == ["in Rina Wulandari", "out"]
    assert not rooms[RoomName.INBOX].visits


def test_whoever_comes_back_to_the_desk_is_in_the_same_room(
    shell: DeskPage, rooms: Mapping[RoomName, Visited]
) -> None:
    click(shell, "room_inbox")
    shell.hide()
    shell.show()

    assert rooms[RoomName.INBOX].visits == ["in Rina Wulandari", "out", "in Rina Wulandari"]


def test_a_room_leads_to_another(shell: DeskPage, rooms: Mapping[RoomName, Visited]) -> None:
    rooms[RoomName.TODAY].room_requested.emit(RoomName.FIGURES)

    assert rooms[RoomName.FIGURES].isVisible()
    assert find(shell, QAbstractButton, "room_figures").isChecked()


def test_alt_and_a_digit_open_a_room(shell: DeskPage, rooms: Mapping[RoomName, Visited]) -> None:
    shell.activateWindow()
    QTest.keyClick(shell, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)

    assert rooms[RoomName.SEARCH].isVisible()


def test_arrow_keys_go_from_room_to_room(
    shell: DeskPage, rooms: Mapping[RoomName, Visited]
) -> None:
    first = find(shell, QAbstractButton, "room_today")
    QTest.keyClick(first, Qt.Key.Key_Down)
    QTest.keyClick(find(shell, QAbstractButton, "room_queue"), Qt.Key.Key_Space)

    assert rooms[RoomName.QUEUE].isVisible()


def test_only_a_supervisor_has_the_supervisors_room(
    shell: DeskPage, store: StoreThread, rooms: Mapping[RoomName, Visited]
) -> None:
    button = find(shell, QAbstractButton, "room_supervisor")
    assert button.isVisible()
    budi = store.call(lambda s: s.officers.add("Budi Santoso", Pin("274913"), Role.OFFICER, NOW))

    shell.welcome(budi)
    QTest.keyClick(shell, Qt.Key.Key_7, Qt.KeyboardModifier.AltModifier)

    assert not button.isVisible()
    assert not rooms[RoomName.SUPERVISOR].visits


def test_the_rail_counts_what_waits_in_rooms_that_were_not_opened(
    shell: DeskPage, qtbot: QtBot, store: StoreThread, look: Look
) -> None:
    store.call(lambda s: register(s, 1))
    shell.refresh()

    queue = find(shell, QAbstractButton, "room_queue")
    words = look.text("officer.rail.waiting", room=look.text("officer.room.queue"), count=1)
    qtbot.waitUntil(lambda: queue.accessibleName() == words)


def test_an_officer_helps_with_a_new_form_and_with_one_that_was_begun(
    shell: DeskPage, qtbot: QtBot, rina: Officer, rooms: Mapping[RoomName, Visited]
) -> None:
    with qtbot.waitSignal(shell.assist_requested) as asked:
        rooms[RoomName.TODAY].assist_requested.emit()
    with qtbot.waitSignal(shell.resume_requested) as resumed:
        rooms[RoomName.TODAY].resume_requested.emit(DRAFT)

    assert asked.args == [rina.id]
    assert resumed.args == [DRAFT.but(assisted_by=rina.id)]


def test_says_the_worst_of_what_is_not_well(
    shell: DeskPage, qtbot: QtBot, look: Look, line: Line
) -> None:
    line.say(reachable=False, last_error="sync.unavailable.offline")
    shell.refresh()
    assert shell.ready_chip.text() == look.text(Sign.CENTRE_UNKNOWN)
    assert shell.ready_chip.property("kind") == "wrong"
    assert not shell.assist_button.isEnabled()

    with qtbot.waitSignal(shell.opening_requested):
        click(shell, "ready_chip")


@pytest.mark.parametrize("text_scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("screen", [(1366, 768), (1024, 600)])
def test_everything_has_room_however_big_the_text_is(
    qtbot: QtBot,
    look: Look,
    services: Services,
    rina: Officer,
    screen: tuple[int, int],
    text_scale: float,
) -> None:
    window = MainWindow(look)
    qtbot.addWidget(window)
    shell = DeskPage(look, services, Checkup(services), {name: Visited() for name in RoomName})
    shell.welcome(rina)
    window.show_page(shell)
    window.resize(*screen)
    look.show_text_at(text_scale)
    window.show()

    buttons = [shell.lock_button, shell.close_button, shell.assist_button]
    qtbot.waitUntil(lambda: all(b.width() >= b.sizeHint().width() for b in buttons))
    rail = find(shell, Rail, "rail")
    shown = [button for button in rail.buttons.values() if button.isVisible()]
    assert all(button.height() >= button.sizeHint().height() for button in shown)
    assert rail.width() < window.width() / 6


def test_everything_to_touch_has_a_name(shell: DeskPage) -> None:
    assert nameless(shell) == []
