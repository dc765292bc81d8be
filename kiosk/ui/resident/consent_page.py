"""What the resident agrees to, purpose by purpose, and what becomes of the data."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kiosk.domain.consent import Consent, ConsentPurpose, give_consent, missing_consents
from kiosk.domain.draft import Draft
from kiosk.sync.protocol import ConfigBundle, ConsentText
from kiosk.ui.look import Look
from kiosk.ui.page import Page
from kiosk.ui.resident.wording import in_language
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.card_button import TickCard
from kiosk.ui.widgets.label import icon_label, label
from kiosk.ui.widgets.scroll import Scroll

_ABOUT_PHOTO = (ConsentPurpose.CAMERA, ConsentPurpose.PHOTO_UPLOAD)
_PURPOSES = (ConsentPurpose.PROCESS, ConsentPurpose.CAMERA, ConsentPurpose.PHOTO_UPLOAD)
_FACTS = (("purpose", "info"), ("keeping", "clock"), ("rights", "hand"))
"""What most people want to know; the rest is one touch away."""


class ConsentPage(Page):
    """Three texts to tick. The proof is made the moment a text is ticked.

    Signals:
        facts_requested: the resident wants to read everything first.
        refused: no photo is to be taken, says the officer beside.
        refusal_taken_back: with the Draft; one may be taken after all.
    """

    facts_requested = Signal()
    refused = Signal()
    refusal_taken_back = Signal(object)

    reads_all = True

    def __init__(
        self, look: Look, config: Callable[[], ConfigBundle], clock: Callable[[], datetime]
    ) -> None:
        super().__init__(look, "consent.title", "consent.hint")
        self._config, self._clock = config, clock
        self._given: dict[ConsentPurpose, Consent] = {}
        self._ticks: dict[ConsentPurpose, TickCard] = {}
        for purpose in _PURPOSES:
            tick = TickCard(look, f"consent_{purpose}", partial(self._words, purpose))
            tick.clicked.connect(partial(self._ticked, purpose))
            self._ticks[purpose] = tick
            self.body.addWidget(tick)
        self.refuse_button = Button(
            look, "exception.refuse", name="refuse_photo_button", rank=Rank.QUIET, icon="camera-off"
        )
        self.body.addWidget(self.refuse_button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.refuse_button.clicked.connect(self._refuse)
        self.facts_button = Button(look, "consent.read_all", name="facts_button", icon="file-text")
        self.facts_button.clicked.connect(self.facts_requested)
        self.listen_button = Button(look, "consent.listen", name="listen_button", icon="volume-2")
        self.listen_button.clicked.connect(self.read_aloud)
        self.set_side(self._side_card(look), share=6)

    def showEvent(self, event: QShowEvent) -> None:
        """Offer to read aloud where that can be done."""
        super().showEvent(event)
        self.listen_button.setVisible(self.look.voice.is_offered)

    def read_aloud(self) -> None:
        """Say what is to be agreed to, where these very words were recorded, and the facts."""
        voice = self.look.voice
        if not voice.is_on:
            voice.toggle()
        asked = [f"consent.said.{purpose}" for purpose in _PURPOSES if self._is_recorded(purpose)]
        voice.say("consent.title", *asked, *(f"consent.{fact}.text" for fact, _ in _FACTS))

    def fill(self, draft: Draft) -> None:
        """Show what was agreed to."""
        self._given = {consent.purpose: consent for consent in draft.consents}
        for purpose, tick in self._ticks.items():
            tick.setChecked(purpose in self._given)
            tick.say()

    def enter(self, draft: Draft) -> None:
        """Ask nothing about a photo of who refuses one; only an officer can note that."""
        refuses = draft.photo_exception is not None
        for purpose in _ABOUT_PHOTO:
            self._ticks[purpose].setVisible(not refuses)
            if refuses:
                self._given.pop(purpose, None)
                self._ticks[purpose].setChecked(False)
        self.refuse_button.setVisible(draft.assisted_by is not None)
        self.refuse_button.say("exception.take_back" if refuses else "exception.refuse")
        self.refuse_button.show_icon("camera" if refuses else "camera-off")
        super().enter(draft)

    def focus_first(self) -> None:
        """Begin at the first text that is not ticked."""
        unticked = (tick for tick in self._ticks.values() if not tick.isChecked())
        first = next(unticked, self._ticks[_PURPOSES[0]])
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Untick."""
        self._given = {}
        for tick in self._ticks.values():
            tick.setChecked(False)

    def read(self, draft: Draft) -> Draft | Sentence:
        """All three are needed."""
        consents = tuple(self._given.values())
        missing = missing_consents(consents, photo=draft.photo_exception is None)
        return Sentence(missing[0]) if missing else draft.but(consents=consents)

    def _refuse(self) -> None:
        if self.draft.photo_exception is None:
            self.refused.emit()
        else:
            self.refusal_taken_back.emit(self.draft.but(photo_exception=None))

    def _ticked(self, purpose: ConsentPurpose) -> None:
        if self._ticks[purpose].isChecked():
            version = self._text_of(purpose).version
            self._given[purpose] = give_consent(
                purpose,
                version,
                self._words(purpose),
                self._clock(),
                officer=self.draft.assisted_by,
            )
        else:
            self._given.pop(purpose, None)
        self.answer_changed()

    def _words(self, purpose: ConsentPurpose) -> str:
        return in_language(self._text_of(purpose).text, self.look.language)

    def _text_of(self, purpose: ConsentPurpose) -> ConsentText:
        return next(text for text in self._config().consents if text.purpose == purpose)

    def _is_recorded(self, purpose: ConsentPurpose) -> bool:
        """Whether the centre's words are those that the kiosk can say."""
        return self.look.text(f"consent.said.{purpose}") == self._words(purpose)

    def _side_card(self, look: Look) -> QWidget:
        card = Card(margin=20)
        card.body.addWidget(label(look, "consent.facts.title", "lead"))
        for fact, icon in _FACTS:
            row = QHBoxLayout()
            row.setSpacing(14)
            row.addWidget(icon_label(look, icon, "accent", 26), alignment=Qt.AlignmentFlag.AlignTop)
            row.addWidget(label(look, f"consent.{fact}.text", "hint"), 1)
            card.body.addLayout(row)
        card.body.addSpacing(8)
        card.body.addWidget(self.facts_button)
        card.body.addWidget(self.listen_button)
        side = Scroll()
        side.body.addWidget(card)
        return side
