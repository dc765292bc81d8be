"""What the law wants everybody to be told before they agree, in seven short paragraphs.

The headings are those of article 21 of the law on personal data (UU 27/2022): who asks and on what
basis, for what purpose, which data and why, in what detail, how long they are kept, how long they
are used, and the rights of the resident.
"""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kiosk.ui.look import Look
from kiosk.ui.page import Sheet
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.label import icon_label, label

_FACTS: Final = (
    ("basis", "building-2"),
    ("purpose", "info"),
    ("data", "id-card"),
    ("details", "list"),
    ("keeping", "hard-drive"),
    ("period", "clock"),
    ("rights", "hand"),
)


class ConsentFactsPage(Sheet):
    """Everything at once, to be read or listened to.

    Signals:
        left: back to the consents.
    """

    left = Signal()
    reads_all = True

    def __init__(self, look: Look) -> None:
        super().__init__(look, "consent.facts.title", "consent.facts.hint")
        self.setObjectName("consent_facts_page")
        card = Card()
        card.body.setSpacing(18)
        for fact, icon in _FACTS:
            card.body.addLayout(_paragraph(look, fact, icon))
        self.body.addWidget(card)
        self.back_button = Button(
            look, "action.back", name="back_button", rank=Rank.PRIMARY, icon="arrow-left"
        )
        self.listen_button = Button(look, "consent.listen", name="listen_button", icon="volume-2")
        self.bottom_row.addWidget(self.back_button)
        self.bottom_row.addStretch(1)
        self.bottom_row.addWidget(self.listen_button)
        self.back_button.clicked.connect(self.left)
        self.listen_button.clicked.connect(self.read_aloud)

    def showEvent(self, event: QShowEvent) -> None:
        """Offer to read aloud where that can be done."""
        super().showEvent(event)
        self.listen_button.setVisible(self.look.voice.is_offered)
        self.back_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def read_aloud(self) -> None:
        """Say everything, from the first word."""
        voice = self.look.voice
        if not voice.is_on:
            voice.toggle()
        self._read_aloud()


def _paragraph(look: Look, fact: str, icon: str) -> QHBoxLayout:
    words = QVBoxLayout()
    words.setSpacing(2)
    words.addWidget(label(look, f"consent.{fact}.title", "strong"))
    words.addWidget(label(look, f"consent.{fact}.text"))
    row = QHBoxLayout()
    row.setSpacing(16)
    row.addWidget(icon_label(look, icon, "accent", 28), alignment=Qt.AlignmentFlag.AlignTop)
    row.addLayout(words, 1)
    return row
