"""The order of the pages, walked without a window."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.exception import ExceptionKind, PhotoException
from kiosk.ui.flow import STAGES, Step, Walk, resume, skipped_steps, stage_number
from tests.domain.resident import NOW, complete_draft

AT_HOME = complete_draft()
ELSEWHERE = replace(AT_HOME, domicile_same=False)
EVERYTHING: frozenset[Step] = frozenset()
SKIPPABLE = [
    *(Step.DOMICILE_VILLAGE, Step.DOMICILE_LINE, Step.ASSESSMENT),
    *(Step.KTP_PHOTO, Step.PHOTO),
]
SKIPPED = st.sets(st.sampled_from(SKIPPABLE)).map(frozenset)


def walked(skipped: frozenset[Step]) -> list[Step]:
    walk, steps = Walk(Step.CONSENT), [Step.CONSENT]
    while walk.step is not Step.SLIP:
        walk = walk.forward(skipped)
        steps.append(walk.step)
    return steps


def test_who_lives_elsewhere_is_asked_for_every_page_that_the_centre_wants() -> None:
    assert skipped_steps(ELSEWHERE, asks_test=True, wants_card=True) == EVERYTHING


def test_nobody_is_asked_for_what_the_centre_does_not_want() -> None:
    skipped = skipped_steps(ELSEWHERE, asks_test=False, wants_card=False)
    assert skipped == {Step.ASSESSMENT, Step.KTP_PHOTO}


def test_who_refuses_a_photo_is_photographed_in_no_way() -> None:
    refusal = PhotoException(ExceptionKind.REFUSES_PHOTO, "petugas-1", "penyelia-1", NOW)
    refuses = ELSEWHERE.but(photo_exception=refusal)
    skipped = skipped_steps(refuses, asks_test=True, wants_card=True)
    assert skipped == {Step.KTP_PHOTO, Step.PHOTO}
    assert resume(refuses.but(step="review"), skipped) == Walk(Step.REVIEW)


def test_who_lives_at_the_ktp_address_is_not_asked_for_another() -> None:
    skipped = skipped_steps(AT_HOME, asks_test=True, wants_card=True)
    assert skipped == {Step.DOMICILE_VILLAGE, Step.DOMICILE_LINE}


@given(SKIPPED)
def test_every_page_comes_once_but_those_that_ask_nothing(skipped: frozenset[Step]) -> None:
    assert walked(skipped) == [step for step in Step if step not in skipped]


def test_stages_go_from_one_to_nine_without_a_gap() -> None:
    numbers = [stage_number(step) for step in Step]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(1, STAGES + 1))


@given(SKIPPED, st.sampled_from([step for step in Step if step is not Step.SLIP]))
def test_back_undoes_forward(skipped: frozenset[Step], step: Step) -> None:
    if step not in skipped:
        assert Walk(step).forward(skipped).back(skipped) == Walk(step)


def test_nothing_comes_before_the_first_page() -> None:
    assert Walk(Step.CONSENT).back() == Walk(Step.CONSENT)


@pytest.mark.parametrize(
    ("first", "pages"),
    [
        (Step.NIK, [Step.NIK, Step.NIK_AGAIN]),
        (Step.PHONE, [Step.PHONE, Step.PHONE_AGAIN]),
        (Step.EMAIL, [Step.EMAIL, Step.EMAIL_AGAIN, Step.EMAIL_OPENED]),
        (Step.SEX, [Step.SEX]),
        (Step.KTP_PHOTO, [Step.KTP_PHOTO]),
        (Step.PHOTO, [Step.PHOTO]),
        (Step.DOMICILE, [Step.DOMICILE, Step.DOMICILE_VILLAGE, Step.DOMICILE_LINE]),
    ],
)
def test_a_change_leads_through_its_own_pages_and_back_to_the_review(
    first: Step, pages: list[Step]
) -> None:
    walk, seen = Walk(Step.REVIEW).change(first), []
    while walk.step is not Step.REVIEW:
        seen.append(walk.step)
        walk = walk.forward()
    assert seen == pages
    assert walk == Walk(Step.REVIEW)


def test_a_change_can_be_given_up() -> None:
    change = Walk(Step.REVIEW).change(Step.NIK)
    assert change.back() == Walk(Step.REVIEW)
    assert change.forward().back() == change


def test_a_change_goes_back_page_by_page_before_it_is_given_up() -> None:
    change = Walk(Step.REVIEW).change(Step.EMAIL)
    assert change.forward().forward().back().back() == change
    assert change.back() == Walk(Step.REVIEW)


def test_a_change_of_home_that_ends_early_leads_back_to_the_review() -> None:
    at_home = skipped_steps(AT_HOME, asks_test=True, wants_card=True)
    assert Walk(Step.REVIEW).change(Step.DOMICILE).forward(at_home) == Walk(Step.REVIEW)


NO_CARD = frozenset({Step.KTP_PHOTO})


@pytest.mark.parametrize(
    ("saved", "skipped", "goes_on_at"),
    [
        ("", EVERYTHING, Step.CONSENT),
        ("name", EVERYTHING, Step.NAME),
        ("assessment", EVERYTHING, Step.ASSESSMENT),
        ("assessment", frozenset({Step.ASSESSMENT}), Step.KTP_PHOTO),
        ("photo", NO_CARD, Step.PHOTO),
        ("review", NO_CARD, Step.PHOTO),
        ("photo", EVERYTHING, Step.KTP_PHOTO),
        ("review", EVERYTHING, Step.KTP_PHOTO),
    ],
)
def test_a_saved_form_goes_on_where_it_was_but_needs_its_pictures(
    saved: str, skipped: frozenset[Step], goes_on_at: Step
) -> None:
    assert resume(replace(AT_HOME, step=saved), skipped) == Walk(goes_on_at)
