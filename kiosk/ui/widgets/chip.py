"""A short state that can be touched to read what it means."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter

from kiosk.ui.look import Look, mark
from kiosk.ui.text import Sentence

_LEAST_WIDTH = 4
"""In heights."""


class Chip(QPushButton):
    """Words that end in … where they have no room; `meaning` is the sentence behind them."""

    def __init__(self, look: Look, name: str, kind: str = "", *, gives_way: bool = False) -> None:
        """`gives_way`: others beside it keep their words as long as it has some to give."""
        super().__init__()
        self._look = look
        self.meaning = Sentence("notice.empty")
        self.setObjectName(name)
        self.setProperty("role", "chip")
        self.setProperty("kind", kind)
        across = QSizePolicy.Policy.Maximum if gives_way else QSizePolicy.Policy.Fixed
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)

    def say(self, sentence: Sentence, meaning: Sentence) -> None:
        """Show other words."""
        self.meaning = meaning
        self._look.write(self, sentence.key, **sentence.values)

    def colour(self, kind: str) -> None:
        """Be `attention`, `wrong`, `right` or, with an empty string, none of them."""
        if self.property("kind") != kind:
            mark(self, kind=kind)

    def minimumSizeHint(self) -> QSize:
        """A few letters."""
        whole = self.sizeHint()
        return QSize(min(whole.width(), _LEAST_WIDTH * whole.height()), whole.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw as much of the words as fits."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        contents = QStyle.SubElement.SE_PushButtonContents
        room = self.style().subElementRect(contents, option, self).width()
        option.text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        QStylePainter(self).drawControl(QStyle.ControlElement.CE_PushButton, option)
