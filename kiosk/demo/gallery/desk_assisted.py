"""The gallery's chapter of assisted registration: what an officer who types sees and shows."""

from typing import Final

from kiosk.demo.gallery.visit import GOOD, Visit
from kiosk.domain.draft import Draft
from kiosk.ui.flow import Step

READ_BACK: Final = {
    Step.NIK_AGAIN: "nik",
    Step.KK_AGAIN: "kk",
    Step.PHONE_AGAIN: "phone",
    Step.EMAIL_AGAIN: "email",
}


def assisted(visit: Visit) -> None:
    """Numbers read aloud, a refusal, a warning, and the resident's own look at everything."""
    (officer, *_) = visit.kiosk.room.store.call(lambda store: store.officers.list())
    form = visit.filled().but(assisted_by=officer.id)
    _read_back(visit, form)
    _refuse(visit, form)
    _meet_again(visit, form)
    _confirm(visit, form)
    visit.counter.forget()


def _read_back(visit: Visit, form: Draft) -> None:
    hand = visit.hand
    for step, name in READ_BACK.items():
        visit.open_form(form, step)
        hand.photograph(f"read-back-{name}")
    hand.press("next_button")
    hand.photograph_variant("read-back-mistake")


def _refuse(visit: Visit, form: Draft) -> None:
    hand = visit.hand
    visit.open_form(form, Step.CONSENT)
    hand.photograph("consent-assisted")
    hand.press("refuse_photo_button")
    hand.wait_to_see("officer_0")
    hand.photograph("refusal")


def _meet_again(visit: Visit, form: Draft) -> None:
    """Somebody of that phone number has been registered in an earlier chapter."""
    visit.open_form(form, Step.PHONE)
    visit.hand.press("next_button")
    visit.hand.wait_to_see("agree_button")
    visit.hand.photograph_variant("used-before")


def _confirm(visit: Visit, form: Draft) -> None:
    hand = visit.hand
    visit.scene = GOOD
    visit.open_form(form, Step.PHOTO)
    hand.press("use_photo_button")
    hand.wait_until(visit.counter.resident.assistance.confirm_page.isVisible, "everything in clear")
    hand.photograph("confirm")
    hand.press("back_button")
    hand.photograph_variant("review-assisted")
