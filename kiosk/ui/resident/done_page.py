"""It is done: what was done, and what comes next."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from kiosk.ui.look import Look
from kiosk.ui.page import Sheet
from kiosk.ui.voice import Cue
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.label import icon_label, label


class DonePage(Sheet):
    """Says one of the sentences of `done`.

    Signals:
        left: the resident is finished.
    """

    left = Signal()
    reads_all = True

    def __init__(self, look: Look) -> None:
        super().__init__(look, "notice.empty")
        self.setObjectName("done_page")
        self._next = label(look, "notice.empty", "body")
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addWidget(icon_label(look, "circle-check", "right", 64))
        row.addWidget(self._next, 1)
        card = Card()
        card.body.addLayout(row)
        self.body.addWidget(card)
        self.close_button = Button(
            look, "action.close", name="done_close_button", rank=Rank.PRIMARY, icon="check"
        )
        self.bottom_row.addStretch(1)
        self.bottom_row.addWidget(self.close_button)
        self.close_button.clicked.connect(self.left)

    def show_done(self, what: str) -> None:
        """Come on screen for `done.<what>`."""
        self.look.write(self.title, f"done.{what}.title")
        self.look.write(self._next, f"done.{what}.next")
        self.look.voice.cue(Cue.DONE)
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)
