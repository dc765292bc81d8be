"""The whole check on real landmarks: invented people in frames of a 720p webcam."""

from pathlib import Path

import numpy as np
import pytest

from kiosk.camera.inspector import LANDMARK_MODEL, Inspection, Inspector
from kiosk.camera.landmarks import ModelUnreadableError
from kiosk.camera.profile import load_profile
from kiosk.camera.source import Pixels
from kiosk.domain.photo import PhotoCheck, PhotoProfile, Verdict
from kiosk.domain.reason import Reason
from tests.camera.pictures import (
    HEIGHT,
    MODELS,
    NAMES,
    WIDTH,
    blur,
    dim,
    empty_room,
    frame_of,
    light_from_the_left,
    portrait,
    side_by_side,
    stand,
)

EARS_UNDER_HAIR = "P007.jpg"
"""His curls leave no more than the lobes to be seen."""


def reasons(inspector: Inspector, pixels: Pixels) -> set[Reason]:
    report = inspector.inspect(frame_of(pixels)).report
    return set(report.failed(frozenset(Reason)))


def finding_value(inspection: Inspection, reason: Reason) -> float:
    values = [f.value for f in inspection.report.findings if f.reason is reason]
    assert values[0] is not None
    return values[0]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("portrait_px", [460, 640, 720])
def test_accepts_a_good_photo_at_every_usual_distance(
    inspector: Inspector, name: str, portrait_px: int
) -> None:
    hidden = {Reason.EARS_HIDDEN} if name == EARS_UNDER_HAIR else set()
    assert reasons(inspector, stand(name, portrait_px=portrait_px)) == hidden


@pytest.mark.parametrize("x", [400, 520, 760, 880])
def test_accepts_somebody_who_stands_beside_the_middle(inspector: Inspector, x: int) -> None:
    assert not reasons(inspector, stand(at=(x, 360)))


def test_sees_nobody_in_an_empty_room(inspector: Inspector) -> None:
    inspection = inspector.inspect(frame_of(empty_room()))
    assert inspection.face is None
    assert inspection.report.failed(frozenset(Reason)) == (Reason.NO_FACE,)


@pytest.mark.parametrize("roll_deg", [-20, -14, 14, 20])
def test_asks_for_an_upright_head(inspector: Inspector, roll_deg: float) -> None:
    assert Reason.TILT in reasons(inspector, stand(roll_deg=roll_deg))


@pytest.mark.parametrize("roll_deg", [-12, -5, 0, 5, 12])
def test_measures_roll_clockwise_as_seen(inspector: Inspector, roll_deg: float) -> None:
    level = inspector.inspect(frame_of(stand())).face
    turned = inspector.inspect(frame_of(stand(roll_deg=roll_deg))).face
    assert level
    assert turned
    assert turned.roll_deg - level.roll_deg == pytest.approx(roll_deg, abs=1.0)


def test_yaw_changes_sign_in_the_mirror(inspector: Inspector) -> None:
    seen = stand("P005.jpg", at=(560, 360))
    face = inspector.inspect(frame_of(seen)).face
    mirrored = inspector.inspect(frame_of(np.ascontiguousarray(seen[:, ::-1]))).face
    assert face
    assert mirrored
    assert mirrored.yaw_deg == pytest.approx(-face.yaw_deg, abs=2.0)
    assert mirrored.pitch_deg == pytest.approx(face.pitch_deg, abs=2.0)


@pytest.mark.parametrize("name", NAMES)
def test_asks_for_light(inspector: Inspector, name: str) -> None:
    assert Reason.DARK in reasons(inspector, dim(stand(name), 0.3))


def test_asks_for_less_light(inspector: Inspector) -> None:
    assert Reason.BRIGHT in reasons(inspector, dim(stand(), 2.4))


@pytest.mark.parametrize("name", NAMES)
def test_sees_a_half_that_lies_in_the_shade(inspector: Inspector, name: str) -> None:
    assert Reason.SHADOW in reasons(inspector, light_from_the_left(stand(name), 0.4))


@pytest.mark.parametrize("name", NAMES)
def test_asks_to_hold_still_when_the_face_is_blurred(inspector: Inspector, name: str) -> None:
    assert Reason.BLUR in reasons(inspector, blur(stand(name), 5.0))


def test_a_dark_face_that_is_sharp_is_not_called_blurred(inspector: Inspector) -> None:
    assert Reason.BLUR not in reasons(inspector, dim(stand(), 0.35))


@pytest.mark.parametrize("portrait_px", [130, 160, 250])
def test_asks_somebody_far_away_to_come_closer(inspector: Inspector, portrait_px: int) -> None:
    found = reasons(inspector, stand(portrait_px=portrait_px))
    assert Reason.TOO_SMALL in found
    assert Reason.NO_FACE not in found


def test_asks_somebody_too_close_to_move_back(inspector: Inspector) -> None:
    found = reasons(inspector, stand(portrait_px=1500, at=(640, 400)))
    assert found & {Reason.TOO_BIG, Reason.CUT_OFF}


@pytest.mark.parametrize("at", [(640, 150), (640, 760), (100, 360)])
def test_notices_a_head_at_the_edge_of_the_frame(inspector: Inspector, at: tuple[int, int]) -> None:
    assert reasons(inspector, stand(at=at)) & {Reason.CUT_OFF, Reason.OFF_CENTRE}


def test_two_people_side_by_side_are_too_many(inspector: Inspector) -> None:
    both = side_by_side(stand("P006.jpg"), stand("P005.jpg", portrait_px=600))
    assert Reason.MANY_FACES in reasons(inspector, both)


