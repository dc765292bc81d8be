"""The gallery's last chapters: the officers' side, and what covers everything else."""

from datetime import timedelta
from typing import Final

from kiosk.demo.gallery.visit import GOOD, Visit
from kiosk.demo.officer_story import PIN, rows_on
from kiosk.demo.sample_camera import Scene
from kiosk.ui.flow import Step

WRONG_PIN: Final = "274914"
THERE_SECONDS: Final = 5.0
GONE_SECONDS: Final = 40.0
_MOMENT: Final = timedelta(minutes=1)
"""Between closing and opening again."""


def officers(visit: Visit) -> None:
    """PIN, desk, and the calibration of the camera."""
    hand, area = visit.hand, visit.counter.officer
    hand.press("officer_button")
    hand.press("officer_0")
    hand.photograph("officer-pin")
    hand.type("pin_field", WRONG_PIN)
    hand.press("open_button")
    hand.wait_until(area.gate.notice.isVisible, "a refusal")
    hand.photograph_variant("officer-pin-mistake")
    hand.type("pin_field", PIN)
    hand.press("open_button")
    hand.wait_until(lambda: all(row.finding for row in area.opening.rows.values()), "findings")
    hand.photograph_desk("desk-opening")
    hand.press("start_day_button")
    hand.wait_until(lambda: rows_on(hand) > 0, "today's list")
    hand.photograph_desk("desk-today")
    hand.press("room_queue")
    hand.photograph_desk("desk-queue")
    visit.scene = GOOD
    hand.press("ready_chip")
    hand.press("calibrate_button")
    hand.wait_until(area.calibration.keep_button.isEnabled, "a camera that was measured")
    hand.photograph("calibration")
    hand.press("calibration_back_button")
    hand.press("start_day_button")
    _close_and_open_again(visit)
    hand.press("lock_button")


def _close_and_open_again(visit: Visit) -> None:
    hand, area = visit.hand, visit.counter.officer
    hand.press("closing_button")
    hand.wait_until(area.closing.notice.isVisible, "how the day was")
    hand.photograph_desk("desk-closing")
    hand.press("close_day_button")
    hand.photograph_desk("desk-closed")
    visit.clock.let_pass(_MOMENT)
    hand.press("open_office_button")
    hand.press("officer_0")
    hand.type("pin_field", PIN)
    hand.press("open_button")
    hand.press("start_day_button")


def covers(visit: Visit) -> None:
    """Who hesitates, who goes away, and the end."""
    visit.open_form(visit.filled(), Step.SEX)
    session = visit.counter.session
    while not session.warning.isVisible():
        session.count_second()
    visit.hand.photograph("idle-warning")
    visit.counter.forget()
    visit.scene, visit.then = Scene("good", THERE_SECONDS), Scene("absent", None)
    visit.open_form(visit.filled(), Step.CONSENT)
    visit.hand.press("next_button")  # what was agreed to is known from now on
    visit.hand.wait_until(session.warning.isVisible, "the cover over the form", GONE_SECONDS)
    visit.hand.photograph("presence-cover")
    visit.counter.forget()
    visit.kiosk.tell_fault(RuntimeError("shown in the gallery"))
    visit.hand.wait_to_see("close_button")
    visit.hand.photograph("stopped")
