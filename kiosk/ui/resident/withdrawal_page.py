"""Ending a registration: what is erased, what cannot be undone, and two deliberate presses."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from kiosk.ui.look import Look
from kiosk.ui.page import Sheet
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.card_button import TickCard
from kiosk.ui.widgets.label import icon_label, label
from kiosk.ui.widgets.notice import Kind

_FACTS: Final = (
    ("trash-2", "withdrawal.erased"),
    ("file-text", "withdrawal.stays"),
    ("rotate-ccw", "withdrawal.for_good"),
)


class WithdrawalPage(Sheet):
    """First the tick, then the button: neither is where the other is.

    Signals:
        confirmed: the person's data are to be erased.
        left: back, and nothing happens.
    """

    confirmed = Signal()
    left = Signal()

    reads_all = True

    def __init__(self, look: Look) -> None:
        super().__init__(look, "withdrawal.title", "withdrawal.hint")
        self.setObjectName("withdrawal_page")
        card = Card()
        for icon, key in _FACTS:
            row = QHBoxLayout()
            row.setSpacing(18)
            row.addWidget(icon_label(look, icon, "accent", 30))
            row.addWidget(label(look, key), 1)
            card.body.addLayout(row)
        self.tick = TickCard(look, "withdrawal_tick", lambda: look.text("withdrawal.agree"))
        self.body.addWidget(card)
        self.body.addWidget(self.tick)
        self.back_button = Button(
            look, "withdrawal.keep", name="withdrawal_back_button", icon="arrow-left"
        )
        self.erase_button = Button(
            look,
            "withdrawal.go",
            name="withdrawal_confirm_button",
            rank=Rank.PRIMARY,
            icon="trash-2",
        )
        self.bottom_row.addWidget(self.back_button)
        self.bottom_row.addStretch(1)
        self.bottom_row.addWidget(self.erase_button)
        self.tick.clicked.connect(self.notice.clear)
        self.back_button.clicked.connect(self.left)
        self.erase_button.clicked.connect(self._go_on)

    def begin(self) -> None:
        """Come on screen; what is in focus keeps everything as it is."""
        self.wipe()
        self.back_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_busy(self, *, busy: bool) -> None:
        """While the answer is awaited."""
        self.erase_button.setEnabled(not busy)

    def wipe(self) -> None:
        """Forget the tick."""
        self.tick.setChecked(False)
        self.notice.clear()
        self.show_busy(busy=False)

    def _go_on(self) -> None:
        if self.tick.isChecked():
            self.confirmed.emit()
        else:
            self.notice.tell(Kind.ATTENTION, Sentence("withdrawal.required"))
