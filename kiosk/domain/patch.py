"""A correction: the answers that the centre asked for again, and no others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from kiosk.domain import reading
from kiosk.domain.draft import Draft
from kiosk.domain.problem import FieldProblem
from kiosk.domain.registration import Problem, unconfirmed_warnings


class PatchField(StrEnum):
    """What may be asked for again, in the order of the form.

    The values are names of the registration as it travels, and of the photo of the KTP.
    """

    NIK = "nik"
    KK = "kk"
    BIRTH_DATE = "birth_date"
    FULL_NAME = "full_name"
    BIRTH_PLACE = "birth_place"
    SEX = "sex"
    ADDRESS = "address"
    DOMICILE = "domicile"
    PHONE = "phone"
    EMAIL = "email"
    EDUCATION = "education"
    MARITAL_STATUS = "marital_status"
    DEPENDANTS = "dependants"
    EMPLOYMENT_STATUS = "employment_status"
    TRAINING_INTERESTS = "training_interests"
    KTP = "ktp"


_SEVERAL_NAMES: Final[Mapping[PatchField, tuple[str, ...]]] = {
    PatchField.KK: ("kk", "kk_is_latest"),
    PatchField.PHONE: ("phone", "phone_is_own"),
}
_SEVERAL_ANSWERS: Final[Mapping[PatchField, tuple[str, ...]]] = {
    **_SEVERAL_NAMES,
    PatchField.ADDRESS: ("address_line", "village_code"),
    PatchField.DOMICILE: ("domicile_same", "domicile_line", "domicile_village_code"),
    PatchField.EMAIL: ("email", "email_opened"),
    PatchField.KTP: (),
}


@dataclass(frozen=True, slots=True, repr=False)
class Patch:
    """The new answers, each sound by its own parser. Made by `make_patch` alone.

    `answers` are those of the draft, by the name of the field there.
    """

    fields: tuple[PatchField, ...]
    answers: Mapping[str, Any]
    assisted_by: str | None
    confirmed_warnings: tuple[str, ...]

    def __repr__(self) -> str:
        return f"Patch({', '.join(self.fields)})"


def asked_fields(names: Iterable[str]) -> tuple[PatchField, ...]:
    """The questions behind the names of an outcome; empty where one of them is no question.

    A name may go deeper, e.g. `address.village_code`; whoever mends it is asked the whole of it.
    """
    tops = {name.partition(".")[0] for name in names}
    asked = tuple(field for field in PatchField if tops & set(travelling_names((field,))))
    known = set(travelling_names(asked)) | set(asked)
    return asked if tops <= known else ()


def travelling_names(fields: Iterable[PatchField]) -> tuple[str, ...]:
    """The names of the registration that a correction of these fields must have, each and all."""
    return tuple(name for field in fields for name in _SEVERAL_NAMES.get(field, (field.value,)))


def answers_of(field: PatchField) -> tuple[str, ...]:
    """The fields of a draft that answer one question."""
    return _SEVERAL_ANSWERS.get(field, (field.value,))


def make_patch(draft: Draft, fields: Iterable[PatchField]) -> Patch | tuple[Problem, ...]:
    """Take out of a draft what was asked for, or tell every problem in the order of the form.

    Whether there is a new photo of the KTP is not asked here: a draft has no pictures.
    """
    asked = tuple(sorted(set(fields), key=list(PatchField).index))
    names = [name for field in asked for name in answers_of(field)]
    problems = tuple(_problems(draft, names))
    if problems:
        return problems
    answers = {name: getattr(draft, name) for name in names}
    return Patch(asked, answers, draft.assisted_by, draft.confirmed_warnings)


def _problems(draft: Draft, names: list[str]) -> Iterable[Problem]:
    for name in names:
        result = reading.READERS[name](draft)
        if isinstance(result, FieldProblem):
            yield Problem(name, result)
    yield from (warning for warning in unconfirmed_warnings(draft) if warning.field in names)


def merge(
    registration: Mapping[str, Any], corrections: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    """The registration with every correction over it, the newest last.

    Raises KeyError for a name that the registration does not have.
    """
    merged = dict(registration)
    for correction in corrections:
        for name in correction.keys() - merged.keys():
            raise KeyError(name)
        merged.update(correction)
    return merged
