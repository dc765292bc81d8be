"""What the review shows: every answer with its label, masked where it is personal."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from kiosk.domain.address import AddressLine
from kiosk.domain.birth_place import BirthPlace
from kiosk.domain.draft import Draft
from kiosk.domain.email import Email
from kiosk.domain.family_card import FamilyCardNumber
from kiosk.domain.name import PersonName
from kiosk.domain.nik import Nik, NikWarning
from kiosk.domain.personal import GroupedNumber, PersonalText
from kiosk.domain.phone import Phone
from kiosk.domain.region import Regions
from kiosk.domain.registration import Problem
from kiosk.domain.statement import DrawnSignature, Signature, Stroke, TypedSignature
from kiosk.ui.dates import long_date
from kiosk.ui.flow import Stage, Step
from kiosk.ui.text import Texts

_HIDDEN: Final = "••••••"


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """One line of the review.

    Attributes:
        step: the page it comes from.
        masked: what shows at first; None where there is nothing to hide.
        strokes: a signature as it was drawn, which is hidden at first too.
        is_final: it cannot be changed any more.
    """

    step: Step
    label_key: str
    text: str
    masked: str | None = None
    strokes: tuple[Stroke, ...] = ()
    is_final: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """The answers of one stage."""

    stage: Stage
    entries: Sequence[Entry]


def summary(
    draft: Draft, regions: Regions, texts: Texts, *, questions: int = 0
) -> Sequence[Section]:
    """Every answer of a draft, in the order of the form; `questions` is how many the test has."""
    return (
        Section(Stage.CONSENT, _consent(draft, texts)),
        Section(Stage.CRITERIA, _criteria(draft, texts)),
        Section(Stage.IDENTITY, _identity(draft, texts)),
        Section(Stage.ADDRESS, _address(draft, regions, texts)),
        Section(Stage.CONTACT, _contact(draft)),
        Section(Stage.BACKGROUND, _background(draft, texts)),
        Section(Stage.STATEMENT, _statement(draft, texts, questions)),
    )


def _consent(draft: Draft, texts: Texts) -> Sequence[Entry]:
    agreed = texts("review.agreed", count=len(draft.consents))
    return (Entry(Step.CONSENT, "review.consents", agreed),)


def _criteria(draft: Draft, texts: Texts) -> Sequence[Entry]:
    answers = asdict(draft.eligibility)
    return tuple(
        Entry(Step.CRITERIA, f"review.{name}", _yes_no(texts, answer))
        for name, answer in answers.items()
    )


def _identity(draft: Draft, texts: Texts) -> Sequence[Entry]:
    nik = None if draft.nik is None else Nik(draft.nik)
    kk = None if draft.kk is None else FamilyCardNumber(draft.kk)
    name = None if draft.full_name is None else PersonName(draft.full_name)
    born = "" if draft.birth_date is None else long_date(draft.birth_date, texts)
    place = BirthPlace(draft.birth_place or "")
    return (
        _entry(Step.NIK, "review.nik", nik),
        _entry(Step.KK, "review.kk", kk),
        Entry(Step.KK, "review.kk_is_latest", _yes_no(texts, draft.kk_is_latest)),
        Entry(Step.BIRTH_DATE, "review.birth_date", born, _HIDDEN),
        _entry(Step.NAME, "review.full_name", name),
        Entry(Step.BIRTH_PLACE, "review.birth_place", place.value, _HIDDEN),
        Entry(Step.SEX, "review.sex", _option(texts, "sex", draft.sex)),
    )


def _address(draft: Draft, regions: Regions, texts: Texts) -> Sequence[Entry]:
    line = AddressLine(draft.address_line or "")
    entries = [
        Entry(Step.VILLAGE, "review.village", _village(regions, draft.village_code)),
        Entry(Step.ADDRESS_LINE, "review.address_line", line.value, _HIDDEN),
    ]
    if draft.domicile_same:
        return (*entries, Entry(Step.DOMICILE, "review.domicile", texts("review.same")))
    home = f"{draft.domicile_line}, {_village(regions, draft.domicile_village_code)}"
    return (*entries, Entry(Step.DOMICILE, "review.domicile", home, _HIDDEN))


def _contact(draft: Draft) -> Sequence[Entry]:
    phone = None if draft.phone is None else Phone(draft.phone)
    email = None if draft.email is None else Email(draft.email)
    return (
        _entry(Step.PHONE, "review.phone", phone),
        _entry(Step.EMAIL, "review.email", email),
    )


def _entry(step: Step, label_key: str, value: PersonalText | None) -> Entry:
    """A line whose value is masked at first, or empty where there is none yet."""
    if value is None:
        return Entry(step, label_key, "")
    text = value.display if isinstance(value, GroupedNumber | Phone) else value.value
    return Entry(step, label_key, text, value.masked)


def _background(draft: Draft, texts: Texts) -> Sequence[Entry]:
    interests = ", ".join(texts(f"training_interest.{topic}") for topic in draft.training_interests)
    marital = _option(texts, "marital_status", draft.marital_status)
    employment = _option(texts, "employment_status", draft.employment_status)
    return (
        Entry(Step.EDUCATION, "review.education", _option(texts, "education", draft.education)),
        Entry(Step.MARITAL_STATUS, "review.marital_status", marital),
        Entry(Step.DEPENDANTS, "review.dependants", str(draft.dependants)),
        Entry(Step.EMPLOYMENT, "review.employment_status", employment),
        Entry(Step.INTERESTS, "review.training_interests", interests),
    )


def _statement(draft: Draft, texts: Texts, questions: int) -> Sequence[Entry]:
    entries = [_signature(draft.statement_signature, texts)]
    if draft.assessment is not None:
        answered = len(draft.assessment.answers)
        done = texts("review.answered", answered=answered, total=max(questions, answered))
        entries.append(Entry(Step.ASSESSMENT, "review.assessment", done, is_final=True))
    return tuple(entries)


def _signature(signature: Signature | None, texts: Texts) -> Entry:
    match signature:
        case DrawnSignature(strokes):
            drawn = texts("review.drawn")
            return Entry(Step.SIGNATURE, "review.signature", drawn, _HIDDEN, strokes)
        case TypedSignature(name):
            return Entry(Step.SIGNATURE, "review.signature", name, _HIDDEN)
        case None:
            return Entry(Step.SIGNATURE, "review.signature", "")


def _yes_no(texts: Texts, answer: bool | None) -> str:  # noqa: FBT001
    return "" if answer is None else texts("action.yes" if answer else "action.no")


def _option(texts: Texts, table: str, value: str | None) -> str:
    return "" if value is None else texts(f"{table}.{value}")


def _village(regions: Regions, code: str | None) -> str:
    village = regions.village(code) if code else None
    return "" if village is None else village.label


_STEP_OF: Final[Mapping[str, Step]] = {
    "consents": Step.CONSENT,
    "is_citizen": Step.CRITERIA,
    "in_school": Step.CRITERIA,
    "forbidden_job": Step.CRITERIA,
    "received_before": Step.CRITERIA,
    "receives_social_aid": Step.CRITERIA,
    "nik": Step.NIK,
    "kk": Step.KK,
    "kk_is_latest": Step.KK,
    "birth_date": Step.BIRTH_DATE,
    "full_name": Step.NAME,
    "birth_place": Step.BIRTH_PLACE,
    "sex": Step.SEX,
    "village_code": Step.VILLAGE,
    "address_line": Step.ADDRESS_LINE,
    "domicile_same": Step.DOMICILE,
    "domicile_village_code": Step.DOMICILE,
    "domicile_line": Step.DOMICILE,
    "phone": Step.PHONE,
    "phone_is_own": Step.PHONE,
    "email": Step.EMAIL,
    "email_opened": Step.EMAIL,
    "education": Step.EDUCATION,
    "marital_status": Step.MARITAL_STATUS,
    "dependants": Step.DEPENDANTS,
    "employment_status": Step.EMPLOYMENT,
    "training_interests": Step.INTERESTS,
    "statement_version": Step.STATEMENT,
    "statement_signature": Step.SIGNATURE,
    "assessment": Step.ASSESSMENT,
}


def page_for(problem: Problem) -> Step:
    """The page on which a problem of a draft is put right."""
    if problem.key in {NikWarning.BIRTH_DATE, NikWarning.SEX}:
        return Step.BIRTH_DATE if problem.key == NikWarning.BIRTH_DATE else Step.SEX
    return _STEP_OF[problem.field]
