"""Everything once more, masked until touched, with a way to change each answer."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kiosk.domain.draft import Draft
from kiosk.domain.region import Regions
from kiosk.domain.registration import Problem, Registration
from kiosk.ui.flow import Stage, Step
from kiosk.ui.look import Look
from kiosk.ui.page import Page
from kiosk.ui.resident.review_pictures import PictureCard, PictureStrip
from kiosk.ui.resident.summary import Entry, Section, page_for, summary
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.label import label, plain_label
from kiosk.ui.widgets.notice import Kind
from kiosk.ui.widgets.signature_pad import SignatureView

_STACKED_FROM = 1.5
"""Text scale."""
_LAST = frozenset({Stage.CONSENT, Stage.CRITERIA})
"""What was only touched comes after what was typed, where mistakes are made."""


class ReviewPage(Page):
    """The last look before sending.

    Signals:
        change_requested: with the Step to change.
        print_requested: the resident wants the filled form on paper.
    """

    change_requested = Signal(object)
    print_requested = Signal()

    def __init__(
        self,
        look: Look,
        regions: Regions,
        check: Callable[[Draft], Registration | tuple[Problem, ...]],
        count_questions: Callable[[], int],
    ) -> None:
        """`check` makes a registration of a draft, or tells what is still in the way."""
        super().__init__(look, "review.title", "review.hint")
        self._regions, self._check, self._count_questions = regions, check, count_questions
        self._problem: Problem | None = None
        self._content: QWidget | None = None
        self.print_button = Button(look, "review.print", name="print_form_button", icon="printer")
        self.print_button.clicked.connect(self.print_requested)
        self.body.addWidget(self.print_button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.photo = PictureCard(look, "photo", "review.photo", is_secret=False)
        self.card = PictureCard(look, "ktp_photo", "review.ktp_photo", is_secret=True)
        for picture, step in ((self.photo, Step.PHOTO), (self.card, Step.KTP_PHOTO)):
            picture.change_requested.connect(partial(self.change_requested.emit, step))
        self.set_side(PictureStrip(look, self.photo, self.card), share=3)
        self.mend_button = Button(
            look, "review.mend", name="mend_button", rank=Rank.SMALL, icon="pen-line"
        )
        self.mend_button.clicked.connect(self._mend)
        self.mend_button.hide()
        self.notice.take_in(self.mend_button)
        look.changed.connect(self._show_answers)

    def enter(self, draft: Draft) -> None:
        """Show the answers as they are now, from the top."""
        is_assisted = draft.assisted_by is not None
        self.next_button.say("review.show" if is_assisted else "review.send")
        self.next_button.show_icon("users" if is_assisted else "upload")
        self.notice.clear()
        self.mend_button.hide()
        self.next_button.setEnabled(True)
        self.photo.conceal()
        self.card.conceal()
        self._show_answers()
        self._scroll.verticalScrollBar().setValue(0)
        self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Forget answers and pictures."""
        self.photo.wipe()
        self.card.wipe()
        self._problem = None
        self._clear_answers()

    def read(self, draft: Draft) -> Draft | Sentence:
        """Everything is there and confirmed."""
        result = self._check(draft)
        if isinstance(result, Registration):
            return draft
        self._problem = result[0]
        return Sentence(result[0].key)

    def explain(self, problem: Sentence) -> None:
        """Say what is missing and offer the way there."""
        self.notice.tell(Kind.ATTENTION, problem)
        self.mend_button.show()
        self.mend_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def tell(self, kind: Kind, sentence: Sentence) -> None:
        """Say how something else ended, such as printing."""
        self.mend_button.hide()
        self.notice.tell(kind, sentence)

    def _mend(self) -> None:
        if self._problem is not None:
            self.change_requested.emit(page_for(self._problem))

    def _show_answers(self) -> None:
        self._clear_answers()
        if self._draft is None:
            return
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        sections = summary(
            self._draft, self._regions, self.look.text, questions=self._count_questions()
        )
        for section in sorted(sections, key=lambda section: section.stage in _LAST):
            column.addWidget(self._section(section))
        self._content = content
        self.body.insertWidget(0, content)
        content.show()
        self._scroll.lay_out()
        self.order_focus()

    def _clear_answers(self) -> None:
        if self._content is not None:
            self._content.setParent(None)
            self._content.deleteLater()
            self._content = None

    def _section(self, section: Section) -> QWidget:
        card = Card()
        card.body.addWidget(label(self.look, f"stage.{section.stage}", "lead"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for row, entry in enumerate(section.entries):
            self._add_entry(grid, row, entry)
        grid.setColumnStretch(0, 4)
        grid.setColumnStretch(1, 6)
        card.body.addLayout(grid)
        return card

    def _add_entry(self, grid: QGridLayout, row: int, entry: Entry) -> None:
        value = plain_label("strong")
        value.setText(entry.text if entry.masked is None else entry.masked)
        grid.addWidget(label(self.look, entry.label_key, "hint"), row, 0)
        grid.addWidget(value, row, 1)
        buttons = self._button_box()
        if entry.masked is not None:
            drawing = self._drawing(entry)
            grid.addWidget(drawing, row, 1)
            buttons.addWidget(self._reveal_button(entry, value, drawing))
        if not entry.is_final:
            buttons.addWidget(self._change_button(entry))
        grid.addLayout(buttons, row, 2)

    def _button_box(self) -> QBoxLayout:
        """Side by side, or one below the other where the text is big."""
        if self.look.text_scale >= _STACKED_FROM:
            return QVBoxLayout()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch()
        return row

    def _drawing(self, entry: Entry) -> SignatureView:
        drawing = SignatureView(self.look, f"drawn_{entry.step}")
        drawing.show_strokes(entry.strokes)
        drawing.hide()
        return drawing

    def _reveal_button(self, entry: Entry, value: QLabel, drawing: SignatureView) -> Button:
        button = Button(
            self.look, "action.show", name=f"show_{entry.step}", rank=Rank.SMALL, icon="eye"
        )
        self._call(button, "review.show_what", entry)
        button.clicked.connect(partial(self._toggle, entry, value, drawing, button))
        return button

    def _toggle(self, entry: Entry, value: QLabel, drawing: SignatureView, button: Button) -> None:
        reveals = value.text() == entry.masked
        value.setText(entry.text if reveals else entry.masked or "")
        if entry.strokes:
            value.setVisible(not reveals)
            drawing.setVisible(reveals)
        button.say("action.hide" if reveals else "action.show")
        button.show_icon("eye-off" if reveals else "eye")
        self._call(button, "review.hide_what" if reveals else "review.show_what", entry)

    def _change_button(self, entry: Entry) -> Button:
        button = Button(
            self.look,
            "action.change",
            name=f"change_{entry.step}",
            rank=Rank.SMALL,
            icon="pen-line",
        )
        self._call(button, "review.change_what", entry)
        button.clicked.connect(partial(self.change_requested.emit, entry.step))
        return button

    def _call(self, button: Button, key: str, entry: Entry) -> None:
        """Tell a screen reader which of the many such buttons this is."""
        self.look.name(button, key, what=self.look.text(entry.label_key))
