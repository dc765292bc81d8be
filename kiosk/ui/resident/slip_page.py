"""The ticket, what happens next, and the slip to take home."""

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from kiosk.ui.background import Background
from kiosk.ui.look import Look
from kiosk.ui.page import Sheet
from kiosk.ui.print.slip import Printing, Slip, draw_qr, facts, next_step
from kiosk.ui.text import Sentence, Texts
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.label import icon_label, label, plain_label
from kiosk.ui.widgets.notice import Kind

PrintSlip = Callable[[Slip, Texts], "Future[Printing]"]
_STEPS = ("upload", "scan-face", "phone", "mail")
_QR_PX = 190


class SlipPage(Sheet):
    """Shown once after sending; leaving it wipes everything.

    Signals:
        finished: the resident is done.
    """

    finished = Signal()

    def __init__(self, look: Look, print_slip: PrintSlip) -> None:
        super().__init__(look, "slip.title", "slip.hint")
        self._print_slip = print_slip
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
        self._facts: QLabel = plain_label("hint")
        self._facts.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.qr = QrCode(look)
        self.set_side(self._ticket_card(), share=8)
        self.print_button = Button(look, "slip.print", name="print_button", icon="printer")
        self.finish_button = Button(
            look, "action.close", name="finish_button", rank=Rank.PRIMARY, icon="check"
        )
        self.bottom_row.addWidget(self.print_button)
        self.bottom_row.addStretch(1)
        self.bottom_row.addWidget(self.finish_button)
        self.print_button.clicked.connect(self._print)
        self.finish_button.clicked.connect(self.finished)
        look.changed.connect(self._say)

    @property
    def slip(self) -> Slip | None:
        """What is on screen."""
        return self._slip

    def show_slip(self, slip: Slip) -> None:
        """Come on screen."""
        self._slip = slip
        self.qr.show_text(slip.ticket)
        self.notice.clear()
        self._say()
        self.finish_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def wipe(self) -> None:
        """Forget the resident."""
        self._slip = None
        self.qr.show_text("")
        for words in (*self._steps, self._ticket, self._facts):
            words.setText("")
        self.notice.clear()

    def _ticket_card(self) -> QWidget:
        card = Card()
        card.body.addStretch(1)
        card.body.addWidget(self.qr, alignment=Qt.AlignmentFlag.AlignHCenter)
        kept = label(self.look, "slip.ticket", "hint")
        kept.setAlignment(Qt.AlignmentFlag.AlignCenter)
        card.body.addWidget(kept)
        card.body.addWidget(self._ticket)
        card.body.addWidget(self._facts)
        card.body.addStretch(1)
        return card

    def _say(self) -> None:
        if self._slip is None:
            return
        texts = self.look.text
        for number, words in enumerate(self._steps, 1):
            words.setText(next_step(self._slip, texts, number))
        self._ticket.setText(self._slip.ticket)
        self._facts.setText("\n".join(f"{texts(key)}: {value}" for key, value in facts(self._slip)))

    def _print(self) -> None:
        slip = self._slip
        if slip is not None:
            self.setFocus()  # else it would go on to the button that ends it all
            self.print_button.setEnabled(False)
            printing = self._print_slip(slip, self.look.text)
            self._background.watch(printing, partial(self._printed, slip))

    def _printed(self, slip: Slip, printing: Printing) -> None:
        """Only now may the next one be printed, even if another resident has come meanwhile."""
        self.print_button.setEnabled(True)
        if slip is self._slip:
            kind = Kind.RIGHT if printing is Printing.PRINTED else Kind.ATTENTION
            self.notice.tell(kind, Sentence(printing))


class QrCode(QWidget):
    """A QR code, black on white in every theme, so that cameras read it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._text = look, ""
        self.setObjectName("ticket_qr")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.name(self, "slip.qr")

    def show_text(self, text: str) -> None:
        """Show the code of a text; nothing for an empty one."""
        self._text = text
        self.update()

    def sizeHint(self) -> QSize:
        """A square."""
        side = round(_QR_PX * self._look.factor)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw it with its quiet zone."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#FFFFFF"))
        if self._text:
            edge = self.width() * 0.12
            box = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
            draw_qr(painter, self._text, box, QColor("#000000"))
        painter.end()
