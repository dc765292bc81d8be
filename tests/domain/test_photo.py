"""What a photo check can say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.photo import (
    CHECK_OF,
    Finding,
    Limits,
    PeciRule,
    PhotoCheck,
    PhotoProfile,
    PhotoReport,
    Verdict,
)
from kiosk.domain.reason import PHOTO_REASONS, Reason

PROFILE = PhotoProfile(
    name="test",
    version="test.1",
    with_card=False,
    head_share=0.8,
    pitch_zero_deg=0.0,
    peci=PeciRule.REFUSED,
    blocking=frozenset({Reason.TILT, Reason.DARK}),
    limits={"roll_deg": Limits(8, 12), "highlight": Limits(0.5, 0.4)},
)


@pytest.mark.parametrize(
    ("value", "verdict"),
    [(7.9, Verdict.PASS), (8, Verdict.UNSURE), (11.9, Verdict.UNSURE), (12, Verdict.FAIL)],
)
def test_more_is_worse_where_fail_is_above_unsure(value: float, verdict: Verdict) -> None:
    assert Limits(8, 12).judge(value) is verdict


@pytest.mark.parametrize(
    ("value", "verdict"),
    [(0.51, Verdict.PASS), (0.5, Verdict.UNSURE), (0.41, Verdict.UNSURE), (0.4, Verdict.FAIL)],
)
def test_less_is_worse_where_fail_is_below_unsure(value: float, verdict: Verdict) -> None:
    assert Limits(0.5, 0.4).judge(value) is verdict


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_a_worse_value_never_gets_a_better_verdict(one: float, two: float, third: float) -> None:
    unsure, value, worse = sorted((one, two, third))
    order = [Verdict.PASS, Verdict.UNSURE, Verdict.FAIL]
    limits = Limits(unsure, unsure + 1)
    assert order.index(limits.judge(value)) <= order.index(limits.judge(worse))


def test_a_finding_carries_value_unit_and_limit() -> None:
    finding = PROFILE.judge(Reason.TILT, "roll_deg", 12.345678, "deg")
    assert finding == Finding(Reason.TILT, Verdict.FAIL, 12.3457, "deg", 12)
    assert finding.check is PhotoCheck.POSE


def test_only_the_causes_of_the_profile_block_each_named_once() -> None:
    report = PhotoReport(
        "test.1",
        (
            Finding(Reason.DARK, Verdict.FAIL),
            Finding(Reason.BLUR, Verdict.FAIL),
            Finding(Reason.DARK, Verdict.FAIL),
            Finding(Reason.TILT, Verdict.UNSURE),
        ),
    )
    assert PROFILE.blocks(report) == (Reason.DARK,)


def test_photo_reasons_are_those_before_the_identity_reasons() -> None:
    assert {Reason.BLUR, Reason.NO_MATCH, Reason.KTP_UNREADABLE} <= PHOTO_REASONS
    assert not {Reason.NIK_NOT_FOUND, Reason.EMAIL_BOUNCED, Reason.DUPLICATE} & PHOTO_REASONS


def test_every_cause_of_the_check_is_a_reason_for_a_photo() -> None:
    assert CHECK_OF.keys() <= PHOTO_REASONS
    assert set(CHECK_OF.values()) == set(PhotoCheck)
