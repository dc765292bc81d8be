"""Open and closed eyes, drawn on an even face."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.camera.checks.eyes import check_eyes
from kiosk.camera.checks.sharpness import check_sharpness
from kiosk.camera.face import (
    FACE_PX,
    LEFT_EYE_CORNERS,
    RIGHT_EYE_CORNERS,
    SIDE_PX,
    AlignedFace,
    Face,
    align,
)
from kiosk.camera.profile import load_profile
from kiosk.camera.source import Pixels
from kiosk.domain.photo import Finding, Verdict
from kiosk.domain.reason import Reason
from tests.camera.faces import face_at

PROFILE = load_profile()
SHARP = Finding(Reason.BLUR, Verdict.PASS)
BLURRED = Finding(Reason.BLUR, Verdict.FAIL)
CORNERS = (LEFT_EYE_CORNERS, RIGHT_EYE_CORNERS)
LIDS = ((160, 159, 158, 144, 145, 153), (385, 386, 387, 380, 374, 373))
MIDDLE = SIDE_PX / 2
AT_REST = {"eyeBlinkLeft": 0.1, "eyeBlinkRight": 0.1}
HALF_DOWN = {"eyeBlinkLeft": 0.35, "eyeBlinkRight": 0.35}
SHUT = {"eyeBlinkLeft": 0.6, "eyeBlinkRight": 0.6}
ON_THE_SCREEN = {"eyeLookDownLeft": 0.5, "eyeLookDownRight": 0.5}


def face_with(*, open_px: float = 13, **shapes: float) -> Face:
    """A face whose lids the mesh sees this far apart."""
    given_shapes = {"eyeLookDownLeft": 0.15, "eyeLookDownRight": 0.15, **shapes}
    face = face_at(MIDDLE, MIDDLE, FACE_PX, **given_shapes)
    for corners, lids in zip(CORNERS, LIDS, strict=True):
        x, y = face.points[list(corners)].mean(axis=0)
        face.points[list(lids[:3])] = (x, y - open_px / 2)
        face.points[list(lids[3:])] = (x, y + open_px / 2)
    return face


def drawn(face: Face, *, open_px: float, skin: int = 170) -> AlignedFace:
    """Eyes whose lids are this far apart; without a gap the lash line is left."""
    pixels: Pixels = np.full((SIDE_PX, SIDE_PX, 3), skin, np.uint8)
    for corners in CORNERS:
        left, right = face.points[list(corners)]
        x, y = ((left + right) / 2).tolist()
        half = float(right[0] - left[0]) / 2
        _draw_eye(pixels, (round(x), round(y)), round(half), open_px, skin)
    return align(pixels, face)


def _draw_eye(pixels: Pixels, at: tuple[int, int], half: int, open_px: float, skin: int) -> None:
    lids = np.zeros(pixels.shape[:2], np.uint8)
    cv2.ellipse(lids, at, (half, max(1, round(open_px / 2))), 0, 0, 360, 255, cv2.FILLED)
    if open_px:
        eye = np.full_like(pixels, min(255, round(skin * 1.25)))
        cv2.circle(eye, at, round(half * 0.45), (skin // 4,) * 3, cv2.FILLED)
        pixels[lids > 0] = eye[lids > 0]
    cv2.ellipse(pixels, at, (half, max(1, round(open_px / 2))), 0, 0, 180, (skin // 3,) * 3, 1)


def verdict(face: Face, aligned: AlignedFace, sharpness: Finding = SHARP) -> Verdict:
    return check_eyes(face, aligned, sharpness, PROFILE).verdict


@pytest.mark.parametrize("skin", [50, 110, 170, 220])
def test_open_eyes_are_open_whatever_the_skin(skin: int) -> None:
    face = face_with(**AT_REST)
    assert verdict(face, drawn(face, open_px=13, skin=skin)) is Verdict.PASS


@pytest.mark.parametrize("skin", [50, 110, 170, 220])
def test_closed_eyes_are_closed_whatever_the_skin(skin: int) -> None:
    face = face_with(open_px=1, **SHUT)
    assert verdict(face, drawn(face, open_px=0, skin=skin)) is Verdict.FAIL


def test_a_smile_may_narrow_the_eyes_while_the_iris_shows() -> None:
    face = face_with(open_px=8, **HALF_DOWN)
    assert verdict(face, drawn(face, open_px=8)) is Verdict.PASS


def test_lowered_lids_are_closed_even_if_the_mesh_hardly_sees_a_blink() -> None:
    face = face_with(open_px=5, **HALF_DOWN, **ON_THE_SCREEN)
    assert verdict(face, drawn(face, open_px=0)) is Verdict.FAIL


def test_a_glance_at_the_screen_is_not_sleep() -> None:
    face = face_with(open_px=9, **AT_REST, **ON_THE_SCREEN)
    assert verdict(face, drawn(face, open_px=9)) is Verdict.PASS


def test_nobody_can_tell_in_a_blurred_picture() -> None:
    face = face_with(open_px=1, **SHUT)
    assert verdict(face, drawn(face, open_px=0), BLURRED) is Verdict.SKIPPED


def test_without_any_contrast_the_blink_alone_speaks() -> None:
    face = face_with(open_px=1, **SHUT)
    flat = align(np.full((SIDE_PX, SIDE_PX, 3), 0, np.uint8), face)
    assert verdict(face, flat) is Verdict.FAIL
    assert check_sharpness(flat, PROFILE).verdict is Verdict.FAIL


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_the_more_the_lids_close_the_more_is_measured(one: float, other: float) -> None:
    low, high = sorted((one, other))
    values = []
    for blink in (low, high):
        face = face_with(eyeBlinkLeft=blink, eyeBlinkRight=blink)
        values.append(check_eyes(face, drawn(face, open_px=10), SHARP, PROFILE).value or 0.0)
    assert values[0] <= values[1]
