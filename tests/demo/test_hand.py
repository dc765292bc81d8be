"""A hand that presses and types as a person can, and says what it waited for in vain."""

from datetime import date
from pathlib import Path
from threading import Event, Semaphore, Thread

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from kiosk.demo.hand import Hand, StuckError, let_work


class Room:
    """A window with a field for every part of a date, and a button far below."""

    def __init__(self, album: Path) -> None:
        self.told: list[str] = []
        self.window, inner = QWidget(), QWidget()
        column = QVBoxLayout(inner)
        for name in ("born_day", "born_month", "born_year"):
            field = QLineEdit()
            field.setObjectName(name)
            column.addWidget(field)
        column.addSpacing(2000)
        self.button = QPushButton("go")
        self.button.setObjectName("go_button")
        column.addWidget(self.button)
        scroll = QScrollArea()
        scroll.setWidget(inner)
        QVBoxLayout(self.window).addWidget(scroll)
        self.window.resize(320, 240)
        self.window.show()
        self.hand = Hand(self.window, album, self.told.append)


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path) -> Room:
    room = Room(tmp_path)
    qtbot.addWidget(room.window)
    return room


def test_presses_what_has_to_be_scrolled_to(room: Room) -> None:
    pressed = QSignalSpy(room.button.clicked)
    assert room.button.visibleRegion().isEmpty()
    room.hand.press("go_button")
    assert pressed.count() == 1
    assert not room.button.visibleRegion().isEmpty()


def test_waits_for_a_button_until_it_may_be_pressed(room: Room) -> None:
    room.button.setEnabled(False)
    QTimer.singleShot(50, lambda: room.button.setEnabled(True))
    pressed = QSignalSpy(room.button.clicked)
    room.hand.press("go_button")
    assert pressed.count() == 1


def test_types_a_date_and_remembers_where(room: Room) -> None:
    room.hand.type_date("born", date(1990, 7, 1))
    typed = [field.text() for field in room.window.findChildren(QLineEdit)]
    assert typed == ["01", "07", "1990"]
    assert room.hand.typed_fields == ["born_day", "born_month", "born_year"]


def test_does_not_type_into_a_button(room: Room) -> None:
    with pytest.raises(StuckError, match="go_button is not a field"):
        room.hand.type("go_button", "x")


def test_sees_only_what_is_shown(room: Room) -> None:
    room.button.hide()
    assert not room.hand.sees("go_button")
    assert room.hand.widget("born_day") is not None


def test_says_what_it_waited_for_in_vain(room: Room) -> None:
    with pytest.raises(StuckError, match="the cows to come home"):
        room.hand.wait_until(lambda: False, "the cows to come home", seconds=0.05)


def test_other_threads_go_on_while_it_waits(qapp: QApplication) -> None:
    steps, enough = Semaphore(0), Event()

    def walk() -> None:
        while not enough.wait(0.005):
            steps.release()

    walker = Thread(target=walk)
    walker.start()
    let_work(200)
    taken = [steps.acquire(blocking=False) for _ in range(5)]
    enough.set()
    walker.join()
    assert all(taken)


def test_keeps_pictures_in_order(room: Room, tmp_path: Path) -> None:
    room.hand.photograph("first")
    room.hand.photograph("second")
    assert room.hand.screens == ["01-first.png", "02-second.png"]
    assert room.told == ["screen 01-first.png", "screen 02-second.png"]
    assert QImage(str(tmp_path / "02-second.png")).width() == 320


def test_counts_what_a_person_would_have_to_do(room: Room) -> None:
    room.hand.press("go_button")
    room.hand.type("born_day", "01")
    room.hand.type("born_day", "2")
    assert (room.hand.taps, room.hand.keystrokes) == (2, 3)
