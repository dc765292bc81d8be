"""The two things a returning resident is asked: ticket code and birth date."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from kiosk.domain.birth_date import BirthDateProblem
from kiosk.domain.ticket import Ticket, TicketProblem, parse_ticket
from kiosk.ui.look import Look
from kiosk.ui.page import Sheet
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.date_fields import DateFields
from kiosk.ui.widgets.label import label
from kiosk.ui.widgets.notice import Kind
from kiosk.ui.widgets.pads import NumberPad
from kiosk.ui.widgets.ticket_pad import TicketField, TicketPad


class _Question(Sheet):
    """A sheet with a way back and on.

    Signals:
        left: back.
    """

    left = Signal()

    def __init__(self, look: Look, name: str) -> None:
        super().__init__(look, f"ticket_door.{name}.title", f"ticket_door.{name}.hint")
        self.setObjectName(f"ticket_door_{name}")
        back = Button(look, "action.back", name=f"{name}_back_button", icon="arrow-left")
        self.next_button = Button(
            look,
            "action.next",
            name=f"{name}_next_button",
            rank=Rank.PRIMARY,
            icon="arrow-right",
        ).with_icon_last()
        self.bottom_row.addWidget(back)
        self.bottom_row.addStretch(1)
        self.bottom_row.addWidget(self.next_button)
        back.clicked.connect(self.left)
        self.next_button.clicked.connect(self._go_on)

    def _go_on(self) -> None:
        raise NotImplementedError


class TicketPage(_Question):
    """The code on the slip.

    Signals:
        answered: with the Ticket.
        scan_pressed: the camera shall read it, and may go on for that.
    """

    answered = Signal(object)
    scan_pressed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, "ticket")
        self.field = TicketField(look, "ticket_field", "ticket_door.ticket.title")
        self.field.textChanged.connect(self.notice.clear)
        prefix = label(look, "ticket_door.prefix", "ticket")
        prefix.setWordWrap(False)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(prefix)
        row.addWidget(self.field, 1)
        self.body.addLayout(row)
        self.body.addLayout(self._scan_row())
        pad = TicketPad(look)
        pad.types_into(self.field)
        self.set_letter_pad(pad)

    def _scan_row(self) -> QHBoxLayout:
        button = Button(
            self.look, "ticket_door.scan", name="scan_button", rank=Rank.SMALL, icon="qr-code"
        )
        button.clicked.connect(self.scan_pressed)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(button)
        row.addWidget(label(self.look, "ticket_door.scan_consent", "hint"), 1)
        return row

    @property
    def is_empty(self) -> bool:
        """Whether nothing is typed."""
        return not self.field.text()

    def begin(self) -> None:
        """Get ready to be typed into."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def wipe(self) -> None:
        """Forget the ticket."""
        self.field.wipe()
        self.notice.clear()

    def _go_on(self) -> None:
        ticket = parse_ticket(self.field.text())
        if isinstance(ticket, Ticket):
            self.answered.emit(ticket)
        else:
            self._explain(ticket)

    def _explain(self, problem: TicketProblem) -> None:
        self.notice.tell(Kind.ATTENTION, Sentence(problem))
        self.begin()


class TicketBirthDatePage(_Question):
    """The birth date that goes with it.

    Signals:
        answered: with the date.
    """

    answered = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look, "birth")
        self.date = DateFields(look, "ticket_birth")
        self.date.changed.connect(self.notice.clear)
        self.body.addWidget(self.date)
        pad = NumberPad(look)
        pad.types_into(*self.date.fields)
        card = Card()
        card.body.addWidget(pad)
        self.set_side(card)

    def begin(self) -> None:
        """Get ready to be typed into."""
        self.show_busy(busy=False)
        self.date.focus_first()

    def show_busy(self, *, busy: bool) -> None:
        """While the answer is awaited, "Lanjut" waits too, without the focus."""
        if busy:
            self.date.focus_first()
        self.next_button.setEnabled(not busy)
        self.look.write(self.next_button, "ticket_door.asking" if busy else "action.next")

    def refuse(self, key: str) -> None:
        """Say why there is no answer."""
        self.notice.tell(Kind.ATTENTION, Sentence(key))
        self.begin()

    def wipe(self) -> None:
        """Forget the date."""
        self.date.wipe()
        self.notice.clear()
        self.show_busy(busy=False)

    def _go_on(self) -> None:
        born: date | BirthDateProblem = self.date.value
        if isinstance(born, BirthDateProblem):
            self.refuse(born)
        else:
            self.answered.emit(born)
