"""What the officer beside the resident can do: lamp, chair, camera."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from kiosk.camera.guidance import Guidance, Instruction
from kiosk.ui.look import Look
from kiosk.ui.widgets.label import label

_TWO_LINES: Final = 2.8
"""Room for the longer sentences, so that nothing else moves when the advice changes."""


class OfficerAdvice(QFrame):
    """One sentence, other words than the resident's. Hidden until an officer is there."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("officer_advice")
        self.setProperty("role", "card")
        self._look = look
        self.key = _key_of(Guidance(None, Instruction.LOOKING))
        self._words = label(look, self.key, "small")
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 8, 20, 8)
        row.setSpacing(14)
        whose = label(look, "photo.officer", "strong")
        whose.setWordWrap(False)
        row.addWidget(whose, alignment=Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._words, 1)
        look.changed.connect(self._keep_room)
        self._keep_room()
        self.hide()

    def show_guidance(self, guidance: Guidance) -> None:
        """Say what helps against the cause of the moment."""
        key = _key_of(guidance)
        if key != self.key:
            self.key = key
            self._look.write(self._words, key)

    def _keep_room(self) -> None:
        self._words.setMinimumHeight(round(_TWO_LINES * self._look.px["small"]))


def _key_of(guidance: Guidance) -> str:
    return f"{guidance.key}.officer" if guidance.finding else f"{guidance.key}_officer"
