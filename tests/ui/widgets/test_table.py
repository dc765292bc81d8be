"""Lists with columns."""

from collections.abc import Sequence
from typing import overload

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.ui.look import Look
from kiosk.ui.widgets.table import Cell, ListTable, TableRow, Tone


def rows(count: int) -> list[TableRow]:
    return [
        TableRow(number, (Cell(f"LKT-{number:05}"), Cell("Terkirim", Tone.CHIP_RIGHT)))
        for number in range(count)
    ]


def table(qtbot: QtBot) -> ListTable:
    made = ListTable(Look(), "list")
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.show()
    return made


def test_the_first_row_is_chosen_and_the_choice_stays(qtbot: QtBot) -> None:
    shown = table(qtbot)
    shown.show_rows(["Tiket", "Keadaan"], rows(3))
    first = shown.chosen_item
    shown.selectRow(1)
    shown.show_rows(["Tiket", "Keadaan"], rows(4))

    assert (first, shown.chosen_item) == (0, 1)


def test_the_last_row_is_chosen_where_the_chosen_one_is_gone(qtbot: QtBot) -> None:
    shown = table(qtbot)
    shown.show_rows(["Tiket", "Keadaan"], rows(3))
    shown.selectRow(2)

    shown.show_rows(["Tiket", "Keadaan"], rows(2))

    assert shown.chosen_item == 1


def test_an_empty_list_has_nothing_chosen(qtbot: QtBot) -> None:
    shown = table(qtbot)
    shown.show_rows(["Tiket", "Keadaan"], rows(3))

    shown.show_rows(["Tiket", "Keadaan"], [])

    assert shown.chosen_item is None


def test_the_same_rows_again_change_nothing(qtbot: QtBot) -> None:
    shown = table(qtbot)
    shown.show_rows(["Tiket", "Keadaan"], rows(50))
    shown.verticalScrollBar().setValue(200)

    with qtbot.assertNotEmitted(shown.chosen):
        shown.show_rows(["Tiket", "Keadaan"], rows(50))

    assert shown.verticalScrollBar().value() == 200


def test_is_never_wider_than_its_place(qtbot: QtBot) -> None:
    shown = table(qtbot)
    long = [TableRow(1, (Cell("LKT-00001"), Cell("Pusat belum dapat dihubungi. " * 9)))]

    shown.show_rows(["Tiket", "Sebab"], long)

    assert shown.horizontalHeader().length() <= shown.viewport().width()


class Asked(Sequence[TableRow]):
    """Ten thousand rows, and which of them were asked for."""

    def __init__(self) -> None:
        self.numbers: set[int] = set()

    def __len__(self) -> int:
        return 10_000

    @overload
    def __getitem__(self, place: int) -> TableRow: ...

    @overload
    def __getitem__(self, place: slice) -> list[TableRow]: ...

    def __getitem__(self, place: int | slice) -> TableRow | list[TableRow]:
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(len(self)))]
        self.numbers.add(place)
        return TableRow(place, (Cell(f"LKT-{place:05}"), Cell("Ulang foto", Tone.ACTION)))


def test_only_rows_that_are_seen_are_asked_for(qtbot: QtBot) -> None:
    shown, asked = table(qtbot), Asked()

    shown.show_rows(["Tiket", ""], asked)
    qtbot.waitUntil(lambda: 0 in asked.numbers)
    shown.scrollToBottom()
    qtbot.waitUntil(lambda: 9_999 in asked.numbers)

    assert len(asked.numbers) < 200


def test_an_action_is_touched_like_a_button_and_enter_does_the_same(qtbot: QtBot) -> None:
    shown = table(qtbot)
    shown.show_rows(["Tiket", ""], Asked())
    area = shown.visualRect(shown.model().index(1, 1))

    with qtbot.waitSignal(shown.acted):
        QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    touched = shown.chosen_item

    QTest.keyClick(shown, Qt.Key.Key_Down)
    with qtbot.waitSignal(shown.acted):
        QTest.keyClick(shown, Qt.Key.Key_Return)
    assert (touched, shown.chosen_item) == (1, 2)


def test_a_cell_without_an_action_is_no_button(qtbot: QtBot) -> None:
    shown = table(qtbot)
    shown.show_rows(["Tiket", ""], [TableRow(0, (Cell("LKT-00000"), Cell("", Tone.ACTION)))])
    area = shown.visualRect(shown.model().index(0, 1))

    with qtbot.assertNotEmitted(shown.acted):
        QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=area.center())


@pytest.mark.parametrize(("width", "hidden"), [(900, []), (520, [1]), (300, [1, 2])])
def test_where_there_is_no_room_the_least_needed_columns_are_hidden(
    qtbot: QtBot, width: int, hidden: list[int]
) -> None:
    shown = table(qtbot)
    shown.arrange(wide=2, first_to_go=(1, 2))
    cells = (Cell("LKT-00000"), Cell("Siti N…ah"), Cell("Ada bayangan di wajah. " * 3))
    shown.resize(width, 300)
    row = TableRow(0, (*cells, Cell("Ulang foto", Tone.ACTION)))

    shown.show_rows(["Tiket", "Nama", "Keterangan", ""], [row])

    assert [column for column in range(4) if shown.isColumnHidden(column)] == hidden
    assert shown.horizontalHeader().length() <= shown.viewport().width()
