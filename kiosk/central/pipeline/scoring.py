"""How the ability test is scored: the right answers are known here alone."""

from dataclasses import dataclass

from kiosk.central.settings.configuration import Configuration
from kiosk.sync.forms import AssessmentForm


@dataclass(frozen=True, slots=True)
class Score:
    """So many right of so many that have a right answer; of 0 where nobody can say."""

    right: int
    scored: int

    def passes(self, pass_mark: float | None) -> bool:
        """Whether it is enough: without a mark it is enough to have sat the test."""
        if pass_mark is None:
            return True
        return bool(self.scored) and self.right >= pass_mark * self.scored

    def __str__(self) -> str:
        return f"{self.right} of {self.scored}" if self.scored else "not scored"


def score(sitting: AssessmentForm, rules: Configuration) -> Score:
    """Compare with the key; answers to other questions than those in force cannot be scored."""
    if rules.assessment is None or sitting.version != rules.assessment.version:
        return Score(0, 0)
    key = rules.answer_key
    right = sum(sitting.answers.get(question) == choice for question, choice in key.items())
    return Score(right, len(key))
