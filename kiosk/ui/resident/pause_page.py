"""The form is kept for later: the ticket to come back with."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from kiosk.ui.look import Look
from kiosk.ui.page import Sheet
from kiosk.ui.print.preview import QrCode
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.label import icon_label, label, plain_label

_LINES = (
    ("user-plus", "pause.help"),
    ("mail", "pause.now"),
    ("ticket", "pause.back"),
    ("clock", "pause.keep"),
)


class PausePage(Sheet):
    """Shown where somebody has no e-mail yet: what to do now, and how to come back.

    Signals:
        left: there is an e-mail after all.
        finished: the resident is done for today; everything is wiped.
    """

    left = Signal()
    finished = Signal()

    reads_all = True

    def __init__(self, look: Look) -> None:
        super().__init__(look, "pause.title", "pause.hint")
        for icon, line in _LINES:
            row = QHBoxLayout()
            row.setSpacing(14)
            row.addWidget(icon_label(look, icon, "accent", 26), alignment=Qt.AlignmentFlag.AlignTop)
            row.addWidget(label(look, line), 1)
            self.body.addLayout(row)
        self._ticket = plain_label("ticket")
        self._ticket.setObjectName("pause_ticket_code")
        self._ticket.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._ticket.setWordWrap(False)
        self._qr = QrCode(look)
        card = Card()
        card.body.addStretch(1)
        card.body.addWidget(self._qr, alignment=Qt.AlignmentFlag.AlignHCenter)
        card.body.addWidget(self._ticket)
        card.body.addStretch(1)
        self.set_side(card)
        self.finish_button = Button(
            look, "action.close", name="finish_button", rank=Rank.PRIMARY, icon="check"
        )
        self.finish_button.clicked.connect(self.finished)
        self.back_button = Button(look, "action.back", name="back_button", icon="arrow-left")
        self.back_button.clicked.connect(self.left)
        self.bottom_row.addWidget(self.back_button)
        self.bottom_row.addStretch(1)
        self.bottom_row.addWidget(self.finish_button)

    def show_ticket(self, ticket: str) -> None:
        """Come on screen with the ticket as people read it."""
        self._ticket.setText(ticket)
        self._qr.show_text(ticket)
        self.finish_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def wipe(self) -> None:
        """Forget the ticket."""
        self.notice.clear()
        self._ticket.setText("")
        self._qr.show_text("")
