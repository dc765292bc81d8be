"""Sharpness on aligned faces whose fault is known."""

import cv2
import numpy as np
import pytest

from kiosk.camera.checks.sharpness import check_sharpness, measure_blur
from kiosk.camera.face import SIDE_PX, align
from kiosk.camera.inspector import Inspector
from kiosk.camera.profile import load_profile
from kiosk.domain.photo import Verdict
from tests.camera.faces import face_at
from tests.camera.pictures import NAMES, dim, frame_of, stand

PROFILE = load_profile()


@pytest.mark.parametrize("name", NAMES)
def test_the_more_a_face_is_blurred_the_more_is_measured(inspector: Inspector, name: str) -> None:
    pixels = stand(name)
    face = inspector.inspect(frame_of(pixels)).face
    assert face
    grey = align(pixels, face).grey
    measured = [measure_blur(grey)]
    measured += [
        measure_blur(np.asarray(cv2.GaussianBlur(grey, (0, 0), sigma), np.uint8))
        for sigma in (1.0, 2.0, 3.0, 5.0)
    ]
    assert measured == sorted(measured)
    assert measured[0] < PROFILE.limits["blur_effect"].unsure
    assert measured[3] > PROFILE.limits["blur_effect"].fail


@pytest.mark.parametrize("sigma", [0.0, 1.5, 3.0])
def test_noise_does_not_hide_blur(inspector: Inspector, sigma: float) -> None:
    pixels = stand()
    face = inspector.inspect(frame_of(pixels)).face
    assert face
    blurred = cv2.GaussianBlur(align(pixels, face).grey, (0, 0), 3.0)
    noise = np.random.default_rng(5).normal(0.0, sigma, blurred.shape)
    noisy = np.clip(blurred + noise, 0, 255).astype(np.uint8)
    assert measure_blur(noisy) > PROFILE.limits["blur_effect"].fail


def test_a_flat_surface_has_no_sharpness() -> None:
    assert measure_blur(np.full((176, 176), 128, np.uint8)) == 1.0


def test_a_small_face_is_measured_at_its_own_size(inspector: Inspector) -> None:
    pixels = stand(portrait_px=330)
    face = inspector.inspect(frame_of(pixels)).face
    assert face
    small = align(pixels, face)
    assert small.scale > 1.0
    assert check_sharpness(small, PROFILE).verdict is not Verdict.FAIL


def test_a_dark_face_aligns_like_a_bright_one() -> None:
    tilted = face_at(640, 360, 260)
    bright, dark = align(stand(), tilted), align(dim(stand(), 0.5), tilted)
    assert np.array_equal(bright.points, dark.points)
    assert bright.grey.shape == dark.grey.shape == (SIDE_PX, SIDE_PX)
