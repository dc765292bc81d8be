"""Taking part in a batch: which one, and an explicit consent that is never ticked beforehand."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal

from kiosk.domain.consent import Consent, ConsentPurpose, give_consent
from kiosk.domain.window import wib
from kiosk.sync.protocol import Batch, ConsentText
from kiosk.ui.dates import long_date
from kiosk.ui.look import Look
from kiosk.ui.page import Sheet
from kiosk.ui.resident.wording import in_language
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.card_button import TickCard
from kiosk.ui.widgets.label import label, plain_label
from kiosk.ui.widgets.notice import Kind


class JoinPage(Sheet):
    """The consent's proof is made the moment it is ticked.

    Signals:
        agreed: with the Consent.
        left: back.
    """

    agreed = Signal(object)
    left = Signal()

    reads_all = True

    def __init__(self, look: Look, clock: Callable[[], datetime]) -> None:
        super().__init__(look, "join.title", "join.hint")
        self.setObjectName("join_page")
        self._clock = clock
        self._text: ConsentText | None = None
        self._batch: Batch | None = None
        self._consent: Consent | None = None
        self._name = plain_label("lead")
        self._dates = label(look, "notice.empty", "hint")
        card = Card()
        card.body.addWidget(self._name)
        card.body.addWidget(self._dates)
        self.tick = TickCard(look, "join_consent", self._words)
        self.body.addWidget(card)
        self.body.addWidget(self.tick)
        back = Button(look, "action.back", name="join_back_button", icon="arrow-left")
        self.join_button = Button(
            look, "join.go", name="join_confirm_button", rank=Rank.PRIMARY, icon="users"
        )
        self.bottom_row.addWidget(back)
        self.bottom_row.addStretch(1)
        self.bottom_row.addWidget(self.join_button)
        self.tick.clicked.connect(self._ticked)
        self.join_button.clicked.connect(self._go_on)
        back.clicked.connect(self.left)
        look.changed.connect(self._say)

    def show_batch(self, batch: Batch, text: ConsentText) -> None:
        """Come on screen for a batch, with the words to agree to."""
        self.wipe()
        self._batch, self._text = batch, text
        self._say()
        self.tick.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_busy(self, *, busy: bool) -> None:
        """While the answer is awaited."""
        self.join_button.setEnabled(not busy)

    def wipe(self) -> None:
        """Forget the consent."""
        self._batch = self._text = self._consent = None
        self.tick.setChecked(False)
        self.notice.clear()
        self.show_busy(busy=False)
        self._say()

    def _say(self) -> None:
        self._name.setText("" if self._batch is None else self._batch.name)
        if self._batch is not None:
            opens, closes = wib(self._batch.opens_at), wib(self._batch.closes_at)
            self.look.write(
                self._dates,
                "join.dates",
                opens=long_date(opens.date(), self.look.text),
                closes=long_date(closes.date(), self.look.text),
                time=f"{closes:%H.%M}",
            )
        self.tick.say()

    def _words(self) -> str:
        return "" if self._text is None else in_language(self._text.text, self.look.language)

    def _ticked(self) -> None:
        self.notice.clear()
        self._consent = None
        if self._text is not None and self.tick.isChecked():
            self._consent = give_consent(
                ConsentPurpose.JOIN, self._text.version, self._words(), self._clock()
            )

    def _go_on(self) -> None:
        if self._consent is None:
            self.notice.tell(Kind.ATTENTION, Sentence("join.required"))
        else:
            self.agreed.emit(self._consent)
