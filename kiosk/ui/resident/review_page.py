"""Everything once more, masked until touched, with a way to change each answer."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from kiosk.domain.draft import Draft
from kiosk.domain.region import Regions
from kiosk.domain.registration import Problem, Registration
from kiosk.ui.flow import Step
from kiosk.ui.look import Look
from kiosk.ui.page import Page
from kiosk.ui.resident.summary import Entry, Section, page_for, summary
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.label import label, plain_label
from kiosk.ui.widgets.notice import Kind

_PHOTO_SIZE = QSize(240, 320)


class ReviewPage(Page):
    """The last look before sending.

    Signals:
        change_requested: with the Step to change.
    """

    change_requested = Signal(object)

    def __init__(
        self,
        look: Look,
        regions: Regions,
        check: Callable[[Draft], Registration | tuple[Problem, ...]],
    ) -> None:
        """`check` makes a registration of a draft, or tells what is still in the way."""
        super().__init__(look, "review.title", "review.hint")
        self._regions, self._check = regions, check
        self._problem: Problem | None = None
        self._content: QWidget | None = None
        self.next_button.say("review.send")
        self.next_button.show_icon("upload")
        self._photo = QLabel()
        self._photo.setAlignment(Qt.AlignmentFlag.AlignCenter)
        look.name(self._photo, "review.photo")
        self.set_side(self._photo_card(), share=3)
        self.mend_button = Button(
            look, "review.mend", name="mend_button", rank=Rank.SMALL, icon="pen-line"
        )
        self.mend_button.clicked.connect(self._mend)
        self.mend_button.hide()
        self.notice.take_in(self.mend_button)
        look.changed.connect(self._show_answers)

    def show_photo(self, jpeg: bytes) -> None:
        """Show the photo that will be sent."""
        picture = QPixmap()
        picture.loadFromData(QByteArray(jpeg))
        self._photo.setPixmap(
            picture.scaled(
                _PHOTO_SIZE,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
        )

    def enter(self, draft: Draft) -> None:  # noqa: ARG002
        """Show the answers as they are now, from the top."""
        self.notice.clear()
        self.mend_button.hide()
        self.next_button.setEnabled(True)
        self._show_answers()
        self._scroll.verticalScrollBar().setValue(0)
        self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Forget answers and photo."""
        self._photo.clear()
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

    def wait(self) -> None:
        """Sending has begun: nothing more to press."""
        self.next_button.setEnabled(False)

    def _mend(self) -> None:
        if self._problem is not None:
            self.change_requested.emit(page_for(self._problem))

    def _photo_card(self) -> QWidget:
        change = self._change_button(Step.PHOTO)
        self.look.write(change, "review.photo_again")
        card = Card()
        card.body.addStretch(1)
        card.body.addWidget(self._photo)
        card.body.addWidget(change, alignment=Qt.AlignmentFlag.AlignHCenter)
        card.body.addStretch(1)
        card.setMinimumWidth(_PHOTO_SIZE.width() - 10)
        return card

    def _show_answers(self) -> None:
        self._clear_answers()
        if self._draft is None:
            return
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for section in summary(self._draft, self._regions, self.look.text):
            column.addWidget(self._section(section))
        self._content = content
        self.body.insertWidget(0, content)
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
        if entry.masked is not None:
            grid.addWidget(self._reveal_button(entry, value), row, 2)
        grid.addWidget(self._change_button(entry.step), row, 3)

    def _reveal_button(self, entry: Entry, value: QLabel) -> Button:
        button = Button(
            self.look, "action.show", name=f"show_{entry.step}", rank=Rank.SMALL, icon="eye"
        )
        button.clicked.connect(partial(self._toggle, entry, value, button))
        return button

    def _toggle(self, entry: Entry, value: QLabel, button: Button) -> None:
        is_masked = value.text() == entry.masked
        value.setText(entry.text if is_masked else entry.masked or "")
        button.say("action.hide" if is_masked else "action.show")
        button.show_icon("eye-off" if is_masked else "eye")

    def _change_button(self, step: Step) -> Button:
        button = Button(
            self.look, "action.change", name=f"change_{step}", rank=Rank.SMALL, icon="pen-line"
        )
        button.clicked.connect(partial(self.change_requested.emit, step))
        return button
