"""Name and PIN: the only way to whatever is the officers' own."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.domain.pin import Pin, PinProblem, parse_pin
from kiosk.domain.readiness import Unattended
from kiosk.store.errors import StoreError
from kiosk.store.officers import Officer, Role
from kiosk.store.store import Store
from kiosk.store.worker import StoreThread
from kiosk.ui.background import Background
from kiosk.ui.look import Look
from kiosk.ui.officer.new_pin import NewPin
from kiosk.ui.officer.officer_list import OfficerList
from kiosk.ui.page import Sheet
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.field import Field
from kiosk.ui.widgets.label import label
from kiosk.ui.widgets.notice import Kind
from kiosk.ui.widgets.pads import NumberPad
from kiosk.ui.widgets.pin_field import PinField

T = TypeVar("T")


class OfficerGate(Sheet):
    """Asks who it is. The store counts wrong tries and locks; this page only says so.

    Signals:
        opened: with the Officer whose PIN it was.
        left: the officer went back.
        forgotten: the officer does not know the PIN any more.
    """

    opened = Signal(object)
    left = Signal()
    forgotten = Signal()

    def __init__(
        self,
        look: Look,
        store: StoreThread,
        clock: Callable[[], datetime],
        *,
        title_key: str = "officer.gate.title",
        hint_key: str = "officer.gate.secrecy",
    ) -> None:
        super().__init__(look, title_key, hint_key)
        self.setObjectName("officer_gate")
        self._store, self._clock = store, clock
        self._only: Role | None = None
        self._background = Background(self)
        self._officers = OfficerList(look)
        self.pin = PinField(look, "pin_field", "officer.gate.pin")
        self.open_button = Button(
            look, "officer.gate.open", name="open_button", rank=Rank.PRIMARY, icon="unlock"
        )
        self.back_button = Button(look, "action.back", name="gate_back_button", icon="arrow-left")
        self._temporary: tuple[Officer, Pin] | None = None
        self._who = _column(self._officers, label(look, "officer.gate.pin", "strong"), self.pin)
        self.new_pin = NewPin(look)
        self.body.addWidget(self._who)
        self.body.addWidget(self.new_pin)
        self.bottom_row.addWidget(self.back_button)
        self.bottom_row.addStretch(1)
        self.bottom_row.addWidget(self.open_button)
        self._pad = NumberPad(look)
        card = Card()
        card.body.addWidget(self._pad)
        self.set_side(card)
        self.back_button.clicked.connect(self._leave)
        self.open_button.clicked.connect(self._go_on)
        self.pin.textEdited.connect(self.notice.clear)
        self.new_pin.changed.connect(self.notice.clear)
        self._ask_for_own_pin(None)
        self._officers.changed.connect(self._choose)

    def begin(self, only: Role | None = None) -> None:
        """Get ready to ask, only those of a role perhaps.

        Nothing is opened before the list of officers is there.
        """
        self.wipe()
        self._only = only
        self._ask(lambda store: store.officers.list(), self._offer)
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)

    def wipe(self) -> None:
        """Forget what was typed."""
        self._background.forget()
        self.pin.wipe()
        self._ask_for_own_pin(None)
        self.notice.clear()
        self.open_button.setEnabled(False)

    def ask_below_pin(self, button: Button) -> None:
        """Stand another way below the PIN, as long as that is asked for."""
        layout = self._who.layout()
        if layout is not None:
            layout.addWidget(button)
            layout.setAlignment(button, Qt.AlignmentFlag.AlignLeft)

    def enter_pressed(self, field: Field) -> None:  # noqa: ARG002
        """An officer may open with Enter: nothing is lost by it."""
        self.open_button.click()

    def _offer(self, officers: Sequence[Officer]) -> None:
        asked = [officer for officer in officers if self._only in {None, officer.role}]
        self._officers.show_officers(asked)
        self.open_button.setEnabled(True)

    def _choose(self) -> None:
        self.pin.wipe()
        self.notice.clear()
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_for_own_pin(self, temporary: tuple[Officer, Pin] | None) -> None:
        """Instead of who it is; or ask that again."""
        self._temporary = temporary
        self._who.setVisible(temporary is None)
        self.new_pin.setVisible(temporary is not None)
        self.new_pin.wipe()
        if temporary is None:
            self._pad.types_into(self.pin)
        else:
            self._pad.types_into(self.new_pin.first, self.new_pin.second)
        self.open_button.say("officer.gate.open" if temporary is None else "officer.gate.keep")

    def _go_on(self) -> None:
        if self._temporary is None:
            self._try_pin()
        else:
            self._keep_own_pin(*self._temporary)

    def _keep_own_pin(self, officer: Officer, old: Pin) -> None:
        new = self.new_pin.read()
        if isinstance(new, Sentence):
            self.new_pin.begin()
            self.notice.tell(Kind.ATTENTION, new)
            return
        now = self._clock()
        self.open_button.setEnabled(False)
        self._ask(
            lambda store: store.officers.change_pin(officer.id, old, new, now),
            partial(self._decide, officer, old),
        )

    def _try_pin(self) -> None:
        officer = self._officers.chosen
        if officer is None:
            self.notice.tell(Kind.ATTENTION, Sentence("officer.gate.choose"))
            return
        typed = self.pin.text()
        problem = parse_pin(typed)
        if problem in {PinProblem.LENGTH, PinProblem.DIGITS}:
            self._refuse(PinProblem(problem))
            return
        pin = Pin(typed)  # one too easy to be anybody's counts as a try all the same
        now = self._clock()
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)
        self.open_button.setEnabled(False)
        self._ask(
            lambda store: store.officers.verify(officer.id, pin, now),
            partial(self._decide, officer, pin),
        )

    def _decide(self, officer: Officer, pin: Pin, answer: Officer | PinProblem) -> None:
        self.open_button.setEnabled(True)
        if isinstance(answer, Officer):
            self.wipe()
            self.opened.emit(answer)
        elif answer in {PinProblem.TEMPORARY, PinProblem.SAME}:
            self._ask_for_own_pin((officer, pin))
            self.new_pin.begin()
            self.notice.tell(Kind.ATTENTION, Sentence(answer.value))
        else:
            self._refuse(answer)

    def _leave(self) -> None:
        """What is still being checked opens nothing any more."""
        self.wipe()
        self.left.emit()

    def _ask(self, work: Callable[[Store], T], on_done: Callable[[T], object]) -> None:
        self._background.watch(self._store.submit(work), on_done, self._fail)

    def _fail(self, error: Exception) -> None:
        """Where no try can be counted, nobody comes in."""
        if not isinstance(error, StoreError):
            raise error
        self.open_button.setEnabled(True)
        self._refuse(error.key)

    def _refuse(self, problem: str) -> None:
        self._ask_for_own_pin(None)
        self.pin.wipe()
        self.notice.tell(Kind.WRONG, Sentence(problem))
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)


def _column(*widgets: QWidget) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(12)
    for widget in widgets:
        layout.addWidget(widget)
    return column


def called_gate(look: Look, store: StoreThread, clock: Callable[[], datetime]) -> OfficerGate:
    """The gate a resident sees who called: it says that help comes, and how to go on alone."""
    gate = OfficerGate(
        look, store, clock, title_key="officer.called.title", hint_key="officer.called.hint"
    )
    gate.body.insertWidget(0, label(look, "officer.gate.secrecy", "small"))
    forgot = Button(look, "officer.gate.forgot", name="forgot_button", rank=Rank.QUIET)
    forgot.clicked.connect(gate.forgotten)
    gate.ask_below_pin(forgot)
    gate.bottom_row.setStretchFactor(gate.back_button, 2)
    return gate


class QuitGate(OfficerGate):
    """The gate through which Loket is left: it says what becomes of the queue then."""

    def __init__(self, look: Look, store: StoreThread, clock: Callable[[], datetime]) -> None:
        super().__init__(
            look, store, clock, title_key="officer.quit.title", hint_key="officer.quit.hint"
        )

    def begin(self, only: Role | None = None) -> None:
        """Get ready to ask, and look who sends afterwards."""
        super().begin(only)
        now = self._clock()
        self._ask(lambda store: store.unattended(now), self._say_who_sends)

    def _say_who_sends(self, unattended: Unattended) -> None:
        goes_on = unattended is Unattended.RUNS
        self.look.write(self.hint, "officer.quit.goes_on" if goes_on else "officer.quit.hint")
