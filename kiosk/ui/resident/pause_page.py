"""The form is kept for later: the ticket to come back with."""

from PySide6.QtCore import Qt, Signal

from kiosk.ui.look import Look
from kiosk.ui.page import Sheet
from kiosk.ui.print.preview import QrCode
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.label import label, plain_label


class PausePage(Sheet):
    """Shown where somebody has no e-mail yet; leaving it wipes everything.

    Signals:
        finished: the resident is done for today.
    """

    finished = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, "pause.title", "pause.hint")
        for line in ("pause.help", "pause.back", "pause.keep"):
            self.body.addWidget(label(look, line))
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
