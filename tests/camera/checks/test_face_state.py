"""Mouth and pose, from the numbers of the landmarker."""

from dataclasses import replace

import pytest

from kiosk.camera.checks.mouth import check_mouth
from kiosk.camera.checks.pose import check_pose
from kiosk.camera.profile import load_profile
from kiosk.domain.photo import Cue, Verdict
from kiosk.domain.reason import Reason
from tests.camera.faces import face_at

PROFILE = load_profile()


@pytest.mark.parametrize(
    ("jaw", "gap_px", "verdict"),
    [
        (0.0, 0, Verdict.PASS),
        (0.15, 12, Verdict.PASS),  # a smile that shows the teeth
        (0.6, 20, Verdict.FAIL),
        (0.05, 40, Verdict.FAIL),
    ],
)
def test_a_smile_is_allowed_and_an_open_mouth_is_not(
    jaw: float, gap_px: float, verdict: Verdict
) -> None:
    face = face_at(0, 0, 200, jawOpen=jaw)
    face.points[[13, 82, 312]] = (0, 50 - gap_px / 2)
    face.points[[14, 87, 317]] = (0, 50 + gap_px / 2)
    assert check_mouth(face, PROFILE).verdict is verdict


@pytest.mark.parametrize(
    ("roll", "yaw", "pitch", "reasons"),
    [
        (0, 0, 4, set()),
        (-6, 8, -6, set()),
        (15, 0, 4, {Reason.TILT}),
        (-15, 0, 4, {Reason.TILT}),
        (0, -13, 4, {Reason.TURNED}),
        (0, 0, 25, {Reason.TURNED}),
        (0, 0, -22, {Reason.TURNED}),
        (20, 20, 4, {Reason.TILT, Reason.TURNED}),
    ],
)
def test_the_head_is_upright_and_turned_to_the_camera(
    roll: float, yaw: float, pitch: float, reasons: set[Reason]
) -> None:
    face = replace(face_at(0, 0, 200), roll_deg=roll, yaw_deg=yaw, pitch_deg=pitch)
    findings = check_pose(face, PROFILE)
    assert {f.reason for f in findings if f.verdict is Verdict.FAIL} == reasons


def test_the_zero_of_pitch_comes_from_the_profile() -> None:
    face = replace(face_at(0, 0, 200), pitch_deg=25.0)
    camera_below = replace(PROFILE, pitch_zero_deg=22.0)
    assert all(f.verdict is Verdict.PASS for f in check_pose(face, camera_below))


@pytest.mark.parametrize(("pitch", "cue"), [(30.0, Cue.CHIN_UP), (-25.0, Cue.CHIN_DOWN)])
def test_says_which_way_the_chin_has_to_go(pitch: float, cue: Cue) -> None:
    face = replace(face_at(0, 0, 200), pitch_deg=pitch)
    wrong = [f for f in check_pose(face, PROFILE) if f.verdict is Verdict.FAIL]
    assert [f.cue for f in wrong] == [cue]


def test_who_looks_aside_is_only_asked_to_look_straight() -> None:
    face = replace(face_at(0, 0, 200), yaw_deg=20.0, pitch_deg=PROFILE.pitch_zero_deg)
    wrong = [f for f in check_pose(face, PROFILE) if f.verdict is Verdict.FAIL]
    assert [f.key for f in wrong] == ["reason.TURNED"]
