"""A complete registration, and the only way to one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar
from uuid import UUID

from kiosk.domain import reading
from kiosk.domain.address import Address
from kiosk.domain.assessment import (
    AssessmentProblem,
    QuestionSet,
    Sitting,
    finished_sitting,
)
from kiosk.domain.background import (
    Education,
    EmploymentStatus,
    MaritalStatus,
    Sex,
    TrainingInterest,
)
from kiosk.domain.birth_place import BirthPlace
from kiosk.domain.confirmation import Confirmation
from kiosk.domain.consent import Consent, missing_consents
from kiosk.domain.draft import Draft
from kiosk.domain.eligibility import EligibilityAnswers, EligibilityRules, check_eligibility
from kiosk.domain.email import Email
from kiosk.domain.exception import PhotoException
from kiosk.domain.family_card import FamilyCardNumber, family_card_warnings
from kiosk.domain.name import PersonName
from kiosk.domain.nik import Nik, nik_warnings
from kiosk.domain.phone import Phone
from kiosk.domain.problem import FieldProblem
from kiosk.domain.reason import Reason
from kiosk.domain.region import DistrictStanding
from kiosk.domain.statement import SignedStatement
from kiosk.domain.ticket import Ticket

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Problem:
    """What stands in the way: the field of the draft, and the key of the sentence that says so."""

    field: str
    key: str


@dataclass(frozen=True, slots=True, repr=False)
class Registration:
    """Everything the centre needs but the photo. Made by `complete` alone."""

    submission_id: UUID
    ticket: Ticket
    assisted_by: str | None
    consents: tuple[Consent, ...]
    eligibility: EligibilityAnswers
    nik: Nik
    kk: FamilyCardNumber
    kk_is_latest: bool
    birth_date: date
    birth_place: BirthPlace
    full_name: PersonName
    sex: Sex
    mother_name: PersonName | None
    address: Address
    domicile: Address | None
    phone: Phone
    phone_is_own: bool
    email: Email
    education: Education
    marital_status: MaritalStatus
    dependants: int
    employment_status: EmploymentStatus
    training_interests: tuple[TrainingInterest, ...]
    statement: SignedStatement
    assessment: Sitting | None
    """None where the centre asks no test."""
    confirmed_warnings: tuple[str, ...]
    photo_exception: PhotoException | None
    """Set where no photo is sent at all."""
    confirmation: Confirmation | None
    """None where the resident typed alone."""

    def __repr__(self) -> str:
        return f"Registration({self.submission_id})"

    @property
    def masked_name(self) -> str:
        """What the officer's list may show, e.g. `SITI N…AH`."""
        return self.full_name.masked


def complete(
    draft: Draft, today: date, rules: EligibilityRules, questions: QuestionSet | None = None
) -> Registration | tuple[Problem, ...]:
    """Make a registration of a draft, or tell every problem in the order of the form.

    Whether the village exists is not asked here: the page offers only villages that do.
    `questions` is the test in force, if there is one.
    """
    problems = (
        *_consent_problems(draft),
        *_field_problems(draft),
        *_assessment_problems(draft, questions),
        *_eligibility_problems(draft, today, rules),
        *unconfirmed_warnings(draft),
    )
    return problems or _registration(draft)


def unconfirmed_warnings(draft: Draft) -> tuple[Problem, ...]:
    """What the resident still has to compare with KTP and family card, by the field it is about.

    Where the NIK's district stands needs the list of regions: its page alone asks about that.
    """
    nik, kk, sex = reading.nik(draft), reading.kk(draft), reading.sex(draft)
    warnings: list[Problem] = []
    if isinstance(nik, Nik):
        asked = nik_warnings(
            nik,
            born=draft.birth_date,
            sex=sex if isinstance(sex, Sex) else None,
            standing=DistrictStanding.CURRENT,
        )
        warnings += (Problem("nik", warning) for warning in asked)
    if isinstance(kk, FamilyCardNumber):
        about_kk = family_card_warnings(kk, is_latest=None)
        warnings += (Problem("kk", warning) for warning in about_kk)
    return tuple(w for w in warnings if w.key not in draft.confirmed_warnings)


