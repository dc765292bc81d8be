"""One side of paper before it is drawn: words, QR codes, lines and ink, each in its place.

Everything is measured in millimetres from the upper left corner, whatever it is drawn on later.
"""

from dataclasses import dataclass
from typing import Final, Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF, QTextLayout, QTextOption

from kiosk.domain.statement import PAD_UNITS, Stroke
from kiosk.ui.print.qr import draw_qr
from kiosk.ui.theme import FONT_FAMILY

INK: Final = QColor("#000000")
"""Thermal printers know no grey, and nobody reads it well."""
_SET_PX: Final = 100
"""Fonts have whole pixels only, so words are set at this size and drawn scaled."""
_INK_MM: Final = 0.5
_ENDLESS_MM: Final = 10_000.0
_ROUNDING_MM: Final = 0.1


class Mark(Protocol):
    """Anything on a leaf."""

    @property
    def box(self) -> QRectF:
        """The room it takes, which nothing else may use."""

    def draw(self, painter: QPainter) -> None:
        """Draw it inside its box."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph is written."""

    size_mm: float
    bold: bool = False
    centred: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Words:
    """A paragraph; its box is as high as its lines."""

    box: QRectF
    text: str
    style: Style

    def draw(self, painter: QPainter) -> None:
        """Draw its lines."""
        scale = self.style.size_mm / _SET_PX
        painter.translate(self.box.topLeft())
        painter.scale(scale, scale)
        painter.setPen(INK)
        typeset(self.text, self.style, self.box.width()).draw(painter, QPointF())


@dataclass(frozen=True, slots=True, repr=False)
class QrMark:
    """A QR code with its quiet zone."""

    box: QRectF
    text: str

    def draw(self, painter: QPainter) -> None:
        """Draw its modules."""
        draw_qr(painter, self.text, self.box, INK)


@dataclass(frozen=True, slots=True, repr=False)
class Rule:
    """A line across."""

    box: QRectF

    def draw(self, painter: QPainter) -> None:
        """Fill it."""
        painter.fillRect(self.box, INK)


@dataclass(frozen=True, slots=True, repr=False)
class Ink:
    """A signature as it was drawn; the box has the shape of the pad."""

    box: QRectF
    strokes: tuple[Stroke, ...]

    def draw(self, painter: QPainter) -> None:
        """Draw its strokes; one of a single point is a dot."""
        painter.setPen(QPen(INK, _INK_MM, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
        inner = self.box.adjusted(_INK_MM, _INK_MM, -_INK_MM, -_INK_MM)
        for stroke in self.strokes:
            points = [
                QPointF(
                    inner.left() + x * inner.width() / PAD_UNITS,
                    inner.top() + y * inner.height() / PAD_UNITS,
                )
                for x, y in stroke
            ]
            painter.drawPolyline(QPolygonF([points[0], *points]))


@dataclass(frozen=True, slots=True, repr=False)
class Leaf:
    """Everything on one side of a piece of paper."""

    width_mm: float
    height_mm: float
    marks: tuple[Mark, ...]

    def place(self, room: QRectF, *, at_most: float = float("inf")) -> QRectF:
        """The part of `room` it takes: in the middle, at the top, as large as fits.

        `at_most` so many units of the room are a millimetre.
        """
        scale = min(room.width() / self.width_mm, room.height() / self.height_mm, at_most)
        width, height = self.width_mm * scale, self.height_mm * scale
        return QRectF(room.center().x() - width / 2, room.top(), width, height)

    def draw(self, painter: QPainter, place: QRectF) -> None:
        """Draw it into a place of its own shape."""
        painter.save()
        painter.translate(place.topLeft())
        painter.scale(place.width() / self.width_mm, place.height() / self.height_mm)
        for mark in self.marks:
            painter.save()
            mark.draw(painter)
            painter.restore()
        painter.restore()


def typeset(text: str, style: Style, width_mm: float) -> QTextLayout:
    """Break a paragraph into lines, within a word only where it has no room for one."""
    font = QFont(FONT_FAMILY)
    font.setPixelSize(_SET_PX)
    font.setWeight(QFont.Weight.Bold if style.bold else QFont.Weight.Normal)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    side = Qt.AlignmentFlag.AlignHCenter if style.centred else Qt.AlignmentFlag.AlignLeft
    option = QTextOption(side)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    layout.setTextOption(option)
    layout.beginLayout()
    y = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width_mm * _SET_PX / style.size_mm)
        line.setPosition(QPointF(0, y))
        y += line.height()
    layout.endLayout()
    return layout


def height_of(text: str, style: Style, width_mm: float) -> float:
    """How high a paragraph is, in millimetres."""
    return typeset(text, style, width_mm).boundingRect().height() * style.size_mm / _SET_PX


def width_of(text: str, style: Style) -> float:
    """How wide a paragraph is as one line, in millimetres."""
    layout = typeset(text, style, _ENDLESS_MM)
    return layout.lineAt(0).naturalTextWidth() * style.size_mm / _SET_PX + _ROUNDING_MM
