"""The short test of those who are back for it."""

import gc

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.central.settings.wording import DEMO_ASSESSMENT
from kiosk.domain.assessment import Sitting
from kiosk.domain.submission import CentreState
from kiosk.store.errors import DiskFullError
from kiosk.sync.central import (
    CentralError,
    CentralRefusedError,
    CentralUnavailableError,
    DeskProblem,
    RefusedReason,
    UnavailableReason,
)
from kiosk.sync.problem import Problem
from kiosk.sync.protocol import Redoable, TicketStatus
from kiosk.ui.resident.assessment_page import AssessmentPage
from kiosk.ui.resident.doors import Door
from tests.ui.resident.back_door import ID, OUTDATED, TICKET, BackDoor, standing_at
from tests.ui.touch import click

TOTAL = len(DEMO_ASSESSMENT.questions)
WAITING = standing_at(CentreState.TEST_PENDING, Redoable.TEST, Redoable.WITHDRAWAL)
OFFLINE = CentralUnavailableError(UnavailableReason.OFFLINE)


def begin(door: BackDoor) -> None:
    """From the status to the first question."""
    door.come_in(WAITING)
    door.click("test_button")
    door.click("next_button")


def answer_all(door: BackDoor) -> None:
    for _ in range(TOTAL):
        door.click("answer_1")
        door.click("next_button")


def sit(door: BackDoor) -> None:
    """The whole test, and it is handed in."""
    begin(door)
    answer_all(door)
    door.click("next_button")


def granted(grant: str) -> TicketStatus:
    """The same, with another grant."""
    grants = [each.model_copy(update={"grant": grant}) for each in WAITING.grants]
    return WAITING.model_copy(update={"grants": grants})


def test_the_test_is_sat_at_the_counter_and_its_answers_reach_the_centre(door: BackDoor) -> None:
    door.come_in(WAITING)
    assert door.says("status.next.test_pending")
    door.click("test_button")
    assert door.says("assessment.intro.time", minutes=DEMO_ASSESSMENT.minutes)
    door.click("next_button")
    answer_all(door)
    door.click("next_button")

    door.wait_to_say("status.test_done")
    assert door.says("state.eligible")
    assert door.flow.status.join_button.isVisible()
    ((submission_id, grant, form),) = door.central.tests
    assert (submission_id, grant, form.version) == (ID, "grant-2", DEMO_ASSESSMENT.version)
    assert form.answers == {
        each.question_id: each.choices[1].choice_id for each in DEMO_ASSESSMENT.questions
    }


def test_who_did_not_get_far_enough_may_begin_anew_at_once(door: BackDoor) -> None:
    door.central.scored = WAITING
    sit(door)
    door.wait_to_say("status.test_again")

    door.click("test_button")

    assert door.says("assessment.title")
    assert page(door).next_button.text() == door.look.text("assessment.begin")


def test_while_the_answers_are_on_their_way_nothing_can_be_pressed(door: BackDoor) -> None:
    begin(door)
    answer_all(door)
    door.central.may_answer.clear()
    door.click("next_button")

    assert door.says("assessment.sending")
    assert door.window.focusWidget() is page(door)
    assert not page(door).next_button.isEnabled()
    assert not page(door).back_button.isEnabled()
    door.central.may_answer.set()
    door.qtbot.waitUntil(lambda: door.flow.page is door.flow.status)


@pytest.mark.parametrize(
    ("fault", "key"), [(OFFLINE, DeskProblem.OFFLINE), (DiskFullError("full"), DiskFullError.key)]
)
def test_answers_that_did_not_arrive_are_sent_again_as_they_were(
    door: BackDoor, fault: CentralError, key: str
) -> None:
    begin(door)
    answer_all(door)
    door.central.faults = [fault]
    door.click("next_button")
    door.wait_to_say(key)
    assert door.says("assessment.unsent")
    assert door.says("assessment.press_again")
    assert page(door).next_button.hasFocus()

    click(page(door), "back_button")
    door.click("test_button")  # whoever goes back and forth finds the answers again
    assert door.says("assessment.end.handed_in")
    door.click("next_button")

    door.wait_to_say("status.test_done")
    ((*_, form),) = door.central.tests
    assert len(form.answers) == TOTAL


