"""The gallery's later chapters: camera, slip, officers, and those who come back."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from kiosk.camera.guidance import Instruction
from kiosk.demo.gallery_visit import Visit
from kiosk.demo.officer_story import PIN
from kiosk.demo.resident import SITI
from kiosk.demo.return_story import TICKET_PREFIX
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.domain.ticket import Ticket
from kiosk.ui.flow import Step

WRONG_PIN: Final = "274914"
SCENES: Final[Mapping[str, Reason]] = {
    "absent": Reason.NO_FACE,
    "dark": Reason.DARK,
    "blurred": Reason.BLUR,
    "tilted": Reason.TILT,
}
"""What the camera shows, and what is said about it."""
BUTTON_SECONDS: Final = 40.0
"""The resident may press the shutter after half of it."""
_SOON: Final = timedelta(minutes=20)


def camera(visit: Visit) -> None:
    """The guidance, a photo kept with a reason, and one that is good."""
    for scene, reason in SCENES.items():
        _stand_before_camera(visit, scene)
        _wait_for_instruction(visit, f"reason.{reason}.title")
        visit.hand.photograph(f"photo-{scene}")
    _photograph_exception(visit)
    _stand_before_camera(visit, "good")
    _wait_for_instruction(visit, Instruction.HOLD_STILL)
    visit.hand.photograph_at_once("photo-hold-still")
    visit.hand.wait_to_see("use_photo_button")
    visit.hand.photograph("photo-result")


def slip(visit: Visit) -> None:
    """The review, what it shows on request, and the slip."""
    hand = visit.hand
    hand.press("use_photo_button")
    hand.photograph("review")
    hand.press("next_button")
    hand.wait_to_see("finish_button")
    hand.photograph("slip")
    hand.press("finish_button")
    visit.wait_until_told(CentreState.PHOTO_VERIFYING)


def officers(visit: Visit) -> None:
    """PIN, desk, and the calibration of the camera."""
    hand = visit.hand
    hand.press("officer_button")
    hand.press("officer_0")
    hand.photograph("officer-pin")
    hand.type("pin_field", WRONG_PIN)
    hand.press("open_button")
    hand.wait_until(visit.counter.officer.gate.notice.isVisible, "a refusal")
    hand.photograph_variant("officer-pin-mistake")
    hand.type("pin_field", PIN)
    hand.press("open_button")
    desk = visit.counter.officer.desk
    hand.wait_until(lambda: len(desk.table.rows) > 0, "today's list")
    hand.photograph("desk-today")
    hand.press("list_queue")
    hand.photograph("desk-queue")
    visit.scene = "good"
    hand.press("calibrate_button")
    keep = visit.counter.officer.calibration.keep_button
    hand.wait_until(keep.isEnabled, "a camera that was measured")
    hand.photograph("calibration")
    hand.press("calibration_back_button")
    hand.press("lock_button")


def coming_back(visit: Visit) -> None:
    """Every state of a registration, seen by its resident."""
    submission_id, operator = visit.newest_submission().id, visit.centre.operator
    operator.reject_photo(submission_id, [Reason.SHADOW])
    visit.wait_until_told(CentreState.PHOTO_REJECTED)
    _photograph_ticket_questions(visit)
    visit.hand.photograph("status-photo-rejected")
    _redo_photo(visit)
    operator.accept_photo(submission_id)
    visit.wait_until_told(CentreState.ELIGIBLE)
    _come_back(visit, "status_door")
    visit.hand.photograph("status-eligible")
    _join(visit)
    visit.wait_until_told(CentreState.JOINED)
    _photograph_status(visit, "joined")
    visit.centre.act()
    visit.wait_until_told(CentreState.ACCEPTED)
    _photograph_status(visit, "accepted")


def covers(visit: Visit) -> None:
    """What comes over everything else: the warning before the wipe, and the end."""
    visit.open_form(visit.newest_draft(), Step.SEX)
    session = visit.counter.session
    while not session.warning.isVisible():
        session.count_second()
    visit.hand.photograph("idle-warning")
    visit.counter.forget()
    visit.kiosk.tell_fault(RuntimeError("shown in the gallery"))
    visit.hand.wait_to_see("close_button")
    visit.hand.photograph("stopped")


def _stand_before_camera(visit: Visit, scene: str) -> None:
    visit.scene = scene
    visit.open_form(visit.newest_draft(), Step.PHOTO)


def _wait_for_instruction(visit: Visit, key: str) -> None:
    live = visit.counter.resident.photo_page.live
    visit.hand.wait_until(lambda: live.instruction.sentence.key == key, key)


def _photograph_exception(visit: Visit) -> None:
    """The photo that the check does not like, and the officer who keeps it all the same."""
    hand = visit.hand
    live = visit.counter.resident.photo_page.live
    hand.wait_until(live.take_button.isVisible, "the resident's own shutter", BUTTON_SECONDS)
    hand.photograph_variant("photo-own-shutter")
    hand.press("take_photo_button")
    hand.wait_to_see("use_photo_button")
    hand.photograph("photo-result-mistake")
    hand.press("keep_photo_button")
    hand.photograph("photo-exception")


def _photograph_ticket_questions(visit: Visit) -> None:
    hand = visit.hand
    hand.press("redo_door")
    hand.press("ticket_next_button")
    hand.photograph_variant("ticket-mistake")
    hand.type("ticket_field", _ticket(visit))
    hand.photograph("ticket")
    hand.press("ticket_next_button")
    hand.press("birth_next_button")
    hand.photograph_variant("ticket-birth-date-mistake")
    hand.type_date("ticket_birth", SITI.birth_date)
    hand.photograph("ticket-birth-date")
    hand.press("birth_next_button")
    hand.wait_to_see("status_page")


def _redo_photo(visit: Visit) -> None:
    hand = visit.hand
    hand.press("redo_photo_button")
    hand.wait_to_see("use_photo_button")
    hand.press("use_photo_button")
    hand.wait_to_see("done_page")
    hand.photograph("redo-done")
    hand.press("done_close_button")
    visit.wait_until_told(CentreState.PHOTO_VERIFYING)


def _join(visit: Visit) -> None:
    hand = visit.hand
    hand.press("join_button")
    hand.press("join_confirm_button")
    hand.photograph_variant("join-mistake")
    hand.press("join_consent")
    hand.photograph("join")
    hand.press("join_confirm_button")
    hand.wait_to_see("done_page")
    hand.photograph("join-done")
    hand.press("done_close_button")


def _photograph_status(visit: Visit, state: str) -> None:
    _come_back(visit, "status_door")
    visit.hand.photograph(f"status-{state}")
    visit.hand.press("status_close_button")


def _come_back(visit: Visit, door: str) -> None:
    hand = visit.hand
    hand.press(door)
    hand.type("ticket_field", _ticket(visit))
    hand.press("ticket_next_button")
    hand.type_date("ticket_birth", SITI.birth_date)
    hand.press("birth_next_button")
    hand.wait_to_see("status_page")


def _ticket(visit: Visit) -> str:
    code = visit.newest_submission().ticket
    return Ticket(code).display.removeprefix(TICKET_PREFIX)
