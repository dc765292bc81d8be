"""Numbers with their names, side by side in one card."""

from collections.abc import Mapping
from itertools import chain, repeat

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from kiosk.ui.look import Look, mark
from kiosk.ui.widgets.flow_row import FlowRow, settle
from kiosk.ui.widgets.label import label, plain_label


class Figures(QFrame):
    """One figure each of `names` (name to colour), worded by `<key>.<name>`."""

    def __init__(
        self,
        look: Look,
        name: str,
        key: str,
        names: Mapping[str, str],
        *,
        is_sum: bool = False,
    ) -> None:
        """`is_sum`: the first figure is the sum of the others, and signs between them say so."""
        super().__init__()
        self.setObjectName(name)
        self.setProperty("role", "card")
        self._look, self._key = look, key
        self._numbers: dict[str, QLabel] = {}
        self._wholes: dict[str, QWidget] = {}
        row = FlowRow(gap=10, spread=True)
        row.setContentsMargins(20, 8, 20, 8)
        self.setLayout(row)
        signs = chain(("", "="), repeat("+")) if is_sum else repeat("")
        for (figure, colour), sign in zip(names.items(), signs, strict=False):
            row.addWidget(self._make(figure, colour, sign))

    def _make(self, figure: str, colour: str, sign: str) -> QWidget:
        number = self._numbers[figure] = plain_label("figure")
        mark(number, kind=colour)
        words = label(self._look, f"{self._key}.{figure}", "small")
        whole = self._wholes[figure] = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        parts = [number, words]
        if sign:
            parts.insert(0, plain_label("figure"))
            parts[0].setText(sign)
        for part in parts:
            part.setWordWrap(False)
            row.addWidget(part, alignment=Qt.AlignmentFlag.AlignVCenter)
        return whole

    def figure(self, name: str) -> str:
        """A number as it is shown."""
        return self._numbers[name].text()

    def shows(self, name: str) -> bool:
        """Whether a figure is shown at all."""
        return not self._wholes[name].isHidden()

    def show_figures(self, numbers: Mapping[str, int]) -> None:
        """Show these numbers, and no others."""
        for name, whole in self._wholes.items():
            whole.setVisible(name in numbers)
        for name, number in numbers.items():
            self._numbers[name].setText(str(number))
            words = self._look.text(f"{self._key}.{name}")
            self._numbers[name].setAccessibleName(f"{words}: {number}")
        settle(*self._wholes.values(), self)
