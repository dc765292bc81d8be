"""The one thing that would help most people today, in one line."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout

from kiosk.domain.advice import Advice
from kiosk.ui.look import Look
from kiosk.ui.officer.figures.series import reason_words
from kiosk.ui.widgets.label import icon_label, label

_SIDE_PX: Final = 18
_GAP_PX: Final = 14


class AdviceCard(QFrame):
    """What held people up before the camera, and what to do about it; hidden without advice."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setObjectName("advice_card")
        self.setProperty("role", "notice")
        self.setProperty("kind", "attention")
        self._look = look
        self.advice: Advice | None = None
        self.title = label(look, "notice.empty", "strong")
        self.action = label(look, "notice.empty", "hint")
        self._lamp = icon_label(look, "lamp-desk", "attention")
        self._words = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._words.addWidget(self.title)
        self._words.addWidget(self.action, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(_SIDE_PX, 10, _SIDE_PX, 10)
        row.setSpacing(_GAP_PX)
        row.addWidget(self._lamp, alignment=Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._words, 1)
        look.changed.connect(self._write)
        self.hide()

    def show_advice(self, advice: Advice | None) -> None:
        """Say it, or nothing."""
        self.advice = advice
        self.setVisible(advice is not None)
        self._write()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take one line where there is room for it."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        parts = (self.title, self.action)
        needed = sum(part.fontMetrics().horizontalAdvance(part.text()) for part in parts)
        needed += self._lamp.sizeHint().width() + 2 * _SIDE_PX + 3 * _GAP_PX
        directions = QBoxLayout.Direction
        fits = needed <= self.width()
        self._words.setDirection(directions.LeftToRight if fits else directions.TopToBottom)
        self._words.setSpacing(_GAP_PX if fits else 2)
        self.title.setWordWrap(not fits)

    def _write(self) -> None:
        advice = self.advice
        if advice is None:
            return
        self._look.write(
            self.title,
            "figures.advice",
            cause=reason_words(advice.reason, self._look.text),
            people=advice.people,
            photographed=advice.photographed,
        )
        self._look.write(self.action, advice.key)
        self._place()
        self.setAccessibleName(f"{self.title.text()}. {self.action.text()}")
