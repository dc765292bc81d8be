"""Numbers drawn as bars: every bar has its label and its number, so that no colour has to tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk.ui.look import Look

_ROW: Final = 1.75
_BAR: Final = 0.9
"""Heights of a row and of its bar, in sizes of its text."""
_LINES_STACKED: Final = 2
_LABEL_SHARE: Final = 0.5
_COLUMNS_HIGH: Final = 10.0
_EVERY: Final = (1, 2, 5, 10)
"""Which labels are written where there is no room for all."""
_COLUMN_SHARE: Final = 0.68
_GAP_PX: Final = 10
_ROUND_PX: Final = 4.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One number and what it counts."""

    label: str
    number: int


class Chart(QWidget):
    """What both kinds of charts share. A screen reader is told every number."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.look = look
        self.bars: tuple[Bar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look.changed.connect(self._fit)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Draw these."""
        self.bars = tuple(bars)
        told = "; ".join(f"{bar.label}: {bar.number}" for bar in self.bars)
        self.setAccessibleDescription(told)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw everything with the colours and sizes of the moment."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font())
        self.draw(painter)
        painter.end()

    def draw(self, painter: QPainter) -> None:
        """Draw the bars; the font is set."""
        raise NotImplementedError

    def most(self) -> int:
        """The largest number."""
        return max((bar.number for bar in self.bars), default=0)

    def fill(self, painter: QPainter, area: QRectF) -> None:
        """One bar, in the accent colour: in both themes it stands out from the card."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.look.theme.accent))
        rounded = min(_ROUND_PX, area.width() / 2, area.height() / 2)
        painter.drawRoundedRect(area, rounded, rounded)

    def write(self, painter: QPainter, area: QRectF, text: str, side: Qt.AlignmentFlag) -> None:
        """Words beside a bar, as much of them as fits."""
        painter.setPen(QColor(self.look.theme.ink))
        width = int(area.width())
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
        painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, shown)

    def _font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(self.look.px["small"])
        return font

    def _metrics(self) -> QFontMetricsF:
        return QFontMetricsF(self._font())

    def _fit(self) -> None:
        self.updateGeometry()
        self.update()


class BarChart(Chart):
    """Label, bar and number in a row each; where labels are too long, they stand above the bars."""

    def sizeHint(self) -> QSize:
        """As high as its rows."""
        return QSize(240, round(len(self.bars) * self._row()))

    def minimumSizeHint(self) -> QSize:
        """As high as its rows, however narrow."""
        return QSize(0, self.sizeHint().height())

    def draw(self, painter: QPainter) -> None:
        """One row below the other."""
        line = _ROW * self.look.px["small"]
        is_beside = self._has_labels_beside()
        left = self._widest_label() + _GAP_PX if is_beside else 0.0
        numbers = self._metrics().horizontalAdvance(str(self.most())) + 2.0
        for place, bar in enumerate(self.bars):
            label = QRectF(0, place * self._row(), self.width(), line)
            row = label if is_beside else label.translated(0, line)
            beside = Qt.AlignmentFlag.AlignLeft
            self.write(painter, label, bar.label, beside)
            length = (self.width() - left - numbers - _GAP_PX) * bar.number / max(self.most(), 1)
            top = row.center().y() - self._thickness() / 2
            self.fill(painter, QRectF(left, top, max(length, 2.0), self._thickness()))
            number = QRectF(left + length + _GAP_PX, row.top(), numbers, row.height())
            self.write(painter, number, str(bar.number), beside)

    def _row(self) -> float:
        lines = 1 if self._has_labels_beside() else _LINES_STACKED
        return lines * _ROW * self.look.px["small"]

    def _thickness(self) -> float:
        return _BAR * self.look.px["small"]

    def _has_labels_beside(self) -> bool:
        return self._widest_label() <= _LABEL_SHARE * self.width()

    def _widest_label(self) -> float:
        metrics = self._metrics()
        return max((metrics.horizontalAdvance(bar.label) for bar in self.bars), default=0) + 1.0


class ColumnChart(Chart):
    """Columns over time, numbers above them; labels stand where there is room for them."""

    def sizeHint(self) -> QSize:
        """The same height, whatever it shows."""
        return QSize(320, round(_COLUMNS_HIGH * self.look.px["small"]))

    def minimumSizeHint(self) -> QSize:
        """As high, however narrow."""
        return QSize(0, self.sizeHint().height())

    def draw(self, painter: QPainter) -> None:
        """One column beside the other, on one line."""
        if not self.bars:
            return
        line = _ROW * self.look.px["small"]
        floor, step = self.height() - line, self.width() / len(self.bars)
        skipped = self._skip(step)
        for place, bar in enumerate(self.bars):
            room = QRectF(place * step, 0, step, self.height())
            height = (floor - line) * bar.number / max(self.most(), 1)
            self._draw_column(painter, room, floor, height)
            middle = Qt.AlignmentFlag.AlignHCenter
            if bar.number and self._has_room(str(bar.number), step):
                above = QRectF(room.left(), floor - height - line, step, line)
                self.write(painter, above, str(bar.number), middle)
            if place % skipped == 0:
                below = QRectF(room.center().x() - skipped * step / 2, floor, skipped * step, line)
                self.write(painter, below, bar.label, middle)
        painter.fillRect(QRectF(0, floor, self.width(), 1), QColor(self.look.theme.field_edge))

    def _draw_column(self, painter: QPainter, room: QRectF, floor: float, height: float) -> None:
        if height:
            width = max(room.width() * _COLUMN_SHARE, 1.0)
            self.fill(painter, QRectF(room.center().x() - width / 2, floor - height, width, height))

    def _skip(self, step: float) -> int:
        """Every how many-th label is written."""
        metrics = self._metrics()
        widest = max(metrics.horizontalAdvance(bar.label) for bar in self.bars) + _GAP_PX
        return next((n for n in _EVERY if n * step >= widest), len(self.bars))

    def _has_room(self, text: str, step: float) -> bool:
        return self._metrics().horizontalAdvance(text) <= step
