"""What drawn shadows promise: light that is missing where they say, and seen to be missing."""

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.training.test_hijab import head, mesh
from training.composites.drawn import Drawn
from training.composites.shadows import Shadow, draw_shadow

SEEDS = range(6)
CHEEKS = (slice(120, 180), slice(96, 160))
INNER_FACE = (slice(95, 185), slice(92, 165))


def drawn(kind: Shadow, seed: int) -> Drawn:
    return draw_shadow(head(), mesh(), np.random.default_rng(seed), kind)


def luma(picture: NDArray[np.uint8]) -> NDArray[np.float64]:
    return np.asarray(picture[CHEEKS].mean(axis=2), np.float64)


@pytest.mark.parametrize("kind", Shadow)
def test_the_same_chance_draws_the_same_shadow(kind: Shadow) -> None:
    first, second = drawn(kind, 7), drawn(kind, 7)
    assert np.array_equal(first.pixels, second.pixels)
    assert np.array_equal(first.alpha, second.alpha)
    assert first.kind == f"shadow-{kind}"


@pytest.mark.parametrize("kind", set(Shadow) - {Shadow.NONE})
@pytest.mark.parametrize("seed", SEEDS)
def test_a_shadow_leaves_part_of_the_face_lit_and_part_dark(kind: Shadow, seed: int) -> None:
    shade = drawn(kind, seed).alpha[INNER_FACE]
    assert shade.max() > 0.3
    assert shade.min() < shade.max() - 0.2


@pytest.mark.parametrize("seed", SEEDS)
def test_the_face_is_darker_where_light_is_missing(seed: int) -> None:
    result = drawn(Shadow.SIDE, seed)
    shade, light = result.alpha[CHEEKS], luma(result.pixels)
    lit, dark = shade <= np.quantile(shade, 0.2), shade >= np.quantile(shade, 0.8)
    assert light[dark].mean() < 0.85 * light[lit].mean()


@pytest.mark.parametrize("seed", SEEDS)
def test_even_light_stays_even(seed: int) -> None:
    light = luma(drawn(Shadow.NONE, seed).pixels)
    left, right = light[:, :20].mean(), light[:, -20:].mean()
    assert min(left, right) > 0.65 * max(left, right)
