"""Something to draw on and the buttons that go with it, for the shape of the screen."""

from enum import Enum, auto
from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from kiosk.ui.widgets.button import Button

_GAP: Final = 12
_ALL: Final = 100
"""Stretch of the pad; what it has no use for, because of its shape, is left at the end."""
_BESIDE_FROM: Final = 1.6
"""From this share of width to height the buttons cost less room beside the pad than below it."""


class _Place(Enum):
    BESIDE = auto()
    BELOW = auto()
    BELOW_IN_TWO_LINES = auto()


class ToolArea(QWidget):
    """`buttons` belong together; `aside` leads elsewhere and stands apart."""

    def __init__(self, pad: QWidget, buttons: tuple[Button, ...], aside: Button) -> None:
        super().__init__()
        self._pad, self._buttons, self._aside = pad, buttons, aside
        self._place: _Place | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the buttons to the room."""
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Fit them again when their words became longer."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        place = self._best_place()
        if place is self._place:
            return
        self._place = place
        every = (*self._buttons, self._aside)
        for part in (self._pad, *every):
            self._grid.removeWidget(part)
        if place is _Place.BESIDE:
            self._stand_beside(every)
        else:
            self._stand_below(every, in_two_lines=place is _Place.BELOW_IN_TWO_LINES)

    def _best_place(self) -> _Place:
        if self.width() >= self.height() * _BESIDE_FROM:
            return _Place.BESIDE
        every = (*self._buttons, self._aside)
        needed = sum(button.sizeHint().width() + _GAP for button in every)
        return _Place.BELOW if needed <= self.width() else _Place.BELOW_IN_TWO_LINES

    def _stand_beside(self, every: tuple[Button, ...]) -> None:
        self._share(columns=(1,), rows=(0,) * len(self._buttons) + (_ALL, 1))
        for row, button in enumerate(every):
            at = Qt.AlignmentFlag.AlignBottom if button is self._aside else Qt.AlignmentFlag(0)
            self._grid.addWidget(button, row, 1, at)
        self._grid.addWidget(self._pad, 0, 0, len(every), 1)

    def _stand_below(self, every: tuple[Button, ...], *, in_two_lines: bool) -> None:
        last = len(self._buttons)
        self._share(columns=(0,) * last + (1,), rows=(_ALL, 0, 0, 1))
        self._grid.addWidget(self._pad, 0, 0, 1, len(every) + 1)
        for column, button in enumerate(self._buttons):
            self._grid.addWidget(button, 1, column)
        if in_two_lines:
            self._grid.addWidget(self._aside, 2, 0, 1, last)
        else:
            self._grid.addWidget(self._aside, 1, last + 1)

    def _share(self, *, columns: tuple[int, ...], rows: tuple[int, ...]) -> None:
        """Give the room that is left to some columns and rows, and to no others."""
        for place in range(len(self._buttons) + 2):
            self._grid.setColumnStretch(place, columns[place] if place < len(columns) else 0)
            self._grid.setRowStretch(place, rows[place] if place < len(rows) else 0)
