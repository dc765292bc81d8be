"""How far something has come: a row of stops with a line through them."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from kiosk.ui.look import Look, mark
from kiosk.ui.widgets.label import icon_label, label

_ICON_PX: Final = 36
_LINE_PX: Final = 3
_CLEAR_PX: Final = 8
"""Between an icon and the line."""


class Pace(StrEnum):
    """What happens at the stop that was reached."""

    WAITING = "waiting"
    ASKING = "asking"
    ENDED = "ended"


_DONE: Final = ("circle-check", "right")
_AHEAD: Final = ("circle", "field_edge")
_HERE: Final = {
    Pace.WAITING: ("clock", "accent"),
    Pace.ASKING: ("circle-alert", "attention"),
    Pace.ENDED: ("circle-x", "wrong"),
}


class Journey(QFrame):
    """Stops that are behind one have a tick, the current one says what happens there."""

    def __init__(self, look: Look, table: str, stops: Sequence[str]) -> None:
        """`table`: of the texts, with a word for each stop and a `name` for the whole."""
        super().__init__()
        self._look, self._table, self._names = look, table, stops
        self._reached = 0
        self.setObjectName("journey")
        self.setProperty("role", "card")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._icons = [icon_label(look, *_AHEAD, _ICON_PX) for _ in stops]
        self._words = [label(look, f"{table}.{stop}", "small") for stop in stops]
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 14, 12, 12)
        row.setSpacing(4)
        for icon, words in zip(self._icons, self._words, strict=True):
            row.addWidget(self._stop(icon, words), 1)

    def show_at(self, reached: int, pace: Pace) -> None:
        """Be at the stop of this number (from 0); past the last one everything is done."""
        self._reached = reached
        for number, (icon, words) in enumerate(zip(self._icons, self._words, strict=True)):
            shown = _DONE if number < reached else _AHEAD if number > reached else _HERE[pace]
            self._look.draw(icon, *shown, _ICON_PX)
            mark(words, role="strong" if number == reached else "small")
        here = self._names[min(reached, len(self._names) - 1)]
        what = self._look.text(f"{self._table}.{here}")
        self._look.name(self, f"{self._table}.name", what=what)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line from stop to stop: whole where it was gone, dashed where it was not."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, (before, after) in enumerate(zip(self._icons, self._icons[1:], strict=False)):
            is_gone = number < self._reached
            colour = self._look.theme.right if is_gone else self._look.theme.field_edge
            style = Qt.PenStyle.SolidLine if is_gone else Qt.PenStyle.DotLine
            painter.setPen(QPen(QColor(colour), _LINE_PX, style))
            painter.drawLine(self._between(before, after))
        painter.end()

    def _between(self, before: QLabel, after: QLabel) -> QLineF:
        start = before.mapTo(self, before.rect().center())
        end = after.mapTo(self, after.rect().center())
        clear = before.width() // 2 + _CLEAR_PX
        return QLineF(start.x() + clear, start.y(), end.x() - clear, end.y())

    def _stop(self, icon: QLabel, words: QLabel) -> QWidget:
        stop = QWidget()
        column = QVBoxLayout(stop)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        column.addWidget(icon, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(words)
        return stop
