"""The ticket, what happens next, and the slip to take home."""

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from kiosk.config import Paper
from kiosk.ui.background import Background
from kiosk.ui.look import Look
from kiosk.ui.page import Sheet
from kiosk.ui.print.layouts import slip_leaf
from kiosk.ui.print.preview import LeafView, QrCode
from kiosk.ui.print.printer import Printing
from kiosk.ui.print.slip import Slip, next_step
from kiosk.ui.text import Sentence, Texts
from kiosk.ui.voice import Cue
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.label import icon_label, label, plain_label
from kiosk.ui.widgets.notice import Kind

PrintSlip = Callable[[Slip, Texts], "Future[Printing]"]
_STEPS = ("upload", "scan-face", "phone", "mail")


class SlipPage(Sheet):
    """Shown once after sending; leaving it wipes everything.

    Signals:
        finished: the resident is done.
        next_member_requested: somebody of the same family comes next.
    """

    finished = Signal()
    next_member_requested = Signal()

    reads_all = True

    def __init__(
        self, look: Look, print_slip: PrintSlip, paper: Callable[[], Paper] = lambda: Paper.A5
    ) -> None:
        """`paper`: what is in the printer at the moment."""
        super().__init__(look, "slip.title", "slip.hint")
        self._print_slip, self._paper = print_slip, paper
        self._background = Background(self)
        self._slip: Slip | None = None
        self._steps = [plain_label() for _ in _STEPS]
        for icon, words in zip(_STEPS, self._steps, strict=True):
            row = QHBoxLayout()
            row.setSpacing(16)
            row.addWidget(icon_label(look, icon, "accent", 30))
            row.addWidget(words, 1)
            self.body.addLayout(row)
        self._ticket = plain_label("ticket")
        self._ticket.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._ticket.setWordWrap(False)
        self._ticket.setObjectName("ticket_code")
        self.qr = QrCode(look)
        self.preview = LeafView(look, "slip_preview", "slip.preview")
        self.set_side(self._ticket_card(), share=8)
        self.print_button = Button(look, "slip.print", name="print_button", icon="printer")
        self.finish_button = Button(
            look, "action.close", name="finish_button", rank=Rank.PRIMARY, icon="check"
        )
        self.family_button = Button(look, "slip.family", name="family_button", icon="users")
        self.bottom_row.addWidget(self.print_button)
        self.bottom_row.addWidget(self.family_button)
        self.bottom_row.addStretch(1)
        self.bottom_row.addWidget(self.finish_button)
        self.print_button.clicked.connect(self._print)
        self.family_button.clicked.connect(self.next_member_requested)
        self.finish_button.clicked.connect(self.finished)
        look.changed.connect(self._say)

    @property
    def slip(self) -> Slip | None:
        """What is on screen."""
        return self._slip

    def show_slip(self, slip: Slip, *, may_be_family: bool = False) -> None:
        """Come on screen; `may_be_family`: an officer is there who can go on with the next."""
        self._slip = slip
        self.family_button.setVisible(may_be_family)
        self.qr.show_text(slip.ticket)
        self.look.voice.cue(Cue.DONE)
        self.notice.clear()
        self._say()
        self.finish_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def wipe(self) -> None:
        """Forget the resident."""
        self._slip = None
        self.qr.show_text("")
        self.preview.show_leaf(None)
        for words in (*self._steps, self._ticket):
            words.setText("")
        self.notice.clear()

    def _ticket_card(self) -> QWidget:
        pictures = QGridLayout()
        pictures.setHorizontalSpacing(20)
        for place, (picture, key) in enumerate(
            ((self.qr, "slip.photograph"), (self.preview, "slip.your_slip"))
        ):
            pictures.addWidget(picture, 0, place)
            pictures.addWidget(_caption(self.look, key), 1, place)
            pictures.setColumnStretch(place, 1)
        pictures.setRowStretch(0, 1)
        card = Card()
        card.body.addLayout(pictures, 1)
        card.body.addWidget(_caption(self.look, "slip.ticket"))
        card.body.addWidget(self._ticket)
        return card

    def _say(self) -> None:
        if self._slip is None:
            return
        texts = self.look.text
        for number, words in enumerate(self._steps, 1):
            words.setText(next_step(self._slip, texts, number))
        self._ticket.setText(self._slip.ticket)
        self.preview.show_leaf(slip_leaf(self._slip, texts, self._paper()))

    def _print(self) -> None:
        slip = self._slip
        if slip is not None:
            self.setFocus()  # else it would go on to the button that ends it all
            self.print_button.setEnabled(False)
            self.print_button.say("print.busy")
            printing = self._print_slip(slip, self.look.text)
            self._background.watch(printing, partial(self._printed, slip))

    def _printed(self, slip: Slip, printing: Printing) -> None:
        """Only now may the next one be printed, even if another resident has come meanwhile."""
        self.print_button.setEnabled(True)
        self.print_button.say("slip.print")
        if slip is not self._slip:
            return
        if printing is Printing.SENT:
            self.notice.tell(Kind.RIGHT, Sentence(printing))
        else:
            self.notice.tell(
                Kind.ATTENTION, Sentence(printing), Sentence("slip.photograph_instead")
            )


def _caption(look: Look, key: str) -> QLabel:
    made = label(look, key, "hint")
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return made
