"""The gallery's first chapters: the first run, and every page of the form."""

from collections.abc import Mapping, Sequence
from typing import Final

from kiosk.demo.form_story import fill_form
from kiosk.demo.gallery.visit import Visit
from kiosk.demo.officer_story import set_up
from kiosk.demo.resident import SITI
from kiosk.domain.address import LONGEST_LINE
from kiosk.domain.birth_place import LONGEST_BIRTH_PLACE
from kiosk.domain.draft import Draft
from kiosk.domain.name import LONGEST_NAME
from kiosk.ui.flow import Step

Act = tuple[str, ...]
"""A widget to press, or a widget and a text to type into it."""

PAST_THE_FORM: Final = frozenset({Step.KTP_PHOTO, Step.PHOTO, Step.REVIEW, Step.SLIP})
"""These need a camera: the next chapter has them."""

MISTAKES: Final[Mapping[Step, Sequence[Act]]] = {
    Step.NIK: (("nik_first", "3510094199999001"),),
    Step.NIK_AGAIN: (("nik_second", "3510094107919001"),),
    Step.KK_AGAIN: (("kk_second", "3510090502159011"),),
    Step.BIRTH_DATE: (("birth_day", "02"), ("birth_month", "07"), ("birth_year", "1990")),
    Step.NAME: (("full_name", "S1TI"),),
    Step.VILLAGE: (("village_code_search", "xyz"),),
    Step.PHONE_AGAIN: (("phone_second", "084012345679"),),
    Step.EMAIL: (("email_name", "siti.contoh@gmial.com"),),
}
"""What is typed wrong; elsewhere the mistake is to answer nothing."""

_LONG_NAME: Final = (
    "KANJENG RADEN AYU SITI NURJANAH BINTI HAJI ABDURRAHMAN WAHYUNINGSIH KUSUMANINGRUM "
)
_LONG_LINE: Final = (
    "PERUMAHAN TAMAN SURYA GENTENG INDAH BLOK CC NOMOR 128 RT 012 RW 007 DUSUN KRAJAN "
)
_LONG: Final = {
    "full_name": (_LONG_NAME * 2)[:LONGEST_NAME].strip(),
    "birth_place": "KABUPATEN KEPULAUAN SIAU TAGULANDANG BIARO (SULAWESI UTARA)"[
        :LONGEST_BIRTH_PLACE
    ],
    "address_line": (_LONG_LINE * 2)[:LONGEST_LINE].strip(),
    "domicile_line": (_LONG_LINE * 2)[:LONGEST_LINE].strip(),
    "email": "kanjeng.raden.ayu.siti.nurjanah.wahyuningsih.kusuma@contoh-panjang.example.com",
}
_NEEDED: Final = {
    Step.NIK_AGAIN: "nik",
    Step.KK: "nik",
    Step.KK_AGAIN: "kk",
    Step.BIRTH_DATE: "nik",
    Step.PHONE_AGAIN: "phone",
    Step.EMAIL_AGAIN: "email",
    Step.EMAIL_OPENED: "email",
}
"""What an otherwise empty form must have for the mistake to be one."""
_ELSEWHERE: Final = frozenset({Step.DOMICILE_VILLAGE, Step.DOMICILE_LINE})
LONG_STEPS: Final = (Step.NAME, Step.BIRTH_PLACE, Step.ADDRESS_LINE, Step.EMAIL, Step.SIGNATURE)


def first_run(visit: Visit) -> None:
    """A new kiosk asks its officer what it has to know."""
    set_up(visit.hand, visit.centre.new_code())
    visit.hand.wait_until(visit.kiosk.welcome.new_door.isVisible, "the first page")
    visit.hand.wait_until(visit.kiosk.welcome.isEnabled, "an open kiosk")
    visit.hand.photograph("welcome")


def every_page(visit: Visit) -> None:
    """Each page of the form: filled, with a mistake, and with the longest answers."""
    filled = _fill(visit)
    for step in Step:
        if step not in PAST_THE_FORM:
            _photograph_filled(visit, step, filled)
            _photograph_mistake(visit, step, filled)
            if step in LONG_STEPS:
                visit.open_form(filled.but(**_LONG), step)
                visit.hand.photograph_variant(f"{step}-long")
    visit.counter.resident.end()


def asides(visit: Visit) -> None:
    """Where a form leads besides: what consent means, a pause, the test, and who may not go on."""
    hand = visit.hand
    blank = Draft(visit.filled().draft_id, visit.filled().ticket)
    visit.open_form(visit.filled(), Step.CONSENT)
    hand.press("facts_button")
    hand.photograph("consent-facts")
    visit.open_form(blank, Step.EMAIL)
    hand.press("no_email_button")
    hand.wait_to_see("pause_ticket_code")
    hand.photograph("pause")
    visit.open_form(blank, Step.ASSESSMENT)
    hand.press("next_button")
    hand.photograph("assessment-question")
    visit.open_form(visit.filled(), Step.CRITERIA)
    hand.press("in_school_yes")
    hand.press("next_button")
    hand.photograph("ineligible")
    visit.counter.resident.end()


def _fill(visit: Visit) -> Draft:
    """The story's own form up to the photo, as it was saved."""
    with visit.hand.not_looking():
        fill_form(visit.hand, SITI)
    draft = visit.keep_form()
    visit.counter.resident.end()
    return draft


def _photograph_filled(visit: Visit, step: Step, filled: Draft) -> None:
    elsewhere = filled.but(
        domicile_same=False,
        domicile_village_code=filled.village_code,
        domicile_line=filled.address_line,
    )
    visit.open_form(elsewhere if step in _ELSEWHERE else filled, step)
    visit.hand.photograph(step)


def _photograph_mistake(visit: Visit, step: Step, filled: Draft) -> None:
    needed = _NEEDED.get(step)
    blank = Draft(filled.draft_id, filled.ticket)
    visit.open_form(blank.but(**{needed: getattr(filled, needed)}) if needed else blank, step)
    for name, *typed in MISTAKES.get(step, ()):
        if typed:
            visit.hand.type(name, typed[0])
        else:
            visit.hand.press(name)
    visit.hand.press("next_button")
    visit.hand.photograph_variant(f"{step}-mistake")
