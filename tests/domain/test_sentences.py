"""Everything the domain can say has a sentence in every language."""

import pkgutil
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache
from importlib import import_module
from importlib.resources import files

import pytest

import kiosk.domain
from kiosk.domain.background import (
    Education,
    EmploymentStatus,
    MaritalStatus,
    Sex,
    TrainingInterest,
)
from kiosk.domain.eligibility import EligibilityAnswers
from kiosk.domain.nik import NikProblem
from kiosk.domain.phone import PhoneProblem
from kiosk.domain.problem import FieldProblem, FieldWarning
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState, KioskState

LANGUAGES = ["id", "en"]
OPTIONS = {
    "sex": Sex,
    "education": Education,
    "marital_status": MaritalStatus,
    "employment_status": EmploymentStatus,
    "training_interest": TrainingInterest,
}


def flatten(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from flatten(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", str(value)


@cache
def sentences(language: str) -> dict[str, str]:
    source = files("kiosk.resources") / "text" / f"{language}.toml"
    return dict(flatten(tomllib.loads(source.read_text("utf-8"))))


def said_by_parsers() -> set[str]:
    """The values of every problem and warning of every module of the domain."""
    for module in pkgutil.iter_modules(kiosk.domain.__path__, "kiosk.domain."):
        import_module(module.name)
    kinds = [*FieldProblem.__subclasses__(), *FieldWarning.__subclasses__()]
    return {member.value for kind in kinds for member in kind}


def said_of_reasons() -> set[str]:
    parts = ("title", "action", "officer")
    return {f"reason.{reason}.{part}" for reason in Reason for part in parts}


def said_of_states() -> set[str]:
    return {f"state.{state}" for state in [*KioskState, *CentreState]}


def said_of_options() -> set[str]:
    return {f"{name}.{option}" for name, options in OPTIONS.items() for option in options}


def said_of_criteria() -> set[str]:
    return {f"eligibility.question.{field.name}" for field in fields(EligibilityAnswers)}


SAID = {
    "problems": said_by_parsers(),
    "reasons": said_of_reasons(),
    "states": said_of_states(),
    "options": said_of_options(),
    "criteria": said_of_criteria(),
}
WITH_A_SECOND_LINE = sorted(SAID["problems"] | {f"{key}_do" for key in SAID["problems"]})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("keys", SAID.values(), ids=SAID.keys())
def test_every_key_has_a_sentence(keys: set[str], language: str) -> None:
    said = sentences(language)
    assert not sorted(key for key in keys if not said.get(key, "").strip())


def test_problems_of_all_modules_are_gathered() -> None:
    assert {*NikProblem, *PhoneProblem} <= SAID["problems"]


def test_both_languages_say_what_to_do_about_the_same_problems() -> None:
    spoken = [{key for key in WITH_A_SECOND_LINE if key in sentences(lang)} for lang in LANGUAGES]
    assert spoken[0] == spoken[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_need_no_values_and_name_no_fault_of_the_resident(language: str) -> None:
    blame = {"salah", "gagal", "wrong", "error", "failed", "invalid", "mistake"}
    keys = set().union(*SAID.values()) | set(WITH_A_SECOND_LINE)
    said = {key: text for key, text in sentences(language).items() if key in keys}
    assert not [key for key, text in said.items() if "{" in text]
    assert not [key for key, text in said.items() if blame & set(text.lower().rstrip(".").split())]
