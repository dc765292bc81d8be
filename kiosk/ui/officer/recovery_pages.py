"""What somebody does who forgot the PIN: ask a supervisor, or as a supervisor the centre."""

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.domain import crockford
from kiosk.domain.pin import Pin
from kiosk.domain.recovery import (
    CODE_LENGTH,
    ENTROPY_BYTES,
    GROUP,
    RecoveryCode,
    RecoveryProblem,
    parse_recovery_code,
)
from kiosk.store.errors import StoreError
from kiosk.store.officers import Officer, Role
from kiosk.store.recovery import OpenChallenge
from kiosk.store.store import Store
from kiosk.ui.background import Background
from kiosk.ui.dates import long_date
from kiosk.ui.look import Look
from kiosk.ui.officer.new_pin import NewPin
from kiosk.ui.officer.officer_list import OfficerList
from kiosk.ui.page import Sheet
from kiosk.ui.services import Services
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.field import DigitGroupsField, Field
from kiosk.ui.widgets.label import label, plain_label
from kiosk.ui.widgets.notice import Kind
from kiosk.ui.widgets.pads import NumberPad
from kiosk.ui.widgets.page_stack import PageStack
from kiosk.ui.widgets.ticket_pad import TicketPad

T = TypeVar("T")
_LOW_LINES: Final = 18
_GROUPS: Final = (GROUP,) * (CODE_LENGTH // GROUP)


class CodeField(DigitGroupsField):
    """Four groups of four; what is typed becomes what it stands for."""

    def put(self, text: str) -> None:
        """Type one character."""
        super().put(crockford.read(text) or text)


class CodePage(Sheet):
    """What to tell the centre, and a field for its answer.

    Signals:
        left: back to where one came from.
        typed: with a RecoveryCode that is one.
    """

    left = Signal()
    typed = Signal(object)

    def __init__(self, look: Look, services: Services) -> None:
        super().__init__(look, "officer.recovery.title", "officer.recovery.hint")
        self.setObjectName("recovery_code")
        self._services = services
        self._facts = label(look, "notice.empty", "small")
        self.challenge = plain_label("title")
        self.challenge.setObjectName("challenge")
        self.field = CodeField(
            look, "recovery_field", "officer.recovery.code", _GROUPS, allowed="[0-9A-Z]*"
        )
        card = Card(margin=16)
        card.body.setSpacing(4)
        card.body.addWidget(self.challenge)
        card.body.addWidget(self._facts)
        self.body.addWidget(card)
        self._code_label = label(look, "officer.recovery.code", "strong")
        self.body.addWidget(self._code_label)
        self.body.addWidget(self.field)
        back = Button(look, "action.back", name="recovery_back_button", icon="arrow-left")
        self.next_button = Button(
            look, "action.next", name="recovery_next_button", rank=Rank.PRIMARY, icon="arrow-right"
        ).with_icon_last()
        self.bottom_row.addWidget(back)
        self.bottom_row.addStretch(1)
        self.bottom_row.addWidget(self.next_button)
        pad = TicketPad(look)
        pad.types_into(self.field)
        self.set_letter_pad(pad)
        back.clicked.connect(self.left)
        self.next_button.clicked.connect(self._go_on)
        self.field.textEdited.connect(self.notice.clear)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the screen is low, question and answer stand together without more words."""
        super().resizeEvent(event)
        is_low = self.height() / self.look.px["body"] < _LOW_LINES
        self.title.setVisible(not is_low)
        self._code_label.setVisible(not is_low)

    def show_question(self, asked: OpenChallenge) -> None:
        """Show what the centre is asked."""
        texts, services = self.look.text, self._services
        bundle = services.configuration.bundle
        self.challenge.setText(asked.challenge.display)
        self.look.write(
            self._facts,
            "officer.recovery.facts",
            office=services.office.id,
            day=long_date(asked.day, texts),
            help_line="–" if bundle is None else bundle.help_line,  # noqa: RUF001
        )
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def wipe(self) -> None:
        """Forget question and answer."""
        self.challenge.setText("")
        self.look.write(self._facts, "notice.empty")
        self.field.wipe()
        self.notice.clear()

    def enter_pressed(self, field: Field) -> None:  # noqa: ARG002
        """Enter goes on."""
        self.next_button.click()

    def refuse(self, problem: RecoveryProblem) -> None:
        """Say why the code does not do."""
        self.notice.tell(Kind.ATTENTION, Sentence(problem))
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_on(self) -> None:
        code = parse_recovery_code(self.field.text())
        if isinstance(code, RecoveryProblem):
            self.refuse(code)
        else:
            self.notice.clear()
            self.typed.emit(code)


class OwnPinPage(Sheet):
    """Which supervisor it is, and the new PIN.

    Signals:
        left: back to where one came from.
        chosen: with the Officer and the Pin.
    """

    left = Signal()
    chosen = Signal(object, object)

    def __init__(self, look: Look) -> None:
        super().__init__(look, "officer.recovery.pin_title", "first_run.pin.hint")
        self.setObjectName("recovery_pin")
        self.officers = OfficerList(look)
        self.new_pin = NewPin(look)
        self.body.addWidget(self.officers)
        self.body.addWidget(self.new_pin)
        back = Button(look, "action.back", name="recovery_stop_button", icon="arrow-left")
        self.keep_button = Button(
            look, "officer.gate.keep", name="recovery_keep_button", rank=Rank.PRIMARY, icon="check"
        )
        self.bottom_row.addWidget(back)
        self.bottom_row.addStretch(1)
        self.bottom_row.addWidget(self.keep_button)
        pad = NumberPad(look)
        pad.types_into(self.new_pin.first, self.new_pin.second)
        card = Card()
        card.body.addWidget(pad)
        self.set_side(card)
        back.clicked.connect(self.left)
        self.keep_button.clicked.connect(self._keep)
        self.new_pin.changed.connect(self.notice.clear)

    def begin(self, officers: Sequence[Officer]) -> None:
        """Offer the supervisors."""
        self.officers.show_officers([each for each in officers if each.role is Role.SUPERVISOR])
        self.new_pin.begin()

    def wipe(self) -> None:
        """Forget who and what."""
        self.officers.show_officers(())
        self.new_pin.wipe()
        self.notice.clear()

    def _keep(self) -> None:
        officer, pin = self.officers.chosen, self.new_pin.read()
        if officer is None:
            self.notice.tell(Kind.ATTENTION, Sentence("officer.gate.choose"))
        elif isinstance(pin, Sentence):
            self.new_pin.begin()
            self.notice.tell(Kind.ATTENTION, pin)
        else:
            self.chosen.emit(officer, pin)


class RecoveryPages(QWidget):
    """The code first, then the PIN; the code is used up only when the PIN is kept.

    Signals:
        left: back to the gate, with or without a new PIN.
    """

    left = Signal()

    def __init__(self, look: Look, services: Services) -> None:
        super().__init__()
        self.setObjectName("recovery_pages")
        self._services = services
        self._background = Background(self)
        self._code: RecoveryCode | None = None
        self.code_page = CodePage(look, services)
        self.pin_page = OwnPinPage(look)
        self._stack = PageStack(look)
        self._stack.addWidget(self.code_page)
        self._stack.addWidget(self.pin_page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.code_page.left.connect(self._leave)
        self.pin_page.left.connect(self._leave)
        self.code_page.typed.connect(self._check)
        self.pin_page.chosen.connect(self._redeem)

    def begin(self) -> None:
        """Ask the centre, through whoever stands here."""
        self.wipe()
        self._stack.setCurrentWidget(self.code_page)
        now, entropy = self._services.clock(), self._services.entropy(ENTROPY_BYTES)
        self._do(lambda store: store.recovery.ask(now, entropy), self._show_question)

    def wipe(self) -> None:
        """Forget everything."""
        self._background.forget()
        self._code = None
        self.code_page.wipe()
        self.pin_page.wipe()

    def minimumSizeHint(self) -> QSize:
        """Small enough for any screen."""
        return QSize(320, 240)

    def _show_question(self, asked: OpenChallenge | RecoveryProblem) -> None:
        if isinstance(asked, RecoveryProblem):
            self.code_page.refuse(asked)
        else:
            self.code_page.show_question(asked)

    def _check(self, code: RecoveryCode) -> None:
        now = self._services.clock()

        def check(store: Store) -> RecoveryProblem | tuple[Officer, ...]:
            return store.recovery.check(code, now) or store.officers.list()

        def decide(answer: RecoveryProblem | tuple[Officer, ...]) -> None:
            if isinstance(answer, RecoveryProblem):
                self.code_page.refuse(answer)
                return
            self._code = code
            self._stack.setCurrentWidget(self.pin_page)
            self.pin_page.begin(answer)

        self._do(check, decide)

    def _redeem(self, officer: Officer, pin: Pin) -> None:
        code, now = self._code, self._services.clock()
        if code is not None:
            self._do(lambda store: store.recovery.redeem(code, officer.id, pin, now), self._decide)

    def _decide(self, answer: Officer | RecoveryProblem) -> None:
        if isinstance(answer, RecoveryProblem):
            self.pin_page.notice.tell(Kind.ATTENTION, Sentence(answer))
        else:
            self._leave()

    def _leave(self) -> None:
        self.wipe()
        self.left.emit()

    def _do(self, work: Callable[[Store], T], on_done: Callable[[T], object]) -> None:
        self._background.watch(self._services.store.submit(work), on_done, self._fail)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, StoreError):
            raise error
        page = self._stack.currentWidget()
        if isinstance(page, Sheet):
            page.notice.tell(Kind.WRONG, Sentence(error.key))
