"""Fills in the form, with what was typed, as the screens do."""

from datetime import datetime
from typing import Final
from uuid import UUID

from kiosk.domain.assessment import QuestionSet, Sitting, begin
from kiosk.domain.consent import Consent, ConsentPurpose, give_consent
from kiosk.domain.draft import Draft
from kiosk.domain.registration import Registration, complete, unconfirmed_warnings
from kiosk.domain.statement import TypedSignature
from kiosk.domain.window import wib
from kiosk.simulation.population import Resident
from kiosk.simulation.typing import Typed
from kiosk.sync.configuration import question_set, rules_of
from kiosk.sync.protocol import ConfigBundle


class UnfitError(Exception):
    """A form that the kiosk itself would not send: the simulation is wrong."""


def fill_in(
    resident: Resident, typed: Typed, ids: tuple[UUID, str], bundle: ConfigBundle, now: datetime
) -> Draft:
    """The whole form; `ids` are the submission's id and its ticket code."""
    draft = Draft(
        draft_id=ids[0],
        ticket=ids[1],
        consents=tuple(consent(bundle, purpose, now) for purpose in _AT_THE_COUNTER),
        is_citizen=True,
        in_school=False,
        forbidden_job=False,
        received_before=False,
        receives_social_aid=False,
        nik=typed.nik,
        kk=typed.kk,
        kk_is_latest=True,
        birth_date=typed.birth_date,
        birth_place="BANYUWANGI",
        full_name=resident.name,
        sex=resident.sex,
        address_line="DUSUN CONTOH",
        village_code=resident.village.code,
        domicile_same=True,
        phone=typed.phone,
        phone_is_own=True,
        email=typed.email,
        email_opened=True,
        education="senior_secondary",
        marital_status="married",
        dependants=2,
        employment_status="job_seeker",
        training_interests=("food_and_drink",),
        statement_version=bundle.statement.version,
        statement_signature=TypedSignature(resident.name),
        assessment=_sitting(bundle, now),
    )
    warnings = tuple(problem.key for problem in unconfirmed_warnings(draft))
    return draft.but(confirmed_warnings=warnings)


def registration(draft: Draft, bundle: ConfigBundle, now: datetime) -> Registration:
    """What is sent; raise UnfitError."""
    made = complete(draft, wib(now).date(), rules_of(bundle), _questions(bundle))
    if not isinstance(made, Registration):
        raise UnfitError(", ".join(f"{problem.field}: {problem.key}" for problem in made))
    return made


def consent(bundle: ConfigBundle, purpose: ConsentPurpose, now: datetime) -> Consent:
    """To the words that the centre sent."""
    words = next(text for text in bundle.consents if text.purpose == purpose)
    return give_consent(purpose, words.version, words.text[_LANGUAGE], now)


_LANGUAGE: Final = "id"
_AT_THE_COUNTER: Final = (
    ConsentPurpose.PROCESS,
    ConsentPurpose.CAMERA,
    ConsentPurpose.PHOTO_UPLOAD,
)


def _sitting(bundle: ConfigBundle, now: datetime) -> Sitting | None:
    """The first choice everywhere: whether it is right matters to nobody here."""
    questions = _questions(bundle)
    if questions is None:
        return None
    sitting = begin(questions, now)
    for question in questions.questions:
        sitting = sitting.answering(question, question.choice_ids[0])
    return sitting.finished(questions, now)


def _questions(bundle: ConfigBundle) -> QuestionSet | None:
    return None if bundle.assessment is None else question_set(bundle.assessment)