def test_a_grant_that_ran_out_over_the_test_is_renewed_unseen(door: BackDoor) -> None:
    begin(door)
    answer_all(door)
    door.central.faults = [OUTDATED]
    door.central.status = granted("grant-3")

    door.click("next_button")

    door.wait_to_say("status.test_done")
    ((_, grant, form),) = door.central.tests
    assert (grant, len(form.answers)) == ("grant-3", TOTAL)


def test_a_test_that_nobody_waits_for_any_more_leads_to_how_it_stands(door: BackDoor) -> None:
    begin(door)
    answer_all(door)
    door.central.faults = [OUTDATED]
    door.central.status = standing_at(CentreState.ELIGIBLE)

    door.click("next_button")

    door.wait_to_say("ticket_door.again")
    assert door.says("state.eligible")
    assert door.central.tests == []


def test_a_centre_that_takes_back_every_grant_is_not_asked_for_ever(door: BackDoor) -> None:
    begin(door)
    answer_all(door)
    door.central.faults = [OUTDATED, None, OUTDATED]

    door.click("next_button")

    door.wait_to_say("ticket_door.again")
    assert door.central.faults == []
    assert door.flow.status.test_button.isEnabled()


def test_answers_to_questions_that_changed_are_given_up(door: BackDoor) -> None:
    begin(door)
    answer_all(door)
    problem = Problem(type="request_invalid", title="no", status=422, field="version")
    door.central.faults = [CentralRefusedError(RefusedReason.OTHER, 422, problem)]
    door.click("next_button")
    door.wait_to_say(DeskProblem.REFUSED)

    door.click("test_button")

    assert page(door).next_button.text() == door.look.text("assessment.begin")


def test_who_changes_one_s_mind_before_the_start_sits_no_test(door: BackDoor) -> None:
    door.come_in(WAITING)
    door.click("test_button")

    click(page(door), "back_button")

    assert door.flow.page is door.flow.status
    assert door.central.tests == []


def test_whoever_is_led_here_for_the_test_goes_right_on_to_it(door: BackDoor) -> None:
    door.central.status = WAITING
    door.flow.lead(Door.STATUS, TICKET.code, "petugas-1")
    door.type_birth_date()

    door.wait_to_say("assessment.title")


def test_the_keyboard_alone_is_enough(door: BackDoor) -> None:
    begin(door)
    for _ in range(TOTAL):
        press(door, Qt.Key.Key_Space)
        page(door).next_button.setFocus(Qt.FocusReason.TabFocusReason)
        press(door, Qt.Key.Key_Space)
    press(door, Qt.Key.Key_Space)

    door.wait_to_say("status.test_done")


def test_whoever_leaves_leaves_no_answer_behind(door: BackDoor) -> None:
    begin(door)
    door.click("answer_1")
    assert kept_anywhere()

    door.flow.end()

    assert door.flow.findChildren(AssessmentPage) == []
    assert not door.flow.is_busy
    assert not kept_anywhere()


def kept_anywhere() -> bool:
    """Whether Python holds the second choice of the first question as somebody's answer."""
    first = DEMO_ASSESSMENT.questions[0]
    answers = ((first.question_id, first.choices[1].choice_id),)
    gc.collect()
    return any(isinstance(one, Sitting) and one.answers == answers for one in gc.get_objects())


def press(door: BackDoor, key: Qt.Key) -> None:
    focused = door.flow.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key)


def page(door: BackDoor) -> AssessmentPage:
    (found,) = door.flow.findChildren(AssessmentPage)
    return found
