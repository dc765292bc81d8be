"""Telephone and e-mail."""

from collections.abc import Sequence
from typing import ClassVar, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent

from kiosk.domain.draft import Draft
from kiosk.domain.email import (
    EMAIL_DOMAINS,
    LONGEST_EMAIL,
    EmailProblem,
    parse_email,
    suggest_email,
)
from kiosk.domain.phone import (
    Phone,
    PhoneProblem,
    PhoneWarning,
    parse_phone,
    phone_warnings,
)
from kiosk.domain.used_before import UsedBeforeWarning
from kiosk.ui.look import Look
from kiosk.ui.page import Page
from kiosk.ui.resident.number_pages import NumberPage
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.choice import ChoiceList, YesNo
from kiosk.ui.widgets.field import Field
from kiosk.ui.widgets.label import plain_label
from kiosk.ui.widgets.pads import LetterPad
from kiosk.ui.widgets.scroll import Scroll

PHONE_GROUPS: Final = (4, 4, 5)
_OTHER: Final = "other"
_INSET: Final = 48
"""Of a field, left and right of its text, in pixels."""
_OWN_REQUIRED: Final = "contact.own_required"


def typed_phone(draft: Draft) -> str:
    """The number of a draft as it is typed, e.g. `081234567890`."""
    return "" if draft.phone is None else Phone(draft.phone).national


class PhonePage(NumberPage):
    """The mobile number, for the first time, and whose it is."""

    possible_doubts: ClassVar = (*PhoneWarning, UsedBeforeWarning.PHONE)

    def __init__(self, look: Look) -> None:
        super().__init__(look, "contact.phone", "phone_first", PHONE_GROUPS)
        self.own = YesNo(look, "phone_is_own", "contact.phone.own", stacked=True)
        self.own.changed.connect(self.answer_changed)
        self.body.addWidget(self.own)

    def fill(self, draft: Draft) -> None:
        """Show the number and the answer."""
        self.field.setText(typed_phone(draft))
        self.own.show_answer(draft.phone_is_own)

    def forget(self) -> None:
        """Forget the answer."""
        self.own.wipe()

    def read(self, draft: Draft) -> Draft | Sentence:
        """A mobile number of the resident's own."""
        phone = parse_phone(self.field.text())
        if isinstance(phone, PhoneProblem):
            return Sentence(phone)
        if self.own.answer is None:
            return Sentence(_OWN_REQUIRED)
        if not self.own.answer:
            return Sentence(PhoneProblem.NOT_OWN)
        return draft.but(phone=phone.value, phone_is_own=True)

    def focus_fault(self, problem: Sentence) -> None:
        """The number, or the question below it."""
        if problem.key in {_OWN_REQUIRED, PhoneProblem.NOT_OWN}:
            self.own.focus_first()
        else:
            super().focus_fault(problem)

    def doubts(self, draft: Draft) -> Sequence[Sentence]:
        """Ask about unknown prefixes."""
        phone = parse_phone(draft.phone or "")
        if isinstance(phone, PhoneProblem):
            return ()
        return [Sentence(warning) for warning in phone_warnings(phone)]


