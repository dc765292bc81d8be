"""The order of the pages, walked without a window."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.draft import Draft
from kiosk.ui.flow import STAGES, Step, Walk, resume, stage_number
from tests.domain.resident import complete_draft

AT_HOME = complete_draft()
ELSEWHERE = replace(AT_HOME, domicile_same=False)
DRAFTS = st.sampled_from([AT_HOME, ELSEWHERE])


def walked(draft: Draft) -> list[Step]:
    walk, steps = Walk(Step.CONSENT), [Step.CONSENT]
    while walk.step is not Step.SLIP:
        walk = walk.forward(draft)
        steps.append(walk.step)
    return steps


def test_somebody_who_lives_elsewhere_sees_every_page() -> None:
    assert walked(ELSEWHERE) == list(Step)


def test_who_lives_at_the_ktp_address_is_not_asked_for_another() -> None:
    skipped = {Step.DOMICILE_VILLAGE, Step.DOMICILE_LINE}
    assert walked(AT_HOME) == [step for step in Step if step not in skipped]


def test_stages_go_from_one_to_nine_without_a_gap() -> None:
    numbers = [stage_number(step) for step in Step]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(1, STAGES + 1))


@given(DRAFTS, st.sampled_from([step for step in Step if step is not Step.SLIP]))
def test_back_undoes_forward(draft: Draft, step: Step) -> None:
    if draft is AT_HOME and step in {Step.DOMICILE_VILLAGE, Step.DOMICILE_LINE}:
        return
    assert Walk(step).forward(draft).back(draft) == Walk(step)


def test_nothing_comes_before_the_first_page() -> None:
    assert Walk(Step.CONSENT).back(AT_HOME) == Walk(Step.CONSENT)


@pytest.mark.parametrize(
    ("first", "pages"),
    [
        (Step.NIK, [Step.NIK, Step.NIK_AGAIN]),
        (Step.PHONE, [Step.PHONE, Step.PHONE_AGAIN]),
        (Step.EMAIL, [Step.EMAIL, Step.EMAIL_OPENED]),
        (Step.SEX, [Step.SEX]),
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
        walk = walk.forward(ELSEWHERE)
    assert seen == pages
    assert walk == Walk(Step.REVIEW)


def test_a_change_can_be_given_up() -> None:
    change = Walk(Step.REVIEW).change(Step.NIK)
    assert change.back(AT_HOME) == Walk(Step.REVIEW)
    assert change.forward(AT_HOME).back(AT_HOME) == change


def test_a_change_of_home_that_ends_early_leads_back_to_the_review() -> None:
    assert Walk(Step.REVIEW).change(Step.DOMICILE).forward(AT_HOME) == Walk(Step.REVIEW)


@pytest.mark.parametrize(
    ("saved", "goes_on_at"),
    [("", Step.CONSENT), ("name", Step.NAME), ("photo", Step.PHOTO), ("review", Step.PHOTO)],
)
def test_a_saved_form_goes_on_where_it_was_but_needs_its_photo(
    saved: str, goes_on_at: Step
) -> None:
    assert resume(replace(AT_HOME, step=saved)) == Walk(goes_on_at)
