"""What the page of the test shows: what to expect, one question, and the end."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.sync.protocol import AssessmentQuestion, AssessmentSet
from kiosk.ui.look import Look
from kiosk.ui.resident.wording import in_language
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.card_button import TickCard
from kiosk.ui.widgets.label import icon_label, label, plain_label
from kiosk.ui.widgets.tick import ONE_OF_SEVERAL

MOST_CHOICES: Final = 6
"""Of one question, by the protocol."""
_COLUMNS: Final = 4
_TWO_COLUMNS_FROM: Final = 40
"""Width in sizes of the text."""
_POINTS: Final = (
    ("count", "clipboard-list"),
    ("time", "clock"),
    ("paper", "pen-line"),
    ("calm", "smile"),
    ("centre", "shield-check"),
)


class IntroSheet(Card):
    """What to expect, before the time runs."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._points = {name: label(look, "notice.empty") for name, _ in _POINTS}
        for name, icon in _POINTS:
            row = QHBoxLayout()
            row.setSpacing(16)
            row.addWidget(icon_label(look, icon, "accent"), alignment=Qt.AlignmentFlag.AlignTop)
            row.addWidget(self._points[name], 1)
            self.body.addLayout(row)

    def show_set(self, questions: AssessmentSet) -> None:
        """Say how many questions and minutes there are."""
        for name, point in self._points.items():
            self._look.write(
                point,
                f"assessment.intro.{name}",
                count=len(questions.questions),
                minutes=questions.minutes,
            )


class QuestionSheet(QWidget):
    """One question with big cards to choose the answer from.

    Signals:
        answered: with the id of the chosen answer.
    """

    answered = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._question: AssessmentQuestion | None = None
        self._words = plain_label("lead")
        self._group = QButtonGroup(self)
        self._cards = [
            TickCard(look, f"answer_{place}", partial(self._choice_text, place), ONE_OF_SEVERAL)
            for place in range(MOST_CHOICES)
        ]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._words)
        self._grid = QGridLayout()
        self._grid.setSpacing(10)
        column.addLayout(self._grid)
        for place, card in enumerate(self._cards):
            self._group.addButton(card)
            card.clicked.connect(partial(self._tell, place))
        self._place_cards(columns=1)
        look.changed.connect(self._say)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand in two columns where the words have room."""
        super().resizeEvent(event)
        is_wide = event.size().width() >= _TWO_COLUMNS_FROM * self._look.px["body"]
        self._place_cards(columns=2 if is_wide else 1)

    def show_question(self, question: AssessmentQuestion, answer: str | None) -> None:
        """Show a question and what was answered before."""
        self._question = question
        self._group.setExclusive(False)
        for place, card in enumerate(self._cards):
            is_there = place < len(question.choices)
            card.setVisible(is_there)
            card.setChecked(is_there and question.choices[place].choice_id == answer)
            card.say()
        self._group.setExclusive(True)
        self._say()

    def focus_first(self) -> None:
        """Begin at the chosen answer, or at the first."""
        chosen = (card for card in self._cards if card.isChecked())
        next(chosen, self._cards[0]).setFocus(Qt.FocusReason.OtherFocusReason)

    def wipe(self) -> None:
        """Forget the question and what was chosen."""
        self._question = None
        self._group.setExclusive(False)
        for card in self._cards:
            card.setChecked(False)
        self._group.setExclusive(True)

    def _place_cards(self, columns: int) -> None:
        for place, card in enumerate(self._cards):
            self._grid.addWidget(card, place // columns, place % columns)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def _tell(self, place: int) -> None:
        if self._question is not None:
            self.answered.emit(self._question.choices[place].choice_id)

    def _say(self) -> None:
        if self._question is not None:
            self._words.setText(in_language(self._question.text, self._look.language))

    def _choice_text(self, place: int) -> str:
        if self._question is None or place >= len(self._question.choices):
            return ""
        return in_language(self._question.choices[place].text, self._look.language)


class EndSheet(Card):
    """How many questions are answered, and a way to each that is not.

    Signals:
        question_requested: with the place of the question to go to.
    """

    question_requested = Signal(int)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._count = label(look, "notice.empty", "lead")
        self._about = label(look, "notice.empty")
        self._ways: QWidget | None = None
        self.body.addWidget(self._count)
        self.body.addWidget(self._about)

    def show_end(
        self, total: int, unanswered: Sequence[int], *, about: str, still_open: bool
    ) -> None:
        """`about`: key of the second sentence; `still_open`: questions can be gone to."""
        self._look.write(
            self._count, "assessment.end.count", answered=total - len(unanswered), total=total
        )
        self._look.write(self._about, about)
        self.clear()
        if still_open and unanswered:
            self._ways = self._ways_to(unanswered)
            self.body.addWidget(self._ways)

    def clear(self) -> None:
        """Take the ways away."""
        if self._ways is not None:
            self._ways.setParent(None)
            self._ways.deleteLater()
            self._ways = None

    def _ways_to(self, unanswered: Sequence[int]) -> QWidget:
        ways = QWidget()
        grid = QGridLayout(ways)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(12)
        for number, place in enumerate(unanswered):
            button = Button(
                self._look, "notice.empty", name=f"question_{place}_button", rank=Rank.SMALL
            )
            button.say("assessment.end.question", number=place + 1)
            button.clicked.connect(partial(self.question_requested.emit, place))
            grid.addWidget(button, number // _COLUMNS, number % _COLUMNS)
        grid.setColumnStretch(_COLUMNS, 1)
        return ways
