"""What is on screen when the stored data cannot be opened: what is safe, and the way out."""

from collections.abc import Callable
from concurrent.futures import Future

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel

from kiosk.store.errors import StoreError
from kiosk.store.rescue import Ailment, Diagnosis, Rescued
from kiosk.ui.background import Background
from kiosk.ui.look import Look
from kiosk.ui.page import Sheet
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.label import plain_label
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
        self._facts: list[QLabel] = []
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
            self.notice.warn(Sentence("rescue.sure"), "rescue.begin_anew")
        else:
            self._begin()

    def _begin(self) -> None:
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
        self.notice.tell(Kind.RIGHT, Sentence("rescue.done", figures))

    def _tell_fault(self, error: Exception) -> None:
        if not isinstance(error, StoreError):
            raise error
        for button in (self.close_button, self.repair_button):
            button.setEnabled(True)
        self.notice.tell(Kind.WRONG, Sentence(error.key))

    def _list(self, facts: list[Sentence]) -> None:
        """Below the notice, one line each."""
        for line in self._facts:
            line.hide()
            line.deleteLater()
        self._facts = [plain_label() for _ in facts]
        for line, fact in zip(self._facts, facts, strict=True):
            self.look.write(line, fact.key, **fact.values)
            self._scroll.body.addWidget(line)


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
