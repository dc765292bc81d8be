"""A correction has what was asked for, and changes nothing else."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.draft import Draft
from kiosk.domain.family_card import FamilyCardProblem
from kiosk.domain.patch import (
    Patch,
    PatchField,
    answers_of,
    asked_fields,
    make_patch,
    merge,
    travelling_names,
)
from tests.domain.resident import complete_draft

NAMES = st.sampled_from([name for name in travelling_names(PatchField) if name != PatchField.KTP])
REGISTRATIONS = st.fixed_dictionaries(
    {name: st.integers() for name in travelling_names(PatchField)}
)
CORRECTIONS = st.dictionaries(NAMES, st.integers())
FIELDS = st.lists(st.sampled_from(PatchField), unique=True)


@given(REGISTRATIONS, CORRECTIONS)
def test_a_correction_changes_what_it_names_and_nothing_else(
    registration: Mapping[str, Any], correction: Mapping[str, Any]
) -> None:
    merged = merge(registration, [correction])
    assert merged.keys() == registration.keys()
    assert {name: merged[name] for name in correction} == correction
    others = registration.keys() - correction.keys()
    assert all(merged[name] == registration[name] for name in others)


@given(REGISTRATIONS, st.lists(CORRECTIONS))
def test_corrections_may_be_merged_one_by_one_or_all_at_once(
    registration: dict[str, Any], corrections: list[dict[str, Any]]
) -> None:
    one_by_one = registration
    for correction in corrections:
        one_by_one = merge(one_by_one, [correction])
    assert merge(registration, corrections) == one_by_one


@given(REGISTRATIONS, CORRECTIONS)
def test_the_same_correction_again_changes_nothing_more(
    registration: dict[str, Any], correction: dict[str, Any]
) -> None:
    assert merge(registration, [correction, correction]) == merge(registration, [correction])


@given(REGISTRATIONS, CORRECTIONS, CORRECTIONS)
def test_the_newest_correction_wins(
    registration: dict[str, Any], older: dict[str, Any], newer: dict[str, Any]
) -> None:
    merged = merge(registration, [older, newer])
    assert {name: merged[name] for name in newer} == newer


@given(REGISTRATIONS, CORRECTIONS)
def test_merging_leaves_both_as_they_were(
    registration: dict[str, Any], correction: dict[str, Any]
) -> None:
    before = dict(registration), dict(correction)
    merge(registration, [correction])
    assert (registration, correction) == before


@given(REGISTRATIONS, st.text())
def test_a_name_that_the_registration_does_not_have_is_never_taken(
    registration: dict[str, Any], name: str
) -> None:
    if name in registration:
        return
    with pytest.raises(KeyError):
        merge(registration, [{name: 1}])


@given(FIELDS)
def test_the_names_of_an_outcome_lead_back_to_the_questions(asked: list[PatchField]) -> None:
    assert set(asked_fields(asked)) == set(asked)
    assert set(asked_fields(travelling_names(asked))) == set(asked)


@given(FIELDS, st.sampled_from(["form", "ticket", "consents", "photo", "", "NIK", "statement"]))
def test_beside_a_name_that_is_no_question_nothing_is_asked(
    asked: list[PatchField], unknown: str
) -> None:
    assert asked_fields([*asked, unknown]) == ()


def test_a_name_that_goes_deeper_asks_for_the_whole() -> None:
    assert asked_fields(["address.village_code"]) == (PatchField.ADDRESS,)


@given(FIELDS)
def test_a_patch_has_the_answers_that_were_asked_for_and_no_others(
    asked: list[PatchField],
) -> None:
    draft = complete_draft()
    patch = make_patch(draft, asked)
    assert isinstance(patch, Patch)
    assert patch.answers.keys() == {name for field in asked for name in answers_of(field)}
    assert all(getattr(draft, name) == value for name, value in patch.answers.items())


def test_a_draft_with_nothing_else_in_it_is_enough() -> None:
    draft = Draft(UUID(int=1), "7Q4M2K9HXA", kk="3510091203159002", kk_is_latest=True)
    patch = make_patch(draft, [PatchField.KK])
    assert isinstance(patch, Patch)
    assert patch.answers == {"kk": "3510091203159002", "kk_is_latest": True}


def test_what_is_wrong_is_told_of_the_asked_fields_alone() -> None:
    draft = Draft(UUID(int=1), "7Q4M2K9HXA", birth_date=date(1990, 1, 1))
    problems = make_patch(draft, [PatchField.KK, PatchField.BIRTH_DATE])
    assert not isinstance(problems, Patch)
    assert [(problem.field, problem.key) for problem in problems] == [
        ("kk", FamilyCardProblem.LENGTH),
        ("kk_is_latest", FamilyCardProblem.LATEST_REQUIRED),
    ]


def test_every_question_is_answered_by_fields_of_the_form() -> None:
    of_a_draft = {field.name for field in fields(Draft)}
    assert {name for field in PatchField for name in answers_of(field)} <= of_a_draft


def test_a_patch_never_shows_an_answer() -> None:
    patch = make_patch(complete_draft(), [PatchField.KK])
    assert "3510" not in f"{patch} {patch!r}"
