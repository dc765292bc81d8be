"""A date in three fields: day, month, year."""

from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from kiosk.domain.birth_date import BirthDateProblem, parse_birth_date
from kiosk.ui.look import Look
from kiosk.ui.widgets.field import DigitGroupsField
from kiosk.ui.widgets.label import label

_PARTS = (("day", 2), ("month", 2), ("year", 4))


class DateFields(QWidget):
    """Fields `<name>_day`, `<name>_month`, `<name>_year`; a full field hands on to the next.

    Signals:
        changed: another date was typed.
    """

    changed = Signal()

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self.fields = tuple(
            DigitGroupsField(look, f"{name}_{part}", f"date.{part}", (length,))
            for part, length in _PARTS
        )
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        for column, (field, (part, length)) in enumerate(zip(self.fields, _PARTS, strict=True)):
            grid.addWidget(label(look, f"date.{part}", "small"), 0, column)
            grid.addWidget(field, 1, column)
            grid.setColumnStretch(column, length)
            field.textChanged.connect(self.changed)
            field.textEdited.connect(partial(self._hand_on, column))

    @property
    def value(self) -> date | BirthDateProblem:
        """The date, or what is wrong with it."""
        day, month, year = (field.text() for field in self.fields)
        return parse_birth_date(day, month, year)

    def show_date(self, shown: date | None) -> None:
        """Show a date, or empty fields."""
        parts = ("", "", "") if shown is None else shown.strftime("%d %m %Y").split()
        for field, part in zip(self.fields, parts, strict=True):
            field.setText(part)

    def focus_first(self) -> None:
        """Get ready to be typed into."""
        self.fields[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def wipe(self) -> None:
        """Forget the date."""
        for field in self.fields:
            field.wipe()

    def _hand_on(self, column: int, _: str) -> None:
        if self.fields[column].is_full and column + 1 < len(self.fields):
            self.fields[column + 1].setFocus(Qt.FocusReason.TabFocusReason)
