"""Two halves of a page: side by side, or one above the other where the screen is upright."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QVBoxLayout, QWidget

from kiosk.ui.widgets.card import Card

_BESIDE_FROM: Final = 1.2
"""From this share of width to height."""


class Beside(QWidget):
    """`main` gets five parts of the room, `side` four."""

    def __init__(self, main: QWidget, side: QWidget) -> None:
        super().__init__()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(24)
        self._row.addWidget(main, 5)
        self._row.addWidget(side, 4)

    def minimumSizeHint(self) -> QSize:
        """Small enough for any screen."""
        return QSize(320, 240)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the shape of the screen."""
        super().resizeEvent(event)
        upright = self.width() < self.height() * _BESIDE_FROM
        direction = (
            QBoxLayout.Direction.TopToBottom if upright else QBoxLayout.Direction.LeftToRight
        )
        self._row.setDirection(direction)


class Side(QWidget):
    """What stands beside a picture: words on a card, and the buttons below it."""

    def __init__(self, words: Sequence[QWidget], buttons: QLayout) -> None:
        """The last of the words takes the room that is left."""
        super().__init__()
        card = Card(margin=20)
        card.body.setSpacing(8)
        for word in words:
            card.body.addWidget(word, int(word is words[-1]))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._column.addWidget(card, 1)
        self._column.addLayout(buttons)

    def insert(self, widget: QWidget) -> None:
        """Put a widget between the card and the buttons."""
        self._column.insertWidget(1, widget)
