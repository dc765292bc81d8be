"""What an invented resident types and touches, page by page."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from kiosk.central.settings.wording import DEMO_ASSESSMENT
from kiosk.ui.flow import Step
from tests.sync.registrations import PHOTO
from tests.ui.resident.counter import Counter

FACE = Path(__file__).parents[2] / "data" / "faces" / "P006.jpg"
Act = tuple[str, ...]
"""A widget to touch, or a widget and a text to type into it."""

QUESTIONS = len(DEMO_ASSESSMENT.questions)
SITI: Mapping[Step, tuple[Act, ...]] = {
    Step.CONSENT: (("consent_process",), ("consent_camera",), ("consent_photo_upload",)),
    Step.CRITERIA: (
        ("is_citizen_yes",),
        ("in_school_no",),
        ("forbidden_job_no",),
        ("received_before_no",),
        ("receives_social_aid_no",),
    ),
    Step.NIK: (("nik_first", "3510094101909001"),),
    Step.NIK_AGAIN: (("nik_second", "3510094101909001"),),
    Step.KK: (("kk_first", "3510091203159002"), ("kk_is_latest_yes",)),
    Step.KK_AGAIN: (("kk_second", "3510091203159002"),),
    Step.BIRTH_DATE: (("birth_day", "01"), ("birth_month", "01"), ("birth_year", "1990")),
    Step.NAME: (("full_name", "Siti Nurjanah"),),
    Step.BIRTH_PLACE: (("birth_place", "Banyuwangi"),),
    Step.SEX: (("sex_P",),),
    Step.VILLAGE: (("village_code_search", "genteng kulon"), ("village_code_0",)),
    Step.ADDRESS_LINE: (("address_line", "Dusun Krajan"),),
    Step.DOMICILE: (("domicile_same_yes",),),
    Step.PHONE: (("phone_first", "084012349001"), ("phone_is_own_yes",)),
    Step.PHONE_AGAIN: (("phone_second", "084012349001"),),
    Step.EMAIL: (("email_name", "siti.nurjanah"), ("email_domain_gmail.com",)),
    Step.EMAIL_AGAIN: (("email_again_name", "siti.nurjanah"), ("email_again_domain_gmail.com",)),
    Step.EMAIL_OPENED: (("email_opened_yes",),),
    Step.EDUCATION: (("education_senior_secondary",),),
    Step.MARITAL_STATUS: (("marital_status_married",),),
    Step.DEPENDANTS: (("dependants", "2"),),
    Step.EMPLOYMENT: (("employment_status_job_seeker",),),
    Step.INTERESTS: (
        ("training_interest_food_and_drink",),
        ("training_interest_foreign_language",),
    ),
    Step.STATEMENT: (("statement_agreed",),),
    Step.SIGNATURE: (("signature_type_button",), ("statement_signature", "Siti Nurjanah")),
    Step.ASSESSMENT: (("next_button",), *(("answer_0",), ("next_button",)) * QUESTIONS),
}
ASKED_ABOUT = {Step.PHONE}
"""Pages where this resident is asked to compare: no operator has the prefix 0840."""


def act(counter: Counter, *acts: Act) -> None:
    """Touch and type."""
    for name, *typed in acts:
        if typed:
            counter.type(name, typed[0])
        else:
            counter.click(name)


def fill_page(counter: Counter) -> None:
    """Fill the page of the moment and press "Lanjut"."""
    step = counter.flow.step
    if step is Step.PHOTO:
        counter.photo_page.taken.emit(replace(PHOTO, jpeg=FACE.read_bytes()))
        return
    act(counter, *SITI[step])
    counter.click("next_button")
    if step in ASKED_ABOUT:
        counter.click("agree_button")


def go_to(counter: Counter, step: Step) -> None:
    """Begin a form and fill every page before `step`."""
    counter.click("new_door")
    while counter.flow.step is not step:
        before = counter.flow.step
        fill_page(counter)
        assert counter.flow.step is not before, f"stuck at {before}: {counter.problem()}"
