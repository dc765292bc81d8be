"""What stands over the list of officers: a name to type, and a temporary PIN, shown once."""

from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt, Signal

from kiosk.domain.name import LONGEST_NAME, NameProblem, PersonName, parse_name
from kiosk.domain.pin import ENTROPY_BYTES, Pin, temporary_pin
from kiosk.store.officers import Officer
from kiosk.store.supervision import StaffProblem
from kiosk.ui.look import Look
from kiosk.ui.officer.supervisor.sheet import SupervisorSheet
from kiosk.ui.services import Services
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.field import Field
from kiosk.ui.widgets.label import label, plain_label
from kiosk.ui.widgets.notice import Kind
from kiosk.ui.widgets.pads import LetterPad


def drawn_pin(services: Services) -> Pin:
    """A temporary PIN."""
    return temporary_pin(services.entropy(ENTROPY_BYTES))


class NameForm(SupervisorSheet):
    """An officer's name, to be written otherwise."""

    name: ClassVar[str] = "rename"
    icon: ClassVar[str] = "pen-line"

    def __init__(self, look: Look, services: Services) -> None:
        super().__init__(look, services)
        self._renamed: Officer | None = None
        self.field = Field(look, f"{self.name}_field", "officer.staff.name", LONGEST_NAME)
        self.field.textEdited.connect(self.notice.clear)
        pad = LetterPad(look, ".',")
        pad.types_into(self.field)
        self.save_button = Button(
            look,
            "officer.staff.save",
            name=f"{self.name}_save_button",
            rank=Rank.PRIMARY,
            icon="check",
        )
        self.save_button.clicked.connect(self._save)
        self.body.addWidget(self.field)
        self.bottom_row.addWidget(self.save_button)
        self.set_letter_pad(pad)

    def rename(self, officer: Officer) -> None:
        """Write this officer's name otherwise."""
        self._renamed = officer

    def begin(self) -> None:
        """Show the name as it is."""
        if self._renamed is not None:
            self.field.setText(self._renamed.name)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def end(self) -> None:
        """Forget it."""
        self._renamed = None
        self.field.wipe()

    def enter_pressed(self, field: Field) -> None:  # noqa: ARG002
        """A supervisor may save with Enter."""
        self.save_button.click()

    def keep(self, name: PersonName) -> None:
        """Keep a good name."""
        by, now, officer = self.by, self.now(), self._renamed
        if officer is not None:
            self.do(
                lambda store: store.supervision.rename(by, officer.id, name.value, now),
                self._kept,
            )

    def _save(self) -> None:
        name = parse_name(self.field.text())
        if isinstance(name, NameProblem):
            self._refuse(Sentence(name))
        else:
            self.keep(name)

    def _kept(self, answer: Officer | StaffProblem) -> None:
        if isinstance(answer, StaffProblem):
            self._refuse(Sentence(answer))
        else:
            self.left.emit()

    def _refuse(self, problem: Sentence) -> None:
        self.notice.tell(Kind.ATTENTION, problem)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)


class NewOfficerForm(NameForm):
    """The name of somebody new, who begins as an officer.

    Signals:
        hired: with the Officer and the temporary Pin, once the form was left.
    """

    hired = Signal(object, object)
    name: ClassVar[str] = "hire"
    icon: ClassVar[str] = "user-plus"

    def keep(self, name: PersonName) -> None:
        """Take somebody on."""
        by, now, pin = self.by, self.now(), drawn_pin(self.services)
        self.do(
            lambda store: store.supervision.take_on(by, name.value, pin, now),
            partial(self._hired, pin),
        )

    def _hired(self, pin: Pin, answer: Officer | StaffProblem) -> None:
        self._kept(answer)
        if isinstance(answer, Officer):
            self.hired.emit(answer, pin)


class PinSheet(SupervisorSheet):
    """A temporary PIN, to be told or written down; it is never shown again."""

    name: ClassVar[str] = "temporary_pin"
    icon: ClassVar[str] = "key-round"

    def __init__(self, look: Look, services: Services) -> None:
        super().__init__(look, services)
        self.back_button.say("action.close")
        self.back_button.show_icon("check")
        self._of = label(look, "notice.empty", "strong")
        self.pin = plain_label("title")
        self.pin.setObjectName("temporary_pin")
        card = Card()
        card.body.addWidget(self._of)
        card.body.addWidget(self.pin)
        card.body.addWidget(label(look, "officer.staff.pin_once", "hint"))
        self.body.addWidget(card)

    def show_pin(self, officer: Officer, pin: Pin) -> None:
        """Show whose it is, and the PIN."""
        self.look.write(self._of, "officer.staff.pin_of", name=officer.name)
        half = len(pin.value) // 2
        self.pin.setText(f"{pin.value[:half]} {pin.value[half:]}")

    def begin(self) -> None:
        """Nothing is read: it was shown beforehand."""
        self.back_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def end(self) -> None:
        """Forget it."""
        self.look.write(self._of, "notice.empty")
        self.pin.setText("")
