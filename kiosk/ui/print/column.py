"""Sets words, codes and lines below one another."""

from dataclasses import dataclass, field, replace
from typing import Self

from PySide6.QtCore import QRectF

from kiosk.domain.statement import PAD_SHAPE, Stroke
from kiosk.ui.print.leaf import Ink, Mark, QrMark, Rule, Style, Words, height_of, width_of


@dataclass(slots=True, repr=False)
class Column:
    """A column of a leaf; `y` is where the next mark goes, all in millimetres.

    Attributes:
        zoom: how much larger or smaller than asked for everything is set.
    """

    left: float
    y: float
    width: float
    zoom: float = 1.0
    marks: list[Mark] = field(default_factory=list)

    def fork(self) -> Self:
        """The same column, to try how far something goes."""
        return replace(self, marks=list(self.marks))

    def beside(self, left: float, width: float) -> "Column":
        """An empty column that begins at the same height."""
        return Column(self.left + left, self.y, width, self.zoom)

    def take(self, *others: "Column") -> None:
        """Take in what columns beside one another have, and go on below the longest."""
        for other in others:
            self.marks += other.marks
            self.y = max(self.y, other.y)

    def skip(self, height: float) -> None:
        """Leave some room."""
        self.y += height * self.zoom

    def write(self, text: str, style: Style) -> None:
        """Write a paragraph."""
        fitted = replace(style, size_mm=style.size_mm * self.zoom)
        height = height_of(text, fitted, self.width)
        self.marks.append(Words(self._box(height), text, fitted))
        self.y += height

    def line(self, text: str, style: Style) -> None:
        """Write one line, smaller where it would be too long."""
        fitted = style.size_mm * self.width / (width_of(text, style) * self.zoom)
        self.write(text, replace(style, size_mm=min(style.size_mm, fitted)))

    def pair(self, label: str, value: str, share: float, styles: tuple[Style, Style]) -> None:
        """Write a value beside its label, which gets a share of the width."""
        left = self.beside(0, self.width * share)
        right = self.beside(self.width * share, self.width * (1 - share))
        left.width -= 2
        left.write(label, styles[0])
        right.write(value, styles[1])
        self.take(left, right)

    def item(self, number: str, text: str, style: Style) -> None:
        """Write a paragraph behind its number."""
        indent = 1.8 * style.size_mm * self.zoom
        marker, words = self.beside(0, indent), self.beside(indent, self.width - indent)
        marker.write(number, style)
        words.write(text, style)
        self.take(marker, words)

    def code(self, text: str, side: float) -> None:
        """Place a QR code in the middle, `side` wide with its quiet zone."""
        self.marks.append(QrMark(self._box(side, side), text))
        self.y += side

    def rule(self, thickness: float) -> None:
        """Draw a line across."""
        self.marks.append(Rule(self._box(thickness)))
        self.y += thickness

    def ink(self, strokes: tuple[Stroke, ...], width: float) -> None:
        """Place a drawn signature at the left."""
        box = QRectF(self.left, self.y, width, width / PAD_SHAPE)
        self.marks.append(Ink(box, strokes))
        self.y += box.height()

    def _box(self, height: float, width: float | None = None) -> QRectF:
        """The room for the next mark, in the middle where it is narrower than the column."""
        used = self.width if width is None else width
        return QRectF(self.left + (self.width - used) / 2, self.y, used, height)
