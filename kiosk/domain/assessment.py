"""The short test: which questions there are, and one resident's sitting.

Which answers are right is known to the centre alone. The time runs from the start, on the clock,
whatever happens at the counter; what was not answered when it is over stays unanswered.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from kiosk.domain.problem import FieldProblem


class AssessmentProblem(FieldProblem):
    """Why a registration cannot go without the test."""

    NOT_FINISHED = "assessment.not_finished"


@dataclass(frozen=True, slots=True)
class Question:
    """One question and what may be chosen as its answer."""

    question_id: str
    choice_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """One version of the test. Its words are in the centre's configuration."""

    version: str
    minutes: int
    questions: tuple[Question, ...]

    @property
    def time(self) -> timedelta:
        """How long a sitting lasts at most."""
        return timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True, repr=False)
class Sitting:
    """One resident's go at the test.

    Attributes:
        version: of the question set.
        answers: pairs of question and chosen answer, in the order of the first answering.
        finished_at: None while it lasts.
    """

    version: str
    started_at: datetime
    answers: tuple[tuple[str, str], ...] = ()
    finished_at: datetime | None = None

    def __repr__(self) -> str:
        return f"Sitting({self.version}, {len(self.answers)} answers)"

    def answer_to(self, question: Question) -> str | None:
        """What was chosen; None where nothing was."""
        return dict(self.answers).get(question.question_id)

    def answering(self, question: Question, choice_id: str) -> "Sitting":
        """The sitting with another answer to one question."""
        answers = dict(self.answers) | {question.question_id: choice_id}
        return replace(self, answers=tuple(answers.items()))

    def unanswered(self, questions: QuestionSet) -> tuple[int, ...]:
        """Places (from 0) of the questions without an answer."""
        answered = dict(self.answers)
        places = enumerate(questions.questions)
        return tuple(place for place, each in places if each.question_id not in answered)

    def time_left(self, questions: QuestionSet, now: datetime) -> timedelta:
        """What remains of the time; a clock that was set back gives no more than all of it."""
        left = self.started_at + questions.time - now
        return max(timedelta(), min(left, questions.time))

    def finished(self, questions: QuestionSet, now: datetime) -> "Sitting":
        """The sitting as it is handed in, at the latest when the time is over."""
        ended = max(self.started_at, min(now, self.started_at + questions.time))
        return replace(self, finished_at=ended)


def begin(questions: QuestionSet, now: datetime) -> Sitting:
    """Start the test."""
    return Sitting(questions.version, now)


def finished_sitting(
    sitting: Sitting | None, questions: QuestionSet
) -> Sitting | AssessmentProblem:
    """A sitting that can be sent: handed in, each answer one of its question's.

    A sitting of another version was handed in when that one was in force, and stays as it is.
    """
    if sitting is None or sitting.finished_at is None:
        return AssessmentProblem.NOT_FINISHED
    choices = {each.question_id: each.choice_ids for each in questions.questions}
    sound = all(choice in choices.get(question, ()) for question, choice in sitting.answers)
    if sitting.version == questions.version and not sound:
        return AssessmentProblem.NOT_FINISHED
    return sitting
