"""A hat is refused, a hijab never; a peci as the profile says."""

from dataclasses import replace

import pytest

from kiosk.camera.checks.headwear import check_headwear
from kiosk.camera.neck import SURELY_CLOTH
from kiosk.domain.photo import PeciRule, Verdict
from tests.camera.appearances import PROFILE, seen


def test_a_hat_is_refused() -> None:
    assert check_headwear(seen(headwear_hat=0.9), PROFILE).verdict is Verdict.FAIL


def test_a_bare_head_is_taken() -> None:
    assert check_headwear(seen(), PROFILE).verdict is Verdict.PASS


def test_a_hijab_is_no_hat() -> None:
    finding = check_headwear(seen(headwear_hijab=0.98), PROFILE)
    assert (finding.verdict, finding.value) == (Verdict.PASS, 0.0)


@pytest.mark.parametrize(
    ("rule", "verdict"), [(PeciRule.REFUSED, Verdict.FAIL), (PeciRule.ALLOWED, Verdict.PASS)]
)
def test_the_profile_says_whether_a_peci_is_a_hat(rule: PeciRule, verdict: Verdict) -> None:
    rules = replace(PROFILE, peci=rule)
    assert check_headwear(seen(headwear_peci=0.95), rules).verdict is verdict


def test_a_hat_stays_refused_where_a_peci_is_allowed() -> None:
    rules = replace(PROFILE, peci=PeciRule.ALLOWED)
    assert check_headwear(seen(headwear_hat=0.95), rules).verdict is Verdict.FAIL


@pytest.mark.parametrize("hat", [0.0, 0.3])
def test_what_is_neither_hat_nor_hijab_is_left_to_the_officer(hat: float) -> None:
    finding = check_headwear(seen(headwear_other=0.6, headwear_hat=hat), PROFILE)
    assert finding.verdict is Verdict.UNSURE


@pytest.mark.parametrize(
    ("hijab", "neck", "verdict"),
    [
        (0.05, SURELY_CLOTH, Verdict.UNSURE),
        (0.05, SURELY_CLOTH - 1, Verdict.FAIL),  # the neck may be bare
        (0.0, SURELY_CLOTH, Verdict.FAIL),  # a collar; nothing speaks for a hijab
    ],
)
def test_a_hat_is_only_doubted_where_cloth_closes_around_the_chin(
    hijab: float, neck: float, verdict: Verdict
) -> None:
    finding = check_headwear(seen(neck, headwear_hijab=hijab, headwear_hat=0.9), PROFILE)
    assert finding.verdict is verdict
