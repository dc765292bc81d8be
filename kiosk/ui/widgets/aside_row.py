"""Buttons in one line; the last stands apart at the right, or below where there is no room."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from kiosk.ui.widgets.button import Button

_GAP = 12


class AsideRow(QWidget):
    """`buttons` belong together; `aside` leads elsewhere."""

    def __init__(self, buttons: tuple[Button, ...], aside: Button) -> None:
        super().__init__()
        self._buttons, self._aside = buttons, aside
        self._is_below: bool | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)
        for column, button in enumerate(buttons):
            self._grid.addWidget(button, 0, column)
        self._grid.setColumnStretch(len(buttons), 1)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the buttons to the width."""
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        """Fit them again when their words became longer."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)

    def _place(self) -> None:
        every = (*self._buttons, self._aside)
        needed = sum(button.sizeHint().width() + _GAP for button in every)
        is_below = needed > self.width()
        if is_below == self._is_below:
            return
        self._is_below = is_below
        self._grid.removeWidget(self._aside)
        if is_below:
            self._grid.addWidget(self._aside, 1, 0, 1, len(self._buttons))
        else:
            self._grid.addWidget(self._aside, 0, len(self._buttons) + 1)
