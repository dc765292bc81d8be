"""Judges who an applicant is, and whether a register is against it.

The population register is asked first. Only who is found there, exactly as typed, is asked for
anywhere else: a mistyped NIK is somebody else's, and nobody's business.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, TypeAlias

from kiosk.central.verifiers.interface import (
    Applicant,
    PopulationAnswer,
    PopulationRegister,
    Register,
    RegisterKind,
    VerifierDownError,
    Verifiers,
)
from kiosk.domain.patch import PatchField
from kiosk.domain.reason import Reason

FIELD_OF: Final = {
    Reason.NIK_NOT_FOUND: PatchField.NIK,
    Reason.NIK_BLOCKED: PatchField.NIK,
    Reason.KK_MISMATCH: PatchField.KK,
    Reason.DOB_MISMATCH: PatchField.BIRTH_DATE,
}
"""What is typed again for a mismatch."""
REASON_OF: Final = {
    RegisterKind.EDUCATION: Reason.IN_EDUCATION,
    RegisterKind.SOCIAL_AID: Reason.SOCIAL_AID,
    RegisterKind.OCCUPATION: Reason.FORBIDDEN_JOB,
    RegisterKind.RECIPIENTS: Reason.ALREADY_RECIPIENT,
}
"""What it means to be in a register."""


class RegisterDownError(VerifierDownError):
    """This register has not answered, whatever it is called itself."""

    def __init__(self, kind: RegisterKind, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass(frozen=True, slots=True)
class IdentityRules:
    """Which registers decide."""

    social_aid_excluded: bool
    required: frozenset[RegisterKind] = frozenset({RegisterKind.POPULATION})
    """Nobody passes while one of these is missing; of the others, those that are there decide."""

    @property
    def deciding(self) -> frozenset[RegisterKind]:
        """What is required of the registers that these rules ask at all."""
        no_matter = frozenset() if self.social_aid_excluded else {RegisterKind.SOCIAL_AID}
        return self.required - no_matter


@dataclass(frozen=True, slots=True)
class Passed:
    """Nothing is against this applicant."""

    asked: tuple[RegisterKind, ...]
    """In the order in which they were asked; so in the others, too."""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """The population register has it otherwise; the applicant may correct what was typed."""

    reasons: tuple[Reason, ...]
    fields: tuple[PatchField, ...]
    asked: tuple[RegisterKind, ...]


@dataclass(frozen=True, slots=True)
class Ineligible:
    """The registers know a reason against taking part: every one of them is named."""

    reasons: tuple[Reason, ...]
    asked: tuple[RegisterKind, ...]


IdentityJudgement: TypeAlias = Passed | Mismatch | Ineligible


def judge_identity(
    applicant: Applicant, verifiers: Verifiers, rules: IdentityRules
) -> IdentityJudgement:
    """Ask the registers; raise RegisterDownError as long as one that is needed cannot answer."""
    registers = _registers(verifiers, rules)
    _refuse_gaps(verifiers.population, registers, rules)
    asked: tuple[RegisterKind, ...] = ()
    if verifiers.population is not None:
        asked = (RegisterKind.POPULATION,)
        with _naming(RegisterKind.POPULATION):
            reasons = _differences(verifiers.population.check(applicant))
        if reasons:
            fields = dict.fromkeys(FIELD_OF[reason] for reason in reasons)
            return Mismatch(reasons, tuple(fields), asked)
    asked += tuple(registers)
    against = tuple(
        REASON_OF[kind] for kind, register in registers.items() if _has(kind, register, applicant)
    )
    return Ineligible(against, asked) if against else Passed(asked)


def _has(kind: RegisterKind, register: Register, applicant: Applicant) -> bool:
    with _naming(kind):
        return register.has(applicant.nik)


@contextmanager
def _naming(kind: RegisterKind) -> Iterator[None]:
    """Say which register it was that is down."""
    try:
        yield
    except VerifierDownError as error:
        raise RegisterDownError(kind, str(error)) from error


def _registers(verifiers: Verifiers, rules: IdentityRules) -> dict[RegisterKind, Register]:
    """Those that decide beside the population register, as far as they are there."""
    there = {
        RegisterKind.EDUCATION: verifiers.education,
        RegisterKind.SOCIAL_AID: verifiers.social_aid if rules.social_aid_excluded else None,
        RegisterKind.OCCUPATION: verifiers.occupation,
        RegisterKind.RECIPIENTS: verifiers.recipients,
    }
    return {kind: register for kind, register in there.items() if register is not None}


def _refuse_gaps(
    population: PopulationRegister | None,
    registers: Collection[RegisterKind],
    rules: IdentityRules,
) -> None:
    """Before anybody is asked: what cannot be finished is not begun."""
    there = {*registers, *([] if population is None else [RegisterKind.POPULATION])}
    missing = [kind for kind in RegisterKind if kind in rules.deciding - there]
    if missing:
        raise RegisterDownError(missing[0], f"missing: {', '.join(missing)}")


def _differences(answer: PopulationAnswer) -> tuple[Reason, ...]:
    """Of a NIK that is not there or blocked nothing else is said."""
    if not answer.found:
        return (Reason.NIK_NOT_FOUND,)
    if answer.is_blocked:
        return (Reason.NIK_BLOCKED,)
    matches = {
        Reason.KK_MISMATCH: answer.kk_matches,
        Reason.DOB_MISMATCH: answer.birth_date_matches,
    }
    return tuple(reason for reason, is_equal in matches.items() if not is_equal)
