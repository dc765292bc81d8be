"""A list of things with columns: plain, strong and quiet words, states as chips, and an action."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from kiosk.ui.look import Look
from kiosk.ui.widgets.table_cells import Cell, CellPainter, TableRow, Tone

__all__ = ["Cell", "ListTable", "TableRow", "Tone"]

AnyIndex = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()
_LOOKED_AT_FOR_WIDTH: Final = 50
"""Rows that decide how wide a column is: a list of thousands opens at once."""
_LEAST_WIDE: Final = 9
"""Width of the column that takes the rest, in sizes of its text, before others give way."""
_ROW_HEIGHT: Final = 2.5
"""In sizes of the text."""
_ACTS: Final = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}


class ListTable(QTableView):
    """Shows rows; one of them is chosen by touch or arrow keys.

    Rows may be any sequence: only those that are seen are asked for, and so are the first few, for
    the widths. A cell of Tone.ACTION is touched like a button; Enter or Space do the same.

    Signals:
        chosen: another row was chosen, or none.
        acted: the action of the chosen row is wanted.
    """

    chosen = Signal()
    acted = Signal()

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._look = look
        self._rows = _Rows()
        self._painter = CellPainter(look, self)
        self._wide = -1
        self._first_to_go: tuple[int, ...] = ()
        self._widths: tuple[int, ...] = ()
        self.setModel(self._rows)
        self.setItemDelegate(self._painter)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self._set_up_headers()
        self.selectionModel().currentRowChanged.connect(self.chosen)
        look.changed.connect(self._change_look)
        self._change_look()

    @property
    def rows(self) -> Sequence[TableRow]:
        """What is listed."""
        return self._rows.rows

    @property
    def chosen_row(self) -> int:
        """Number of the chosen row; -1 when none is."""
        number = self.currentIndex().row()
        return number if number < len(self._rows.rows) else -1

    @property
    def chosen_item(self) -> object | None:
        """What the chosen row stands for."""
        number = self.chosen_row
        return self._rows.rows[number].item if number >= 0 else None

    def arrange(self, *, wide: int = -1, first_to_go: Sequence[int] = ()) -> None:
        """Say which column takes the room that is left, and which are hidden where there is none.

        `first_to_go` are numbers of columns whose words can also be read elsewhere.
        """
        self._wide, self._first_to_go = wide, tuple(first_to_go)

    def show_rows(
        self, titles: Sequence[str], rows: Sequence[TableRow], *, chosen: int | None = None
    ) -> None:
        """List these; the place of the scroll bar stays.

        `chosen` is the row to choose, -1 for none; without it, the number that was chosen stays.
        """
        if chosen is None:
            if (tuple(titles), rows) == (self._rows.titles, self._rows.rows):
                return
            chosen = min(max(self.currentIndex().row(), 0), len(rows) - 1)
        scrolled = self.verticalScrollBar().value()
        self._rows.replace(tuple(titles), rows)
        self._painter.forget()
        self._measure()
        if chosen >= 0:
            self.selectRow(chosen)
        self.verticalScrollBar().setValue(scrolled)
        self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space do what can be done about the chosen row."""
        if event.key() in _ACTS and self.chosen_row >= 0:
            self.acted.emit()
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A touched action is wanted."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self._rows.cell(index).is_action and index.row() == self.chosen_row:
            self.acted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width out."""
        super().resizeEvent(event)
        self._share_width()

    def _set_up_headers(self) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(1)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def _change_look(self) -> None:
        self._painter.measure()
        self.verticalHeader().setDefaultSectionSize(round(self._look.px["body"] * _ROW_HEIGHT))
        self._measure()

    def _measure(self) -> None:
        first = [row.cells for row in self._rows.rows[:_LOOKED_AT_FOR_WIDTH]]
        self._widths = tuple(
            max(
                self._painter.width_of_title(title),
                *(self._painter.width_of(cells[column]) for cells in first),
                0,
            )
            for column, title in enumerate(self._rows.titles)
        )
        self._share_width()

    def _share_width(self) -> None:
        """The wide column takes the rest; where there is none, the least needed are hidden."""
        room, count = self.viewport().width(), len(self._widths)
        if not count:
            return
        wide = self._wide % count
        shown = set(range(count))
        least = min(self._widths[wide], _LEAST_WIDE * self._look.px["body"])
        for column in self._first_to_go:
            needed = sum(self._widths[c] for c in shown - {wide}) + least * (wide in shown)
            if needed > room:
                shown.discard(column)
        taker = wide if wide in shown else max(shown)
        rest = room - sum(self._widths[c] for c in shown - {taker})
        least = least if taker == wide else self._widths[taker]
        for column, width in enumerate(self._widths):
            self.setColumnHidden(column, column not in shown)
            self.setColumnWidth(column, max(rest, least) if column == taker else width)


class _Rows(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self.titles: tuple[str, ...] = ()
        self.rows: Sequence[TableRow] = ()

    def replace(self, titles: tuple[str, ...], rows: Sequence[TableRow]) -> None:
        self.beginResetModel()
        self.titles, self.rows = titles, rows
        self.endResetModel()

    def cell(self, index: AnyIndex) -> Cell:
        return self.rows[index.row()].cells[index.column()]

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.titles)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self.cell(index).text
        return self.cell(index) if role == Qt.ItemDataRole.UserRole else None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        wanted = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return self.titles[section] if wanted and section < len(self.titles) else None
