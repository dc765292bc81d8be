"""How the limits would have been chosen without a source, and what they say of that source.

The findings of one cause may have several measures in several units. Each is divided by its limit,
so that 1 is where it fails; the worst of them is the *severity* of the cause, and one factor moves
all limits of the cause together.
"""

import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Final

from kiosk.camera.goals import CAUSE_GOALS, CauseGoal
from kiosk.camera.labels import LabelledPicture
from kiosk.camera.scoring import causes_of
from kiosk.domain.photo import Finding, Verdict
from kiosk.domain.reason import Reason

SHIPPED: Final = 1.0
"""The factor that leaves the limits of the profile as they are."""

TUNED: Final[tuple[Reason, ...]] = tuple(
    cause for cause in CAUSE_GOALS if cause is not Reason.NO_FACE
)
"""The causes that a limit decides; whether there is a face is for the detectors to say."""

Severities = Mapping[Reason, float]
"""A number for each tuned cause: how severe it is, or where it fails."""


def severities(findings: Iterable[Finding]) -> dict[Reason, float]:
    """How close the findings come to naming each tuned cause: they name it from 1 on."""
    worst = dict.fromkeys(TUNED, -math.inf)
    for finding in findings:
        if finding.reason in worst:
            worst[finding.reason] = max(worst[finding.reason], _of_limit(finding))
    return worst


def _of_limit(finding: Finding) -> float:
    value, limit, fails = finding.value, finding.limit, finding.verdict is Verdict.FAIL
    if value is None or limit is None:
        return math.inf if fails else -math.inf
    more_is_worse = (value >= limit) is fails
    worse, better = (value, limit) if more_is_worse else (limit, value)
    ratio = worse / better if better > 0 else math.inf
    return max(ratio, SHIPPED) if fails else min(ratio, math.nextafter(SHIPPED, 0))


def choose_factor(having: Sequence[float], clean: Sequence[float], goal: CauseGoal) -> float:
    """The factor on a cause's limits that these severities ask for.

    It makes missed plus false shares smallest, each counted in units of what the goal allows, and
    lies in the middle of the widest gap between two severities where that is so. Without a picture
    that has the cause there is nothing to choose by.
    """
    if not having or not clean:
        return SHIPPED
    having, clean = sorted(having), sorted(clean)

    def costs(gap: tuple[float, float]) -> tuple[float, float]:
        missed = bisect_right(having, gap[0]) / len(having)
        false = 1 - bisect_right(clean, gap[0]) / len(clean)
        width = gap[1] - gap[0]
        cost = missed / (1 - goal.found) + false / goal.false
        return round(cost, 9), -width if math.isfinite(width) else 0.0

    values = sorted({value for value in (*having, *clean) if math.isfinite(value)})
    edges = [-math.inf, *values, math.inf]
    return _middle(min(pairwise(edges), key=costs))


def _middle(gap: tuple[float, float]) -> float:
    low, high = gap
    if math.isinf(low):
        return high if math.isfinite(high) else SHIPPED
    if math.isinf(high):
        return math.nextafter(low, high)
    middle = (low + high) / 2
    return middle if middle > low else high  # between neighbouring numbers there is no middle


def choose_without(
    source: str, pictures: Iterable[LabelledPicture], measured: Mapping[str, Severities]
) -> dict[Reason, float]:
    """The factor for each cause, chosen without a source and without the people in it."""
    pictures = [picture for picture in pictures if picture.file in measured]
    people = {picture.person for picture in pictures if picture.source == source} - {""}
    others = [p for p in pictures if p.source != source and p.person not in people]
    labels = {picture.file: causes_of(picture) for picture in others}
    return {cause: _choose(cause, labels, measured) for cause in TUNED}


def _choose(
    cause: Reason,
    labels: Mapping[str, Mapping[Reason, bool]],
    measured: Mapping[str, Severities],
) -> float:
    having: list[float] = []
    clean: list[float] = []
    for file, causes in labels.items():
        if cause in causes:
            (having if causes[cause] else clean).append(measured[file][cause])
    return choose_factor(having, clean, CAUSE_GOALS[cause])


def named(findings: Iterable[Finding], factors: Severities) -> frozenset[Reason]:
    """The causes that fail when these factors move their limits."""
    findings = tuple(findings)
    fixed = {f.reason for f in findings if f.verdict is Verdict.FAIL} - factors.keys()
    measured = severities(findings)
    return frozenset(fixed | {cause for cause in factors if measured[cause] >= factors[cause]})