class AddressPage(Page):
    """The name of the mailbox, its domain as a button, and both together as they will be sent."""

    def __init__(self, look: Look, texts: str, name: str) -> None:
        """`texts`: table with `title` and `hint`; widgets are named after `name`."""
        super().__init__(look, f"{texts}.title", f"{texts}.hint")
        self.field = Field(look, f"{name}_name", f"{texts}.title", LONGEST_EMAIL)
        self._whole = plain_label("strong")
        domains = {each: Sentence("contact.domain", {"domain": each}) for each in EMAIL_DOMAINS}
        labels = domains | {_OTHER: Sentence("contact.other_domain")}
        self.domain = ChoiceList(look, f"{name}_domain", labels)
        self.field.textChanged.connect(self._typed)
        self.domain.changed.connect(self._typed)
        self.body.addWidget(self.field)
        self.body.addWidget(self._whole)
        self.beside = Scroll()
        self.beside.body.setSpacing(4)
        self.beside.body.addWidget(self.domain)
        self.set_side(self.beside)
        pad = LetterPad(look, ".@", lower=True)
        pad.types_into(self.field)
        self.set_letter_pad(pad)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrower field says less."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._show_whole)

    def forget(self) -> None:
        """Forget the domain."""
        self.domain.wipe()
        self._whole.setText("")

    @property
    def address(self) -> str:
        """What has been typed and chosen, together."""
        typed = self.field.text().strip().lower()
        domain = self.domain.value
        if not typed or "@" in typed or domain in {None, _OTHER}:
            return typed
        return f"{typed}@{domain}"

    def show_address(self, address: str) -> None:
        """Show an address in its two parts."""
        name, _, domain = address.partition("@")
        known = domain in EMAIL_DOMAINS
        self.field.setText(name if known else address)
        self.domain.choose([domain if known else _OTHER] if domain else [])
        self._typed()

    def _typed(self) -> None:
        self.answer_changed()
        self._show_whole()

    def _show_whole(self) -> None:
        """Below the field, where the field alone does not say it all."""
        self._whole.setText(self.address)
        in_field = self.field.fontMetrics().horizontalAdvance(self.field.text())
        is_all_there = self.address == self.field.text() and in_field < self.field.width() - _INSET
        self._whole.setVisible(bool(self.address) and not is_all_there)


class EmailPage(AddressPage):
    """The address for the first time; a likely typo is asked about.

    Signals:
        pause_requested: no e-mail yet; with the Draft to go on with later.
    """

    pause_requested = Signal(object)
    possible_doubts: ClassVar = (UsedBeforeWarning.EMAIL,)

    def __init__(self, look: Look) -> None:
        super().__init__(look, "contact.email", "email")
        self._declined = ""
        self.none_button = Button(
            look, "contact.no_email", name="no_email_button", rank=Rank.QUIET, icon="clock"
        )
        self.none_button.clicked.connect(self._pause)
        self.beside.body.addWidget(self.none_button, alignment=Qt.AlignmentFlag.AlignLeft)

    def fill(self, draft: Draft) -> None:
        """Show the address."""
        self.show_address(draft.email or "")

    def forget(self) -> None:
        """Forget domain and suggestion."""
        super().forget()
        self._declined = ""

    def read(self, draft: Draft) -> Draft | Sentence:
        """An address; a suggestion for it is made once."""
        suggestion = suggest_email(self.address)
        if suggestion is not None and self._declined != self.address:
            self._declined = self.address
            return Sentence("contact.suggestion", {"suggestion": suggestion})
        email = parse_email(self.address)
        if isinstance(email, EmailProblem):
            return Sentence(email)
        opened = draft.email_opened if draft.email == email.value else None
        return draft.but(email=email.value, email_opened=opened)

    def explain(self, problem: Sentence) -> None:
        """Offer a suggestion as a button, or say what is wrong."""
        if problem.key == "contact.suggestion":
            self.notice.ask(problem)
            self.notice.agree_button.say("contact.use_suggestion")
        else:
            super().explain(problem)

    def agree(self) -> None:
        """Take the suggestion, or go on with an address that was used before."""
        if self.problem() == UsedBeforeWarning.EMAIL:
            super().agree()
            return
        if self.notice.sentence is not None:
            self.show_address(str(self.notice.sentence.values["suggestion"]))
        self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.notice.clear()

    def _pause(self) -> None:
        self.pause_requested.emit(self.draft.but(email=None, email_opened=None))


class EmailAgainPage(AddressPage):
    """The same address once more, blind."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "contact.email_again", "email_again")
        self._compared_with = ""

    def enter(self, draft: Draft) -> None:
        """Start blind again when the first entry was changed."""
        if draft.email != self._compared_with:
            self._compared_with = draft.email or ""
            self.show_address("")
        super().enter(draft)

    def forget(self) -> None:
        """Forget both entries."""
        super().forget()
        self._compared_with = ""

    def read(self, draft: Draft) -> Draft | Sentence:
        """Both entries are the same."""
        if not self.address:
            return Sentence(EmailProblem.INCOMPLETE)
        return draft if self.address == self._compared_with else Sentence("contact.email_differs")
