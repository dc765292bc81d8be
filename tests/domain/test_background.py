"""Answers from closed lists."""

import pytest

from kiosk.domain.background import (
    BackgroundProblem,
    Education,
    Sex,
    TrainingInterest,
    parse_dependants,
    parse_education,
    parse_employment_status,
    parse_marital_status,
    parse_sex,
    parse_training_interests,
)


def test_only_options_of_the_list_are_taken() -> None:
    assert parse_sex("P") is Sex.FEMALE
    assert parse_education("primary") is Education.PRIMARY
    assert parse_sex("p") is BackgroundProblem.SEX
    assert parse_education("PRIMARY") is BackgroundProblem.EDUCATION
    assert parse_marital_status("") is BackgroundProblem.MARITAL_STATUS
    assert parse_employment_status("job seeker") is BackgroundProblem.EMPLOYMENT_STATUS


@pytest.mark.parametrize(("typed", "number"), [("0", 0), ("07", 7), (" 20 ", 20)])
def test_dependants_are_counted_from_0_to_20(typed: str, number: int) -> None:
    assert parse_dependants(typed) == number


@pytest.mark.parametrize("typed", ["", "21", "-1", "2,5", "\u0662", "9" * 5000])
def test_other_numbers_of_dependants_are_refused(typed: str) -> None:
    assert parse_dependants(typed) is BackgroundProblem.DEPENDANTS


def test_interests_keep_the_order_of_choice() -> None:
    assert parse_training_interests(["lifestyle", "food_and_drink"]) == (
        TrainingInterest.LIFESTYLE,
        TrainingInterest.FOOD_AND_DRINK,
    )


@pytest.mark.parametrize(
    "chosen",
    [
        pytest.param([], id="none"),
        pytest.param(["lifestyle", "lifestyle"], id="twice-the-same"),
        pytest.param(["lifestyle", "astronomy"], id="unknown"),
        pytest.param(list(TrainingInterest)[:4], id="four"),
    ],
)
def test_one_to_three_different_interests_are_needed(chosen: list[str]) -> None:
    assert parse_training_interests(chosen) is BackgroundProblem.TRAINING_INTERESTS
