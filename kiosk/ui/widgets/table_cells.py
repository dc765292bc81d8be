"""What stands in a table, and how it is drawn."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from kiosk.ui.look import Look
from kiosk.ui.theme import FONT_FAMILY

AnyIndex = QModelIndex | QPersistentModelIndex
_PADDING, _CHIP_PADDING, _CHIP_MARGIN = 12, 12, 9
_AROUND: Final = 2 * _PADDING + 2
_CHOSEN_EDGE: Final = 4
_MOST_REMEMBERED: Final = 2000


class Tone(StrEnum):
    """How a cell is written; ACTION is touched like a button; the last four are chips."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"
    ACTION = "action"
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
_INKS: Final = {Tone.QUIET: "quiet", Tone.ACTION: "accent"}
_BOLD: Final = frozenset({Tone.STRONG, Tone.ACTION, *_CHIPS})


@dataclass(frozen=True, slots=True)
class Cell:
    """Words in one place."""

    text: str
    tone: Tone = Tone.PLAIN

    @property
    def is_action(self) -> bool:
        """Whether it is touched like a button."""
        return self.tone is Tone.ACTION and bool(self.text)


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line; `item` is what it stands for."""

    item: object
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class _Style:
    font: QFont
    metrics: QFontMetricsF
    ink: QColor
    ground: QColor | None
    edge: QColor | None


class CellPainter(QStyledItemDelegate):
    """Draws cells with pens that are made once for every look: many are drawn while one scrolls."""

    def __init__(self, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look
        self._styles: dict[Tone, _Style] = {}
        self._elided: dict[tuple[Cell, int], str] = {}
        self.measure()

    def measure(self) -> None:
        """Make pens for the look of the moment."""
        theme = self._look.theme
        self._chosen_ground, self._accent = QColor(theme.accent_soft), QColor(theme.accent)
        self._line = QColor(theme.hairline)
        self._styles = {tone: self._style(tone) for tone in Tone}
        self.forget()

    def forget(self) -> None:
        """Keep no words of lines that are not shown any more."""
        self._elided.clear()

    def width_of(self, cell: Cell) -> int:
        """How much room a cell would like."""
        chip = 2 * _CHIP_PADDING if cell.tone in _CHIPS else 0
        return round(self._styles[cell.tone].metrics.horizontalAdvance(cell.text)) + chip + _AROUND

    def width_of_title(self, title: str) -> int:
        """How much room a column's title needs."""
        metrics = self._styles[Tone.CHIP].metrics
        return round(metrics.horizontalAdvance(title)) + _AROUND

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draw one cell."""
        cell: Cell = index.data(Qt.ItemDataRole.UserRole)
        area = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, self._chosen_ground)
            if index.column() == 0:
                painter.fillRect(
                    QRectF(area.left(), area.top(), _CHOSEN_EDGE, area.height()), self._accent
                )
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), self._line)
        if not cell.text:
            return
        style = self._styles[cell.tone]
        painter.setFont(style.font)
        inner = area.adjusted(_PADDING, 0, -_PADDING, 0)
        if style.ground is None:
            painter.setPen(style.ink)
            end = Qt.AlignmentFlag.AlignRight if cell.is_action else Qt.AlignmentFlag.AlignLeft
            words = self._fitted(cell, style, int(inner.width()))
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | end, words)
        else:
            self._draw_chip(painter, inner, cell, style)

    def _draw_chip(self, painter: QPainter, area: QRectF, cell: Cell, style: _Style) -> None:
        wished = style.metrics.horizontalAdvance(cell.text) + 2.0 * _CHIP_PADDING
        width = min(wished, area.width())
        chip = QRectF(area.left(), area.top(), width, area.height())
        chip.adjust(0.5, _CHIP_MARGIN + 0.5, -0.5, -_CHIP_MARGIN - 0.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(style.edge or style.ink)
        painter.setBrush(style.ground or self._line)
        painter.drawRoundedRect(chip, chip.height() / 2, chip.height() / 2)
        painter.setPen(style.ink)
        words = self._fitted(cell, style, round(width - 2 * _CHIP_PADDING) + 1)
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, words)

    def _fitted(self, cell: Cell, style: _Style, width: int) -> str:
        """As much of the words as fits; remembered, because measuring is what takes time."""
        words = self._elided.get((cell, width))
        if words is None:
            if len(self._elided) >= _MOST_REMEMBERED:
                self._elided.clear()
            words = style.metrics.elidedText(cell.text, Qt.TextElideMode.ElideRight, width)
            self._elided[cell, width] = words
        return words

    def _style(self, tone: Tone) -> _Style:
        theme, is_chip = self._look.theme, tone in _CHIPS
        font = QFont(FONT_FAMILY)
        font.setPixelSize(self._look.px["small" if is_chip else "body"])
        font.setWeight(QFont.Weight.DemiBold if tone in _BOLD else QFont.Weight.Normal)
        ground, ink = _CHIPS.get(tone, (None, _INKS.get(tone, "ink")))
        colour = QColor(getattr(theme, ink))
        surface = None if ground is None else QColor(getattr(theme, ground))
        edge = colour if surface == QColor(theme.card) else surface
        return _Style(font, QFontMetricsF(font), colour, surface, edge)
