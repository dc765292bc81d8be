"""A PIN of one's own, typed twice."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.domain.pin import Pin, PinProblem, parse_pin
from kiosk.ui.look import Look
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.label import label
from kiosk.ui.widgets.pin_field import PinField


class NewPin(QWidget):
    """Two fields, to be typed into by a number pad that the page has.

    Signals:
        changed: something was typed.
    """

    changed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.first = PinField(look, "pin_first", "first_run.pin.first")
        self.second = PinField(look, "pin_second", "first_run.pin.second")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for field, key in ((self.first, "first"), (self.second, "second")):
            field.textChanged.connect(self.changed)
            column.addWidget(label(look, f"first_run.pin.{key}", "strong"))
            column.addWidget(field)

    def read(self) -> Pin | Sentence:
        """The PIN that both fields agree on, or what is wrong with it."""
        pin = parse_pin(self.first.text())
        if isinstance(pin, PinProblem):
            return Sentence(pin)
        if self.first.text() != self.second.text():
            return Sentence("first_run.pin.differs")
        return pin

    def begin(self) -> None:
        """Wait for a new one."""
        self.wipe()
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def wipe(self) -> None:
        """Forget what was typed."""
        self.first.wipe()
        self.second.wipe()
