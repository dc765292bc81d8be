"""A date in three fields, by real keys."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.domain.birth_date import BirthDateProblem
from kiosk.ui.look import Look
from kiosk.ui.widgets.date_fields import DateFields


@pytest.fixture
def fields(qtbot: QtBot) -> DateFields:
    fields = DateFields(Look(), "birth")
    qtbot.addWidget(fields)
    with qtbot.waitActive(fields):
        fields.show()
    fields.focus_first()
    return fields


def type_keys(text: str) -> None:
    """Into whichever field has the focus, key after key."""
    for character in text:
        focused = QApplication.focusWidget()
        assert focused is not None
        QTest.keyClicks(focused, character)


def test_eight_digits_in_a_row_fill_all_three(fields: DateFields) -> None:
    type_keys("17081990")

    assert fields.value == date(1990, 8, 17)


def test_a_shown_date_leaves_the_focus_where_it_is(fields: DateFields) -> None:
    fields.show_date(date(1990, 8, 17))

    assert [field.text() for field in fields.fields] == ["17", "08", "1990"]
    assert fields.fields[0].hasFocus()


def test_no_date_empties_the_fields(fields: DateFields) -> None:
    type_keys("1708")
    fields.show_date(None)

    assert fields.value is BirthDateProblem.REQUIRED


def test_a_mended_day_hands_on_when_it_is_whole_again(fields: DateFields) -> None:
    fields.show_date(date(1990, 8, 17))
    fields.fields[0].end(False)
    QTest.keyClick(fields.fields[0], Qt.Key.Key_Backspace)
    assert fields.fields[0].hasFocus()
    type_keys("8")

    assert fields.value == date(1990, 8, 18)
    assert fields.fields[1].hasFocus()
