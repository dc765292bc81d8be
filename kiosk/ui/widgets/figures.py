"""Numbers with their names, side by side in one card."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel

from kiosk.ui.look import Look, mark
from kiosk.ui.widgets.label import label, plain_label


class Figures(QFrame):
    """One figure each of `names` (name to colour), worded by `<key>.<name>`."""

    def __init__(self, look: Look, name: str, key: str, names: Mapping[str, str]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", "card")
        self._look, self._key = look, key
        self._numbers: dict[str, QLabel] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 8, 20, 8)
        row.setSpacing(10)
        for number, (figure, colour) in enumerate(names.items()):
            if number:
                row.addStretch(1)
            self._numbers[figure] = plain_label("figure")
            self._numbers[figure].setWordWrap(False)
            mark(self._numbers[figure], kind=colour)
            words = label(look, f"{key}.{figure}", "small")
            words.setWordWrap(False)
            row.addWidget(self._numbers[figure], alignment=Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(words, alignment=Qt.AlignmentFlag.AlignVCenter)

    def figure(self, name: str) -> str:
        """A number as it is shown."""
        return self._numbers[name].text()

    def show_figures(self, numbers: Mapping[str, int]) -> None:
        """Show these numbers."""
        for name, number in numbers.items():
            self._numbers[name].setText(str(number))
            words = self._look.text(f"{self._key}.{name}")
            self._numbers[name].setAccessibleName(f"{words}: {number}")
