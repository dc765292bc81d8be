"""The suite against a centre that keeps the protocol: every rule is tried, and holds."""

from contextlib import suppress
from datetime import timedelta
from uuid import UUID

import pytest

from kiosk.central.operator import Operator
from kiosk.central.pipeline.pipeline import WrongStateError
from kiosk.central.settings.configuration import utc_now
from kiosk.conformance.rules import Result, Verdict
from kiosk.conformance.suite import CHAPTERS
from kiosk.domain.submission import CentreState
from tests.conformance.conftest import Trial
from tests.conformance.layer import Asked, Faithful, Told

pytestmark = pytest.mark.slow
JOINING, CODES = 15, 13


class AcceptsPhotos(Faithful):
    """An operator who never sleeps."""

    def __init__(self, operator: Operator) -> None:
        self.operator = operator

    def tell(self, asked: Asked, told: Told) -> Told:
        if asked.path.endswith("/photos/1") and told.status == 201:
            with suppress(WrongStateError):
                self.operator.accept_photo(UUID(asked.path.split("/")[3]))
        return told


def not_held(results: tuple[Result, ...]) -> dict[str, str]:
    return {one.rule.number: one.why for one in results if one.verdict is not Verdict.HELD}


def test_the_reference_centre_keeps_every_rule_that_can_be_tried(trial: Trial) -> None:
    results = trial.run({chapter.number for chapter in CHAPTERS} - {JOINING, CODES})

    assert not_held(results) == {"9.9": "takes half a minute: --thorough"}


def test_it_keeps_the_rules_of_joining_while_a_batch_is_open(trial: Trial) -> None:
    trial.operator.open_batch("b-1", "1", quota=5, closes_at=utc_now() + timedelta(hours=1))
    trial.layer.between = AcceptsPhotos(trial.operator)

    results = trial.run({JOINING})

    assert not_held(results) == {}


def test_it_keeps_the_rules_of_codes_where_it_asks_for_them(trial_with_codes: Trial) -> None:
    assert not_held(trial_with_codes.run({CODES})) == {}


def test_what_it_leaves_behind_has_withdrawn(trial: Trial) -> None:
    before = {one.submission_id for one in trial.operator.submissions()}

    trial.run({11})

    left = [one for one in trial.operator.submissions() if one.submission_id not in before]
    assert {one.state for one in left} == {CentreState.WITHDRAWN}
