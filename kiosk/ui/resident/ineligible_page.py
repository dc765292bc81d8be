"""A kind end for somebody who cannot take part now: why, whom to ask, and the way back."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.domain.reason import Reason
from kiosk.sync.protocol import ConfigBundle
from kiosk.ui.look import Look
from kiosk.ui.page import Sheet
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.label import icon_label, label


class IneligiblePage(Sheet):
    """Says every reason at once.

    Signals:
        left: the resident wants to change the answer.
        finished: the resident is done; what was filled in is deleted.
    """

    left = Signal()
    finished = Signal()

    def __init__(self, look: Look, config: Callable[[], ConfigBundle]) -> None:
        super().__init__(look, "ineligible.title", "ineligible.hint")
        self.setObjectName("ineligible_page")
        self._config = config
        self._reasons: QWidget | None = None
        self._help = label(look, "notice.empty")
        for icon, line in (
            ("pen-line", label(look, "ineligible.mistaken")),
            ("circle-help", self._help),
            ("trash-2", label(look, "ineligible.deleted")),
        ):
            self.body.addLayout(_line(look, icon, line))
        self.back_button = Button(
            look, "ineligible.change", name="ineligible_change_button", icon="arrow-left"
        )
        self.finish_button = Button(
            look, "action.close", name="finish_button", rank=Rank.PRIMARY, icon="check"
        )
        self.bottom_row.addWidget(self.back_button)
        self.bottom_row.addStretch(1)
        self.bottom_row.addWidget(self.finish_button)
        self.back_button.clicked.connect(self.left)
        self.finish_button.clicked.connect(self.finished)

    def show_reasons(self, reasons: Sequence[Reason]) -> None:
        """Come on screen with what stands against taking part."""
        self.wipe()
        self._reasons = QWidget()
        column = QVBoxLayout(self._reasons)
        column.setContentsMargins(0, 0, 0, 0)
        for reason in reasons:
            card = Card(margin=18)
            card.body.addWidget(label(self.look, f"reason.{reason}.title", "lead"))
            card.body.addWidget(label(self.look, f"reason.{reason}.action"))
            column.addWidget(card)
        self.body.insertWidget(0, self._reasons)
        self.look.write(self._help, "ineligible.ask", help_line=self._config().help_line)
        self.back_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def wipe(self) -> None:
        """Forget the reasons."""
        if self._reasons is not None:
            self._reasons.setParent(None)
            self._reasons.deleteLater()
            self._reasons = None


def _line(look: Look, icon: str, words: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(14)
    row.addWidget(icon_label(look, icon, "accent", 26), alignment=Qt.AlignmentFlag.AlignTop)
    row.addWidget(words, 1)
    return row
