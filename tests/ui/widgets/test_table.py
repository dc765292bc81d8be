"""Lists with columns."""

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
