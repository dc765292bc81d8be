"""Where in the form one is: a row of pills, the current one longer, and the words for it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from kiosk.ui.look import Look
from kiosk.ui.widgets.label import plain_label

_PILL, _CURRENT, _GAP, _HEIGHT = 24, 46, 7, 8


class ProgressDots(QWidget):
    """Such as "Langkah 3 dari 9", drawn and written."""

    def __init__(self, look: Look, total: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._total = look, total
        self._pills = _Pills(look, total)
        self._words = plain_label()
        self._words.setWordWrap(False)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(16)
        self._row.addWidget(self._pills)
        self._row.addWidget(self._words)
        self.show_step(1)

    @property
    def whole_width(self) -> int:
        """How wide it is with its pills."""
        words = self._words.sizeHint().width()
        return self._pills.sizeHint().width() + self._row.spacing() + words

    def show_pills(self, *, shown: bool) -> None:
        """Draw it too, or only write it."""
        self._pills.setVisible(shown)

    def show_step(self, step: int) -> None:
        """Show that `step` (from 1) is the current one."""
        self._pills.step = step
        self._pills.update()
        self._look.write(self._words, "progress.step", step=step, total=self._total)
        self._look.name(self, "progress.step", step=step, total=self._total)


class _Pills(QWidget):
    def __init__(self, look: Look, total: int) -> None:
        super().__init__()
        self._look, self._total = look, total
        self.step = 1
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """As wide as its pills."""
        width = (self._total - 1) * (_PILL + _GAP) + _CURRENT
        return QSize(width, _HEIGHT) * min(self._look.factor, 1.25)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw done and current pills in the accent, the others as outlines of it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        scale = min(self._look.factor, 1.25)
        painter.scale(scale, scale)
        left = 0.0
        for number in range(1, self._total + 1):
            width = _CURRENT if number == self.step else _PILL
            self._draw_pill(painter, QRectF(left, 0, width, _HEIGHT), reached=number <= self.step)
            left += width + _GAP
        painter.end()

    def _draw_pill(self, painter: QPainter, pill: QRectF, *, reached: bool) -> None:
        theme = self._look.theme
        if reached:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent))
        else:
            painter.setPen(QColor(theme.edge))
            painter.setBrush(QColor(theme.paper))
            pill = pill.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(pill, _HEIGHT / 2, _HEIGHT / 2)
