"""Field and keys for a ticket code: one layer, for its alphabet has no I, L, O and U."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from kiosk.domain.crockford import ALPHABET
from kiosk.domain.ticket import LENGTH, PREFIX
from kiosk.ui.look import Look
from kiosk.ui.widgets.field import DigitGroupsField
from kiosk.ui.widgets.pads import RowsPad

_AS_TYPED: Final = str.maketrans("OIL", "011")
_DIGITS: Final = 10
_COLUMNS: Final = 12


class TicketField(DigitGroupsField):
    """Two groups of five; small letters become big, and O, I and L what they stand for.

    The LKT before a code may be typed or scanned as well. No code has an L, so one at the very
    beginning is held back until it is seen whether it begins the prefix or was meant for a 1.
    """

    def __init__(self, look: Look, name: str, label_key: str) -> None:
        super().__init__(look, name, label_key, (LENGTH // 2, LENGTH // 2), allowed="[0-9A-Z]*")
        self._held = ""

    def put(self, text: str) -> None:
        """Type one character."""
        self._held += text.upper()
        if not self.text() and self._held != PREFIX and PREFIX.startswith(self._held):
            return
        typed = self._held.removeprefix(PREFIX)
        self._held = ""
        for character in typed.translate(_AS_TYPED):
            super().put(character)

    def backspace(self) -> None:
        """Erase what was typed last, held back or not."""
        if self._held:
            self._held = self._held[:-1]
        else:
            super().backspace()

    def wipe(self) -> None:
        """Forget the code."""
        super().wipe()
        self._held = ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Erase as the pad does; everything else as in any field of groups."""
        if event.key() == Qt.Key.Key_Backspace:
            self.backspace()
            return
        super().keyPressEvent(event)


class TicketPad(RowsPad):
    """Digits and letters."""

    rows = 2

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, "ticket_pad", parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        for column, digit in enumerate(ALPHABET[:_DIGITS]):
            grid.addWidget(self._text_key("letter_key", digit), 0, column)
        grid.addWidget(self._erase_key("letter_key"), 0, _DIGITS, 1, _COLUMNS - _DIGITS)
        for column, letter in enumerate(ALPHABET[_DIGITS : _DIGITS + _COLUMNS]):
            grid.addWidget(self._text_key("letter_key", letter), 1, column)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        self.bottom = QWidget()
        row = QHBoxLayout(self.bottom)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for letter in ALPHABET[_DIGITS + _COLUMNS :]:
            row.addWidget(self._text_key("letter_key", letter))
