"""The four questions about who may take part, and the one about social aid."""

from collections.abc import Callable
from datetime import datetime

from kiosk.domain.draft import Draft
from kiosk.domain.eligibility import EligibilityProblem, EligibilityRules, check_eligibility
from kiosk.domain.window import wib
from kiosk.sync.protocol import ConfigBundle
from kiosk.ui.look import Look
from kiosk.ui.page import Page
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.choice import YesNo
from kiosk.ui.widgets.notice import Kind

_QUESTIONS = (
    "is_citizen",
    "in_school",
    "forbidden_job",
    "received_before",
    "receives_social_aid",
)


class CriteriaPage(Page):
    """Yes or no, five times; a reason against is told at once and kindly."""

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

    def fill(self, draft: Draft) -> None:
        """Show earlier answers."""
        for name, question in self._questions.items():
            question.show_answer(getattr(draft, name))

    def forget(self) -> None:
        """Forget the answers."""
        for question in self._questions.values():
            question.wipe()

    def read(self, draft: Draft) -> Draft | Sentence:
        """All answered, and nothing against it."""
        answers = {name: question.answer for name, question in self._questions.items()}
        if None in answers.values():
            return Sentence(EligibilityProblem.REQUIRED)
        answered = draft.but(**answers)
        reasons = check_eligibility(
            answered.eligibility, None, wib(self._clock()).date(), rules_of(self._config())
        )
        return Sentence(f"reason.{reasons[0]}.title") if reasons else answered

    def explain(self, problem: Sentence) -> None:
        """Say why somebody cannot take part, or which question is open."""
        if problem.key == EligibilityProblem.REQUIRED:
            unanswered = next(q for q in self._questions.values() if q.answer is None)
            unanswered.focus_first()
            super().explain(problem)
        else:
            tell_reason(self, problem)


def rules_of(config: ConfigBundle) -> EligibilityRules:
    """The centre's rules as the domain reads them."""
    rules = config.eligibility
    return EligibilityRules(
        version=rules.version,
        minimum_age=rules.minimum_age,
        maximum_age=rules.maximum_age,
        social_aid_excluded=rules.social_aid_excluded,
    )


def tell_reason(page: Page, reason: Sentence) -> None:
    """Say one of the closed list of reasons, with what can be done about it."""
    action = Sentence(reason.key.replace(".title", ".action"), reason.values)
    page.notice.tell(Kind.WRONG, reason, action)
