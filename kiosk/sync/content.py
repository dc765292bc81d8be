"""What is inside an envelope: the registration and the pictures in their wire form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from kiosk.domain.address import Address
from kiosk.domain.assessment import Sitting
from kiosk.domain.confirmation import Confirmation
from kiosk.domain.consent import Consent
from kiosk.domain.eligibility import EligibilityAnswers
from kiosk.domain.exception import PhotoException
from kiosk.domain.patch import Patch, PatchField, travelling_names
from kiosk.domain.photo import Finding, PhotoReport
from kiosk.domain.registration import Registration
from kiosk.domain.statement import DrawnSignature, SignedStatement
from kiosk.sync.forms import (
    AddressForm,
    AssessmentForm,
    ConfirmationForm,
    ConsentGiven,
    DrawnSignatureForm,
    EligibilityForm,
    ExceptionForm,
    FindingForm,
    KtpForm,
    PatchedAnswers,
    PatchForm,
    PhotoForm,
    PictureForm,
    RegistrationForm,
    StatementForm,
    TypedSignatureForm,
)

P = TypeVar("P", bound=PictureForm)


@dataclass(frozen=True, slots=True)
class TakenPicture:
    """A picture to send; `exception` is set when an officer kept it against the check."""

    jpeg: bytes = field(repr=False)
    report: PhotoReport
    taken_at: datetime
    exception: PhotoException | None = None


class TakenPhoto(TakenPicture):
    """The photo of the resident."""

    __slots__ = ()


class TakenCard(TakenPicture):
    """The picture of the KTP."""

    __slots__ = ()


def registration_form(
    registration: Registration, office_id: str, now: datetime, *, ktp_photo: bool = False
) -> RegistrationForm:
    """The registration as it travels, sealed; it says whether a photo of the KTP comes as well."""
    r = registration
    return RegistrationForm(
        submission_id=r.submission_id,
        ticket=r.ticket.code,
        office_id=office_id,
        made_at=now,
        assisted_by=r.assisted_by,
        consents=[_consent_given(consent) for consent in r.consents],
        eligibility=_eligibility_form(r.eligibility),
        nik=r.nik.value,
        kk=r.kk.value,
        kk_is_latest=r.kk_is_latest,
        birth_date=r.birth_date,
        birth_place=r.birth_place.value,
        full_name=r.full_name.value,
        sex=r.sex.value,
        mother_name=None if r.mother_name is None else r.mother_name.value,
        address=_address_form(r.address),
        domicile=None if r.domicile is None else _address_form(r.domicile),
        phone=r.phone.value,
        phone_is_own=r.phone_is_own,
        email=r.email.value,
        education=r.education,
        marital_status=r.marital_status,
        dependants=r.dependants,
        employment_status=r.employment_status,
        training_interests=list(r.training_interests),
        statement=_statement_form(r.statement),
        assessment=None if r.assessment is None else assessment_form(r.assessment),
        ktp_photo=ktp_photo,
        confirmed_warnings=list(r.confirmed_warnings),
        photo_exception=_exception_form(r.photo_exception),
        confirmation=_confirmation_form(r.confirmation),
    )


def photo_form(submission_id: UUID, revision: int, photo: TakenPhoto) -> PhotoForm:
    """The photo with its findings as it travels, sealed."""
    return _picture_form(PhotoForm, submission_id, revision, photo)


def ktp_form(submission_id: UUID, revision: int, card: TakenCard) -> KtpForm:
    """The picture of the KTP with its findings as it travels, sealed."""
    return _picture_form(KtpForm, submission_id, revision, card)


def patch_form(
    submission_id: UUID, number: int, patch: Patch, now: datetime, *, card: TakenCard | None = None
) -> PatchForm:
    """The new answers as they travel, sealed; `card` where another photo of the KTP was asked for.

    Raises ValueError where just one of the two says so.
    """
    if (card is not None) != (PatchField.KTP in patch.fields):
        raise ValueError("a photo of the KTP comes if, and only if, it was asked for")
    changes = {field: _patched(field, patch.answers) for field in travelling_names(patch.fields)}
    if card is not None:
        changes[PatchField.KTP] = ktp_form(submission_id, number, card)
    return PatchForm(
        submission_id=submission_id,
        number=number,
        made_at=now,
        assisted_by=patch.assisted_by,
        changes=PatchedAnswers.model_validate(changes),
        confirmed_warnings=list(patch.confirmed_warnings),
    )


def _patched(name: str, answers: Mapping[str, Any]) -> object:
    """One answer of a draft as it travels."""
    match name:
        case PatchField.ADDRESS:
            return _village_form(answers["address_line"], answers["village_code"])
        case PatchField.DOMICILE:
            if answers["domicile_same"]:
                return None
            return _village_form(answers["domicile_line"], answers["domicile_village_code"])
        case PatchField.TRAINING_INTERESTS:
            return list(answers[name])
        case _:
            return answers.get(name)


def _village_form(line: str, village_code: str) -> AddressForm:
    return AddressForm(line=line, village_code=village_code)


def _picture_form(kind: type[P], submission_id: UUID, revision: int, taken: TakenPicture) -> P:
    return kind(
        submission_id=submission_id,
        revision=revision,
        taken_at=taken.taken_at,
        profile_version=taken.report.profile_version,
        findings=[_finding_form(finding) for finding in taken.report.findings],
        exception=_exception_form(taken.exception),
        jpeg=taken.jpeg,
    )


def _exception_form(exception: PhotoException | None) -> ExceptionForm | None:
    if exception is None:
        return None
    return ExceptionForm(
        kind=exception.kind,
        officer=exception.officer,
        approver=exception.approver,
        at=exception.at,
    )


def _confirmation_form(confirmation: Confirmation | None) -> ConfirmationForm | None:
    if confirmation is None:
        return None
    return ConfirmationForm(way=confirmation.way, at=confirmation.at)


def _statement_form(statement: SignedStatement) -> StatementForm:
    signature = statement.signature
    if isinstance(signature, DrawnSignature):
        strokes = [list(stroke) for stroke in signature.strokes]
        return StatementForm(
            version=statement.version, signature=DrawnSignatureForm(strokes=strokes)
        )
    return StatementForm(
        version=statement.version, signature=TypedSignatureForm(name=signature.name)
    )


def assessment_form(sitting: Sitting) -> AssessmentForm:
    """A sitting that was handed in, as the centre takes it."""
    if sitting.finished_at is None:
        raise ValueError("only a sitting that was handed in is sent")
    return AssessmentForm(
        version=sitting.version,
        started_at=sitting.started_at,
        finished_at=sitting.finished_at,
        answers=dict(sitting.answers),
    )


def _address_form(address: Address) -> AddressForm:
    return AddressForm(line=address.line.value, village_code=address.village_code)


def _eligibility_form(answers: EligibilityAnswers) -> EligibilityForm:
    return EligibilityForm(
        is_citizen=answers.is_citizen,
        in_school=answers.in_school,
        forbidden_job=answers.forbidden_job,
        received_before=answers.received_before,
        receives_social_aid=answers.receives_social_aid,
    )


def _consent_given(consent: Consent) -> ConsentGiven:
    return ConsentGiven(
        purpose=consent.purpose,
        version=consent.version,
        text_sha256=consent.text_sha256,
        given_at=consent.given_at,
        officer=consent.officer,
    )


def _finding_form(finding: Finding) -> FindingForm:
    return FindingForm(
        reason=finding.reason,
        verdict=finding.verdict.value,
        value=finding.value,
        unit=finding.unit,
        limit=finding.limit,
    )
