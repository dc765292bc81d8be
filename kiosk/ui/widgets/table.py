"""A list of things with columns: plain, strong and quiet words, and states as coloured chips."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from kiosk.ui.look import Look

AnyIndex = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()
_LOOKED_AT_FOR_WIDTH: Final = 50
"""Rows that decide how wide a column is: a list of thousands opens at once."""
_PADDING, _CHIP_PADDING, _CHIP_MARGIN = 12, 12, 9


class Tone(StrEnum):
    """How a cell is written; the last four are chips."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"
    CHIP = "chip"
    CHIP_RIGHT = "right"
    CHIP_ATTENTION = "attention"
    CHIP_WRONG = "wrong"


_CHIPS: Final = {
    Tone.CHIP: ("accent_soft", "quiet"),
    Tone.CHIP_RIGHT: ("right_soft", "right"),
    Tone.CHIP_ATTENTION: ("attention_soft", "attention"),
    Tone.CHIP_WRONG: ("wrong_soft", "wrong"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """Words in one place."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line; `item` is what it stands for."""

    item: object
    cells: tuple[Cell, ...]


class ListTable(QTableView):
    """Shows rows; one of them is chosen by touch or arrow keys.

    Signals:
        chosen: another row was chosen, or none.
    """

    chosen = Signal()

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._look = look
        self._rows = _Rows()
        self.setModel(self._rows)
        self.setItemDelegate(_CellPainter(look, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setResizeContentsPrecision(_LOOKED_AT_FOR_WIDTH)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.selectionModel().currentRowChanged.connect(self.chosen)
        look.changed.connect(self._fit_rows)
        self._fit_rows()

    @property
    def rows(self) -> Sequence[TableRow]:
        """What is listed."""
        return self._rows.rows

    @property
    def chosen_item(self) -> object | None:
        """What the chosen row stands for."""
        number = self.currentIndex().row()
        return self._rows.rows[number].item if 0 <= number < len(self._rows.rows) else None

    def show_rows(self, titles: Sequence[str], rows: Sequence[TableRow]) -> None:
        """List these; the place of the choice and of the scroll bar stays."""
        if (tuple(titles), tuple(rows)) == (self._rows.titles, self._rows.rows):
            return
        number, scrolled = self.currentIndex().row(), self.verticalScrollBar().value()
        self._rows.replace(tuple(titles), tuple(rows))
        self._stretch_last(len(titles))
        self.verticalScrollBar().setValue(scrolled)
        if rows:
            self.selectRow(min(max(number, 0), len(rows) - 1))
        self.chosen.emit()

    def _stretch_last(self, columns: int) -> None:
        """The last column takes the room that is left, and no more."""
        for column in range(columns):
            is_last = column == columns - 1
            mode = QHeaderView.ResizeMode
            self.horizontalHeader().setSectionResizeMode(
                column, mode.Stretch if is_last else mode.ResizeToContents
            )

    def _fit_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(round(self._look.px["body"] * 2.5))


class _Rows(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self.titles: tuple[str, ...] = ()
        self.rows: tuple[TableRow, ...] = ()

    def replace(self, titles: tuple[str, ...], rows: tuple[TableRow, ...]) -> None:
        self.beginResetModel()
        self.titles, self.rows = titles, rows
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.titles)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self.rows[index.row()].cells[index.column()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return cell.text
        return cell if role == Qt.ItemDataRole.UserRole else None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        wanted = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return self.titles[section] if wanted and section < len(self.titles) else None


class _CellPainter(QStyledItemDelegate):
    def __init__(self, look: Look, parent: ListTable) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        cell: Cell = index.data(Qt.ItemDataRole.UserRole)
        width = QFontMetrics(self._font(option, cell)).horizontalAdvance(cell.text)
        chip = 2 * _CHIP_PADDING if cell.tone in _CHIPS else 0
        return QSize(width + chip + 2 * _PADDING + 2, option.rect.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        cell: Cell = index.data(Qt.ItemDataRole.UserRole)
        theme = self._look.theme
        area = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_chosen:
            painter.fillRect(area, QColor(theme.accent_soft))
        painter.fillRect(
            QRectF(area.left(), area.bottom() - 1, area.width(), 1), QColor(theme.hairline)
        )
        if is_chosen and index.column() == 0:
            painter.fillRect(
                QRectF(area.left(), area.top(), 4, area.height()), QColor(theme.accent)
            )
        painter.setFont(self._font(option, cell))
        self._write(painter, area.adjusted(_PADDING, 0, -_PADDING, 0), cell)
        painter.restore()

    def _write(self, painter: QPainter, area: QRectF, cell: Cell) -> None:
        theme = self._look.theme
        metrics = painter.fontMetrics()
        if cell.tone not in _CHIPS or not cell.text:
            painter.setPen(QColor(theme.quiet if cell.tone is Tone.QUIET else theme.ink))
            shown = metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, int(area.width()))
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, shown)
            return
        ground, ink = (str(getattr(theme, name)) for name in _CHIPS[cell.tone])
        width = min(metrics.horizontalAdvance(cell.text) + 2.0 * _CHIP_PADDING, area.width())
        chip = QRectF(area.left(), area.top(), width, area.height())
        chip.adjust(0, _CHIP_MARGIN, 0, -_CHIP_MARGIN)
        painter.setPen(QColor(ink if theme.card == ground else ground))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(
            chip.adjusted(0.5, 0.5, -0.5, -0.5), chip.height() / 2, chip.height() / 2
        )
        painter.setPen(QColor(ink))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, cell.text)

    def _font(self, option: QStyleOptionViewItem, cell: Cell) -> QFont:
        font = QFont(option.font)
        is_chip = cell.tone in _CHIPS
        font.setPixelSize(self._look.px["small" if is_chip else "body"])
        font.setWeight(
            QFont.Weight.DemiBold if is_chip or cell.tone is Tone.STRONG else QFont.Weight.Normal
        )
        return font
