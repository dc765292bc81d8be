"""What a drawn hat must cover, and must leave free."""

from functools import cache

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from training.composites.drawn import Drawn
from training.composites.hats import HatKind, draw_hat

FACE_WIDTH, FACE_HEIGHT = 48, 58
OVAL = [10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377]
OVAL += [152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109]
EYES = {33: (-23, 120), 133: (-11, 120), 362: (11, 120), 263: (23, 120)}
LIDS = {159: (-17, 117), 158: (-15, 117), 160: (-19, 117)}
LIDS |= {386: (17, 117), 385: (15, 117), 387: (19, 117)}
MIDDLE = {9: (0, 108), 10: (0, 88), 152: (0, 198), 151: (0, 98)}
CLOSED = [kind for kind in HatKind if kind not in {HatKind.VISOR, HatKind.BACKWARD}]


def mesh() -> NDArray[np.float32]:
    """A frontal face as the crops have it, its forehead nearer to the camera than its ears."""
    points = np.zeros((478, 3), np.float32)
    points[:] = (128, 148, -40)
    turn = np.linspace(0, 2 * np.pi, len(OVAL), endpoint=False)
    points[OVAL, 0] = 128 + FACE_WIDTH * np.sin(turn)
    points[OVAL, 1] = 143 - 55 * np.cos(turn)
    points[OVAL, 2] = 10 - 40 * np.abs(np.cos(turn))
    for index, (across, down) in (EYES | LIDS | MIDDLE).items():
        points[index] = (128 + across, down, -36)
    return points


def head() -> NDArray[np.uint8]:
    """A skin-coloured face under dark hair before a grey wall."""
    crop = np.full((256, 256, 3), 170, np.uint8)
    cv2.ellipse(crop, (128, 112), (58, 66), 0, 0, 360, (30, 35, 45), -1)
    cv2.rectangle(crop, (98, 180), (158, 256), (110, 140, 190), -1)
    cv2.ellipse(crop, (128, 143), (FACE_WIDTH, FACE_HEIGHT), 0, 0, 360, (120, 150, 200), -1)
    return crop


@cache
def drawn(kind: HatKind, seed: int, pitch: float = 0.0) -> Drawn:
    """A hat on the head that looks down by so many radians."""
    pose = np.eye(4, dtype=np.float32)
    pose[1:3, 1:3] = [[np.cos(pitch), -np.sin(pitch)], [np.sin(pitch), np.cos(pitch)]]
    return draw_hat(head(), mesh(), pose, np.random.default_rng(seed), kind)


@pytest.mark.parametrize("kind", HatKind)
def test_the_same_chance_draws_the_same_hat(kind: HatKind) -> None:
    first, second = drawn(kind, 5), drawn.__wrapped__(kind, 5)
    assert np.array_equal(first.pixels, second.pixels)
    assert np.array_equal(first.alpha, second.alpha)
    assert first.kind == kind


def test_another_chance_draws_another_hat() -> None:
    first, second = drawn(HatKind.CAP, 1), drawn(HatKind.CAP, 2)
    assert not np.array_equal(first.pixels, second.pixels)


def test_chance_chooses_the_kind_if_none_is_named() -> None:
    rng = np.random.default_rng(3)
    kinds = {draw_hat(head(), mesh(), np.eye(4, dtype=np.float32), rng).kind for _ in range(12)}
    assert len(kinds) > 4
    assert kinds <= set(HatKind)


@pytest.mark.parametrize("kind", CLOSED)
def test_a_hat_covers_the_crown(kind: HatKind) -> None:
    assert drawn(kind, 5).alpha[56:64, 122:134].min() > 0.9


@pytest.mark.parametrize("kind", HatKind)
@pytest.mark.parametrize("pitch", [-0.25, 0.0])
def test_the_eyes_stay_free(kind: HatKind, pitch: float) -> None:
    alpha = drawn(kind, 5, pitch).alpha
    assert alpha[118:123, 105:118].max() < 0.1
    assert alpha[118:123, 139:152].max() < 0.1


@pytest.mark.parametrize("kind", HatKind)
def test_what_it_covers_is_a_share_and_never_the_mouth(kind: HatKind) -> None:
    alpha = drawn(kind, 5).alpha
    assert alpha.dtype == np.float32
    assert float(alpha.min()) >= 0
    assert float(alpha.max()) <= 1
    assert alpha[160:172, 115:141].max() < 0.1


def test_a_hat_takes_up_the_hair_that_would_stand_out_above_it() -> None:
    bushy = head()
    cv2.ellipse(bushy, (128, 78), (70, 55), 0, 0, 360, (30, 35, 45), -1)
    cv2.ellipse(bushy, (128, 143), (FACE_WIDTH, FACE_HEIGHT), 0, 0, 360, (120, 150, 200), -1)
    rng, pose = np.random.default_rng(2), np.eye(4, dtype=np.float32)
    worn = draw_hat(bushy, mesh(), pose, rng, HatKind.SONGKOK)
    beside = (slice(50, 70), slice(66, 72))
    assert bushy[beside].mean() < 60
    assert worn.alpha[beside].max() < 0.1
    assert worn.pixels[beside].mean() > 120