def _consent_problems(draft: Draft) -> Iterator[Problem]:
    for missing in missing_consents(draft.consents, photo=draft.photo_exception is None):
        yield Problem("consents", missing)


def _field_problems(draft: Draft) -> Iterator[Problem]:
    for field, read in reading.READERS.items():
        result = read(draft)
        if isinstance(result, FieldProblem):
            yield Problem(field, result)


def _assessment_problems(draft: Draft, questions: QuestionSet | None) -> Iterator[Problem]:
    if questions is not None:
        result = finished_sitting(draft.assessment, questions)
        if isinstance(result, AssessmentProblem):
            yield Problem("assessment", result)


_FIELD_OF: Final = {
    Reason.NOT_WNI: "is_citizen",
    Reason.UNDER_AGE: "birth_date",
    Reason.OVER_AGE: "birth_date",
    Reason.IN_EDUCATION: "in_school",
    Reason.FORBIDDEN_JOB: "forbidden_job",
    Reason.ALREADY_RECIPIENT: "received_before",
    Reason.SOCIAL_AID: "receives_social_aid",
}


def _eligibility_problems(draft: Draft, today: date, rules: EligibilityRules) -> Iterator[Problem]:
    for reason in check_eligibility(draft.eligibility, draft.birth_date, today, rules):
        yield Problem(_FIELD_OF[reason], f"reason.{reason}.title")


def _registration(draft: Draft) -> Registration:
    return Registration(
        submission_id=draft.draft_id,
        ticket=_sound(reading.ticket(draft)),
        assisted_by=draft.assisted_by,
        consents=draft.consents,
        eligibility=draft.eligibility,
        nik=_sound(reading.nik(draft)),
        kk=_sound(reading.kk(draft)),
        kk_is_latest=_sound(reading.kk_is_latest(draft)),
        birth_date=_sound(reading.birth_date(draft)),
        birth_place=_sound(reading.birth_place(draft)),
        full_name=_sound(reading.full_name(draft)),
        sex=_sound(reading.sex(draft)),
        mother_name=_sound(reading.mother_name(draft)),
        address=Address(_sound(reading.address_line(draft)), _sound(reading.village_code(draft))),
        domicile=_domicile(draft),
        phone=_sound(reading.phone(draft)),
        phone_is_own=_sound(reading.phone_is_own(draft)),
        email=_sound(reading.email(draft)),
        education=_sound(reading.education(draft)),
        marital_status=_sound(reading.marital_status(draft)),
        dependants=_sound(reading.dependants(draft)),
        employment_status=_sound(reading.employment_status(draft)),
        training_interests=_sound(reading.training_interests(draft)),
        statement=_statement(draft),
        assessment=_handed_in(draft),
        confirmed_warnings=draft.confirmed_warnings,
        photo_exception=draft.photo_exception,
        confirmation=draft.confirmation,
    )


def _statement(draft: Draft) -> SignedStatement:
    signature = reading.statement_signature(draft)
    if isinstance(signature, FieldProblem):
        raise TypeError(signature.value)
    return SignedStatement(_sound(reading.statement_version(draft)), signature)


def _handed_in(draft: Draft) -> Sitting | None:
    sitting = draft.assessment
    return None if sitting is None or sitting.finished_at is None else sitting


def _domicile(draft: Draft) -> Address | None:
    line = _sound(reading.domicile_line(draft))
    village_code = _sound(reading.domicile_village_code(draft))
    return None if line is None or village_code is None else Address(line, village_code)


def _sound(result: _Value | FieldProblem) -> _Value:
    """A value whose problems have all been told already; another one is a bug."""
    if isinstance(result, FieldProblem):
        raise TypeError(result.value)
    return result