def test_somebody_in_the_queue_is_not_a_mistake(inspector: Inspector) -> None:
    frame = stand("P006.jpg", portrait_px=700, at=(420, 360)).copy()
    frame[300:480, 1080:1260] = stand("P005.jpg", portrait_px=180)[270:450, 550:730]
    assert not reasons(inspector, frame)


def test_a_small_picture_has_too_few_pixels(inspector: Inspector) -> None:
    assert Reason.LOW_RESOLUTION in reasons(inspector, stand()[120:600:2, 320:960:2].copy())


@pytest.mark.parametrize(
    ("picture", "verdict"), [(stand(), Verdict.PASS), (empty_room(), Verdict.SKIPPED)]
)
def test_what_is_worn_is_judged_where_there_is_a_face(
    inspector: Inspector, picture: Pixels, verdict: Verdict
) -> None:
    report = inspector.inspect(frame_of(picture)).report
    worn = (PhotoCheck.GLASSES, PhotoCheck.HEADWEAR, PhotoCheck.EARS, PhotoCheck.COVERING)
    assert {f.verdict for f in report.findings if f.check in worn} == {verdict}


def test_every_cause_of_the_profile_is_looked_for(
    inspector: Inspector, profile: PhotoProfile
) -> None:
    report = inspector.inspect(frame_of(stand())).report
    assert profile.blocking <= {finding.reason for finding in report.findings}


def test_follows_a_face_from_frame_to_frame_like_in_single_pictures(
    inspector: Inspector, profile: PhotoProfile
) -> None:
    following = Inspector(profile, MODELS)
    try:
        seen = [following.inspect(frame_of(stand(), number / 30)) for number in range(4)]
    finally:
        following.close()
    alone = inspector.inspect(frame_of(stand()))
    assert all(not inspection.report.failed(profile.blocking) for inspection in seen)
    for reason in (Reason.TILT, Reason.BLUR):
        followed = finding_value(seen[-1], reason)
        assert followed == pytest.approx(finding_value(alone, reason), abs=1.0)


def test_notices_at_once_that_the_person_went_away(profile: PhotoProfile) -> None:
    following = Inspector(profile, MODELS)
    try:
        there = following.inspect(frame_of(stand(), 0.0))
        gone = following.inspect(frame_of(empty_room(), 0.03))
        back = following.inspect(frame_of(stand(), 0.06))
    finally:
        following.close()
    assert there.face
    assert not gone.face
    assert back.face


def test_the_picture_to_keep_is_judged_again_by_every_check(
    inspector: Inspector, profile: PhotoProfile
) -> None:
    """In the frame in which a shadow falls, not every check is made: it is not its turn."""
    lit, shaded = stand(), light_from_the_left(stand(), 0.2)
    wanted = set(inspector.inspect(frame_of(shaded)).report.failed(profile.blocking))
    following = Inspector(profile, MODELS)
    missed = []
    try:
        for second in range(8):
            following.inspect(frame_of(lit, second))
            following.inspect(frame_of(lit, second + 0.03))
            seen = following.inspect(frame_of(shaded, second + 0.06))
            missed.append(wanted - set(seen.report.failed(profile.blocking)))
            rechecked = following.recheck(seen).report
            assert set(rechecked.failed(profile.blocking)) == wanted
    finally:
        following.close()
    assert any(missed)


def test_time_may_stand_still_or_run_back(profile: PhotoProfile) -> None:
    following = Inspector(profile, MODELS)
    try:
        seen = [following.inspect(frame_of(stand(), at)) for at in (5.0, 5.0, 2.0)]
    finally:
        following.close()
    assert all(inspection.face for inspection in seen)


def test_the_card_profile_takes_a_second_small_face_for_the_card() -> None:
    with_card = load_profile("2020")
    frame = stand("P006.jpg", portrait_px=560, at=(640, 260)).copy()
    card = portrait("P005.jpg")[::6, ::6]
    frame[560:710, 500:650] = card
    found = {}
    for profile in (with_card, load_profile("2022")):
        inspector = Inspector(profile, MODELS, still=True)
        report = inspector.inspect(frame_of(frame)).report
        inspector.close()
        found[profile.name] = Reason.MANY_FACES in report.failed(profile.blocking)
    assert not found["2020"]


def test_a_damaged_model_says_which_file_to_repair(tmp_path: Path, profile: PhotoProfile) -> None:
    for model in filter(Path.is_file, MODELS.iterdir()):
        (tmp_path / model.name).write_bytes(model.read_bytes())
    (tmp_path / LANDMARK_MODEL).write_bytes(b"not a model")
    with pytest.raises(ModelUnreadableError, match=LANDMARK_MODEL):
        Inspector(profile, tmp_path)


def test_a_model_with_one_wrong_byte_is_damaged(tmp_path: Path, profile: PhotoProfile) -> None:
    for model in filter(Path.is_file, MODELS.iterdir()):
        (tmp_path / model.name).write_bytes(model.read_bytes())
    data = bytearray((MODELS / LANDMARK_MODEL).read_bytes())
    data[len(data) // 2] ^= 0xFF
    (tmp_path / LANDMARK_MODEL).write_bytes(data)
    with pytest.raises(ModelUnreadableError, match="is damaged"):
        Inspector(profile, tmp_path)


@pytest.mark.parametrize("missing", ["face_landmarker.task", "face_detection_yunet_2023mar.onnx"])
def test_a_missing_model_says_which_file_to_repair(
    tmp_path: Path, profile: PhotoProfile, missing: str
) -> None:
    for model in filter(Path.is_file, MODELS.iterdir()):
        if model.name != missing:
            (tmp_path / model.name).write_bytes(model.read_bytes())
    with pytest.raises(ModelUnreadableError, match=missing):
        Inspector(profile, tmp_path)


def test_a_good_frame_is_as_large_as_a_webcam_gives() -> None:
    assert stand().shape == (HEIGHT, WIDTH, 3)
