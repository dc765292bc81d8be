"""Words and icons on a page."""

import re
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from kiosk.ui.look import Look

_LONG_WORD: Final = re.compile(r"\S{17,}")
_PIECE: Final = re.compile(r"[^@._/-]{1,16}[@._/-]*|[@._/-]+")
_BREAK: Final = "\u200b"
"""Of no width, but a line may end there."""


class Words(QLabel):
    """A label whose longest words, such as an e-mail address, may go on in the next line."""

    def setText(self, text: str) -> None:
        """Show words."""
        super().setText(_LONG_WORD.sub(_let_break, text))


def _let_break(word: re.Match[str]) -> str:
    return _BREAK.join(_PIECE.findall(word[0]))


def label(look: Look, key: str, role: str = "body", **values: object) -> QLabel:
    """A wrapping label that says `key`; `role` is one of the style sheet's words."""
    made = plain_label(role)
    look.write(made, key, **values)
    return made


def plain_label(role: str = "body") -> QLabel:
    """A wrapping label for text that is not a sentence of ours: a name, a number."""
    made = Words()
    made.setProperty("role", role)
    made.setWordWrap(True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
    return made


def icon_label(look: Look, icon: str, colour: str, px: int = 28) -> QLabel:
    """An icon beside words that say the same: screen readers skip it."""
    made = QLabel()
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    look.draw(made, icon, colour, px)
    return made


def sample_chip(look: Look, *, is_sample: bool) -> QLabel:
    """Says on a picture that its camera is an invented one; hidden where it is not."""
    chip = label(look, "photo.sample", "chip")
    chip.setProperty("kind", "attention")
    chip.setWordWrap(False)
    chip.setObjectName("sample_camera_chip")
    if not is_sample:
        chip.hide()
    return chip


class ElidedLabel(QLabel):
    """One line that ends in … where it has no room."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._whole = ""

    def show_text(self, text: str) -> None:
        """Show `text`, as much of it as fits."""
        self._whole = text
        self.setAccessibleName(text)
        self.setToolTip("")
        self._elide()

    @property
    def whole_width(self) -> int:
        """How wide it is with all of its text."""
        return self.fontMetrics().horizontalAdvance(self._whole)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the text to the new width."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        metrics = self.fontMetrics()
        self.setText(metrics.elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width()))
