"""Who somebody is, by registers that say what the test wants."""

from dataclasses import dataclass, field
from datetime import date
from itertools import product

import pytest

from kiosk.central.verifiers.identity import (
    IdentityRules,
    Ineligible,
    Mismatch,
    Passed,
    judge_identity,
)
from kiosk.central.verifiers.interface import (
    Applicant,
    PopulationAnswer,
    RegisterKind,
    VerifierDownError,
    Verifiers,
)
from kiosk.domain.patch import PatchField
from kiosk.domain.reason import Reason

SITI = Applicant("3510074407909001", "3510070101159001", date(1990, 7, 4))
KNOWN = PopulationAnswer(found=True, kk_matches=True, birth_date_matches=True)
RULES = IdentityRules(social_aid_excluded=True)
ALL = IdentityRules(social_aid_excluded=True, required=frozenset(RegisterKind))


@dataclass
class Asked:
    """A register that gives one answer, and remembers whom it was asked about."""

    answer: bool = False
    about: list[str] = field(default_factory=list)

    def has(self, nik: str) -> bool:
        self.about.append(nik)
        return self.answer


class Down:
    """A register that is away."""

    def has(self, nik: str) -> bool:
        raise VerifierDownError("social_aid: timed out")


@dataclass
class Population:
    answer: PopulationAnswer = KNOWN

    def check(self, applicant: Applicant) -> PopulationAnswer:
        return self.answer


def test_who_is_known_and_in_no_register_passes() -> None:
    registers = Verifiers(Population(), Asked(), Asked(), Asked(), Asked())
    assert judge_identity(SITI, registers, ALL) == Passed(tuple(RegisterKind))


@pytest.mark.parametrize(
    ("answer", "reasons", "fields"),
    [
        (PopulationAnswer(found=False), [Reason.NIK_NOT_FOUND], [PatchField.NIK]),
        (PopulationAnswer(found=True, is_blocked=True), [Reason.NIK_BLOCKED], [PatchField.NIK]),
        (
            PopulationAnswer(found=True, birth_date_matches=True),
            [Reason.KK_MISMATCH],
            [PatchField.KK],
        ),
        (
            PopulationAnswer(found=True, kk_matches=True),
            [Reason.DOB_MISMATCH],
            [PatchField.BIRTH_DATE],
        ),
        (
            PopulationAnswer(found=True),
            [Reason.KK_MISMATCH, Reason.DOB_MISMATCH],
            [PatchField.KK, PatchField.BIRTH_DATE],
        ),
    ],
)
def test_every_mismatch_names_what_to_type_again_and_nothing_else(
    answer: PopulationAnswer, reasons: list[Reason], fields: list[PatchField]
) -> None:
    judged = judge_identity(SITI, Verifiers(Population(answer)), RULES)
    assert judged == Mismatch(tuple(reasons), tuple(fields), (RegisterKind.POPULATION,))


def test_nobody_else_is_asked_about_a_nik_that_is_not_the_applicants() -> None:
    other = Asked(answer=True)
    registers = Verifiers(Population(PopulationAnswer(found=True)), other, other, other, other)
    assert isinstance(judge_identity(SITI, registers, RULES), Mismatch)
    assert other.about == []


def test_every_register_against_somebody_is_named() -> None:
    registers = Verifiers(Population(), Asked(True), Asked(True), Asked(True), Asked(True))
    assert judge_identity(SITI, registers, ALL) == Ineligible(
        (
            Reason.IN_EDUCATION,
            Reason.SOCIAL_AID,
            Reason.FORBIDDEN_JOB,
            Reason.ALREADY_RECIPIENT,
        ),
        tuple(RegisterKind),
    )


def test_social_aid_is_asked_only_where_the_rules_exclude_it() -> None:
    aid = Asked(answer=True)
    allowed = IdentityRules(social_aid_excluded=False, required=frozenset(RegisterKind))
    registers = Verifiers(Population(), Asked(), aid, Asked(), Asked())
    assert isinstance(judge_identity(SITI, registers, allowed), Passed)
    assert aid.about == []
    assert isinstance(
        judge_identity(SITI, Verifiers(Population(), Asked(), None, Asked(), Asked()), allowed),
        Passed,
    )
    assert isinstance(judge_identity(SITI, registers, ALL), Ineligible)


def test_without_a_population_register_nobody_is_judged() -> None:
    education = Asked(answer=True)
    with pytest.raises(VerifierDownError, match="missing: population"):
        judge_identity(SITI, Verifiers(education=education), RULES)
    assert education.about == []


def test_a_register_that_is_required_is_waited_for_and_another_is_not() -> None:
    registers = Verifiers(Population())
    with pytest.raises(VerifierDownError, match="missing: education, social_aid, occupation"):
        judge_identity(SITI, registers, ALL)
    assert judge_identity(SITI, registers, RULES) == Passed((RegisterKind.POPULATION,))


def test_as_long_as_one_register_is_away_nothing_is_said_about_the_others() -> None:
    registers = Verifiers(Population(), education=Asked(answer=True), social_aid=Down())
    with pytest.raises(VerifierDownError, match="timed out"):
        judge_identity(SITI, registers, RULES)


def test_what_is_judged_depends_on_nothing_but_the_answers() -> None:
    for found, blocked, kk, born in product((False, True), repeat=4):
        judged = judge_identity(
            SITI, Verifiers(Population(PopulationAnswer(found, blocked, kk, born))), RULES
        )
        assert isinstance(judged, Passed) is (found and not blocked and kk and born)


def test_an_applicant_does_not_show_in_logs() -> None:
    assert repr(SITI) == "Applicant()"
