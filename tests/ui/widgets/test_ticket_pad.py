"""The field for a ticket code, by real keys and touches."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from kiosk.domain.ticket import new_ticket
from kiosk.ui.look import Look
from kiosk.ui.widgets.ticket_pad import TicketField, TicketPad

CODE = "7Q4M2XA9BC"


@pytest.fixture
def field(qtbot: QtBot) -> TicketField:
    field = TicketField(Look(), "ticket_field", "ticket_door.ticket.title")
    qtbot.addWidget(field)
    field.resize(640, 64)
    field.show()
    field.setFocus()
    return field


@pytest.mark.parametrize(
    "keys", ["7Q4M2XA9BC", "7q4m2-xa9bc", "LKT-7Q4M2-XA9BC", "lkt7q4m2xa9bc", "LKT 7Q4M2 XA9BC"]
)
def test_a_code_may_be_typed_with_all_that_is_printed_around_it(
    field: TicketField, keys: str
) -> None:
    QTest.keyClicks(field, keys)

    assert field.text() == CODE


def test_what_is_printed_on_a_slip_can_be_scanned(field: TicketField) -> None:
    for number in range(20):
        ticket = new_ticket(number.to_bytes(6, "big"))
        field.wipe()
        QTest.keyClicks(field, ticket.display)
        assert field.text() == ticket.code


@pytest.mark.parametrize("keys", ["1KT4M2XA9B", "LKT-1KT4M-2XA9B", "LKT1KT4M2XA9B"])
def test_a_code_that_begins_like_the_prefix_keeps_its_beginning(
    field: TicketField, keys: str
) -> None:
    QTest.keyClicks(field, keys)

    assert field.text() == "1KT4M2XA9B"


@pytest.mark.parametrize(
    ("keys", "shown"),
    [("L7", "17"), ("LK7", "1K7"), ("LL", "11"), ("7LKT", "71KT"), ("OI", "01"), ("L-", "1")],
)
def test_an_l_that_begins_no_prefix_is_a_one(field: TicketField, keys: str, shown: str) -> None:
    QTest.keyClicks(field, keys)

    assert field.text() == shown


def test_erasing_a_begun_prefix_leaves_nothing_of_it(field: TicketField) -> None:
    QTest.keyClicks(field, "LK")
    for _ in range(2):
        QTest.keyClick(field, Qt.Key.Key_Backspace)
    QTest.keyClicks(field, "7Q")
    QTest.keyClick(field, Qt.Key.Key_Backspace)

    assert field.text() == "7"


def test_a_wiped_field_holds_nothing_back(field: TicketField) -> None:
    QTest.keyClicks(field, "LK")
    field.wipe()
    QTest.keyClicks(field, "T7")

    assert field.text() == "T7"


def test_the_pad_types_and_erases(field: TicketField, qtbot: QtBot) -> None:
    pad = TicketPad(Look())
    qtbot.addWidget(pad)
    pad.show()
    pad.types_into(field)
    for name in ("key_7", "key_A", "key_erase", "key_B"):
        QTest.mouseClick(pad.findChildren(QPushButton, name)[0], Qt.MouseButton.LeftButton)

    assert field.text() == "7B"
