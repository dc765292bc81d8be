"""Buttons as they are drawn."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.look import Look
from kiosk.ui.theme import style_sheet
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.choice import Tile

RING_PX = 10
OPAQUE = 255


def colours_inside(button: QPushButton) -> set[int]:
    """What is drawn within the ring of a focused button."""
    image = button.grab().toImage()
    across = range(RING_PX, image.width() - RING_PX)
    down = range(RING_PX, image.height() - RING_PX)
    return {image.pixel(x, y) for x in across for y in down}


@pytest.mark.parametrize("high_contrast", [False, True])
def test_focus_is_seen_around_a_button_and_draws_nothing_into_it(
    qtbot: QtBot, *, high_contrast: bool
) -> None:
    look = Look()
    if high_contrast:
        look.toggle_contrast()
    window = QWidget()
    qtbot.addWidget(window)
    ranks = [Button(look, "notice.empty", name=f"{rank}_button", rank=rank) for rank in Rank]
    buttons: list[QPushButton] = [*ranks, Tile(look, "tile")]
    for place, button in enumerate(buttons):
        button.setParent(window)
        button.setGeometry(0, 80 * place, 200, 64)
        button.setIcon(QIcon())
    window.setStyleSheet(style_sheet(look.theme, look.px))
    with qtbot.waitActive(window):
        window.show()

    buttons[-1].setFocus()
    for before, button in zip([buttons[-1], *buttons[:-1]], buttons, strict=True):
        without = button.grab().toImage()
        QTest.keyClick(before, Qt.Key.Key_Tab)
        assert button.hasFocus()
        assert button.grab().toImage() != without, button.objectName()
        assert len(colours_inside(button)) == 1, button.objectName()


@pytest.mark.parametrize("led_on", [False, True])
def test_the_keys_come_back_to_a_button_that_can_be_pressed_again(
    qtbot: QtBot, *, led_on: bool
) -> None:
    window, look = QWidget(), Look()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    first, second, third = (Button(look, "notice.empty", name=name) for name in "123")
    for button in (first, second, third):
        column.addWidget(button)
    with qtbot.waitActive(window):
        window.show()

    first.setFocus()
    first.setEnabled(False)
    assert second.hasFocus()
    if led_on:
        third.setFocus()
    first.setEnabled(True)

    assert (third if led_on else first).hasFocus()


@pytest.mark.parametrize("rank", [Rank.PRIMARY, Rank.SECONDARY])
def test_an_icon_is_seen_on_a_button_that_cannot_be_pressed(qtbot: QtBot, rank: Rank) -> None:
    look = Look()
    button = Button(look, "action.next", name="next_button", rank=rank, icon="check")
    qtbot.addWidget(button)
    button.setEnabled(False)

    drawn = button.icon().pixmap(button.iconSize(), QIcon.Mode.Disabled).toImage()

    pixels = [drawn.pixelColor(x, y) for x in range(drawn.width()) for y in range(drawn.height())]
    assert {pixel.name() for pixel in pixels if pixel.alpha() == OPAQUE} == {
        look.theme.quiet.lower()
    }
