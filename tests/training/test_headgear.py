"""What drawn headgear must cover, and must leave free."""

import numpy as np
import pytest

from tests.training.test_facewear import POSE, head, mesh
from training.composites.behind import SHARES as BEHIND
from training.composites.covering import covered
from training.composites.drawn import Drawn
from training.composites.headgear import (
    KINDS,
    PECI,
    SHARES,
    Headgear,
    draw_headgear,
    draw_headgear_negative,
)

FACE = np.s_[128:176, 108:149]
ABOVE_BROWS = np.s_[:105, 118:139]


def drawn(kind: Headgear, seed: int) -> Drawn:
    return draw_headgear(head(), mesh(), POSE, np.random.default_rng(seed), kind)


def test_every_kind_has_a_share_and_a_shape() -> None:
    assert set(SHARES) == set(KINDS) == set(Headgear)
    assert set(Headgear) > PECI


@pytest.mark.parametrize("kind", Headgear)
def test_the_same_chance_draws_the_same_hat(kind: Headgear) -> None:
    first, second = drawn(kind, 7), drawn(kind, 7)
    assert np.array_equal(first.pixels, second.pixels)
    assert np.array_equal(first.alpha, second.alpha)
    assert first.kind == kind


@pytest.mark.parametrize("kind", Headgear)
@pytest.mark.parametrize("seed", range(3))
def test_headgear_covers_the_head_above_the_brows(kind: Headgear, seed: int) -> None:
    """About a fifth of a face's height, at the least: a visor is a band."""
    assert (drawn(kind, seed).alpha[ABOVE_BROWS] > 0.5).mean(axis=1).sum() > 20


@pytest.mark.parametrize("kind", Headgear)
@pytest.mark.parametrize("seed", range(3))
def test_no_headgear_covers_nose_and_mouth(kind: Headgear, seed: int) -> None:
    assert drawn(kind, seed).alpha[FACE].max() < 0.1


@pytest.mark.parametrize("kind", Headgear)
def test_headgear_leaves_the_eyes_free(kind: Headgear) -> None:
    for seed in range(4):
        parts = covered(drawn(kind, seed).alpha, mesh())
        assert max(parts.left_eye, parts.right_eye) < 0.1


def test_a_cap_worn_backwards_often_shows_hair_through_its_opening() -> None:
    gaps = [drawn(Headgear.CAP_BACK, seed).alpha[50:110, 108:149].min() for seed in range(8)]
    assert min(gaps) < 0.1


def test_the_picture_above_a_hat_has_no_hair_left() -> None:
    crop = drawn(Headgear.KOPIAH, 3)
    assert crop.pixels[20:40].min() > 120


def test_many_things_stand_behind_heads() -> None:
    chance = np.random.default_rng
    kinds = {draw_headgear_negative(head(), mesh(), POSE, chance(seed)).kind for seed in range(40)}
    assert len(kinds) > 6
    assert kinds <= {f"behind-{name}" for name in BEHIND}


def test_a_kind_is_chosen_where_none_is_asked_for() -> None:
    chance = np.random.default_rng
    kinds = {draw_headgear(head(), mesh(), POSE, chance(seed)).kind for seed in range(15)}
    assert len(kinds) > 4


@pytest.mark.parametrize("seed", range(6))
def test_what_stands_behind_a_head_leaves_the_face_alone(seed: int) -> None:
    behind = draw_headgear_negative(head(), mesh(), POSE, np.random.default_rng(seed))
    face = behind.pixels[FACE].astype(int)
    assert behind.kind.startswith("behind-")
    assert abs(face - head()[FACE]).mean() < 6
    assert abs(behind.pixels.astype(int) - head()).max() > 20
