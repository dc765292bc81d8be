"""Who would miss the batch: read at the desk, answered together with the resident."""

from datetime import timedelta

import pytest

from kiosk.demo.centre import BATCH_ID
from kiosk.domain.obstacle import Obstacle
from kiosk.domain.submission import CentreState
from kiosk.sync.central import DeskProblem
from kiosk.ui.officer.batches.batches_room import BatchesRoom, BatchList
from kiosk.ui.officer.batches.board import AtRisk
from tests.flow.centre import Centre
from tests.flow.clock import Clock
from tests.flow.counter import BIRTH_DATE, Counter
from tests.flow.test_doors import Returning
from tests.ui.officer.lists.seen import touch_last_cell


@pytest.fixture
def siti(counter: Counter) -> Returning:
    """Somebody who registers, as soon as the centre has told of its batches."""
    siti = Returning(counter)
    siti.wait_for_configuration()
    return siti


def open_room(siti: Returning, *obstacles: Obstacle) -> BatchesRoom:
    """The officer opens the room of the batches, and reads who is not in one."""
    siti.hand.press("room_batches")
    assert siti.counter.app.counter is not None
    room = siti.counter.app.counter.officer.desk.room
    assert isinstance(room, BatchesRoom)
    siti.hand.wait_until(lambda: listed(room) == list(obstacles), f"{obstacles} listed")
    return room


def listed(room: BatchesRoom) -> list[Obstacle]:
    items = (row.item for row in room.tables[BatchList.AT_RISK].rows)
    return [item.obstacle for item in items if isinstance(item, AtRisk)]


def lead_to_status(siti: Returning, room: BatchesRoom) -> None:
    """Touch what is to be done about the only line, and let the resident show who it is."""
    touch_last_cell(room.tables[BatchList.AT_RISK], 0)
    siti.hand.type_date("ticket_birth", BIRTH_DATE)
    siti.hand.press("birth_next_button")


def agree(siti: Returning) -> None:
    siti.hand.press("join_button")
    siti.hand.press("join_consent")
    siti.hand.press("join_confirm_button")


def become_eligible(siti: Returning, centre: Centre) -> None:
    siti.counter.wait_until_told(CentreState.PHOTO_VERIFYING)
    centre.operator.accept_photo(siti.registration.submission_id)
    siti.counter.wait_until_told(CentreState.ELIGIBLE)


def test_what_a_stopped_centre_held_up_is_sent_and_then_joined_at_a_slow_one(
    siti: Returning, centre: Centre, clock: Clock
) -> None:
    centre.go_down()
    siti.register()
    siti.counter.sign_in()
    open_room(siti, Obstacle.UNSENT)
    centre.come_up()
    clock.let_pass(timedelta(hours=1))
    become_eligible(siti, centre)

    lead_to_status(siti, open_room(siti, Obstacle.NOT_JOINED))
    siti.hand.press("join_button")
    siti.hand.press("join_consent")
    with centre.lagging():
        siti.hand.press("join_confirm_button")
        assert centre.state(siti.registration.submission_id) is CentreState.ELIGIBLE
    siti.leave("done_close_button")

    siti.counter.wait_until_told(CentreState.JOINED)
    siti.counter.sign_in()
    open_room(siti)


def test_a_batch_that_has_just_closed_takes_nobody_and_it_is_said(
    siti: Returning, centre: Centre
) -> None:
    siti.register()
    become_eligible(siti, centre)
    siti.counter.sign_in()
    lead_to_status(siti, open_room(siti, Obstacle.NOT_JOINED))
    siti.hand.wait_to_see("join_button")

    centre.operator.close_batch(BATCH_ID)
    agree(siti)

    siti.hand.wait_until(lambda: siti.reads(DeskProblem.BATCH_CLOSED), "that it is too late")
    assert centre.state(siti.registration.submission_id) is CentreState.ELIGIBLE
