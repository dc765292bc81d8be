"""One-time codes at the counter: sent, typed back, asked for again."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk.domain.submission import CentreState
from kiosk.store.errors import DiskFullError
from kiosk.sync.central import (
    CentralError,
    CentralUnavailableError,
    DeskProblem,
    UnavailableReason,
)
from kiosk.sync.protocol import Redoable
from tests.sync.scripted_central import SENT
from tests.ui.resident.back_door import OUTDATED, BackDoor, standing_at, trouble


def test_a_code_from_an_sms_is_typed_back(door: BackDoor) -> None:
    door.come_for_a_code(Redoable.PHONE_CODE, CentreState.OTP_PENDING)
    assert door.says("code.phone.title")
    assert door.says("code.phone.help")

    door.type("code_field", "482913")
    door.click("code_check_button")

    door.wait_to_say("code.done.phone_code")
    assert door.flow.page is door.flow.status
    ((_, grant, code),) = door.central.codes_tried
    assert (grant.action, code) == (Redoable.PHONE_CODE, "482913")
    assert door.typed() == ""


def test_after_the_e_mail_the_phone_follows_without_another_question(door: BackDoor) -> None:
    door.central.verified = standing_at(CentreState.OTP_PENDING, Redoable.PHONE_CODE)
    door.come_for_a_code(Redoable.EMAIL_CODE, CentreState.EMAIL_PENDING)
    assert door.says("code.email.help")
    door.type("code_field", "482913")
    door.click("code_check_button")
    door.wait_to_say("code.done.email_code")

    door.click("code_button")

    door.wait_to_say("code.phone.title")


def test_a_wrong_code_says_how_many_tries_are_left(door: BackDoor) -> None:
    door.come_for_a_code(Redoable.PHONE_CODE, CentreState.OTP_PENDING)
    door.central.faults = [trouble("code_wrong", 403, tries_left=3)]
    door.type("code_field", "111111")

    door.click("code_check_button")

    door.wait_to_say(DeskProblem.CODE_WRONG)
    assert door.says("code.tries_left", count=3)
    assert door.typed() == ""
    assert door.flow.focusWidget() is door.flow.code.field
    assert door.flow.code.check_button.isEnabled()


def test_an_unfinished_code_is_not_sent(door: BackDoor) -> None:
    door.come_for_a_code(Redoable.PHONE_CODE, CentreState.OTP_PENDING)
    door.type("code_field", "123")

    door.click("code_check_button")

    assert door.says("code.too_short")
    assert door.central.codes_tried == []


def test_enter_checks_no_code(door: BackDoor) -> None:
    door.come_for_a_code(Redoable.PHONE_CODE, CentreState.OTP_PENDING)
    door.type("code_field", "123456")
    QTest.keyClick(door.flow.code.field, Qt.Key.Key_Return)
    assert door.central.codes_tried == []


def test_another_code_may_be_asked_for_when_the_countdown_is_over(door: BackDoor) -> None:
    door.come_for_a_code(Redoable.PHONE_CODE, CentreState.OTP_PENDING)
    page = door.flow.code
    assert door.says("code.again_in_seconds", seconds=SENT.again_seconds)
    assert not page.again_button.isEnabled()
    for _ in range(SENT.again_seconds - 1):
        page.count_second()
    assert door.says("code.again_in_seconds", seconds=1)
    assert not page.again_button.isEnabled()

    page.count_second()

    assert door.says("code.nothing_came")
    door.click("code_again_button")
    door.qtbot.waitUntil(lambda: len(door.central.codes_sent) == 2)


def test_coming_back_too_soon_tells_that_a_code_is_out_already(door: BackDoor) -> None:
    door.come_in(standing_at(CentreState.OTP_PENDING, Redoable.PHONE_CODE))
    door.central.faults = [trouble("code_too_soon", 429, wait=40)]

    door.click("code_button")

    door.wait_to_say(DeskProblem.CODE_TOO_SOON)
    assert door.says("code.again_in_seconds", seconds=40)
    assert door.flow.code.check_button.isEnabled()  # for the code that is out


def test_after_too_many_tries_it_says_how_long_to_wait(door: BackDoor) -> None:
    door.come_for_a_code(Redoable.PHONE_CODE, CentreState.OTP_PENDING)
    door.central.faults = [trouble("code_locked", 429, wait=3600)]
    door.type("code_field", "111111")

    door.click("code_check_button")

    door.wait_to_say(DeskProblem.CODE_LOCKED)
    assert door.says("code.locked_for", minutes=60)
    assert door.says("code.again_in_minutes", minutes=60)
    assert not door.flow.code.again_button.isEnabled()


@pytest.mark.parametrize(
    ("fault", "key"),
    [
        (CentralUnavailableError(UnavailableReason.OFFLINE), DeskProblem.OFFLINE),
        (trouble("code_not_sent", 503), DeskProblem.CODE_NOT_SENT),
        (DiskFullError("no room for a new token"), DiskFullError.key),
    ],
)
def test_a_code_that_could_not_be_asked_for_may_be_asked_for_again(
    door: BackDoor, fault: CentralError, key: str
) -> None:
    door.come_in(standing_at(CentreState.EMAIL_PENDING, Redoable.EMAIL_CODE))
    door.central.faults = [fault]
    door.click("code_button")
    door.wait_to_say(key)

    door.click("code_again_button")

    door.wait_to_say("code.sent", to=SENT.sent_to)


def test_a_grant_that_ran_out_is_renewed_without_asking_anything(door: BackDoor) -> None:
    door.come_for_a_code(Redoable.PHONE_CODE, CentreState.OTP_PENDING)
    door.central.faults = [OUTDATED]
    door.type("code_field", "482913")

    door.click("code_check_button")

    door.wait_to_say("ticket_door.again")
    assert door.flow.page is door.flow.status
    assert door.flow.status.code_button.isEnabled()
