"""The one thing that would help most people today, in one line."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from kiosk.domain.advice import Advice
from kiosk.ui.look import Look
from kiosk.ui.officer.figures.series import reason_words
from kiosk.ui.widgets.label import icon_label, label


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
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.action)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 12, 18, 12)
        row.setSpacing(14)
        lamp = icon_label(look, "lamp-desk", "attention")
        row.addWidget(lamp, alignment=Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        look.changed.connect(self._write)
        self.hide()

    def show_advice(self, advice: Advice | None) -> None:
        """Say it, or nothing."""
        self.advice = advice
        self.setVisible(advice is not None)
        self._write()

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
        self.setAccessibleName(f"{self.title.text()}. {self.action.text()}")
