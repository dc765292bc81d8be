"""The gallery's chapter of those who come back: every door, code and state."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from kiosk.central.settings.wording import DEMO_ANSWERS, DEMO_ASSESSMENT
from kiosk.demo.gallery.visit import Visit
from kiosk.demo.resident import SITI
from kiosk.demo.return_story import TICKET_PREFIX
from kiosk.demo.sample_camera import Scene
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.domain.ticket import Ticket

WRONG_CODE: Final = "000000"
_CODE_STANDS_AFTER: Final = "Kode Loket Anda: "
_CODE_DIGITS: Final = 6


def coming_back(visit: Visit) -> None:
    """Every state of a registration, seen by its resident."""
    submission_id, operator = visit.submission().id, visit.centre.operator
    _photograph_questions(visit)
    _photograph_codes(visit)
    visit.wait_until_told(CentreState.PHOTO_VERIFYING)
    _photograph_status(visit, "photo-verifying")
    operator.reject_photo(submission_id, [Reason.SHADOW])
    visit.wait_until_told(CentreState.PHOTO_REJECTED)
    _redo_photo(visit)
    operator.accept_photo(submission_id)
    visit.wait_until_told(CentreState.TEST_PENDING)
    _sit_test(visit)
    visit.wait_until_told(CentreState.ELIGIBLE)
    _join(visit)
    visit.wait_until_told(CentreState.JOINED)
    _photograph_status(visit, "joined")
    _photograph_withdrawal(visit)
    visit.centre.act()
    visit.wait_until_told(CentreState.ACCEPTED)
    _photograph_status(visit, "accepted")


def _photograph_questions(visit: Visit) -> None:
    """Ticket and birth date, empty and filled, and the code of the slip before the camera."""
    hand = visit.hand
    hand.press("redo_door")
    hand.press("ticket_next_button")
    hand.photograph_variant("ticket-mistake")
    hand.type("ticket_field", _ticket(visit))
    hand.photograph("ticket")
    visit.scene = Scene("absent", None)
    hand.press("scan_button")
    hand.wait_until(lambda: visit.kiosk.camera.frames.peek() is not None, "a picture to scan")
    hand.photograph("scan")
    hand.press("scan_type_button")
    hand.type("ticket_field", _ticket(visit))
    hand.press("ticket_next_button")
    hand.press("birth_next_button")
    hand.photograph_variant("ticket-birth-date-mistake")
    hand.type_date("ticket_birth", SITI.birth_date)
    hand.photograph("ticket-birth-date")
    hand.press("birth_back_button")
    hand.press("ticket_back_button")


def _photograph_codes(visit: Visit) -> None:
    """E-mail and phone, confirmed by one-time codes."""
    hand = visit.hand
    _come_back(visit, "resume_door")
    for number, channel in enumerate(("email", "sms"), 2):  # the first mail comes by itself
        hand.photograph(f"status-{channel}-code")
        hand.press("code_button")
        hand.wait_until(partial(_has_messages, visit, number), "a message")
        hand.type("code_field", WRONG_CODE)
        hand.photograph(f"code-{channel}")
        hand.press("code_check_button")
        hand.wait_until(visit.counter.doors.code.notice.isVisible, "a refusal")
        hand.photograph_variant(f"code-{channel}-mistake")
        hand.type("code_field", _newest_code(visit))
        hand.press("code_check_button")
        hand.wait_to_see("status_page")
    hand.press("status_close_button")


def _redo_photo(visit: Visit) -> None:
    hand = visit.hand
    visit.scene = Scene("good", None)
    _come_back(visit, "status_door")
    hand.photograph("status-photo-rejected")
    hand.press("redo_photo_button")
    hand.wait_to_see("use_photo_button")
    hand.press("use_photo_button")
    hand.wait_to_see("done_page")
    hand.photograph("redo-done")
    hand.press("done_close_button")
    visit.wait_until_told(CentreState.PHOTO_VERIFYING)


def _sit_test(visit: Visit) -> None:
    """What the form's test did not reach; the questions themselves hang with the form."""
    hand = visit.hand
    _come_back(visit, "status_door")
    hand.photograph("status-test-pending")
    for name, answers in (("again", {}), ("done", DEMO_ANSWERS)):
        hand.press("test_button")
        hand.press("next_button")
        _answer(visit, answers)
        hand.wait_to_see("status_page")
        hand.photograph(f"status-test-{name}")
    hand.press("status_close_button")


def _answer(visit: Visit, answers: Mapping[str, str]) -> None:
    """From the first question to the end; one without an answer is skipped."""
    hand = visit.hand
    for question in DEMO_ASSESSMENT.questions:
        if question.question_id in answers:
            choices = [choice.choice_id for choice in question.choices]
            hand.press(f"answer_{choices.index(answers[question.question_id])}")
        hand.press("next_button")
    hand.press("next_button")
    hand.press("agree_button")


def _join(visit: Visit) -> None:
    hand = visit.hand
    _come_back(visit, "status_door")
    hand.photograph("status-eligible")
    hand.press("join_button")
    hand.press("join_confirm_button")
    hand.photograph_variant("join-mistake")
    hand.press("join_consent")
    hand.photograph("join")
    hand.press("join_confirm_button")
    hand.wait_to_see("done_page")
    hand.photograph("join-done")
    hand.press("done_close_button")


def _photograph_withdrawal(visit: Visit) -> None:
    """The page alone: the story goes on."""
    hand = visit.hand
    _come_back(visit, "status_door")
    hand.press("withdraw_button")
    hand.press("withdrawal_confirm_button")
    hand.photograph_variant("withdrawal-mistake")
    hand.press("withdrawal_tick")
    hand.photograph("withdrawal")
    hand.press("withdrawal_back_button")
    hand.press("status_close_button")


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
    return Ticket(visit.submission().ticket).display.removeprefix(TICKET_PREFIX)


def _has_messages(visit: Visit, count: int) -> bool:
    return len(visit.centre.messages()) == count


def _newest_code(visit: Visit) -> str:
    _, _, rest = visit.centre.messages()[-1].text.partition(_CODE_STANDS_AFTER)
    return rest[:_CODE_DIGITS]
