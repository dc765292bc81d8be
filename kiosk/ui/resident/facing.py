"""What a resident who is helped has to see: numbers to compare, answers to confirm.

The officer's own pages show it, and so does the second display. Both draw it with these widgets.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.domain.draft import Draft
from kiosk.domain.region import Regions
from kiosk.ui.flow import Stage
from kiosk.ui.look import Look
from kiosk.ui.resident.summary import Section, summary
from kiosk.ui.widgets.camera_view import PhotoView
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.flow_row import FlowRow
from kiosk.ui.widgets.label import icon_label, label, plain_label

TYPED: Final = (Stage.IDENTITY, Stage.ADDRESS, Stage.CONTACT, Stage.BACKGROUND)
"""What an officer typed; consents, criteria and signature the resident gave in person."""
_BIG_TEXT: Final = 1.5
_PORTRAIT_PX: Final = (150, 200)


@dataclass(frozen=True, slots=True, repr=False)
class NumberToCompare:
    """A number in groups, or an address in its parts; `key` asks whether it fits."""

    key: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class AnswersToConfirm:
    """Everything that was typed, and the photo (JPEG) if one was taken."""

    draft: Draft
    photo: bytes | None


ToRead = NumberToCompare | AnswersToConfirm | None


class BigGroups(Card):
    """Groups as big as the ticket code, one beside the other."""

    def __init__(self) -> None:
        super().__init__(margin=28)
        self._row = FlowRow(gap=36)
        self.body.addLayout(self._row)

    def show_groups(self, groups: Sequence[str]) -> None:
        """Show these instead of what was there."""
        self.wipe()
        for group in groups:
            shown = plain_label("ticket")
            shown.setWordWrap(False)
            shown.setText(group)
            self._row.addWidget(shown)
            shown.show()
        self._row.invalidate()
        self.updateGeometry()

    def wipe(self) -> None:
        """Forget the number."""
        while (item := self._row.takeAt(0)) is not None:
            shown = item.widget()
            if shown is not None:
                shown.setParent(None)
                shown.deleteLater()


class BigAnswers(QWidget):
    """The typed answers in clear, section by section, with the photo beside the first."""

    def __init__(self, look: Look, regions: Regions) -> None:
        super().__init__()
        self._look, self._regions = look, regions
        self._shown: AnswersToConfirm | None = None
        self._content: QWidget | None = None
        self.photo = PhotoView(look, "review.photo")
        self.photo.setFixedSize(*_PORTRAIT_PX)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        look.changed.connect(self._draw)

    def show_answers(self, answers: AnswersToConfirm) -> None:
        """Show these instead of what was there."""
        self._shown = answers
        self._draw()

    def wipe(self) -> None:
        """Forget answers and photo."""
        self._shown = None
        self.photo.clear()
        self._clear()

    def _clear(self) -> None:
        self.photo.setParent(self)
        self.photo.hide()
        if self._content is not None:
            self._content.setParent(None)
            self._content.deleteLater()
            self._content = None

    def _draw(self) -> None:
        if self._shown is None:
            return
        self._clear()
        found = summary(self._shown.draft, self._regions, self._look.text)
        sections = [section for section in found if section.stage in TYPED]
        self._content = self._lay_out([self._card(section) for section in sections])
        self._column.addWidget(self._content)
        self._content.show()

    def _lay_out(self, cards: Sequence[QWidget]) -> QWidget:
        """Two columns, or one where letters are big or the screen is upright."""
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(14)
        columns = 1 if self._look.text_scale >= _BIG_TEXT or _is_upright(self) else 2
        for place, card in enumerate(cards):
            grid.addWidget(card, place // columns, place % columns)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        return content

    def _card(self, section: Section) -> QWidget:
        card = Card(margin=16)
        card.body.setSpacing(4)
        head = QHBoxLayout()
        head.addLayout(self._answers(section), 1)
        if section.stage is Stage.IDENTITY and self._shown is not None and self._shown.photo:
            self.photo.show_jpeg(self._shown.photo)
            head.addWidget(self.photo, alignment=Qt.AlignmentFlag.AlignTop)
            self.photo.show()
        card.body.addLayout(head)
        card.body.addStretch(1)
        return card

    def _answers(self, section: Section) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(2)
        for entry in section.entries:
            column.addWidget(label(self._look, entry.label_key, "small"))
            answer = plain_label("lead")
            answer.setText(entry.text)
            column.addWidget(answer)
        return column


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
        self._groups.show_groups(number.groups)

    def wipe(self) -> None:
        """Forget the number."""
        self._groups.wipe()


def _is_upright(widget: QWidget) -> bool:
    return widget.window().height() > widget.window().width()
