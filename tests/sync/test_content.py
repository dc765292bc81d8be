"""Registrations and pictures in the form in which they travel."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from pydantic import ValidationError

from kiosk.domain.assessment import Sitting
from kiosk.domain.consent import ConsentPurpose, give_consent
from kiosk.domain.exception import ExceptionKind, PhotoException
from kiosk.domain.photo import CardReport, Finding, Verdict
from kiosk.domain.reason import Reason
from kiosk.domain.registration import Registration
from kiosk.domain.statement import (
    MOST_POINTS,
    MOST_STROKES,
    PAD_UNITS,
    DrawnSignature,
    SignedStatement,
    TypedSignature,
)
from kiosk.sync.content import TakenCard, ktp_form, registration_form
from kiosk.sync.forms import (
    DrawnSignatureForm,
    ExceptionForm,
    RegistrationForm,
    TypedSignatureForm,
)
from kiosk.sync.protocol import MAX_FORM_BYTES
from tests.sync.registrations import JPEG, registration
from tests.sync.scripted_central import NOON

LINES = (((0, 500), (400, 480)), ((100, 700),))
ENVELOPE_BYTES = 1024
"""More than an envelope adds to its content."""


def travelled(made: Registration) -> RegistrationForm:
    """What the centre reads of it."""
    sent = registration_form(made, "desa-1", NOON).model_dump_json()
    return RegistrationForm.model_validate_json(sent)


def test_a_drawn_signature_arrives_line_by_line() -> None:
    drawn = SignedStatement("1", DrawnSignature(LINES))
    arrived = travelled(replace(registration(), statement=drawn)).statement
    assert isinstance(arrived.signature, DrawnSignatureForm)
    assert tuple(tuple(line) for line in arrived.signature.strokes) == LINES


def test_a_typed_signature_arrives_as_typed() -> None:
    typed = SignedStatement("7", TypedSignature("Siti Nurjanah"))
    arrived = travelled(replace(registration(), statement=typed)).statement
    assert arrived.version == "7"
    assert arrived.signature == TypedSignatureForm(name="Siti Nurjanah")


def test_a_test_arrives_with_its_times_and_without_what_was_not_answered() -> None:
    end = NOON + timedelta(minutes=4)
    sitting = Sitting("contoh-1", NOON, (("change", "b"), ("row", "c")), end)
    arrived = travelled(replace(registration(), assessment=sitting)).assessment
    assert arrived is not None
    assert (arrived.version, arrived.started_at, arrived.finished_at) == ("contoh-1", NOON, end)
    assert arrived.answers == {"change": "b", "row": "c"}


def test_a_test_that_was_not_handed_in_is_never_sent() -> None:
    with pytest.raises(ValueError, match="handed in"):
        registration_form(replace(registration(), assessment=Sitting("1", NOON)), "desa-1", NOON)


def test_a_consent_arrives_with_the_officer_who_was_there() -> None:
    given = give_consent(ConsentPurpose.CAMERA, "1", "Saya setuju.", NOON, officer="petugas-1")
    (arrived,) = travelled(replace(registration(), consents=(given,))).consents
    assert arrived.officer == "petugas-1"


def test_the_card_arrives_with_its_findings() -> None:
    report = CardReport("2020.1", (Finding(Reason.BLUR, Verdict.PASS, 0.1, "", 0.5),))
    submission_id = uuid4()
    kept = PhotoException(ExceptionKind.WORN_CARD, "petugas-1", None, NOON)
    form = ktp_form(submission_id, 1, TakenCard(JPEG, report, NOON, kept))
    assert (form.submission_id, form.revision, form.profile_version) == (submission_id, 1, "2020.1")
    assert [finding.reason for finding in form.findings] == [Reason.BLUR]
    assert form.exception == ExceptionForm(
        kind=ExceptionKind.WORN_CARD, officer="petugas-1", approver=None, at=NOON
    )
    assert form.jpeg == JPEG


def test_the_longest_form_fits_into_its_envelope() -> None:
    """As much as the pad and the protocol allow, with the longest names and addresses."""
    corner = (PAD_UNITS, PAD_UNITS)
    lines = ((corner,) * (MOST_POINTS // MOST_STROKES),) * MOST_STROKES
    answers = tuple((f"{number:032}", "x" * 32) for number in range(100))
    base = registration()
    longest = replace(
        base,
        full_name=type(base.full_name)("Ñ" * 100),
        statement=SignedStatement("1" * 32, DrawnSignature(lines)),
        assessment=Sitting("1" * 32, NOON, answers, NOON),
    )
    sent = registration_form(longest, "desa-1", NOON).model_dump_json().encode()
    assert len(sent) + ENVELOPE_BYTES <= MAX_FORM_BYTES


@pytest.mark.parametrize(
    "strokes",
    [[], [[]], [[(0, PAD_UNITS + 1)]], [[(-1, 0)]], [[(0, 0)] * (MOST_POINTS + 1)]],
    ids=["no line", "empty line", "below the pad", "left of the pad", "too many points"],
)
def test_a_drawing_that_no_pad_makes_is_refused(strokes: list[list[tuple[int, int]]]) -> None:
    with pytest.raises(ValidationError):
        DrawnSignatureForm(strokes=strokes)
