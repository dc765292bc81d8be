"""The wall behind the person."""

import cv2
import numpy as np
import pytest

from kiosk.camera.checks.background import check_background
from kiosk.camera.inspector import Inspector
from kiosk.camera.profile import load_profile
from kiosk.camera.source import Pixels
from kiosk.domain.photo import Verdict
from kiosk.domain.reason import Reason
from tests.camera.faces import face_at
from tests.camera.pictures import HEIGHT, NAMES, WIDTH, frame_of, stand, with_noise

PROFILE = load_profile()
FACE = face_at(640, 400, 300)


def wall(level: int = 190) -> Pixels:
    return np.full((HEIGHT, WIDTH, 3), level, np.uint8)


def shelves() -> Pixels:
    """Book by book, each of another colour."""
    pixels = wall()
    colours = np.random.default_rng(4).integers(0, 255, (HEIGHT // 60, WIDTH // 20, 3))
    for row, books in enumerate(colours):
        for column, colour in enumerate(books):
            top, left = row * 60, column * 20
            pixels[top : top + 55, left : left + 18] = colour
    return pixels


def verdict(pixels: Pixels) -> Verdict:
    return check_background(pixels, FACE, PROFILE).verdict


@pytest.mark.parametrize("level", [20, 110, 190, 250])
def test_a_wall_of_any_brightness_is_plain(level: int) -> None:
    assert verdict(with_noise(wall(level))) is Verdict.PASS


def test_a_coloured_cloth_is_plain() -> None:
    pixels = wall()
    pixels[:] = (20, 20, 190)
    assert verdict(pixels) is Verdict.PASS


def test_light_that_fades_along_the_wall_is_plain() -> None:
    fading = np.linspace(250, 60, WIDTH)[np.newaxis, :, np.newaxis] + np.zeros((HEIGHT, WIDTH, 3))
    assert verdict(fading.astype(np.uint8)) is Verdict.PASS


def test_a_single_line_on_the_wall_is_plain() -> None:
    pixels = wall()
    cv2.line(pixels, (0, 300), (WIDTH, 280), (60, 60, 60), 6)
    assert verdict(pixels) is Verdict.PASS


def test_shelves_full_of_things_are_not() -> None:
    assert verdict(shelves()) is Verdict.FAIL


def test_things_below_the_eyes_do_not_count() -> None:
    pixels = wall()
    pixels[400:] = shelves()[400:]
    assert verdict(pixels) is Verdict.PASS


def test_a_head_that_fills_the_picture_leaves_nothing_to_object_to() -> None:
    close = face_at(150, 200, 300)
    assert check_background(shelves()[:400, :300], close, PROFILE).verdict is Verdict.PASS


def test_a_face_at_the_very_top_has_no_background() -> None:
    assert check_background(shelves(), face_at(640, 5, 300), PROFILE).verdict is Verdict.PASS


@pytest.mark.parametrize("name", NAMES)
def test_hair_is_not_clutter(inspector: Inspector, name: str) -> None:
    report = inspector.inspect(frame_of(stand(name))).report
    found = [f.verdict for f in report.findings if f.reason is Reason.BACKGROUND]
    assert found == [Verdict.PASS]


def test_no_built_in_profile_blocks_for_it() -> None:
    for name in ("2020", "2022"):
        assert Reason.BACKGROUND not in load_profile(name).blocking
