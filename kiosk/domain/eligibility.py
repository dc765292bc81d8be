"""Who may take part: the resident's own answers against the rules the centre sends.

The questions are in the texts under `eligibility.question.<field>`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from kiosk.domain.birth_date import age_on
from kiosk.domain.problem import FieldProblem
from kiosk.domain.reason import Reason


class EligibilityProblem(FieldProblem):
    """A question without an answer."""

    REQUIRED = "eligibility.required"


@dataclass(frozen=True, slots=True)
class EligibilityAnswers:
    """Yes, no, or not answered yet."""

    is_citizen: bool | None = None
    in_school: bool | None = None
    forbidden_job: bool | None = None
    received_before: bool | None = None
    receives_social_aid: bool | None = None


@dataclass(frozen=True, slots=True)
class EligibilityRules:
    """The numbers and switches of one version of the rules; both ages still take part."""

    version: str
    minimum_age: int
    maximum_age: int
    social_aid_excluded: bool


DEFAULT_RULES: Final = EligibilityRules(
    version="built-in", minimum_age=18, maximum_age=64, social_aid_excluded=False
)
"""The rules published since 2023, for a kiosk that has not heard from its centre."""


def check_eligibility(
    answers: EligibilityAnswers, born: date | None, today: date, rules: EligibilityRules
) -> tuple[Reason, ...]:
    """Tell every reason against taking part; what is not answered yet is no reason."""
    age = None if born is None else age_on(born, today)
    against = {
        Reason.NOT_WNI: answers.is_citizen is False,
        Reason.UNDER_AGE: age is not None and age < rules.minimum_age,
        Reason.OVER_AGE: age is not None and age > rules.maximum_age,
        Reason.IN_EDUCATION: answers.in_school is True,
        Reason.FORBIDDEN_JOB: answers.forbidden_job is True,
        Reason.ALREADY_RECIPIENT: answers.received_before is True,
        Reason.SOCIAL_AID: rules.social_aid_excluded and answers.receives_social_aid is True,
    }
    return tuple(reason for reason, applies in against.items() if applies)
