"""Field and keys for a ticket code: one layer, for its alphabet has no I, L, O and U."""

from typing import Final

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from kiosk.domain.ticket import ALPHABET, LENGTH
from kiosk.ui.look import Look
from kiosk.ui.widgets.field import DigitGroupsField
from kiosk.ui.widgets.pads import Pad

_AS_TYPED: Final = str.maketrans("OIL", "011")
_DIGITS: Final = 10
_COLUMNS: Final = 12


class TicketField(DigitGroupsField):
    """Two groups of five; small letters become big, and O, I and L what they stand for."""

    def __init__(self, look: Look, name: str, label_key: str) -> None:
        super().__init__(look, name, label_key, (LENGTH // 2, LENGTH // 2), allowed="[0-9A-Z]*")

    def put(self, text: str) -> None:
        """Type one character."""
        super().put(text.upper().translate(_AS_TYPED))


class TicketPad(Pad):
    """Digits and letters; `bottom` is the lowest row, to stand between "Kembali" and "Lanjut"."""

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
