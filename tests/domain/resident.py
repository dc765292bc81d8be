"""An invented resident whose form is complete, for tests that spoil one thing at a time."""

from datetime import UTC, date, datetime
from uuid import UUID

from kiosk.domain.consent import ConsentPurpose, give_consent
from kiosk.domain.draft import Draft
from kiosk.domain.statement import TypedSignature
from kiosk.domain.ticket import new_ticket

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
CONSENTS = tuple(
    give_consent(purpose, "1", "Saya setuju.", NOW)
    for purpose in (ConsentPurpose.PROCESS, ConsentPurpose.CAMERA, ConsentPurpose.PHOTO_UPLOAD)
)


def complete_draft() -> Draft:
    """Siti Nurjanah, born 1 January 1990, of Genteng Kulon."""
    return Draft(
        draft_id=UUID("9b2f4a52-6f0e-4d0b-9d1a-3d6b6f2f9001"),
        ticket=new_ticket(b"ticket").code,
        step="review",
        consents=CONSENTS,
        is_citizen=True,
        in_school=False,
        forbidden_job=False,
        received_before=False,
        receives_social_aid=False,
        nik="3510094101909001",
        kk="3510091203159002",
        kk_is_latest=True,
        birth_date=date(1990, 1, 1),
        birth_place="BANYUWANGI",
        full_name="SITI NURJANAH",
        sex="P",
        address_line="DUSUN KRAJAN",
        village_code="35.10.09.2003",
        domicile_same=True,
        phone="+6284012349001",
        phone_is_own=True,
        email="siti.nurjanah@example.com",
        email_opened=True,
        education="senior_secondary",
        marital_status="married",
        dependants=2,
        employment_status="job_seeker",
        training_interests=("food_and_drink", "foreign_language"),
        statement_version="1",
        statement_signature=TypedSignature("SITI NURJANAH"),
    )
