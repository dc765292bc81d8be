"""Pages with one question to answer by yes or no."""

from PySide6.QtCore import Qt, Signal

from kiosk.domain.address import AddressProblem
from kiosk.domain.draft import Draft
from kiosk.domain.email import EmailProblem
from kiosk.ui.look import Look
from kiosk.ui.page import Page
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.choice import ANSWERS, ChoiceList
from kiosk.ui.widgets.label import plain_label


class YesNoPage(Page):
    """The title is the question."""

    reads_all = True

    def __init__(self, look: Look, texts: str, name: str) -> None:
        super().__init__(look, f"{texts}.title", f"{texts}.hint")
        self.choice = ChoiceList(look, name, ANSWERS, is_alone=True)
        self.choice.changed.connect(self.answer_changed)
        self.body.addWidget(self.choice)

    def focus_first(self) -> None:
        """Begin at the answers."""
        self.choice.focus_first()

    def forget(self) -> None:
        """Forget the answer."""
        self.choice.wipe()

    def show_answer(self, answer: bool | None) -> None:  # noqa: FBT001
        """Show an earlier answer."""
        self.choice.choose({True: ["yes"], False: ["no"], None: []}[answer])


class DomicilePage(YesNoPage):
    """Whether one lives where the KTP says."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "address.same", "domicile_same")

    def fill(self, draft: Draft) -> None:
        """Show the answer."""
        self.show_answer(draft.domicile_same)

    def read(self, draft: Draft) -> Draft | Sentence:
        """An answer; living at the KTP address leaves no other address."""
        match self.choice.value:
            case "yes":
                return draft.but(domicile_same=True, domicile_village_code=None, domicile_line=None)
            case "no":
                return draft.but(domicile_same=False)
            case _:
                return Sentence(AddressProblem.DOMICILE)


class EmailOpenedPage(YesNoPage):
    """Whether the resident gets into the mailbox, tried now on the own phone.

    Signals:
        pause_requested: not now; with the Draft to go on with later.
    """

    pause_requested = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look, "contact.email_opened", "email_opened")
        self._address = plain_label("lead")
        self.body.insertWidget(0, self._address)
        self.later_button = Button(
            look, "contact.later", name="later_button", rank=Rank.QUIET, icon="clock"
        )
        self.later_button.clicked.connect(lambda: self.pause_requested.emit(self.draft))
        self.body.addWidget(self.later_button, alignment=Qt.AlignmentFlag.AlignLeft)

    def fill(self, draft: Draft) -> None:
        """Show the answer."""
        self.show_answer(draft.email_opened)

    def enter(self, draft: Draft) -> None:
        """Show the address that is asked about."""
        self._address.setText(draft.email or "")
        super().enter(draft)

    def forget(self) -> None:
        """Forget the address too."""
        super().forget()
        self._address.setText("")

    def read(self, draft: Draft) -> Draft | Sentence:
        """Only a mailbox that can be opened will do."""
        if self.choice.value != "yes":
            return Sentence(EmailProblem.NOT_OPENED)
        return draft.but(email_opened=True)
