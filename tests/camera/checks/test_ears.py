"""Ears are asked for where they can be expected."""

from dataclasses import replace

import pytest

from kiosk.camera.checks.ears import MOST_YAW_DEG, check_ears
from kiosk.camera.neck import MAYBE_CLOTH
from kiosk.domain.photo import Verdict
from tests.camera.appearances import PROFILE, seen_ears
from tests.camera.faces import face_at

FACE = face_at(0, 0, 200)


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        (0.03, 0.03, Verdict.PASS),
        (0.0, 0.06, Verdict.PASS),
        (0.03, 0.01, Verdict.UNSURE),
        (0.01, 0.01, Verdict.FAIL),  # no more than the lobes
        (0.0, 0.0, Verdict.FAIL),
    ],
)
def test_a_photo_without_any_ear_is_refused(left: float, right: float, verdict: Verdict) -> None:
    assert check_ears(seen_ears(left, right), FACE, PROFILE).verdict is verdict


def test_nobody_asks_for_ears_under_a_hijab() -> None:
    finding = check_ears(seen_ears(0.0, 0.0, headwear_hijab=0.9), FACE, PROFILE)
    assert finding.verdict is Verdict.PASS


@pytest.mark.parametrize("cover", ["headwear_hat", "headwear_peci", "headwear_other"])
def test_under_a_head_cover_nobody_can_say(cover: str) -> None:
    finding = check_ears(seen_ears(0.0, 0.0, **{cover: 0.9}), FACE, PROFILE)
    assert (finding.verdict, finding.value) == (Verdict.SKIPPED, None)


@pytest.mark.parametrize("yaw_deg", [-MOST_YAW_DEG - 1, MOST_YAW_DEG + 1])
def test_on_a_turned_head_nobody_can_say(yaw_deg: float) -> None:
    turned = replace(FACE, yaw_deg=yaw_deg)
    assert check_ears(seen_ears(0.0, 0.0), turned, PROFILE).verdict is Verdict.SKIPPED


@pytest.mark.parametrize(
    ("hijab", "neck", "verdict"),
    [
        (0.02, MAYBE_CLOTH, Verdict.PASS),
        (0.02, MAYBE_CLOTH - 1, Verdict.FAIL),
        (0.2, 0.0, Verdict.PASS),
        (0.0, 60.0, Verdict.FAIL),  # a high collar below long hair
    ],
)
def test_a_little_of_a_hijab_is_enough_where_there_is_cloth_at_the_chin(
    hijab: float, neck: float, verdict: Verdict
) -> None:
    finding = check_ears(seen_ears(0.0, 0.0, neck=neck, headwear_hijab=hijab), FACE, PROFILE)
    assert finding.verdict is verdict
