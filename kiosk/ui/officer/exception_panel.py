"""Keeping a photo that the check does not like: an officer says why, with name and PIN."""

from collections.abc import Iterable
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kiosk.store.officers import Officer
from kiosk.ui.look import Look
from kiosk.ui.officer.gate import OfficerGate
from kiosk.ui.page import Sheet
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.choice import ChoiceList
from kiosk.ui.widgets.notice import Kind


class ExceptionKind(StrEnum):
    """Why a photo is kept all the same; the value travels with it."""

    MEDICAL = "medical"
    RELIGIOUS = "religious"
    EYE_OR_EAR = "eye_or_ear"
    CHECK_MISTAKEN = "check_mistaken"


class CardExceptionKind(StrEnum):
    """The same for the photo of an identity card."""

    WORN = "worn"
    CHECK_MISTAKEN = "check_mistaken"


class ExceptionPanel(QWidget):
    """First the reason, then the PIN.

    Signals:
        granted: with the reason as text, to travel with the photo.
        left: nothing was granted.
    """

    granted = Signal(str)
    left = Signal()

    def __init__(
        self, look: Look, gate: OfficerGate, kinds: Iterable[StrEnum] = ExceptionKind
    ) -> None:
        super().__init__()
        self._gate = gate
        self._kinds = ChoiceList(
            look, "exception", {kind.value: f"exception.{kind}" for kind in kinds}
        )
        self._why = Sheet(look, "exception.title", "exception.hint")
        self._why.body.addWidget(self._kinds)
        back = Button(look, "action.back", name="exception_back_button", icon="arrow-left")
        go_on = Button(
            look,
            "action.next",
            name="exception_next_button",
            rank=Rank.PRIMARY,
            icon="arrow-right",
        ).with_icon_last()
        self._why.bottom_row.addWidget(back)
        self._why.bottom_row.addStretch(1)
        self._why.bottom_row.addWidget(go_on)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._why)
        self._stack.addWidget(gate)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        back.clicked.connect(self.left)
        go_on.clicked.connect(self._ask_pin)
        self._kinds.changed.connect(self._why.notice.clear)
        gate.left.connect(self._ask_why)
        gate.opened.connect(self._grant)

    def begin(self) -> None:
        """Ask for the reason."""
        self.wipe()
        self._ask_why()

    def wipe(self) -> None:
        """Forget reason and PIN."""
        self._kinds.wipe()
        self._why.notice.clear()
        self._gate.wipe()

    def _ask_why(self) -> None:
        self._stack.setCurrentWidget(self._why)

    def _ask_pin(self) -> None:
        if self._kinds.value is None:
            self._why.notice.tell(Kind.ATTENTION, Sentence("exception.choose"))
            return
        self._stack.setCurrentWidget(self._gate)
        self._gate.begin()

    def _grant(self, officer: Officer) -> None:
        self.granted.emit(f"{self._kinds.value}; officer {officer.id}")
