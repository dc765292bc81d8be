"""An idle kiosk."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.look import Look
from kiosk.ui.session import (
    FACE_EXTENDS_SECONDS,
    IDLE_SECONDS,
    WARNING_SECONDS,
    IdleSession,
)


class Room:
    """A window with a field, and somebody in front of it or not."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QWidget()
        self.field = QLineEdit()
        QVBoxLayout(self.window).addWidget(self.field)
        qtbot.addWidget(self.window)
        self.window.show()
        self.busy = True
        self.expired = 0
        self.look = Look()
        self.session = IdleSession(self.window, self.look, lambda: self.busy)
        self.session.expired.connect(self._count)

    def wait(self, seconds: int) -> None:
        for _ in range(seconds):
            self.session.count_second()

    def _count(self) -> None:
        self.expired += 1


@pytest.fixture
def room(qtbot: QtBot) -> Room:
    return Room(qtbot)


def test_warns_before_it_forgets(room: Room) -> None:
    room.wait(IDLE_SECONDS - 1)
    assert not room.session.warning.isVisible()
    room.wait(1)
    assert room.session.warning.isVisible()
    assert room.expired == 0


def test_forgets_when_nobody_answers(room: Room) -> None:
    room.wait(IDLE_SECONDS + WARNING_SECONDS)
    assert room.expired == 1
    assert not room.session.warning.isVisible()


def test_a_key_begins_the_count_again(room: Room) -> None:
    room.wait(IDLE_SECONDS - 1)
    QTest.keyClick(room.field, Qt.Key.Key_A)
    room.wait(IDLE_SECONDS - 1)
    assert not room.session.warning.isVisible()


def test_the_touch_that_answers_the_warning_does_nothing_else(room: Room) -> None:
    room.wait(IDLE_SECONDS)
    QTest.keyClick(room.field, Qt.Key.Key_A)
    assert room.field.text() == ""
    assert not room.session.warning.isVisible()
    assert room.expired == 0


def test_with_nobody_there_only_the_look_runs_out(room: Room) -> None:
    room.busy = False
    room.look.speak("en")
    room.look.next_text_size()
    room.wait(IDLE_SECONDS + WARNING_SECONDS - 1)
    assert not room.session.warning.isVisible()
    assert room.look.language == "en"
    room.wait(1)
    assert room.expired == 0
    assert (room.look.language, room.look.text_scale) == ("id", 1.0)


def test_a_face_before_the_camera_extends_the_time(room: Room) -> None:
    for _ in range(FACE_EXTENDS_SECONDS):
        room.wait(1)
        room.session.see_face()
    assert not room.session.warning.isVisible()
    assert room.expired == 0


def test_a_face_extends_the_time_by_three_minutes_and_no_more(room: Room) -> None:
    for _ in range(FACE_EXTENDS_SECONDS + IDLE_SECONDS + WARNING_SECONDS):
        room.wait(1)
        room.session.see_face()
    assert room.expired == 1
