"""The resident's own display, with a real camera thread and an invented person."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from kiosk.domain.region import Regions
from kiosk.ui.look import Look
from kiosk.ui.resident.facing import AnswersToConfirm, NumberToCompare, ToRead
from kiosk.ui.resident.photo_live import LivePhoto
from kiosk.ui.second_window import SecondWindow, second_screen
from tests.domain.resident import complete_draft
from tests.ui.posing import Poser, desk_before, standing
from tests.ui.resident.story import FACE

OFFICE = "Desa Genteng Kulon"


class Counter:
    """A photo page's live half, and the second window that follows it."""

    def __init__(self, qtbot: QtBot, regions: Regions) -> None:
        self.poser = Poser(standing(roll_deg=22.0))
        self.camera = desk_before(self.poser)
        look = Look()
        self.live = LivePhoto(look, self.camera)
        self.window = SecondWindow(look, OFFICE, regions)
        self.window.follow(self.live)
        qtbot.addWidget(self.live)
        qtbot.addWidget(self.window)
        self.window.resize(1024, 600)
        self.window.show()


@pytest.fixture
def counter(qtbot: QtBot, regions: Regions) -> Iterator[Counter]:
    counter = Counter(qtbot, regions)
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


SITI = AnswersToConfirm(complete_draft(), FACE.read_bytes())
NIK = NumberToCompare("facing.nik", ("3510", "0941", "0190", "9001"))


def words(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel))


@pytest.mark.parametrize(("to_read", "words_of_it"), [(NIK, "0941"), (SITI, "SITI NURJANAH")])
def test_shows_what_the_resident_compares_until_it_is_done(
    counter: Counter, to_read: ToRead, words_of_it: str
) -> None:
    counter.window.show_reading(to_read)
    assert words_of_it in words(counter.window)
    assert not counter.window.idle.isVisible()

    counter.window.show_reading(None)
    assert words_of_it not in words(counter.window)
    assert counter.window.idle.isVisible()


def test_shows_nothing_while_the_officers_page_is_covered(counter: Counter) -> None:
    counter.window.show_reading(NIK)
    counter.window.veil(True)
    assert "0941" not in words(counter.window)
    counter.window.veil(False)
    assert "0941" in words(counter.window)


def test_forgets_everything_when_it_goes(counter: Counter) -> None:
    counter.window.show_reading(SITI)
    counter.window.hide()
    counter.window.show()
    assert "NURJANAH" not in words(counter.window)


def test_says_whether_it_can_be_seen(counter: Counter, qtbot: QtBot) -> None:
    for act, seen in ((counter.window.hide, False), (counter.window.show, True)):
        with qtbot.waitSignal(counter.window.opened) as told:
            act()
        assert told.args == [seen]


def test_nothing_of_the_answers_can_be_pressed(counter: Counter) -> None:
    counter.window.show_reading(SITI)
    assert not counter.window.findChildren(QAbstractButton)
