"""Who may take part."""

from dataclasses import replace
from datetime import date

import pytest

from kiosk.domain.eligibility import (
    DEFAULT_RULES,
    EligibilityAnswers,
    check_eligibility,
)
from kiosk.domain.reason import Reason

TODAY = date(2026, 3, 2)
ADULT = date(1990, 1, 1)
GOOD = EligibilityAnswers(
    is_citizen=True,
    in_school=False,
    forbidden_job=False,
    received_before=False,
    receives_social_aid=False,
)


def test_nothing_stands_against_good_answers() -> None:
    assert check_eligibility(GOOD, ADULT, TODAY, DEFAULT_RULES) == ()


def test_what_is_not_answered_yet_is_no_reason() -> None:
    assert check_eligibility(EligibilityAnswers(), None, TODAY, DEFAULT_RULES) == ()


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        (replace(GOOD, is_citizen=False), Reason.NOT_WNI),
        (replace(GOOD, in_school=True), Reason.IN_EDUCATION),
        (replace(GOOD, forbidden_job=True), Reason.FORBIDDEN_JOB),
        (replace(GOOD, received_before=True), Reason.ALREADY_RECIPIENT),
    ],
)
def test_each_answer_has_its_reason(answers: EligibilityAnswers, reason: Reason) -> None:
    assert check_eligibility(answers, ADULT, TODAY, DEFAULT_RULES) == (reason,)


@pytest.mark.parametrize(
    ("born", "reasons"),
    [
        pytest.param(date(2008, 3, 3), (Reason.UNDER_AGE,), id="18-tomorrow"),
        pytest.param(date(2008, 3, 2), (), id="18-today"),
        pytest.param(date(1961, 3, 3), (), id="65-tomorrow"),
        pytest.param(date(1961, 3, 2), (Reason.OVER_AGE,), id="65-today"),
        pytest.param(date(2030, 1, 1), (Reason.UNDER_AGE,), id="not-born-yet"),
    ],
)
def test_both_ends_of_the_age_still_take_part(born: date, reasons: tuple[Reason, ...]) -> None:
    assert check_eligibility(GOOD, born, TODAY, DEFAULT_RULES) == reasons


def test_social_aid_counts_only_where_the_rules_say_so() -> None:
    receiving = replace(GOOD, receives_social_aid=True)
    strict = replace(DEFAULT_RULES, social_aid_excluded=True)
    assert check_eligibility(receiving, ADULT, TODAY, DEFAULT_RULES) == ()
    assert check_eligibility(receiving, ADULT, TODAY, strict) == (Reason.SOCIAL_AID,)


def test_the_ages_come_from_the_rules() -> None:
    rules = replace(DEFAULT_RULES, minimum_age=40, maximum_age=45)
    assert check_eligibility(GOOD, ADULT, TODAY, rules) == (Reason.UNDER_AGE,)
