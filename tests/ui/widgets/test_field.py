"""Fields, by real keys."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QClipboard
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.ui.look import Look
from kiosk.ui.widgets.field import DigitGroupsField, Field

NIK = "3510094101909001"


@pytest.fixture
def field(qtbot: QtBot) -> DigitGroupsField:
    field = DigitGroupsField(Look(), "nik", "identity.nik.title")
    qtbot.addWidget(field)
    field.resize(640, 64)
    field.show()
    field.setFocus()
    return field


def test_takes_digits_only_and_no_more_than_fit(field: DigitGroupsField) -> None:
    QTest.keyClicks(field, "35x1 0-0941O1909001777")
    assert field.text() == "3510094119090017"
    assert field.is_full


def test_a_highlighted_group_is_typed_over(field: DigitGroupsField) -> None:
    QTest.keyClicks(field, NIK)
    field.highlight((2,))
    QTest.keyClicks(field, "0185")
    assert field.text() == "3510094101859001"
    assert field.highlighted == frozenset()


def test_erasing_still_works_in_the_middle(field: DigitGroupsField) -> None:
    QTest.keyClicks(field, NIK)
    field.setCursorPosition(4)
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert field.text() == "351094101909001"


def test_a_touch_anywhere_goes_on_at_the_end(field: DigitGroupsField) -> None:
    QTest.keyClicks(field, NIK)
    QTest.mouseClick(field, Qt.MouseButton.LeftButton, pos=QPoint(30, 32))
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert field.text() == NIK[:-1]


def test_a_touched_group_that_differs_is_typed_over(field: DigitGroupsField) -> None:
    QTest.keyClicks(field, NIK)
    field.highlight((0, 2))
    QTest.mouseClick(field, Qt.MouseButton.LeftButton, pos=QPoint(field.width() // 2 + 40, 32))
    QTest.keyClicks(field, "0185")
    assert field.text() == "3510094101859001"


def test_wiping_leaves_nothing_for_undo(field: DigitGroupsField) -> None:
    QTest.keyClicks(field, NIK)
    field.wipe()
    field.undo()
    field.redo()
    assert field.text() == ""


def test_nothing_is_selected_or_copied(qtbot: QtBot, clipboard: QClipboard) -> None:
    field = Field(Look(), "name", "identity.name.title", 100)
    qtbot.addWidget(field)
    field.show()
    clipboard.setText("before")
    QTest.keyClicks(field, "Siti Nurjanah")
    for keys in (Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_X):
        QTest.keyClick(field, keys, Qt.KeyboardModifier.ControlModifier)
    assert field.selectedText() == ""
    assert field.text() == "Siti Nurjanah"
    assert clipboard.text() == "before"


def test_nothing_is_pasted(qtbot: QtBot, clipboard: QClipboard) -> None:
    field = Field(Look(), "name", "identity.name.title", 100)
    qtbot.addWidget(field)
    clipboard.setText("from elsewhere")
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == ""
