"""What a resident who is helped has to see: numbers to compare, answers to confirm.

The officer's own pages show it, and so does the second display. Both draw it with these widgets.
"""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.domain.draft import Draft
from kiosk.domain.region import Regions
from kiosk.ui.flow import Stage
from kiosk.ui.look import Look
from kiosk.ui.resident.summary import Section, summary
from kiosk.ui.widgets.camera_view import PhotoView
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.flow_row import FlowRow
from kiosk.ui.widgets.label import icon_label, label, plain_label
from kiosk.ui.widgets.scroll import Scroll

TYPED: Final = (Stage.IDENTITY, Stage.ADDRESS, Stage.CONTACT, Stage.BACKGROUND)
"""What an officer typed; consents, criteria and signature the resident gave in person."""
_COLUMNS: Final = ((Stage.IDENTITY, Stage.CONTACT), (Stage.ADDRESS, Stage.BACKGROUND))
_BIG_TEXT: Final = 1.5
_GAP_PX: Final = 44
_CARD_GAP_PX: Final = 10
_PORTRAIT: Final = QSize(150, 200)


@dataclass(frozen=True, slots=True, repr=False)
class NumberToCompare:
    """A number in groups, or an address in its pieces.

    `key` asks whether it fits; `is_apart`: the groups are read one by one, with a gap between.
    """

    key: str
    groups: tuple[str, ...]
    is_apart: bool = True


@dataclass(frozen=True, slots=True, repr=False)
class AnswersToConfirm:
    """Everything that was typed, and the photo (JPEG) if one was taken."""

    draft: Draft
    photo: bytes | None


ToRead = NumberToCompare | AnswersToConfirm | None


class BigGroups(Card):
    """Groups that can be read from the other side of a desk, in as many lines as they need."""

    def __init__(self) -> None:
        super().__init__(margin=20)
        self._row: FlowRow | None = None

    def show_number(self, number: NumberToCompare) -> None:
        """Show this number instead of what was there."""
        self.wipe()
        self._row = FlowRow(gap=_GAP_PX if number.is_apart else 0)
        for group in number.groups:
            shown = plain_label("spoken")
            shown.setWordWrap(False)
            shown.setText(group)
            self._row.addWidget(shown)
        self.body.addLayout(self._row)

    def wipe(self) -> None:
        """Forget the number."""
        if self._row is None:
            return
        while (item := self._row.takeAt(0)) is not None:
            shown = item.widget()
            if shown is not None:
                shown.setParent(None)
                shown.deleteLater()
        self.body.removeItem(self._row)
        self._row = None


class BigAnswers(QWidget):
    """The typed answers in clear, section by section, with the photo beside them."""

    def __init__(self, look: Look, regions: Regions) -> None:
        super().__init__()
        self._look, self._regions = look, regions
        self._shown: AnswersToConfirm | None = None
        self._content: QWidget | None = None
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        look.changed.connect(self._draw)

    def show_answers(self, answers: AnswersToConfirm) -> None:
        """Show these instead of what was there."""
        self._shown = answers
        self._draw()

    def wipe(self) -> None:
        """Forget answers and photo."""
        self._shown = None
        self._clear()

    def _clear(self) -> None:
        if self._content is not None:
            self._content.setParent(None)
            self._content.deleteLater()
            self._content = None

    def _draw(self) -> None:
        if self._shown is None:
            return
        self._clear()
        found = summary(self._shown.draft, self._regions, self._look.text)
        cards = {section.stage: self._card(section) for section in found if section.stage in TYPED}
        self._content = content = QWidget()
        row = QBoxLayout(self._direction(), content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_CARD_GAP_PX)
        for stages in _COLUMNS:
            column = QVBoxLayout()
            column.setSpacing(_CARD_GAP_PX)
            for stage in stages:
                column.addWidget(cards[stage])
            column.addStretch(1)
            row.addLayout(column, 1)
        if self._shown.photo is not None:
            row.addWidget(self._portrait(self._shown.photo), alignment=Qt.AlignmentFlag.AlignTop)
        self._whole.addWidget(content)
        content.show()

    def _direction(self) -> QBoxLayout.Direction:
        """Side by side, or one below the other where letters are big or the screen is upright."""
        window = self.window()
        is_narrow = self._look.text_scale >= _BIG_TEXT or window.height() > window.width()
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        return down if is_narrow else across

    def _portrait(self, jpeg: bytes) -> PhotoView:
        photo = PhotoView(self._look, "review.photo")
        photo.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        photo.setFixedSize(_PORTRAIT * self._look.factor)
        photo.show_jpeg(jpeg)
        return photo

    def _card(self, section: Section) -> QWidget:
        card = Card(margin=12)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        for row, entry in enumerate(section.entries):
            answer = plain_label("lead")
            answer.setText(entry.text)
            grid.addWidget(label(self._look, entry.label_key, "hint"), row, 0)
            grid.addWidget(answer, row, 1)
        grid.setColumnStretch(0, 4)
        grid.setColumnStretch(1, 7)
        card.body.addLayout(grid)
        return card


class FacingNumber(QWidget):
    """A number to compare, for the second display: nothing can be pressed."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._title = label(look, "facing.nik", "welcome")
        self._groups = BigGroups()
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(icon_label(look, "ear", "accent", 64))
        column.addWidget(self._title)
        column.addWidget(self._groups)
        column.addWidget(label(look, "facing.say_no", "lead"))
        column.addStretch(1)

    def show_number(self, number: NumberToCompare) -> None:
        """Show this number instead of what was there."""
        self._look.write(self._title, number.key)
        self._groups.show_number(number)

    def wipe(self) -> None:
        """Forget the number."""
        self._groups.wipe()


class FacingAnswers(Scroll):
    """The answers to confirm, for the second display: nothing can be pressed."""

    def __init__(self, look: Look, regions: Regions) -> None:
        super().__init__()
        self._answers = BigAnswers(look, regions)
        self.body.addWidget(label(look, "facing.confirm", "title"))
        self.body.addWidget(self._answers)

    def show_answers(self, answers: AnswersToConfirm) -> None:
        """Show these instead of what was there, from the top."""
        self._answers.show_answers(answers)
        self.verticalScrollBar().setValue(0)

    def scroll_to(self, share: float) -> None:
        """Show the same part as the officer sees: a share of the way down, 0..1."""
        bar = self.verticalScrollBar()
        bar.setValue(round(share * bar.maximum()))

    def wipe(self) -> None:
        """Forget answers and photo."""
        self._answers.wipe()
