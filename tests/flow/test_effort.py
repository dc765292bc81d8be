"""How much each task asks for: touches of the screen and keys, counted in the real window."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.backroom import BackRoom
from kiosk.camera.source import FrameSource
from kiosk.demo.sample_camera import SampleCamera, Scene, holding_slip
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.ui.flow import Step
from tests.flow.centre import Centre
from tests.flow.counter import BIRTH_DATE, Counter, open_counter
from tests.flow.effort import ALONE, ANSWER_REJECTED_PHOTO, CLOSE_DAY, OPEN_DAY, Tally
from tests.flow.test_correction import lead
from tests.flow.test_doors import Returning

REDO_WITH_QR, REDO_TYPED = 12, 24
"""Touches and keys together, to a new photo that is on its way."""


class Props:
    """What the camera sees the next time it is switched on."""

    def __init__(self) -> None:
        self.lesson: tuple[Scene, ...] = (Scene("good", None),)

    def open_camera(self) -> FrameSource:
        return SampleCamera(self.lesson)


def test_a_registration_asks_for_no_more_than_it_did(counter: Counter) -> None:
    hand, tally = counter.hand, Tally(counter.hand)
    hand.press("new_door")
    counter.fill_until(Step.REVIEW)
    hand.press("next_button")
    hand.wait_to_see("finish_button")
    assert tally.effort.is_within(ALONE)


def test_the_day_is_opened_and_closed_with_few_touches(counter: Counter) -> None:
    hand, tally = counter.hand, Tally(counter.hand)
    hand.press("officer_button")
    counter.show_pin()
    hand.press("start_day_button")
    hand.wait_to_see("desk_page")
    assert tally.effort == OPEN_DAY

    tally = Tally(hand)
    hand.press("closing_button")
    hand.press("close_day_button")
    hand.wait_to_see("closed_page")
    assert tally.effort == CLOSE_DAY


def test_an_officer_answers_a_rejected_photo_from_the_inbox(
    counter: Counter, centre: Centre
) -> None:
    siti, hand = Returning(counter), counter.hand
    siti.register()
    counter.wait_until_told(CentreState.PHOTO_VERIFYING)
    centre.operator.reject_photo(siti.registration.submission_id, [Reason.SHADOW])
    counter.wait_until_told(CentreState.PHOTO_REJECTED)
    counter.sign_in()
    hand.press("lock_button")

    tally = Tally(hand)
    hand.press("officer_button")
    counter.show_pin()
    lead(siti)
    hand.taps += 1  # the row was touched, not a button
    hand.type_date("ticket_birth", BIRTH_DATE)
    hand.press("birth_next_button")
    counter.use_photo()
    hand.press("done_close_button")

    assert tally.effort == ANSWER_REJECTED_PHOTO
    counter.wait_until_told(CentreState.PHOTO_VERIFYING)


@pytest.mark.parametrize(("with_qr", "most"), [(True, REDO_WITH_QR), (False, REDO_TYPED)])
def test_a_photo_again_asks_for_ticket_and_birth_date_alone(
    qapp: QApplication, room: BackRoom, centre: Centre, tmp_path: Path, with_qr: bool, most: int
) -> None:
    props = Props()
    with open_counter(room, tmp_path, props.open_camera) as counter:
        siti, hand = Returning(counter), counter.hand
        siti.register()
        counter.wait_until_told(CentreState.PHOTO_VERIFYING)
        centre.operator.reject_photo(siti.registration.submission_id, [Reason.SHADOW])
        counter.wait_until_told(CentreState.PHOTO_REJECTED)

        hand.press("redo_door")
        if with_qr:
            props.lesson = holding_slip(siti.registration.ticket.display)
            hand.press("scan_button")
        else:
            hand.type("ticket_field", siti.ticket)
            hand.press("ticket_next_button")
        hand.wait_to_see("ticket_birth_day")
        props.lesson = (Scene("good", None),)
        hand.type_date("ticket_birth", BIRTH_DATE)
        hand.press("birth_next_button")
        hand.press("use_photo_button")
        hand.wait_to_see("done_page")

        assert hand.taps + hand.keystrokes <= most
        typed = {"ticket_field"} if not with_qr else set()
        dates = {f"ticket_birth_{part}" for part in ("day", "month", "year")}
        assert set(hand.typed_fields) == typed | dates
