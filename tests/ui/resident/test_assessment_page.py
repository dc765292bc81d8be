"""The short test at the counter."""

from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from kiosk.central.settings.wording import DEMO_ASSESSMENT
from kiosk.domain.assessment import Sitting
from kiosk.domain.draft import Draft
from kiosk.ui.flow import Step
from kiosk.ui.look import Look
from kiosk.ui.resident.assessment_page import AssessmentPage
from tests.domain.resident import complete_draft
from tests.sync.scripted_central import NOON, bundle
from tests.ui.resident.counter import Counter
from tests.ui.resident.story import act

TOTAL = len(DEMO_ASSESSMENT.questions)
MINUTE = timedelta(minutes=1)


class Heard(QObject):
    """What a page tells the flow."""

    def __init__(self, page: AssessmentPage) -> None:
        super().__init__()
        self.completed: list[Draft] = []
        self.kept: list[Draft] = []
        self.thinking = 0
        page.completed.connect(self.completed.append)
        page.progressed.connect(self.kept.append)
        page.thinking.connect(self._think)

    def _think(self) -> None:
        self.thinking += 1


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def let_pass(self, time: timedelta) -> None:
        self.now += time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def page(qtbot: QtBot, clock: Clock) -> AssessmentPage:
    configuration = bundle().model_copy(update={"assessment": DEMO_ASSESSMENT})
    made = AssessmentPage(Look(), lambda: configuration, clock)
    qtbot.addWidget(made)
    made.resize(1024, 440)
    made.show()
    made.show_draft(complete_draft())
    return made


@pytest.fixture
def heard(page: AssessmentPage) -> Heard:
    return Heard(page)


def go_on(page: AssessmentPage, times: int = 1) -> None:
    for _ in range(times):
        page.next_button.click()


def card_of(page: AssessmentPage, answer: int) -> QAbstractButton:
    cards = page.question.findChildren(QAbstractButton, f"answer_{answer}")
    return cards[0]


def choose(page: AssessmentPage, answer: int) -> None:
    card_of(page, answer).click()


def words(page: AssessmentPage) -> str:
    return " | ".join(each.text() for each in page.findChildren(QLabel) if each.isVisible())


def sitting(draft: Draft) -> Sitting:
    assert draft.assessment is not None
    return draft.assessment


def test_the_time_runs_only_from_the_start_button(
    page: AssessmentPage, heard: Heard, clock: Clock
) -> None:
    clock.let_pass(60 * MINUTE)
    page.count_second()
    assert f"{DEMO_ASSESSMENT.minutes} menit" in words(page)
    assert heard.kept == []
    go_on(page)
    assert sitting(heard.kept[-1]).started_at == clock.now


def test_every_answer_is_kept_at_once(page: AssessmentPage, heard: Heard) -> None:
    go_on(page)
    choose(page, 1)
    choose(page, 2)
    go_on(page)
    choose(page, 0)
    assert sitting(heard.kept[-1]).answers == (("change", "c"), ("boxes", "a"))


def test_a_question_is_skipped_and_found_again_at_the_end(
    page: AssessmentPage, heard: Heard
) -> None:
    go_on(page)
    for place in range(TOTAL):
        if place != 2:
            choose(page, 0)
        go_on(page)
    assert page.end.isVisible()
    page.end.question_requested.emit(2)
    choose(page, 3)
    go_on(page, TOTAL - 2)
    go_on(page)
    (done,) = heard.completed
    assert len(sitting(done).answers) == TOTAL
    assert sitting(done).finished_at == NOON


def test_open_questions_are_asked_about_and_may_stay_open(
    page: AssessmentPage, heard: Heard
) -> None:
    go_on(page)
    choose(page, 0)
    go_on(page, TOTAL)
    go_on(page)
    assert page.problem() == "assessment.open"
    assert heard.completed == []
    page.notice.agree_button.click()
    (done,) = heard.completed
    assert len(sitting(done).answers) == 1


def test_what_is_left_is_told_in_minutes_and_a_warning_comes_once(
    page: AssessmentPage, clock: Clock
) -> None:
    go_on(page)
    clock.let_pass(3 * MINUTE)
    page.count_second()
    assert page.look.text("assessment.time_left", minutes=DEMO_ASSESSMENT.minutes - 3) in words(
        page
    )
    clock.let_pass((DEMO_ASSESSMENT.minutes - 5) * MINUTE)
    page.count_second()
    assert page.problem() == "assessment.little_time"
    choose(page, 0)
    page.count_second()
    assert page.problem() is None


def test_when_the_time_is_over_it_is_handed_in_by_itself(
    page: AssessmentPage, heard: Heard, clock: Clock
) -> None:
    go_on(page)
    choose(page, 0)
    clock.let_pass(60 * MINUTE)
    page.count_second()
    handed_in = sitting(heard.kept[-1])
    assert handed_in.finished_at == NOON + DEMO_ASSESSMENT.minutes * MINUTE
    assert page.look.text("assessment.end.time_over") in words(page)
    assert heard.completed == []
    go_on(page)
    assert sitting(heard.completed[0]) == handed_in


def test_while_somebody_thinks_the_session_is_told(page: AssessmentPage, heard: Heard) -> None:
    page.count_second()
    assert heard.thinking == 0
    go_on(page)
    page.count_second()
    assert heard.thinking > 0


def test_a_saved_sitting_goes_on_at_the_first_open_question(
    page: AssessmentPage, clock: Clock
) -> None:
    begun = Sitting("contoh-1", NOON, (("change", "a"), ("boxes", "b")))
    clock.let_pass(4 * MINUTE)
    page.wipe()
    page.show_draft(complete_draft().but(assessment=begun))
    assert page.look.text("assessment.question", number=3, total=TOTAL) in words(page)
    assert page.look.text("assessment.time_left", minutes=DEMO_ASSESSMENT.minutes - 4) in words(
        page
    )


def test_a_saved_sitting_whose_time_is_over_is_handed_in(
    page: AssessmentPage, heard: Heard, clock: Clock
) -> None:
    clock.let_pass(24 * 60 * MINUTE)
    page.wipe()
    page.show_draft(complete_draft().but(assessment=Sitting("contoh-1", NOON)))
    assert sitting(heard.kept[-1]).finished_at is not None


def test_a_sitting_of_other_questions_begins_anew(page: AssessmentPage) -> None:
    page.wipe()
    page.show_draft(complete_draft().but(assessment=Sitting("older", NOON)))
    assert page.intro.isVisible()


def test_no_answer_stays_behind(page: AssessmentPage) -> None:
    go_on(page)
    choose(page, 0)
    page.wipe()
    page.show_draft(complete_draft())
    go_on(page)
    assert not card_of(page, 0).isChecked()


def test_a_form_that_has_its_test_is_not_asked_again(counter: Counter) -> None:
    done = Sitting("contoh-1", NOON, (), NOON)
    counter.flow.resume(complete_draft().but(step=Step.SIGNATURE.value, assessment=done))
    act(counter, ("next_button",))
    steps = [counter.flow.step]
    counter.flow.photo_page.back_requested.emit()
    assert [*steps, counter.flow.step] == [Step.PHOTO, Step.SIGNATURE]
