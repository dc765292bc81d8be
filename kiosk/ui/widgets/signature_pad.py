"""A signature: drawn with finger, pen or mouse, and shown again."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.domain.statement import MOST_POINTS, MOST_STROKES, PAD_SHAPE, PAD_UNITS, Stroke
from kiosk.ui.look import Look

_RADIUS: Final = 14
_INK_SHARE: Final = 0.018
"""Thickness of a line, in heights of the pad."""
_SMALLEST_STEP: Final = 4
"""In pad units: what is nearer to the last point is not told apart."""
_BASELINE: Final = 0.78
"""Where the line to sign on is, in heights from the top."""


class SignatureView(QWidget):
    """Shows a signature as large as fits, in the ink of the theme."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._strokes: tuple[Stroke, ...] = ()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        look.name(self, "signature.view")

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """The lines, each point in 0..PAD_UNITS."""
        return self._strokes

    def show_strokes(self, strokes: tuple[Stroke, ...]) -> None:
        """Show these lines and no others."""
        self._strokes = strokes
        self.update()

    def wipe(self) -> None:
        """Forget every line."""
        self.show_strokes(())

    def sizeHint(self) -> QSize:
        """Room for a thumb's size of it."""
        height = 3 * self._look.px["body"]
        return QSize(round(height * PAD_SHAPE), height)

    def minimumSizeHint(self) -> QSize:
        """Large enough to recognise it."""
        return self.sizeHint() / 2

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_ground(painter)
        area = self._area()
        pen = QPen(QColor(self._look.theme.ink), max(2.0, area.height() * _INK_SHARE))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for stroke in self._strokes:
            painter.drawPath(_path(stroke, area))
        painter.end()

    def _draw_ground(self, painter: QPainter) -> None:
        """A view has the ground of whatever it stands on."""

    def _area(self) -> QRectF:
        """The largest part of the widget that has the shape of a pad, in its middle."""
        width = min(float(self.width()), self.height() * PAD_SHAPE)
        height = width / PAD_SHAPE
        return QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)


class SignaturePad(SignatureView):
    """A pad to sign on. Backspace takes the last line back, as `undo()` does.

    Signals:
        changed: a line was added or taken away.
    """

    changed = Signal()

    def __init__(self, look: Look, name: str) -> None:
        super().__init__(look, name)
        self._is_drawing = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        look.name(self, "signature.pad")

    def undo(self) -> None:
        """Take the last line back."""
        self._is_drawing = False
        self._change(self._strokes[:-1])

    def wipe(self) -> None:
        """Forget every line, and one that is just being drawn."""
        self._is_drawing = False
        self._change(())

    def sizeHint(self) -> QSize:
        """As big as a page has room for."""
        height = 11 * self._look.px["body"]
        return QSize(round(height * PAD_SHAPE), height)

    def minimumSizeHint(self) -> QSize:
        """A finger needs room."""
        return QSize(300, round(300 / PAD_SHAPE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be no higher than the pad is, so that what follows stands right below it."""
        super().resizeEvent(event)
        self.setMaximumHeight(max(1, round(event.size().width() / PAD_SHAPE)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a line."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        on_pad = self._area().contains(event.position())
        has_room = len(self._strokes) < MOST_STROKES and self._points() < MOST_POINTS
        if on_pad and has_room and event.button() is Qt.MouseButton.LeftButton:
            self._is_drawing = True
            self._change((*self._strokes, (self._point(event.position()),)))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw on; a finger that leaves the pad draws along its edge."""
        if not self._is_drawing:
            return
        point, (*others, stroke) = self._point(event.position()), self._strokes
        is_new = max(abs(a - b) for a, b in zip(point, stroke[-1], strict=True)) >= _SMALLEST_STEP
        if is_new and self._points() < MOST_POINTS:
            self._change((*others, (*stroke, point)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002
        """End the line."""
        self._is_drawing = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the last line back; every other key goes its way."""
        if event.key() == Qt.Key.Key_Backspace:
            self.undo()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keys come here."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keys go elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def _change(self, strokes: tuple[Stroke, ...]) -> None:
        if strokes != self._strokes:
            self.show_strokes(strokes)
            self.changed.emit()

    def _points(self) -> int:
        return sum(map(len, self._strokes))

    def _point(self, place: QPointF) -> tuple[int, int]:
        area = self._area()
        across = (place.x() - area.left()) / area.width()
        down = (place.y() - area.top()) / area.height()
        return _units(across), _units(down)

    def _draw_ground(self, painter: QPainter) -> None:
        theme, area = self._look.theme, self._area()
        has_focus = self.hasFocus()
        painter.setPen(
            QPen(QColor(theme.accent if has_focus else theme.field_edge), 3 if has_focus else 2)
        )
        painter.setBrush(QColor(theme.card))
        painter.drawRoundedRect(area.adjusted(2, 2, -2, -2), _RADIUS, _RADIUS)
        base = area.top() + area.height() * _BASELINE
        inset = area.width() * 0.06
        painter.setPen(QPen(QColor(theme.field_edge), 2, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(area.left() + inset, base), QPointF(area.right() - inset, base))
        if not self._strokes:
            self._draw_invitation(painter, area)

    def _draw_invitation(self, painter: QPainter, area: QRectF) -> None:
        font = painter.font()
        font.setPixelSize(self._look.px["body"])
        painter.setFont(font)
        painter.setPen(QColor(self._look.theme.quiet))
        inner = area.adjusted(16, 16, -16, -16)
        middle = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(inner, middle, self._look.text("signature.here"))


def _units(share: float) -> int:
    return round(PAD_UNITS * min(max(share, 0.0), 1.0))


def _path(stroke: Stroke, area: QRectF) -> QPainterPath:
    """The line through all points; a single point is a dot."""
    points = [
        QPointF(
            area.left() + x / PAD_UNITS * area.width(), area.top() + y / PAD_UNITS * area.height()
        )
        for x, y in stroke
    ]
    path = QPainterPath(points[0])
    for point in [*points[1:], *([] if points[1:] else points)]:
        path.lineTo(point)
    return path
