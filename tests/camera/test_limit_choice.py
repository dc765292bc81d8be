"""Limits chosen without the source they are tried on."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.camera.goals import CauseGoal
from kiosk.camera.limit_choice import (
    SHIPPED,
    TUNED,
    choose_factor,
    choose_without,
    named,
    severities,
)
from kiosk.domain.photo import Finding, Limits, Verdict
from kiosk.domain.reason import Reason
from tests.camera.labelled import labelled

GOAL = CauseGoal(0.95, 0.01)


def judged(reason: Reason, value: float, limits: Limits) -> Finding:
    return Finding(reason, limits.judge(value), value, "", limits.fail)


def test_a_cause_is_as_severe_as_its_worst_measure() -> None:
    findings = [
        judged(Reason.DARK, 0.5, Limits(0.5, 0.4)),  # less is worse
        judged(Reason.DARK, 0.2, Limits(0.2, 0.3)),  # more is worse
        judged(Reason.TILT, 22.0, Limits(8, 11)),
        Finding(Reason.GLASSES, Verdict.SKIPPED),
    ]
    measured = severities(findings)
    assert measured[Reason.DARK] == pytest.approx(0.8)
    assert measured[Reason.TILT] == pytest.approx(2.0)
    assert measured[Reason.GLASSES] == -math.inf


def test_what_fails_without_a_number_fails_whatever_the_limit() -> None:
    assert severities([Finding(Reason.MASK, Verdict.FAIL)])[Reason.MASK] == math.inf


numbers = st.floats(0, 100).map(lambda value: round(value, 4))
limits = st.tuples(numbers, numbers).map(lambda pair: Limits(*pair))
findings_of_any_kind = st.lists(
    st.builds(judged, st.sampled_from([*TUNED, Reason.TOO_SMALL]), numbers, limits)
    | st.builds(Finding, st.sampled_from([*TUNED, Reason.NO_FACE]), st.sampled_from(Verdict))
)


@given(findings_of_any_kind)
def test_with_the_limits_as_they_are_the_verdicts_stay(findings: list[Finding]) -> None:
    failed = {finding.reason for finding in findings if finding.verdict is Verdict.FAIL}
    assert named(findings, dict.fromkeys(TUNED, SHIPPED)) == failed


def test_a_factor_moves_the_limits_of_its_cause_alone() -> None:
    findings = [
        judged(Reason.TILT, 10.0, Limits(8, 11)),
        judged(Reason.DARK, 0.5, Limits(0.5, 0.4)),
        judged(Reason.TOO_SMALL, 10, Limits(20, 15)),
    ]
    factors = dict.fromkeys(TUNED, SHIPPED) | {Reason.TILT: 0.9}
    assert named(findings, factors) == {Reason.TILT, Reason.TOO_SMALL}


@pytest.mark.parametrize(
    ("having", "clean", "factor"),
    [
        ([1.0, 2.0], [0.2, 0.6], 0.8),  # apart: the middle between them
        ([0.5, 2.0], [0.2, 0.6] * 10, 1.3),  # a miss is cheaper than a twentieth of false flags
        ([0.5, 2.0], [0.2] * 999 + [0.6], 0.35),  # a thousandth of false flags than a miss
        ([2.0, math.inf], [-math.inf], 2.0),
        ([math.inf], [-math.inf], SHIPPED),
        ([], [0.3], SHIPPED),
        ([0.3], [], SHIPPED),
    ],
)
def test_the_factor_weighs_misses_against_false_flags_as_the_goal_does(
    having: list[float], clean: list[float], factor: float
) -> None:
    assert choose_factor(having, clean, GOAL) == pytest.approx(factor)


@given(st.lists(st.floats(0, 2), min_size=1), st.lists(st.floats(0, 2), min_size=1))
def test_no_factor_costs_less(having: list[float], clean: list[float]) -> None:
    def cost(factor: float) -> float:
        missed = sum(value < factor for value in having) / len(having)
        false = sum(value >= factor for value in clean) / len(clean)
        return missed / (1 - GOAL.found) + false / GOAL.false

    chosen = cost(choose_factor(having, clean, GOAL))
    tried = [*having, *clean, math.nextafter(max(having + clean), math.inf)]
    assert chosen <= min(map(cost, tried)) + 1e-6


def test_neither_a_source_nor_its_people_choose_the_limit_it_is_tried_on() -> None:
    tilts = {  # file: source, person, roll as labelled, severity
        "a.png": ("studio", "p1", 0.0, 3.0),
        "b.png": ("village", "p1", 0.0, 2.5),
        "c.png": ("village", "p2", 20.0, 1.5),
        "d.png": ("village", "p3", 0.0, 0.5),
    }
    pictures = [
        labelled(file, source=source, person=person, roll_deg=roll)
        for file, (source, person, roll, _) in tilts.items()
    ]
    measured = {
        file: dict.fromkeys(TUNED, -math.inf) | {Reason.TILT: tilt[3]}
        for file, tilt in tilts.items()
    }
    assert choose_without("studio", pictures, measured)[Reason.TILT] == pytest.approx(1.0)
    assert choose_without("elsewhere", pictures, measured)[Reason.TILT] > 3.0
