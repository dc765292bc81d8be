"""Keyboards on the screen, by real touches."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kiosk.ui.look import Look
from kiosk.ui.widgets.field import DigitGroupsField, Field
from kiosk.ui.widgets.pads import LetterPad, NumberPad, Pad


def shown(qtbot: QtBot, *widgets: QWidget) -> QWidget:
    window = QWidget()
    layout = QVBoxLayout(window)
    for widget in widgets:
        layout.addWidget(widget)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    return window


def touch(window: QWidget, *names: str) -> None:
    for name in names:
        keys = [key for key in window.findChildren(QPushButton, name) if key.isVisible()]
        QTest.mouseClick(keys[0], Qt.MouseButton.LeftButton)


def test_digits_go_into_the_field_and_can_be_erased(qtbot: QtBot) -> None:
    look = Look()
    field, pad = DigitGroupsField(look, "nik", "identity.nik.title"), NumberPad(look)
    pad.types_into(field)
    window = shown(qtbot, field, pad)
    touch(window, "key_3", "key_5", "key_5", "key_erase", "key_1")
    assert field.text() == "351"


def test_a_pad_follows_the_focus_and_its_arrow(qtbot: QtBot) -> None:
    look = Look()
    day, month = (DigitGroupsField(look, n, "date.day", (2,)) for n in "dm")
    pad = NumberPad(look)
    pad.types_into(day, month)
    window = shown(qtbot, day, month, pad)
    touch(window, "key_1", "key_next_field", "key_2")
    assert (day.text(), month.text()) == ("1", "2")
    day.setFocus()
    touch(window, "key_7")
    assert day.text() == "17"


def test_letters_digits_and_signs(qtbot: QtBot) -> None:
    look = Look()
    field, pad = Field(look, "line", "address.ktp_line.title", 100), LetterPad(look, "./-")
    pad.types_into(field)
    window = shown(qtbot, field, pad, pad.bottom)
    touch(
        window, "key_J", "key_L", "key_.", "key_space", "key_layer", "key_4", "key_layer", "key_B"
    )
    assert field.text() == "JL. 4B"


def test_keys_never_take_the_focus(qtbot: QtBot) -> None:
    look = Look()
    for pad in (NumberPad(look), LetterPad(look)):
        qtbot.addWidget(pad)
        assert is_out_of_the_tab_order(pad)


def is_out_of_the_tab_order(pad: Pad) -> bool:
    return all(key.focusPolicy() is Qt.FocusPolicy.NoFocus for key in pad.findChildren(QPushButton))
