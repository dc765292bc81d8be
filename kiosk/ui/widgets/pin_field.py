"""A field for a PIN: six digits nobody can read over a shoulder."""

from typing import Final

from PySide6.QtWidgets import QLineEdit, QWidget

from kiosk.domain.pin import LENGTH
from kiosk.ui.look import Look
from kiosk.ui.widgets.field import Field

_DOT: Final = 9679
"""A big black circle for the style sheet's `lineedit-password-character`."""


class PinField(Field):
    """Shows a dot a digit."""

    def __init__(
        self, look: Look, name: str, label_key: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(look, name, label_key, LENGTH, parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setStyleSheet(f"lineedit-password-character: {_DOT}; letter-spacing: 12px;")
        self.allow("[0-9]*")
        self.setMaximumWidth(320)
