"""How much each task asks for: touches of the screen and keys, counted in the real window."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication

from kiosk.backroom import BackRoom
from kiosk.camera.source import FrameSource
from kiosk.demo.sample_camera import Scene, holding_slip
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.ui.flow import Step
from tests.flow.centre import Centre
from tests.flow.counter import BIRTH_DATE, Counter, open_counter
from tests.flow.effort import ALONE, ANSWER_REJECTED_PHOTO, CLOSE_DAY, OPEN_DAY, Effort, Tally
from tests.flow.quick_camera import WELL, QuickCamera
from tests.flow.test_correction import lead
from tests.flow.test_doors import Returning

REDO_WITH_QR, REDO_TYPED = 13, 25
"""Touches and keys together, to a new photo that is on its way, and back to the first page."""
BIRTH_FIELDS = ("ticket_birth_day", "ticket_birth_month", "ticket_birth_year")


class Props:
    """What the camera sees the next time it is switched on."""

    def __init__(self) -> None:
        self.lesson: tuple[Scene, ...] = WELL

    def open_camera(self) -> FrameSource:
        return QuickCamera(self.lesson)


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


def test_a_rejected_photo_is_answered_with_little_effort_in_every_way(
    qapp: QApplication, room: BackRoom, centre: Centre, tmp_path: Path
) -> None:
    props = Props()
    with open_counter(room, tmp_path, props.open_camera) as counter:
        siti = Returning(counter)
        siti.register()
        counter.sign_in()
        counter.hand.press("lock_button")
        for answer, most in ((redo_with_qr, REDO_WITH_QR), (redo_typed, REDO_TYPED)):
            effort = effort_of(answer, siti, centre, props)
            assert effort.taps + effort.keys <= most
        assert effort_of(redo_by_officer, siti, centre, props) == ANSWER_REJECTED_PHOTO


def effort_of(
    answer: Callable[[Returning, Props], None], siti: Returning, centre: Centre, props: Props
) -> Effort:
    """From the first page to the last touch; the centre has rejected the photo before."""
    counter = siti.counter
    counter.wait_until_told(CentreState.PHOTO_VERIFYING)
    centre.operator.reject_photo(siti.registration.submission_id, [Reason.SHADOW])
    counter.wait_until_told(CentreState.PHOTO_REJECTED)
    tally, typed_before = Tally(siti.hand), len(siti.hand.typed_fields)
    answer(siti, props)
    typed = set(siti.hand.typed_fields[typed_before:])
    assert typed <= {"pin_field", "ticket_field", *BIRTH_FIELDS}
    return tally.effort


def redo_with_qr(siti: Returning, props: Props) -> None:
    siti.hand.press("redo_door")
    props.lesson = holding_slip(siti.registration.ticket.display)
    siti.hand.press("scan_button")
    siti.hand.wait_to_see("ticket_birth_day")
    props.lesson = WELL
    stand_before_camera(siti)


def redo_typed(siti: Returning, _: Props) -> None:
    siti.hand.press("redo_door")
    siti.hand.type("ticket_field", siti.ticket)
    siti.hand.press("ticket_next_button")
    siti.hand.wait_to_see("ticket_birth_day")
    stand_before_camera(siti)


def redo_by_officer(siti: Returning, _: Props) -> None:
    siti.hand.press("officer_button")
    siti.counter.show_pin()
    lead(siti)
    siti.hand.taps += 1  # the row was touched, not a button
    stand_before_camera(siti)


def stand_before_camera(siti: Returning) -> None:
    siti.hand.type_date("ticket_birth", BIRTH_DATE)
    siti.hand.press("birth_next_button")
    siti.counter.use_photo()
    siti.leave("done_close_button")
