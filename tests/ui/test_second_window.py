"""The resident's own display, with a real camera thread and an invented person."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from kiosk.ui.look import Look
from kiosk.ui.resident.photo_live import LivePhoto
from kiosk.ui.second_window import SecondWindow, second_screen
from tests.ui.posing import Poser, desk_before, standing

OFFICE = "Desa Genteng Kulon"


class Counter:
    """A photo page's live half, and the second window that follows it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.poser = Poser(standing(roll_deg=22.0))
        self.camera = desk_before(self.poser)
        look = Look()
        self.live = LivePhoto(look, self.camera)
        self.window = SecondWindow(look, OFFICE)
        self.window.follow(self.live)
        qtbot.addWidget(self.live)
        qtbot.addWidget(self.window)
        self.window.resize(1024, 600)
        self.window.show()


@pytest.fixture
def counter(qtbot: QtBot) -> Iterator[Counter]:
    counter = Counter(qtbot)
    yield counter
    counter.live.end()
    counter.camera.close()


def test_says_whose_counter_it_is_and_that_it_is_free(counter: Counter) -> None:
    said = [label.text() for label in counter.window.idle.findChildren(QLabel)]
    assert counter.window.idle.isVisible()
    assert OFFICE in said
    assert any("GRATIS" in text for text in said)


def test_shows_the_resident_what_the_page_says(counter: Counter, qtbot: QtBot) -> None:
    counter.camera.start()
    counter.live.begin()

    instruction = counter.window.instruction
    qtbot.waitUntil(lambda: instruction.sentence.key == "reason.TILT.title")
    assert counter.window.view.isVisible()
    assert counter.window.picture.isVisible()

    counter.live.end()
    assert counter.window.idle.isVisible()
    assert not counter.window.picture.isVisible()


def test_shows_nobody_when_the_camera_is_gone(counter: Counter, qtbot: QtBot) -> None:
    counter.camera.start()
    counter.live.begin()
    qtbot.waitUntil(counter.window.view.isVisible)

    counter.poser.pose = None

    qtbot.waitUntil(counter.window.idle.isVisible)


def test_nothing_on_it_can_be_pressed_or_typed_into(counter: Counter) -> None:
    assert not counter.window.findChildren(QAbstractButton)
    assert not counter.window.findChildren(QLineEdit)


def test_one_display_is_no_second_one(counter: Counter) -> None:
    first = QGuiApplication.primaryScreen()
    assert second_screen([first], first) is None
