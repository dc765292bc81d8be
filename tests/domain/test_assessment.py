"""One resident's sitting of the test."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.assessment import (
    AssessmentProblem,
    Question,
    QuestionSet,
    Sitting,
    begin,
    finished_sitting,
)

START = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SUM, WORD = Question("sum", ("a", "b", "c")), Question("word", ("a", "b"))
QUESTIONS = QuestionSet("1", 15, (SUM, WORD))
LATER = st.timedeltas(timedelta(days=-2), timedelta(days=2))
ANSWERS = st.lists(
    st.sampled_from([(q, c) for q in QUESTIONS.questions for c in q.choice_ids]), max_size=8
)


def test_the_last_answer_to_a_question_counts() -> None:
    sitting = begin(QUESTIONS, START).answering(SUM, "a").answering(WORD, "b").answering(SUM, "c")
    assert (sitting.answer_to(SUM), sitting.answer_to(WORD)) == ("c", "b")
    assert sitting.unanswered(QUESTIONS) == ()


def test_what_is_skipped_is_unanswered() -> None:
    sitting = begin(QUESTIONS, START)
    assert sitting.unanswered(QUESTIONS) == (0, 1)
    assert sitting.answering(SUM, "a").unanswered(QUESTIONS) == (1,)


def test_time_runs_from_the_start_and_ends_at_nought() -> None:
    sitting = begin(QUESTIONS, START)
    assert sitting.time_left(QUESTIONS, START + timedelta(minutes=4)) == timedelta(minutes=11)
    assert sitting.time_left(QUESTIONS, START + timedelta(hours=4)) == timedelta()


@given(answers=ANSWERS, later=LATER)
def test_whatever_the_clock_and_the_answers_a_sitting_can_be_handed_in(
    answers: list[tuple[Question, str]], later: timedelta
) -> None:
    sitting = begin(QUESTIONS, START)
    for question, choice in answers:
        sitting = sitting.answering(question, choice)
    assert timedelta() <= sitting.time_left(QUESTIONS, START + later) <= QUESTIONS.time

    handed_in = sitting.finished(QUESTIONS, START + later)

    assert handed_in.finished_at is not None
    assert START <= handed_in.finished_at <= START + QUESTIONS.time
    assert finished_sitting(handed_in, QUESTIONS) == handed_in
    assert len(handed_in.answers) == len({question for question, _ in answers})


@pytest.mark.parametrize(
    "sitting",
    [
        None,
        begin(QUESTIONS, START).answering(SUM, "a"),
        Sitting("1", START, (("sum", "z"),), START),
        Sitting("1", START, (("other", "a"),), START),
    ],
    ids=["none", "not handed in", "unknown choice", "unknown question"],
)
def test_what_cannot_be_sent_is_asked_for_again(sitting: Sitting | None) -> None:
    assert finished_sitting(sitting, QUESTIONS) is AssessmentProblem.NOT_FINISHED


def test_a_sitting_of_an_older_version_stays_as_it_was_handed_in() -> None:
    older = Sitting("0", START, (("other", "a"),), START)
    assert finished_sitting(older, QUESTIONS) == older


def test_repr_shows_no_answer() -> None:
    assert "sum" not in repr(begin(QUESTIONS, START).answering(SUM, "a"))
