"""The new answers once more, and that nothing else changes; then they are sent."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.page import Sheet
from kiosk.ui.resident.review_pictures import PictureCard
from kiosk.ui.resident.summary import Entry
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.label import label, plain_label
from kiosk.ui.widgets.notice import Kind


class PatchConfirmPage(Sheet):
    """Shows whole what was typed a moment ago: masked, nobody could find a mistake in it.

    Signals:
        confirmed: it shall be sent.
        left: back to the last answer.
    """

    confirmed = Signal()
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, "patch.title", "patch.hint")
        self.setObjectName("patch_confirm_page")
        self._answers: QWidget | None = None
        self.card = PictureCard(look, "patch_card", "review.ktp_photo", is_secret=True)
        self.card.change_requested.connect(self.left)
        self.body.addWidget(self.card, alignment=Qt.AlignmentFlag.AlignLeft)
        back = Button(look, "action.back", name="patch_back_button", icon="arrow-left")
        self.send_button = Button(
            look, "review.send", name="patch_send_button", rank=Rank.PRIMARY, icon="upload"
        )
        self.bottom_row.addWidget(back)
        self.bottom_row.addStretch(1)
        self.bottom_row.addWidget(self.send_button)
        back.clicked.connect(self.left)
        self.send_button.clicked.connect(self.confirmed)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Come on screen with these answers."""
        self._forget_answers()
        self.notice.clear()
        self.show_busy(busy=False)
        if entries:
            self._answers = self._card(entries)
            self.body.insertWidget(0, self._answers)
        self.send_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_busy(self, *, busy: bool) -> None:
        """While it is being sealed."""
        self.send_button.setEnabled(not busy)

    def fail(self, key: str) -> None:
        """Say why it could not be kept; the same may be tried again."""
        self.show_busy(busy=False)
        self.notice.tell(Kind.WRONG, Sentence(key))

    def wipe(self) -> None:
        """Forget the resident."""
        self._forget_answers()
        self.card.wipe()
        self.notice.clear()
        self.show_busy(busy=False)

    def _card(self, entries: Sequence[Entry]) -> Card:
        card = Card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for row, entry in enumerate(entries):
            value = plain_label("strong")
            value.setText(entry.text)
            grid.addWidget(label(self.look, entry.label_key, "hint"), row, 0)
            grid.addWidget(value, row, 1)
        grid.setColumnStretch(0, 4)
        grid.setColumnStretch(1, 6)
        card.body.addLayout(grid)
        return card

    def _forget_answers(self) -> None:
        if self._answers is not None:
            self._answers.setParent(None)
            self._answers.deleteLater()
            self._answers = None
