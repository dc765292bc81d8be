"""The pages of a correction: those of the form that ask for the named fields, and no others."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from kiosk.domain.draft import Draft
from kiosk.domain.patch import PatchField, asked_fields
from kiosk.sync.protocol import Redoable, TicketStatus
from kiosk.ui.flow import Step
from kiosk.ui.look import Look
from kiosk.ui.officer.gate import OfficerGate
from kiosk.ui.resident.contact_pages import EmailPage
from kiosk.ui.resident.ktp_page import KtpPage
from kiosk.ui.resident.pages import page_makers
from kiosk.ui.resident.read_back_page import read_back_pages
from kiosk.ui.resident.yes_no_pages import EmailOpenedPage
from kiosk.ui.services import Services
from kiosk.ui.text import Texts

_STEPS: Final[Mapping[PatchField, tuple[Step, ...]]] = {
    PatchField.NIK: (Step.NIK, Step.NIK_AGAIN),
    PatchField.KK: (Step.KK, Step.KK_AGAIN),
    PatchField.BIRTH_DATE: (Step.BIRTH_DATE,),
    PatchField.FULL_NAME: (Step.NAME,),
    PatchField.BIRTH_PLACE: (Step.BIRTH_PLACE,),
    PatchField.SEX: (Step.SEX,),
    PatchField.ADDRESS: (Step.VILLAGE, Step.ADDRESS_LINE),
    PatchField.DOMICILE: (Step.DOMICILE, Step.DOMICILE_VILLAGE, Step.DOMICILE_LINE),
    PatchField.PHONE: (Step.PHONE, Step.PHONE_AGAIN),
    PatchField.EMAIL: (Step.EMAIL, Step.EMAIL_AGAIN, Step.EMAIL_OPENED),
    PatchField.EDUCATION: (Step.EDUCATION,),
    PatchField.MARITAL_STATUS: (Step.MARITAL_STATUS,),
    PatchField.DEPENDANTS: (Step.DEPENDANTS,),
    PatchField.EMPLOYMENT_STATUS: (Step.EMPLOYMENT,),
    PatchField.TRAINING_INTERESTS: (Step.INTERESTS,),
    PatchField.KTP: (Step.KTP_PHOTO,),
}
_NAMES: Final = {PatchField.ADDRESS: "address_line", PatchField.KTP: "ktp_photo"}
"""Where the review has another word for it."""


def to_correct(status: TicketStatus) -> tuple[PatchField, ...]:
    """What may be corrected now; empty where that is nothing."""
    granted = status.grant_for(Redoable.PATCH) is not None
    return asked_fields(status.fields) if granted else ()


def steps_of(fields: Sequence[PatchField]) -> tuple[Step, ...]:
    """The pages that ask for these fields, in the order of the form."""
    steps = {step for field in fields for step in _STEPS[field]}
    return tuple(step for step in Step if step in steps)


def named(fields: Sequence[PatchField], texts: Texts) -> str:
    """The fields as the resident knows them from the review, in one line."""
    return ", ".join(texts(f"review.{_NAMES.get(field, field)}") for field in fields)


def make_patch_pages(
    draft: Draft, steps: Sequence[Step], services: Services, look: Look
) -> Mapping[Step, QWidget]:
    """Pages of their own, to be thrown away afterwards; nothing leads from them but on and back.

    Where an officer types, a number is read back instead of typed twice, as in the form.
    """
    makers = page_makers(services, look)
    read_back = {} if draft.assisted_by is None else read_back_pages(look)
    pages: dict[Step, QWidget] = {}
    for step in steps:
        if step is Step.KTP_PHOTO:
            gate = OfficerGate(look, services.store, services.clock)
            pages[step] = KtpPage(look, services.camera, services.clock, gate)
            continue
        page = read_back.get(step) or makers[step]()
        match page:
            case EmailPage():
                page.none_button.hide()
            case EmailOpenedPage():
                page.later_button.hide()
        pages[step] = page
    return pages
