"""The four questions about who may take part, and the one about social aid."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer, Signal

from kiosk.domain.draft import Draft
from kiosk.domain.eligibility import EligibilityProblem, check_eligibility
from kiosk.domain.reason import Reason
from kiosk.domain.window import wib
from kiosk.sync.configuration import rules_of
from kiosk.sync.protocol import ConfigBundle
from kiosk.ui.look import Look
from kiosk.ui.page import Page
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.choice import YesNo

_QUESTIONS = (
    "is_citizen",
    "in_school",
    "forbidden_job",
    "received_before",
    "receives_social_aid",
)


class CriteriaPage(Page):
    """Yes or no, five times. What it says stands below the questions and moves none of them.

    Signals:
        refused: with the Reasons why somebody who answers like this cannot take part.
    """

    refused = Signal(object)

    reads_all = True

    def __init__(
        self, look: Look, config: Callable[[], ConfigBundle], clock: Callable[[], datetime]
    ) -> None:
        super().__init__(look, "criteria.title", "criteria.hint")
        self._config, self._clock = config, clock
        self._questions = {
            name: YesNo(look, name, f"eligibility.question.{name}") for name in _QUESTIONS
        }
        for question in self._questions.values():
            question.changed.connect(self.answer_changed)
            self.body.addWidget(question)
        self._scroll.body.removeWidget(self.notice)
        self._grid.addWidget(self.notice, 1, 0)

    def fill(self, draft: Draft) -> None:
        """Show earlier answers."""
        for name, question in self._questions.items():
            question.show_answer(getattr(draft, name))

    def forget(self) -> None:
        """Forget the answers."""
        for question in self._questions.values():
            question.wipe()

    def read(self, draft: Draft) -> Draft | Sentence:
        """All answered."""
        answers = {name: question.answer for name, question in self._questions.items()}
        if None in answers.values():
            return Sentence(EligibilityProblem.REQUIRED)
        return draft.but(**answers)

    def explain(self, problem: Sentence) -> None:
        """Say that a question is open, and show which."""
        super().explain(problem)
        self._unanswered.focus_first()

    @property
    def _unanswered(self) -> YesNo:
        """The first open question, or else the first."""
        questions = tuple(self._questions.values())
        return next((each for each in questions if each.answer is None), questions[0])

    def _make_room(self) -> None:
        """The notice needs no room among the questions, so that nothing gives way to it."""
        if self.notice.sentence is not None:
            QTimer.singleShot(0, self, self._reveal_notice)

    def _reveal_notice(self) -> None:
        """The notice is always seen; the question it is about may be scrolled away."""
        self._scroll.reveal(self._unanswered)

    def _go_on(self) -> None:
        answered = self.read(self.draft)
        reasons = () if isinstance(answered, Sentence) else self._against(answered)
        if reasons:
            self.refused.emit(reasons)
        else:
            super()._go_on()

    def _against(self, answered: Draft) -> tuple[Reason, ...]:
        today = wib(self._clock()).date()
        return check_eligibility(answered.eligibility, None, today, rules_of(self._config()))
