"""What can be read in a room with lists."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.ui.officer.lists.list_room import ListRoom
from kiosk.ui.widgets.table import ListTable


def lines(room: ListRoom, qtbot: QtBot, count: int) -> list[list[str]]:
    """Wait until a list has so many lines; their words."""
    room.refresh()
    qtbot.waitUntil(lambda: len(room.table.rows) == count)
    return [[cell.text for cell in row.cells] for row in room.table.rows]


def offered(room: ListRoom) -> list[str]:
    """What can be done about the chosen line."""
    buttons = room.details.buttons
    return [action for action, button in buttons.items() if button.isVisible()]


def touch_action(room: ListRoom, row: int) -> None:
    """Touch the last column of a line."""
    touch_last_cell(room.table, row)


def touch_last_cell(table: ListTable, row: int) -> None:
    """Where the action of a line stands."""
    column = len(table.rows[row].cells) - 1
    cell = table.visualRect(table.model().index(row, column))
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=cell.center() - QPoint(0, 2))
