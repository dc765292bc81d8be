"""Two halves of a page: side by side, or one above the other where the screen is upright."""

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

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
