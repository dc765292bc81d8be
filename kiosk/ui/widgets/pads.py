"""Keyboards on the screen. They type into whichever of their fields was used last."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from kiosk.ui.look import Look
from kiosk.ui.widgets.field import Field


class Pad(QWidget):
    """What the pads share: their fields, and keys that never take the focus from them."""

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._look = look
        self._fields: list[Field] = []
        self._target: Field | None = None

    def types_into(self, *fields: Field) -> None:
        """Serve these fields, the first until another one gets the focus."""
        for field in self._fields:
            field.removeEventFilter(self)
        self._fields = list(fields)
        self._target = fields[0]
        for field in fields:
            field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the focus among the fields."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, Field):
            self._target = watched
        return super().eventFilter(watched, event)

    def _type(self, text: str) -> None:
        if self._target is not None:
            self._target.put(text)
            self._target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _erase(self) -> None:
        if self._target is not None:
            self._target.backspace()
            self._target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _focus_next(self) -> None:
        if self._target is not None:
            index = (self._fields.index(self._target) + 1) % len(self._fields)
            self._target = self._fields[index]
            self._target.setFocus(Qt.FocusReason.TabFocusReason)

    def _key(self, role: str, name: str) -> QPushButton:
        key = QPushButton(self)
        key.setProperty("role", role)
        key.setObjectName(name)
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        key.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        return key

    def _text_key(self, role: str, text: str) -> QPushButton:
        key = self._key(role, f"key_{text}")
        key.setText(text)
        key.setAccessibleName(text)
        key.clicked.connect(partial(self._type, text))
        return key

    def _erase_key(self, role: str) -> QPushButton:
        key = self._key(role, "key_erase")
        self._look.draw(key, "delete", "ink", 30)
        self._look.name(key, "pad.erase")
        key.setAutoRepeat(True)
        key.clicked.connect(self._erase)
        return key


class RowsPad(Pad):
    """Letters in rows, all as wide as the screen.

    Attributes:
        bottom: the lowest row, to stand between "Kembali" and "Lanjut" and save a row of screen.
        rows: how many others there are.
    """

    bottom: QWidget
    rows: int


class NumberPad(Pad):
    """Digits as on a telephone, erase, and the next field where there are several."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, "number_pad", parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(12)
        for place, digit in enumerate("123456789"):
            grid.addWidget(self._text_key("key", digit), 1 + place // 3, place % 3)
        grid.addWidget(self._erase_key("key"), 4, 0)
        grid.addWidget(self._text_key("key", "0"), 4, 1)
        grid.addWidget(self._next_key(), 4, 2)
        for row, share in enumerate((1, 8, 8, 8, 8, 1)):
            grid.setRowStretch(row, share)

    def types_into(self, *fields: Field) -> None:
        """Serve these fields; the arrow to the next is there only with more than one."""
        super().types_into(*fields)
        self._arrow.setVisible(len(fields) > 1)

    def _next_key(self) -> QPushButton:
        self._arrow = self._key("key", "key_next_field")
        self._look.draw(self._arrow, "arrow-right", "ink", 30)
        self._look.name(self._arrow, "pad.next_field")
        self._arrow.clicked.connect(self._focus_next)
        return self._arrow


_LETTER_ROWS: Final = ("QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM")
_DIGIT_ROWS: Final = ("1234567890", "-/.,'()&:", '+"#*;!?')


class LetterPad(RowsPad):
    """Letters, with a second layer of digits and signs."""

    rows = len(_LETTER_ROWS)

    def __init__(
        self, look: Look, extra: str = ".'-", *, lower: bool = False, parent: QWidget | None = None
    ) -> None:
        """`extra`: signs in reach beside the space bar; `lower`: small letters and no space bar."""
        super().__init__(look, "letter_pad", parent)
        self._extra = extra
        rows = tuple(row.lower() for row in _LETTER_ROWS) if lower else _LETTER_ROWS
        self._letters, self._digits = self._layer(rows), self._layer(_DIGIT_ROWS)
        self._digits.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._letters)
        column.addWidget(self._digits)
        self.bottom = self._bottom_row(space=not lower)

    def _layer(self, rows: Sequence[str]) -> QWidget:
        layer = QWidget(self)
        grid = QGridLayout(layer)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        for number, row in enumerate(rows):
            for place, character in enumerate(row):
                key = self._text_key("letter_key", character)
                grid.addWidget(key, number, 2 * place + number, 1, 2)
        grid.addWidget(self._erase_key("letter_key"), 2, 16, 1, 4)
        for column in range(20):
            grid.setColumnStretch(column, 1)
        return layer

    def _bottom_row(self, *, space: bool) -> QWidget:
        bottom = QWidget()
        row = QHBoxLayout(bottom)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._switch = self._key("letter_key", "key_layer")
        self._look.write(self._switch, "pad.digits")
        self._switch.clicked.connect(self._change_layer)
        row.addWidget(self._switch, 4)
        if space:
            row.addWidget(self._space_bar(), 8)
        for sign in self._extra:
            row.addWidget(self._text_key("letter_key", sign), 2)
        return bottom

    def _space_bar(self) -> QPushButton:
        bar = self._text_key("letter_key", " ")
        bar.setObjectName("key_space")
        self._look.write(bar, "pad.space")
        self._look.name(bar, "pad.space")
        return bar

    def _change_layer(self) -> None:
        to_digits = self._letters.isVisibleTo(self)
        self._letters.setVisible(not to_digits)
        self._digits.setVisible(to_digits)
        self._look.write(self._switch, "pad.letters" if to_digits else "pad.digits")
