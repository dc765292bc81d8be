"""Ending a registration at the counter."""

from kiosk.domain.submission import CentreState
from kiosk.sync.central import CentralUnavailableError, DeskProblem, UnavailableReason
from kiosk.sync.protocol import Redoable
from tests.ui.resident.back_door import ID, BackDoor, standing_at


def test_withdrawing_takes_two_deliberate_presses(door: BackDoor) -> None:
    actions = (Redoable.PHOTO, Redoable.WITHDRAWAL)
    door.come_in(standing_at(CentreState.PHOTO_REJECTED, *actions))
    assert door.flow.status.redo_button.isVisible()
    door.click("withdraw_button")
    assert door.says("withdrawal.erased")
    door.click("withdrawal_confirm_button")
    assert door.says("withdrawal.required")
    assert door.central.withdrawn == []

    door.click("withdrawal_tick")
    door.click("withdrawal_confirm_button")

    door.wait_to_say("done.withdrawal.next")
    assert door.central.withdrawn == [(ID, "grant-2")]
    assert not any("Siti" in words for words in door.words())


def test_who_changes_one_s_mind_keeps_everything(door: BackDoor) -> None:
    door.come_in(standing_at(CentreState.ELIGIBLE, Redoable.WITHDRAWAL))
    door.click("withdraw_button")
    door.click("withdrawal_tick")

    door.click("withdrawal_back_button")
    assert door.flow.page is door.flow.status
    door.click("withdraw_button")

    assert not door.flow.withdrawal.tick.isChecked()
    assert door.central.withdrawn == []


def test_a_withdrawal_that_did_not_arrive_may_be_repeated(door: BackDoor) -> None:
    door.come_in(standing_at(CentreState.ELIGIBLE, Redoable.WITHDRAWAL))
    door.click("withdraw_button")
    door.click("withdrawal_tick")
    door.central.faults = [CentralUnavailableError(UnavailableReason.TIMEOUT)]
    door.click("withdrawal_confirm_button")
    door.wait_to_say(DeskProblem.OFFLINE)

    door.click("withdrawal_confirm_button")

    door.wait_to_say("done.withdrawal.next")
