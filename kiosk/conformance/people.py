"""Invented residents, what a kiosk sends about them, and pictures that nobody is on."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from hashlib import sha256
from random import SystemRandom
from typing import Any, Final
from uuid import UUID, uuid4

import cv2
import numpy as np

from kiosk.domain.consent import ConsentPurpose
from kiosk.domain.reason import Reason
from kiosk.domain.ticket import new_ticket
from kiosk.sync.forms import (
    AddressForm,
    AssessmentForm,
    ConsentGiven,
    EligibilityForm,
    FindingForm,
    KtpForm,
    PhotoForm,
    RegistrationForm,
    StatementForm,
    TypedSignatureForm,
)
from kiosk.sync.protocol import ConfigBundle

_DISTRICT = "351007"
_FIRST_SERIAL, _LAST_SERIAL = 9001, 9999
"""No district gives so many numbers for one day of birth: nobody has such a NIK."""
_OLDEST, _DAYS = date(1975, 1, 1), 25 * 365
_WIDTH, _HEIGHT = 600, 800
_chance = SystemRandom()


@dataclass(frozen=True, slots=True, repr=False)
class Person:
    """Somebody who does not exist, with a submission of their own."""

    submission_id: UUID
    ticket: str
    nik: str
    kk: str
    born: date
    name: str
    phone: str
    email: str

    @property
    def private(self) -> tuple[str, ...]:
        """What no refusal and no masked answer may show."""
        return (self.nik, self.kk, self.name, self.phone.removeprefix("+62"), self.email)


def new_person() -> Person:
    """Another one each time, also in another run."""
    born = _OLDEST + timedelta(days=_chance.randrange(_DAYS))
    tail = f"{_chance.randrange(10**8):08}"
    word = "".join(_chance.choice("BCDFGHJKLMNPRSTVW") + _chance.choice("AEIOU") for _ in range(5))
    return Person(
        submission_id=uuid4(),
        ticket=new_ticket(secrets.token_bytes(6)).code,
        nik=f"{_DISTRICT}{born:%d%m%y}{_serial()}",
        kk=f"{_DISTRICT}010115{_serial()}",
        born=born,
        name=f"{word} CONTOH UJIAN",
        phone=f"+62840{tail}",
        email=f"{word.lower()}{tail}@example.com",
    )


_ELIGIBLE: Final = EligibilityForm(
    is_citizen=True,
    in_school=False,
    forbidden_job=False,
    received_before=False,
    receives_social_aid=False,
)


def form_of(
    person: Person, office_id: str, config: ConfigBundle, now: datetime, **changes: Any
) -> RegistrationForm:
    """A complete form in the words of this centre; `changes` by field name."""
    form = RegistrationForm(
        submission_id=person.submission_id,
        ticket=person.ticket,
        office_id=office_id,
        made_at=now,
        assisted_by=None,
        consents=_consents(config, now),
        eligibility=_ELIGIBLE,
        nik=person.nik,
        kk=person.kk,
        kk_is_latest=True,
        birth_date=person.born,
        birth_place="Banyuwangi",
        full_name=person.name,
        sex="L",
        address=AddressForm(line="Jalan Contoh 1", village_code="35.10.07.2001"),
        domicile=None,
        phone=person.phone,
        phone_is_own=True,
        email=person.email,
        education="sma",
        marital_status="single",
        dependants=0,
        employment_status="job_seeker",
        training_interests=["cooking"],
        statement=StatementForm(
            version=config.statement.version, signature=TypedSignatureForm(name=person.name)
        ),
        assessment=_sitting(config, now),
        confirmed_warnings=[],
    )
    return form.model_copy(update=changes)


def photo_of(person: Person, now: datetime, revision: int = 1) -> PhotoForm:
    """One photo, drawn, with one finding."""
    return PhotoForm(
        submission_id=person.submission_id,
        revision=revision,
        taken_at=now,
        profile_version="conformance",
        findings=[
            FindingForm(reason=Reason.BLUR, verdict="pass", value=0.9, unit="", limit=0.5),
        ],
        jpeg=drawn_face(),
    )


def card_of(person: Person, now: datetime) -> KtpForm:
    """The photo of a card, which is no card at all."""
    return KtpForm.model_validate(
        {**photo_of(person, now).model_dump(), "jpeg": drawn_face()},
    )


@cache
def drawn_face() -> bytes:
    """A JPEG of an oval with eyes and a mouth before a plain wall."""
    picture = np.full((_HEIGHT, _WIDTH, 3), (200, 190, 180), np.uint8)
    middle = (_WIDTH // 2, _HEIGHT // 2)
    cv2.ellipse(picture, middle, (150, 200), 0, 0, 360, (150, 180, 220), -1)
    for side in (-60, 60):
        cv2.circle(picture, (middle[0] + side, middle[1] - 50), 16, (60, 50, 40), -1)
    cv2.ellipse(picture, (middle[0], middle[1] + 90), (60, 20), 0, 0, 180, (80, 80, 160), 6)
    return cv2.imencode(".jpg", picture)[1].tobytes()


def _serial() -> int:
    return _chance.randint(_FIRST_SERIAL, _LAST_SERIAL)


def _consents(config: ConfigBundle, now: datetime) -> list[ConsentGiven]:
    needed = {ConsentPurpose.PROCESS, ConsentPurpose.CAMERA, ConsentPurpose.PHOTO_UPLOAD}
    return [
        ConsentGiven(
            purpose=one.purpose,
            version=one.version,
            text_sha256=sha256(next(iter(one.text.values()), "").encode()).hexdigest(),
            given_at=now,
        )
        for one in config.consents
        if one.purpose in needed
    ]


def _sitting(config: ConfigBundle, now: datetime) -> AssessmentForm | None:
    if config.assessment is None:
        return None
    questions = config.assessment.questions
    return AssessmentForm(
        version=config.assessment.version,
        started_at=now - timedelta(minutes=1),
        finished_at=now,
        answers={one.question_id: one.choices[0].choice_id for one in questions},
    )
