"""Invented residents and what a kiosk sends about them."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from kiosk.domain.ticket import new_ticket
from kiosk.sync.forms import (
    AddressForm,
    ConsentGiven,
    EligibilityForm,
    FindingForm,
    KtpForm,
    PhotoForm,
    RegistrationForm,
    StatementForm,
    TypedSignatureForm,
)
from tests.central.clock import MORNING

OFFICE = "desa-a"
ELIGIBLE = EligibilityForm(
    is_citizen=True,
    in_school=False,
    forbidden_job=False,
    received_before=False,
    receives_social_aid=False,
)
JPEG = b"\xff\xd8\xff\xe0" + bytes(2000)


@dataclass(frozen=True)
class Resident:
    """One invented person with a submission of their own."""

    serial: int = 9001
    born: date = date(1990, 7, 4)

    @property
    def nik(self) -> str:
        return f"351007{self.born:%d%m%y}{self.serial}"

    @property
    def kk(self) -> str:
        """A family of one."""
        return f"351007010115{self.serial}"

    @property
    def phone(self) -> str:
        return f"+62840123{self.serial + 36677}"

    @property
    def ticket(self) -> str:
        return new_ticket(hashlib.sha256(self.nik.encode()).digest()).code


def form_of(resident: Resident, submission_id: UUID, /, **changes: Any) -> RegistrationForm:
    """A complete form; `changes` by field name."""
    form = RegistrationForm(
        submission_id=submission_id,
        ticket=resident.ticket,
        office_id=OFFICE,
        made_at=MORNING,
        assisted_by=None,
        consents=[
            ConsentGiven(purpose=purpose, version="1", text_sha256="0" * 64, given_at=MORNING)
            for purpose in ("process", "camera", "photo_upload")
        ],
        eligibility=ELIGIBLE,
        nik=resident.nik,
        kk=resident.kk,
        kk_is_latest=True,
        birth_date=resident.born,
        birth_place="Banyuwangi",
        full_name="SITI CONTOH NURJANAH",
        sex="L",
        address=AddressForm(line="Jalan Contoh 1", village_code="35.10.07.2001"),
        domicile=None,
        phone=resident.phone,
        phone_is_own=True,
        email="siti@example.com",
        education="senior_secondary",
        marital_status="married",
        dependants=0,
        employment_status="job_seeker",
        training_interests=["entrepreneurship"],
        statement=StatementForm(
            version="1", signature=TypedSignatureForm(name="SITI CONTOH NURJANAH")
        ),
        confirmed_warnings=[],
    )
    return form.model_copy(update=changes)


def photo_of(submission_id: UUID, revision: int = 1, jpeg: bytes = JPEG) -> PhotoForm:
    """One photo with one finding."""
    return PhotoForm(
        submission_id=submission_id,
        revision=revision,
        taken_at=MORNING,
        profile_version="2022",
        findings=[
            FindingForm.model_validate(
                {"reason": "BLUR", "verdict": "pass", "value": 0.9, "unit": "", "limit": 0.5}
            )
        ],
        jpeg=jpeg,
    )


def card_of(submission_id: UUID, revision: int = 1, jpeg: bytes = JPEG) -> KtpForm:
    """The photo of a KTP, with the same finding."""
    photo = photo_of(submission_id, revision)
    return KtpForm.model_validate({**photo.model_dump(), "jpeg": jpeg})
