"""What the form asks from closed lists, and the answers it takes.

Every option has a label in the texts under `<list>.<value>`, e.g. `education.primary`.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final, TypeVar

from kiosk.domain.problem import FieldProblem
from kiosk.domain.typed import is_digits

MOST_DEPENDANTS: Final = 20
MOST_INTERESTS: Final = 3


class Sex(StrEnum):
    """As on the KTP: laki-laki or perempuan. Labels: `sex.L`, `sex.P`."""

    MALE = "L"
    FEMALE = "P"


class Education(StrEnum):
    """The highest level completed. Labels: `education.<value>`."""

    NONE = "none"
    PRIMARY = "primary"
    JUNIOR_SECONDARY = "junior_secondary"
    SENIOR_SECONDARY = "senior_secondary"
    DIPLOMA = "diploma"
    BACHELOR = "bachelor"
    POSTGRADUATE = "postgraduate"


class MaritalStatus(StrEnum):
    """As on the KTP. Labels: `marital_status.<value>`."""

    NEVER_MARRIED = "never_married"
    MARRIED = "married"
    DIVORCED = "divorced"
    WIDOWED = "widowed"


class EmploymentStatus(StrEnum):
    """What the resident lives from today. Labels: `employment_status.<value>`."""

    JOB_SEEKER = "job_seeker"
    LAID_OFF = "laid_off"
    FURLOUGHED = "furloughed"
    EMPLOYEE = "employee"
    OWN_ACCOUNT = "own_account"
    SMALL_BUSINESS = "small_business"


class TrainingInterest(StrEnum):
    """Topics of training. Labels: `training_interest.<value>`."""

    ENTREPRENEURSHIP = "entrepreneurship"
    FOOD_AND_DRINK = "food_and_drink"
    SALES_AND_MARKETING = "sales_and_marketing"
    LIFESTYLE = "lifestyle"
    FOREIGN_LANGUAGE = "foreign_language"
    SELF_DEVELOPMENT = "self_development"
    INFORMATION_TECHNOLOGY = "information_technology"


class BackgroundProblem(FieldProblem):
    """An answer that is missing or not in its list."""

    SEX = "sex.required"
    EDUCATION = "education.required"
    MARITAL_STATUS = "marital_status.required"
    DEPENDANTS = "dependants.range"
    EMPLOYMENT_STATUS = "employment_status.required"
    TRAINING_INTERESTS = "training_interest.count"


_Option = TypeVar("_Option", bound=StrEnum)


def parse_sex(text: str) -> Sex | BackgroundProblem:
    """Read `L` or `P`."""
    return _option(Sex, text) or BackgroundProblem.SEX


def parse_education(text: str) -> Education | BackgroundProblem:
    """Read the value of an option."""
    return _option(Education, text) or BackgroundProblem.EDUCATION


def parse_marital_status(text: str) -> MaritalStatus | BackgroundProblem:
    """Read the value of an option."""
    return _option(MaritalStatus, text) or BackgroundProblem.MARITAL_STATUS


def parse_employment_status(text: str) -> EmploymentStatus | BackgroundProblem:
    """Read the value of an option."""
    return _option(EmploymentStatus, text) or BackgroundProblem.EMPLOYMENT_STATUS


def parse_dependants(text: str) -> int | BackgroundProblem:
    """Read how many people live from this person's income."""
    typed = text.strip()
    if not is_digits(typed) or len(typed) > len(str(MOST_DEPENDANTS)):
        return BackgroundProblem.DEPENDANTS
    number = int(typed)
    return number if number <= MOST_DEPENDANTS else BackgroundProblem.DEPENDANTS


def parse_training_interests(
    texts: Sequence[str],
) -> tuple[TrainingInterest, ...] | BackgroundProblem:
    """Read one to three different topics, in the order of choice."""
    chosen = tuple(topic for text in texts if (topic := _option(TrainingInterest, text)))
    all_known = len(chosen) == len(texts)
    all_different = len(set(chosen)) == len(chosen)
    if all_known and all_different and 1 <= len(chosen) <= MOST_INTERESTS:
        return chosen
    return BackgroundProblem.TRAINING_INTERESTS


def _option(options: type[_Option], text: str) -> _Option | None:
    return next((option for option in options if option.value == text), None)
