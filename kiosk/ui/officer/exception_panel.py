"""Sending a picture that the check does not like, or none: an officer says why, with name and PIN.

Where the photo profile asks for it, a supervisor approves with a PIN of their own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.domain.exception import ExceptionKind, PhotoException
from kiosk.store.officers import Officer, Role
from kiosk.ui.look import Look
from kiosk.ui.officer.gate import OfficerGate
from kiosk.ui.page import Sheet
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.choice import ChoiceList
from kiosk.ui.widgets.notice import Kind
from kiosk.ui.widgets.page_stack import PageStack


@dataclass(frozen=True, slots=True)
class ExceptionTerms:
    """What can be granted, and what of it only by a supervisor.

    `approval` is asked anew each time: the centre may send another profile.
    """

    kinds: tuple[ExceptionKind, ...]
    approval: Callable[[], frozenset[ExceptionKind]]
    clock: Callable[[], datetime]


class ExceptionPanel(QWidget):
    """First the reason, where there is a choice, then the PIN, then perhaps the supervisor's.

    Signals:
        granted: with the PhotoException, to travel with the photo or in its place.
        left: nothing was granted.
    """

    granted = Signal(object)
    left = Signal()

    def __init__(self, look: Look, gate: OfficerGate, terms: ExceptionTerms) -> None:
        super().__init__()
        self._look, self.gate, self._terms = look, gate, terms
        self._officer: Officer | None = None
        self._choices = ChoiceList(
            look, "exception", {kind.value: f"exception.{kind}" for kind in terms.kinds}
        )
        self._why = Sheet(look, "exception.title", "exception.hint")
        self._why.body.addWidget(self._choices)
        self._fill_bottom()
        self._stack = PageStack(look)
        self._stack.addWidget(self._why)
        self._stack.addWidget(gate)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._choices.changed.connect(self._why.notice.clear)
        gate.left.connect(self._step_back)
        gate.opened.connect(self._take_pin)

    def begin(self) -> None:
        """Ask for the reason, or at once for the PIN where there is one reason only."""
        self.wipe()
        if len(self._terms.kinds) == 1:
            self._ask_officer()
        else:
            self._stack.setCurrentWidget(self._why)
            self._choices.focus_first()

    def wipe(self) -> None:
        """Forget reason and PIN."""
        self._officer = None
        self._choices.wipe()
        self._why.notice.clear()
        self.gate.wipe()

    @property
    def _kind(self) -> ExceptionKind | None:
        if len(self._terms.kinds) == 1:
            return self._terms.kinds[0]
        chosen = self._choices.value
        return None if chosen is None else ExceptionKind(chosen)

    def _fill_bottom(self) -> None:
        back = Button(self._look, "action.back", name="exception_back_button", icon="arrow-left")
        go_on = Button(
            self._look,
            "action.next",
            name="exception_next_button",
            rank=Rank.PRIMARY,
            icon="arrow-right",
        ).with_icon_last()
        self._why.bottom_row.addWidget(back)
        self._why.bottom_row.addStretch(1)
        self._why.bottom_row.addWidget(go_on)
        back.clicked.connect(self.left)
        go_on.clicked.connect(self._choose)

    def _choose(self) -> None:
        if self._kind is None:
            self._why.notice.tell(Kind.ATTENTION, Sentence("exception.choose"))
        else:
            self._ask_officer()

    def _ask_officer(self) -> None:
        self._look.write(self.gate.title, "exception.officer")
        self._look.write(self.gate.hint, f"exception.{self._kind}")
        self._stack.setCurrentWidget(self.gate)
        self.gate.begin()

    def _ask_supervisor(self, officer: Officer) -> None:
        self._officer = officer
        self._look.write(self.gate.title, "exception.supervisor")
        self.gate.begin(only=Role.SUPERVISOR)

    def _step_back(self) -> None:
        self._officer = None
        if len(self._terms.kinds) == 1:
            self.left.emit()
        else:
            self._stack.setCurrentWidget(self._why)

    def _take_pin(self, officer: Officer) -> None:
        """The supervisor's own PIN is officer's and approval in one."""
        kind = self._kind
        if kind is None:
            raise RuntimeError("a PIN is asked for after the reason")
        if kind not in self._terms.approval():
            self._grant(kind, officer, None)
        elif officer.role is Role.SUPERVISOR:
            self._grant(kind, self._officer or officer, officer)
        else:
            self._ask_supervisor(officer)

    def _grant(self, kind: ExceptionKind, officer: Officer, approver: Officer | None) -> None:
        approved_by = None if approver is None else approver.id
        granted = PhotoException(kind, officer.id, approved_by, self._terms.clock())
        self.wipe()
        self.granted.emit(granted)
