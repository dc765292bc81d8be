"""The health card."""

from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kiosk.domain.readiness import Aspect, Finding, Sign
from kiosk.ui.look import Look
from kiosk.ui.main_window import MainWindow
from kiosk.ui.officer.opening.opening_page import OpeningPage
from kiosk.ui.text import SHIPPED, Texts
from tests.ui.touch import click, nameless

WELL = (
    Finding(Sign.CAMERA_WORKS),
    Finding(Sign.LIGHT_GOOD),
    Finding(Sign.CENTRE_HEARD, {"time": "08.30"}),
    Finding(Sign.CLOCK_RIGHT, {"time": "08.30"}),
    Finding(Sign.DISK_ROOMY, {"room": "40,0"}),
    Finding(Sign.QUEUE_EMPTY),
    Finding(Sign.SERVICE_RUNS),
    Finding(Sign.PRINTER_READY),
    Finding(Sign.SEAT_TODAY, {"time": "08.31"}),
    Finding(Sign.KEY_SAFE),
    Finding(Sign.VERSION_CURRENT, {"version": "0.1.0"}),
)
VALUES = {
    "count": 4,
    "days": 2,
    "time": "08.30",
    "room": "0,5",
    "minutes": 7,
    "version": "0.2.0",
    "place": r"\\server\loket",
}


class Said(QObject):
    """Stands where the checkup stands: finds what the test says."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.findings: tuple[Finding, ...] = ()
        self.is_looking = False

    def begin(self) -> None:
        self.is_looking = True

    def end(self) -> None:
        self.is_looking = False

    def refresh(self) -> None:
        """Nothing new."""

    def find(self, *findings: Finding) -> None:
        self.findings = findings
        self.changed.emit()


@dataclass
class Card:
    window: MainWindow
    page: OpeningPage
    said: Said = field(repr=False)

    def words(self) -> list[str]:
        return [label.text() for label in self.page.findChildren(QLabel) if label.isVisible()]


@pytest.fixture
def card(qtbot: QtBot, look: Look) -> Card:
    said, window = Said(), MainWindow(look)
    page = OpeningPage(look, said)  # type: ignore[arg-type]
    qtbot.addWidget(window)
    window.show_page(page)
    window.resize(1024, 600)
    page.begin(opens_day=True)
    window.show()
    return Card(window, page, said)


def test_says_what_is_still_measured_and_may_be_left_at_once(
    card: Card, qtbot: QtBot, look: Look
) -> None:
    assert card.said.is_looking
    assert look.text("ready.camera.wait") in card.words()

    with qtbot.waitSignal(card.page.left):
        click(card.page, "start_day_button")


def test_all_well_is_said_in_the_title(card: Card, look: Look) -> None:
    card.said.find(*WELL)

    assert card.page.title.text() == look.text("ready.title_well")


def test_a_warning_says_the_cause_and_the_next_step(card: Card, qtbot: QtBot, look: Look) -> None:
    card.said.find(*WELL[:5], Finding(Sign.QUEUE_HELD, {"count": 4}), *WELL[6:])

    assert card.page.title.text() == look.text("ready.title_warned")
    said = [Sign.QUEUE_HELD.value, f"{Sign.QUEUE_HELD}_why", f"{Sign.QUEUE_HELD}_do"]
    sentences = {look.text(key, count=4) for key in said}
    qtbot.waitUntil(lambda: sentences <= set(card.words()))


def test_what_was_mended_is_well_again(card: Card, look: Look) -> None:
    card.said.find(Finding(Sign.CAMERA_MISSING))
    assert card.page.title.text() == look.text("ready.title_photos")

    card.said.find(*WELL)

    assert card.page.title.text() == look.text("ready.title_well")
    assert look.text(f"{Sign.CAMERA_MISSING}_do") not in card.words()


def test_of_the_light_nothing_is_said_while_the_camera_does_not_work(
    card: Card, look: Look
) -> None:
    card.said.find(Finding(Sign.CAMERA_UNFIT))
    assert look.text("ready.light.wait") not in card.words()

    card.said.find(*WELL)
    assert look.text(Sign.LIGHT_GOOD) in card.words()


def test_enter_goes_on(card: Card, qtbot: QtBot) -> None:
    with qtbot.waitSignal(card.page.left):
        QTest.keyClick(card.page, Qt.Key.Key_Enter)


def test_looks_no_more_when_it_is_left(card: Card) -> None:
    card.page.hide()

    assert not card.said.is_looking


def test_everything_to_touch_has_a_name(card: Card) -> None:
    assert nameless(card.page) == []


@pytest.mark.parametrize("language", ["id", "en"])
def test_everything_that_can_be_found_has_its_sentences(language: str) -> None:
    text = Texts(language, SHIPPED)
    for sign in Sign:
        finding = Finding(sign, VALUES)
        keys = [sign.value, f"ready.{sign.aspect}.wait"]
        if sign.level != "ok":
            keys += [finding.cause, finding.next_step]
        for key in keys:
            assert text(key, **VALUES)
    assert set(Aspect) == {sign.aspect for sign in Sign}


@pytest.mark.parametrize("text_scale", [1.0, 2.0])
def test_what_is_to_be_pressed_has_room(
    card: Card, qtbot: QtBot, look: Look, text_scale: float
) -> None:
    card.said.find(*(Finding(sign, VALUES) for sign in (Sign.DISK_LOW, Sign.PRINTER_STOPPED)))
    look.show_text_at(text_scale)

    start = card.page.start_button
    qtbot.waitUntil(lambda: start.width() >= start.sizeHint().width())
    assert start.mapTo(card.window, start.rect().bottomRight()).x() <= card.window.width()
