"""What drawn glasses, masks, hands, things and hair must cover, and must leave free."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from training.composites.covering import (
    Place,
    covered,
    draw_hair_over_ears,
    draw_hair_over_eyes,
    draw_hand,
    draw_mask,
    draw_negative,
    draw_object,
)
from training.composites.drawn import Drawn, Pixels
from training.composites.glasses import draw_glasses
from training.composites.webcam import degrade

POSE = np.eye(4, dtype=np.float32)
SEEDS = range(12)
LEFT_EAR, RIGHT_EAR = (74, 132), (182, 132)
# Places by landmark, in pixels: on the middle line (down, nearness) and left of it (away, down).
MIDDLE = {
    10: (82, 10), 151: (92, 13), 9: (104, 14), 8: (110, 13), 168: (118, 12), 6: (123, 13),
    197: (129, 16), 195: (135, 19), 5: (141, 22), 4: (147, 24), 1: (149, 23), 2: (155, 17),
    94: (154, 18), 164: (158, 16), 0: (162, 16), 13: (166, 15), 14: (167, 15), 17: (172, 14),
    18: (176, 12), 200: (183, 10), 199: (189, 8), 175: (193, 4), 152: (198, -4),
}  # fmt: skip
SIDES = {
    (33, 263): (32, 120), (133, 362): (11, 121), (159, 386): (21, 116), (160, 387): (25, 116),
    (158, 385): (17, 116), (144, 373): (25, 123), (153, 380): (17, 123), (145, 374): (21, 124),
    (70, 300): (36, 106), (107, 336): (8, 107), (105, 334): (22, 101), (61, 291): (17, 166),
    (40, 270): (9, 163), (91, 321): (9, 170), (37, 267): (4, 161), (84, 314): (4, 172),
    (117, 346): (28, 134), (50, 280): (29, 144), (123, 352): (38, 140), (187, 411): (30, 158),
    (205, 425): (24, 152), (213, 433): (37, 164), (214, 434): (31, 170), (49, 279): (10, 149),
    (127, 356): (47, 121), (234, 454): (48, 131), (93, 323): (48, 140), (132, 361): (46, 150),
    (58, 288): (43, 164), (172, 397): (38, 174), (136, 365): (33, 181), (150, 379): (26, 188),
    (176, 400): (12, 196), (148, 377): (8, 197), (162, 389): (47, 110), (21, 251): (44, 100),
    (54, 284): (38, 92), (103, 332): (30, 87), (67, 297): (20, 84), (109, 338): (10, 82),
}  # fmt: skip


def mesh() -> NDArray[np.float32]:
    """A frontal face as the crops have it: 96 pixels wide, the middle of its eyes at (128, 120)."""
    points = np.full((478, 3), (128, 150, -18), np.float32)
    for index, (down, near) in MIDDLE.items():
        points[index] = (128, down, -near)
    for (left, right), (away, down) in SIDES.items():
        behind = 40 * (away / 48) ** 2
        points[left], points[right] = (128 - away, down, behind), (128 + away, down, behind)
    return points


def head() -> Pixels:
    """A skin-coloured face and neck under dark hair before a grey wall."""
    crop = np.full((256, 256, 3), 170, np.uint8)
    cv2.ellipse(crop, (128, 118), (60, 72), 0, 0, 360, (30, 35, 45), -1)
    cv2.rectangle(crop, (100, 180), (156, 256), (110, 140, 190), -1)
    cv2.ellipse(crop, (128, 140), (48, 58), 0, 0, 360, (120, 150, 200), -1)
    return crop


def made(draw: Callable[..., Drawn], seed: int, *more: object, **named: object) -> Drawn:
    return draw(head(), mesh(), POSE, np.random.default_rng(seed), *more, **named)


DRAWINGS: dict[str, Callable[[int], Drawn]] = {
    "clear": lambda seed: made(draw_glasses, seed, dark=False),
    "dark": lambda seed: made(draw_glasses, seed, dark=True),
    "mask": lambda seed: made(draw_mask, seed),
    "hand": lambda seed: made(draw_hand, seed, Place.MOUTH),
    "object": lambda seed: made(draw_object, seed),
    "fringe": lambda seed: made(draw_hair_over_eyes, seed),
    "long hair": lambda seed: made(draw_hair_over_ears, seed),
    "negative": lambda seed: made(draw_negative, seed),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_same_chance_draws_the_same_picture(name: str) -> None:
    first, second = DRAWINGS[name](7), DRAWINGS[name](7)
    assert np.array_equal(first.pixels, second.pixels)
    assert np.array_equal(first.alpha, second.alpha)
    assert first.kind == second.kind


@pytest.mark.parametrize("name", DRAWINGS)
def test_another_chance_draws_another_picture(name: str) -> None:
    assert not np.array_equal(DRAWINGS[name](1).pixels, DRAWINGS[name](2).pixels)


@pytest.mark.parametrize("name", DRAWINGS)
def test_drawing_leaves_the_given_crop_alone_and_keeps_its_form(name: str) -> None:
    crop = head()
    drawn = DRAWINGS[name](3)
    assert np.array_equal(crop, head())
    assert drawn.pixels.shape == (256, 256, 3)
    assert drawn.pixels.dtype == np.uint8
    assert drawn.alpha.shape == (256, 256)
    assert drawn.alpha.dtype == np.float32
    assert 0 <= drawn.alpha.min() <= drawn.alpha.max() <= 1


@pytest.mark.parametrize("seed", SEEDS)
def test_clear_glasses_are_seen_and_leave_the_eyes_free(seed: int) -> None:
    drawn = made(draw_glasses, seed, dark=False)
    assert drawn.alpha[95:160, 75:181].max() > 0.3
    assert drawn.alpha[120, 107] < 0.9
    assert drawn.alpha[175:].max() < 0.05


@pytest.mark.parametrize("seed", SEEDS)
def test_dark_glasses_hide_what_is_behind_them(seed: int) -> None:
    alpha = made(draw_glasses, seed, dark=True).alpha
    assert np.median(alpha[118:128, 100:114]) > 0.3
    assert alpha[170:].max() < 0.05


@pytest.mark.parametrize("seed", range(30))
def test_a_mask_covers_the_mouth_unless_it_hangs_at_the_chin(seed: int) -> None:
    drawn = made(draw_mask, seed)
    parts = covered(drawn.alpha, mesh())
    assert max(parts.left_eye, parts.right_eye) < 0.2
    if drawn.kind.endswith("-chin"):
        assert max(parts.mouth, parts.nose) < 0.1
    else:
        assert parts.mouth > 0.9
        assert drawn.kind.endswith("-nose") or parts.nose > 0.5


def test_some_masks_hang_at_the_chin_and_some_under_the_nose() -> None:
    kinds = [made(draw_mask, seed).kind for seed in range(60)]
    assert any(kind.endswith("-chin") for kind in kinds)
    assert any(kind.endswith("-nose") for kind in kinds)
    assert "niqab" in kinds


@pytest.mark.parametrize("seed", SEEDS)
def test_a_hand_on_the_forehead_leaves_eyes_and_mouth_free(seed: int) -> None:
    parts = covered(made(draw_hand, seed, Place.FOREHEAD).alpha, mesh())
    assert max(parts.left_eye, parts.right_eye, parts.mouth) < 0.1


@pytest.mark.parametrize("place", Place)
def test_a_hand_lies_where_it_is_asked_to(place: Place) -> None:
    spot = {
        Place.MOUTH: (166, 128), Place.CHIN: (188, 128), Place.CHEEK: (160, 85),
        Place.EYE: (120, 105), Place.EYES: (120, 128), Place.FOREHEAD: (70, 128),
    }[place]  # fmt: skip
    nearby = [cv2.blur(made(draw_hand, seed, place).alpha, (13, 13)) for seed in SEEDS]
    either = [max(share[spot], share[spot[0], 256 - spot[1]]) for share in nearby]
    assert np.mean(np.array(either) > 0.5) > 0.7


@pytest.mark.parametrize("seed", SEEDS)
def test_a_thing_before_the_mouth_covers_it(seed: int) -> None:
    assert covered(made(draw_object, seed).alpha, mesh()).mouth > 0.5


def test_a_long_fringe_covers_an_eye() -> None:
    shares = [covered(made(draw_hair_over_eyes, seed).alpha, mesh()) for seed in SEEDS]
    eyes = np.array([max(part.left_eye, part.right_eye) for part in shares])
    assert np.median(eyes) > 0.6
    assert all(part.mouth < 0.1 for part in shares)


@pytest.mark.parametrize("seed", SEEDS)
def test_long_hair_covers_the_ears_that_its_kind_tells(seed: int) -> None:
    drawn = made(draw_hair_over_ears, seed)
    side = drawn.kind.rsplit("-", 1)[1]
    for name, (x, y) in (("left", LEFT_EAR), ("right", RIGHT_EAR)):
        share = drawn.alpha[y - 6 : y + 7, x - 3 : x + 4].mean()
        assert share > 0.8 if side in {name, "both"} else share < 0.1
    parts = covered(drawn.alpha, mesh())
    assert max(parts.left_eye, parts.right_eye, parts.mouth) < 0.1


@pytest.mark.parametrize("seed", range(30))
def test_what_must_not_count_covers_neither_eyes_nor_mouth(seed: int) -> None:
    drawn = made(draw_negative, seed)
    parts = covered(drawn.alpha, mesh())
    assert max(parts.left_eye, parts.right_eye) < 0.4
    assert parts.mouth < 0.1 or drawn.kind == "negative-lipstick"


def test_the_same_chance_degrades_alike() -> None:
    views = [degrade(head(), np.random.default_rng(5)) for _ in range(2)]
    assert np.array_equal(views[0], views[1])
    assert not np.array_equal(views[0], head())


@pytest.mark.parametrize("seed", SEEDS)
def test_a_degraded_face_stays_in_its_place(seed: int) -> None:
    crop = np.full((256, 256, 3), 200, np.uint8)
    cv2.circle(crop, (128, 128), 20, (30, 30, 30), -1)
    view = degrade(crop, np.random.default_rng(seed))
    assert view.shape == crop.shape
    assert view.dtype == np.uint8
    assert view[120:137, 120:137].mean() < view[90:167, 80:90].mean()
