"""Every field of a draft, read again by its own parser.

What a page has let through once is not trusted: a draft may come from an older version.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from kiosk.domain.address import (
    AddressLine,
    AddressProblem,
    parse_address_line,
    parse_village_code,
)
from kiosk.domain.background import (
    BackgroundProblem,
    Education,
    EmploymentStatus,
    MaritalStatus,
    Sex,
    TrainingInterest,
    parse_dependants,
    parse_education,
    parse_employment_status,
    parse_marital_status,
    parse_sex,
    parse_training_interests,
)
from kiosk.domain.birth_date import BirthDateProblem, parse_birth_date
from kiosk.domain.birth_place import BirthPlace, BirthPlaceProblem, parse_birth_place
from kiosk.domain.draft import Draft
from kiosk.domain.eligibility import EligibilityProblem
from kiosk.domain.email import Email, EmailProblem, parse_email
from kiosk.domain.family_card import FamilyCardNumber, FamilyCardProblem, parse_family_card
from kiosk.domain.name import NameProblem, PersonName, parse_name
from kiosk.domain.nik import Nik, NikProblem, parse_nik
from kiosk.domain.phone import Phone, PhoneProblem, parse_phone
from kiosk.domain.statement import Signature, StatementProblem, check_signature
from kiosk.domain.ticket import Ticket, TicketProblem, parse_ticket


def ticket(draft: Draft) -> Ticket | TicketProblem:
    """The code, which the kiosk itself made."""
    return parse_ticket(draft.ticket)


def nik(draft: Draft) -> Nik | NikProblem:
    """The NIK."""
    return parse_nik(draft.nik or "")


def kk(draft: Draft) -> FamilyCardNumber | FamilyCardProblem:
    """The family card number, which must not be the NIK."""
    own = nik(draft)
    return parse_family_card(draft.kk or "", nik=own if isinstance(own, Nik) else None)


def kk_is_latest(draft: Draft) -> bool | FamilyCardProblem:
    """The answer; both are taken."""
    answer = draft.kk_is_latest
    return FamilyCardProblem.LATEST_REQUIRED if answer is None else answer


def birth_date(draft: Draft) -> date | BirthDateProblem:
    """The birth date; whether the age fits, the eligibility rules tell."""
    born = draft.birth_date
    if born is None:
        return BirthDateProblem.REQUIRED
    return parse_birth_date(str(born.day), str(born.month), f"{born.year:04}")


def birth_place(draft: Draft) -> BirthPlace | BirthPlaceProblem:
    """The place of birth."""
    return parse_birth_place(draft.birth_place or "")


def full_name(draft: Draft) -> PersonName | NameProblem:
    """The name."""
    return parse_name(draft.full_name or "")


def sex(draft: Draft) -> Sex | BackgroundProblem:
    """The sex."""
    return parse_sex(draft.sex or "")


def mother_name(draft: Draft) -> PersonName | NameProblem | None:
    """The mother's name; only some rounds ask for it."""
    return parse_name(draft.mother_name) if draft.mother_name else None


def address_line(draft: Draft) -> AddressLine | AddressProblem:
    """The first line of the address on the KTP."""
    return parse_address_line(draft.address_line or "")


def village_code(draft: Draft) -> str | AddressProblem:
    """The village on the KTP."""
    return parse_village_code(draft.village_code or "")


def domicile_same(draft: Draft) -> bool | AddressProblem:
    """The answer; both are taken."""
    same = draft.domicile_same
    return AddressProblem.DOMICILE if same is None else same


def domicile_line(draft: Draft) -> AddressLine | AddressProblem | None:
    """The line of today's address, where it is not that of the KTP."""
    if draft.domicile_same is not False:
        return None
    return parse_address_line(draft.domicile_line or "")


def domicile_village_code(draft: Draft) -> str | AddressProblem | None:
    """Today's village, where it is not that of the KTP."""
    if draft.domicile_same is not False:
        return None
    return parse_village_code(draft.domicile_village_code or "")


def phone(draft: Draft) -> Phone | PhoneProblem:
    """The mobile number."""
    return parse_phone(draft.phone or "")


def phone_is_own(draft: Draft) -> bool | PhoneProblem:
    """Only the resident's own number will do."""
    return draft.phone_is_own or PhoneProblem.NOT_OWN


def email(draft: Draft) -> Email | EmailProblem:
    """The e-mail address."""
    return parse_email(draft.email or "")


def email_opened(draft: Draft) -> bool | EmailProblem:
    """Only a mailbox that the resident can open will do."""
    return draft.email_opened or EmailProblem.NOT_OPENED


def education(draft: Draft) -> Education | BackgroundProblem:
    """The highest level completed."""
    return parse_education(draft.education or "")


def marital_status(draft: Draft) -> MaritalStatus | BackgroundProblem:
    """The marital status."""
    return parse_marital_status(draft.marital_status or "")


def dependants(draft: Draft) -> int | BackgroundProblem:
    """How many people live from this person's income."""
    return parse_dependants("" if draft.dependants is None else str(draft.dependants))


def employment_status(draft: Draft) -> EmploymentStatus | BackgroundProblem:
    """What the resident lives from today."""
    return parse_employment_status(draft.employment_status or "")


def training_interests(draft: Draft) -> tuple[TrainingInterest, ...] | BackgroundProblem:
    """The topics chosen."""
    return parse_training_interests(draft.training_interests)


def statement_version(draft: Draft) -> str | StatementProblem:
    """Which version of the statement was agreed to."""
    return draft.statement_version or StatementProblem.NOT_AGREED


def statement_signature(draft: Draft) -> Signature | StatementProblem:
    """The signature below the statement."""
    return check_signature(draft.statement_signature, full_name=draft.full_name or "")


def _answer(field: str) -> Callable[[Draft], bool | EligibilityProblem]:
    def read(draft: Draft) -> bool | EligibilityProblem:
        answer: bool | None = getattr(draft.eligibility, field)
        return EligibilityProblem.REQUIRED if answer is None else answer

    return read


READERS: Final[Mapping[str, Callable[[Draft], object]]] = {
    **{
        field: _answer(field)
        for field in (
            "is_citizen",
            "in_school",
            "forbidden_job",
            "received_before",
            "receives_social_aid",
        )
    },
    **{
        read.__name__: read
        for read in (
            ticket,
            nik,
            kk,
            kk_is_latest,
            birth_date,
            birth_place,
            full_name,
            sex,
            mother_name,
            address_line,
            village_code,
            domicile_same,
            domicile_line,
            domicile_village_code,
            phone,
            phone_is_own,
            email,
            email_opened,
            education,
            marital_status,
            dependants,
            employment_status,
            training_interests,
            statement_version,
            statement_signature,
        )
    },
}
"""The reader of each field, by the name of the field, in the order of the form."""
