"""What a drawn hijab must cover, and must leave free."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from training.composites.drawn import Drawn
from training.composites.hijab import (
    Decoy,
    HijabStyle,
    draw_decoy,
    draw_hijab,
    repaint_surroundings,
)

POSE = np.eye(4, dtype=np.float32)
CLOSED = [style for style in HijabStyle if style not in {HijabStyle.LOOSE, HijabStyle.LAYERED}]
LEFT_EAR, RIGHT_EAR, HAIR_LINE, CHIN, NOSE = 234, 454, 10, 152, 4
OVAL = [10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377]
OVAL += [152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109]
EYES = {33: (-23, 120), 133: (-11, 120), 362: (11, 120), 263: (23, 120)}
MOUTH = {61: (-15, 166), 291: (15, 166), 0: (0, 161), 17: (0, 171)}
BROWS = {105: (-17, 104), 334: (17, 104)}


def mesh() -> NDArray[np.float32]:
    """A frontal face as the crops have it: 96 pixels wide, its eyes level with (128, 120)."""
    points = np.zeros((478, 3), np.float32)
    points[:] = (128, 148, -20)
    turn = np.linspace(0, 2 * np.pi, len(OVAL), endpoint=False)
    points[OVAL, 0] = 128 + 48 * np.sin(turn)
    points[OVAL, 1] = 140 - 58 * np.cos(turn)
    points[OVAL, 2] = 15
    for index, (across, down) in (EYES | MOUTH | BROWS).items():
        points[index, :2] = (128 + across, down)
    return points


def head() -> NDArray[np.uint8]:
    """A skin-coloured face and neck under dark hair before a grey wall."""
    crop = np.full((256, 256, 3), 170, np.uint8)
    cv2.ellipse(crop, (128, 118), (62, 72), 0, 0, 360, (30, 35, 45), -1)
    cv2.rectangle(crop, (98, 180), (158, 256), (110, 140, 190), -1)
    cv2.ellipse(crop, (128, 140), (48, 58), 0, 0, 360, (120, 150, 200), -1)
    return crop


def drawn(style: HijabStyle, seed: int) -> Drawn:
    return draw_hijab(head(), mesh(), POSE, np.random.default_rng(seed), style)


@pytest.mark.parametrize("style", HijabStyle)
def test_the_same_chance_draws_the_same_hijab(style: HijabStyle) -> None:
    first, second = drawn(style, 7), drawn(style, 7)
    assert np.array_equal(first.pixels, second.pixels)
    assert np.array_equal(first.alpha, second.alpha)
    assert first.kind == style


def test_another_chance_draws_another_hijab() -> None:
    first, second = drawn(HijabStyle.SQUARE, 1), drawn(HijabStyle.SQUARE, 2)
    assert not np.array_equal(first.pixels, second.pixels)


@pytest.mark.parametrize("style", CLOSED)
@pytest.mark.parametrize("seed", range(6))
def test_a_closed_style_covers_ears_and_neck(style: HijabStyle, seed: int) -> None:
    alpha = drawn(style, seed).alpha
    assert alpha[140, 128 - 50] > 0.9
    assert alpha[140, 128 + 50] > 0.9
    assert alpha[216:230, 115:141].min() > 0.9


@pytest.mark.parametrize("style", HijabStyle)
@pytest.mark.parametrize("seed", range(6))
def test_no_style_covers_eyes_nose_or_mouth(style: HijabStyle, seed: int) -> None:
    alpha = drawn(style, seed).alpha
    assert alpha[112:128, 100:157].max() < 0.1
    assert alpha[120:175, 110:147].max() < 0.1


@pytest.mark.parametrize("style", HijabStyle)
def test_the_face_stays_the_persons_own(style: HijabStyle) -> None:
    face = drawn(style, 3).pixels[130:160, 112:144].astype(int)
    assert abs(face - head()[130:160, 112:144]).mean() < 12


def test_a_style_is_chosen_where_none_is_asked_for() -> None:
    kinds = {
        draw_hijab(head(), mesh(), POSE, np.random.default_rng(seed)).kind for seed in range(25)
    }
    assert len(kinds) > 4
    assert kinds <= set(HijabStyle)


def test_repainted_surroundings_leave_the_head_bare() -> None:
    twin = repaint_surroundings(head(), mesh(), POSE, np.random.default_rng(5))
    face = twin.pixels[100:180, 100:156].astype(int)
    assert not twin.alpha.any()
    assert abs(face - head()[100:180, 100:156]).mean() < 6
    assert abs(twin.pixels[:40].astype(int) - head()[:40]).mean() > 6


@pytest.mark.parametrize("decoy", Decoy)
def test_no_decoy_covers_the_face_or_the_crown(decoy: Decoy) -> None:
    made = draw_decoy(head(), mesh(), POSE, np.random.default_rng(4), decoy)
    assert made.kind == decoy
    assert made.alpha[100:180, 112:144].max() < 0.1
    assert decoy is Decoy.LONG_HAIR or made.alpha[:70].max() < 0.1
