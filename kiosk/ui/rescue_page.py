"""What is on screen when the stored data cannot be opened: what is safe, and the way out."""

from collections.abc import Callable
from concurrent.futures import Future

from PySide6.QtCore import Qt, Signal

from kiosk.store.errors import StoreError
from kiosk.store.rescue import Ailment, Diagnosis, Rescued
from kiosk.ui.background import Background
from kiosk.ui.look import Look
from kiosk.ui.page import Sheet
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.label import label
from kiosk.ui.widgets.notice import Kind


class RescuePage(Sheet):
    """Says what is the matter, repairs when the officer wants it, and says what came of it.

    Nobody can show a PIN here: the PINs are in what does not open. Repairing deletes nothing.

    Signals:
        closed: the officer wants to close Loket.
        rescued: it was repaired, and the officer has read what came of it.
    """

    closed = Signal()
    rescued = Signal()

    def __init__(
        self, look: Look, diagnosis: Diagnosis, repair: Callable[[], "Future[Rescued]"]
    ) -> None:
        """`repair` does the work in another thread."""
        super().__init__(look, "rescue.title", "rescue.hint")
        self.setObjectName("rescue_page")
        self._diagnosis, self._repair = diagnosis, repair
        self._background = Background(self)
        self._card = Card(margin=16)
        self._scroll.body.addWidget(self._card)
        self.close_button = Button(look, "stopped.close", name="close_button", icon="log-out")
        self.close_button.clicked.connect(self.closed)
        self.repair_button = Button(
            look, "rescue.repair", name="repair_button", rank=Rank.PRIMARY, icon="shield-check"
        )
        self.repair_button.clicked.connect(self._press)
        self.open_button = Button(
            look, "rescue.open", name="open_button", rank=Rank.PRIMARY, icon="check"
        )
        self.open_button.clicked.connect(self.rescued)
        self.open_button.hide()
        self.bottom_row.addWidget(self.close_button)
        self.bottom_row.addStretch(1)
        self.bottom_row.addWidget(self.repair_button)
        self.bottom_row.addWidget(self.open_button)
        self.notice.agreed.connect(self._begin)
        self.notice.decline_button.clicked.connect(self._think_again)
        self._tell_diagnosis()

    def _tell_diagnosis(self) -> None:
        key_is_lost = self._diagnosis.ailment is Ailment.KEY
        facts = [Sentence("rescue.sealed", {"count": self._diagnosis.sealed})]
        if key_is_lost:
            facts += [Sentence("rescue.gone_with_key"), Sentence("rescue.code_with_key")]
            self.repair_button.say("rescue.begin_anew")
        self._list(facts)
        self.notice.tell(Kind.WRONG, Sentence(self._diagnosis.ailment))

    def _press(self) -> None:
        """A new key is the last resort: it is asked for twice."""
        if self._diagnosis.ailment is Ailment.KEY:
            self.repair_button.hide()
            self.notice.warn(Sentence("rescue.sure"), "rescue.begin_anew")
        else:
            self._begin()

    def _think_again(self) -> None:
        self.repair_button.show()
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell_diagnosis()

    def _begin(self) -> None:
        self.repair_button.show()
        for button in (self.close_button, self.repair_button):
            button.setEnabled(False)
        self.notice.tell(Kind.ATTENTION, Sentence("rescue.busy"))
        self._background.watch(self._repair(), self._tell_result, self._tell_fault)

    def _tell_result(self, rescued: Rescued) -> None:
        self._list(_told(rescued))
        self.repair_button.hide()
        self.close_button.setEnabled(True)
        self.open_button.show()
        self.open_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.look.write(self.title, "rescue.done_title")
        self.look.write(self.hint, "rescue.done_hint")
        figures = {"kept": rescued.kept, "waiting": rescued.waiting}
        kind = Kind.RIGHT if _is_whole(rescued) else Kind.ATTENTION
        self.notice.tell(kind, Sentence("rescue.done", figures))

    def _tell_fault(self, error: Exception) -> None:
        if not isinstance(error, StoreError):
            raise error
        for button in (self.close_button, self.repair_button):
            button.setEnabled(True)
        self.notice.tell(Kind.WRONG, Sentence(error.key))

    def _list(self, facts: list[Sentence]) -> None:
        """Below the notice, one line each."""
        while (item := self._card.body.takeAt(0)) is not None:
            before = item.widget()
            if before is not None:
                before.hide()
                before.deleteLater()
        for fact in facts:
            line = label(self.look, "notice.empty")
            self.look.write(line, fact.key, **fact.values)
            self._card.body.addWidget(line)
        self._card.setVisible(bool(facts))


def _is_whole(rescued: Rescued) -> bool:
    """Whether everything is here again."""
    is_lost = rescued.lost or rescued.unclear or rescued.drafts_lost
    return rescued.journal_whole and not is_lost and rescued.ailment is not Ailment.KEY


def _told(rescued: Rescued) -> list[Sentence]:
    """What the officer has to know beside the figures, the worst first."""
    key_was_lost = rescued.ailment is Ailment.KEY
    counted = {
        "rescue.lost": rescued.lost,
        "rescue.unclear_count": rescued.unclear,
        "rescue.drafts": rescued.drafts,
    }
    facts = [Sentence(key, {"count": count}) for key, count in counted.items() if count]
    is_so = {
        "rescue.gone_with_key": key_was_lost,
        "rescue.drafts_lost": rescued.drafts_lost and not key_was_lost,
        "rescue.journal_broken": not rescued.journal_whole and not key_was_lost,
        "rescue.kept_aside": rescued.aside.exists(),
        "rescue.enrol": rescued.needs_enrolment,
    }
    return [*facts, *(Sentence(key) for key, holds in is_so.items() if holds)]
