"""What is drawn on a head, and the labels it gets for that."""

from dataclasses import replace

import numpy as np
import pytest

from tests.training.heads import BARE, sample
from training.drawing import (
    EYES_AT,
    GLASSES_AT,
    HEADWEAR_AT,
    LEFT_AT,
    LOWER_AT,
    RECIPES,
    RIGHT_AT,
    SEGMENTS,
    Sample,
    Step,
    cover_ears,
    cover_eyes,
    cover_lower_face,
    distract,
    draw,
    wants,
    wear_glasses,
    wear_headgear,
    wear_hijab,
)
from training.pool import EAR, EYES, EYEWEAR, HEADWEAR, LOWER, UNKNOWN

SEEDS = range(5)


def worn(seed: int, *steps: Step) -> Sample:
    return draw(steps, sample(), np.random.default_rng(seed))


def changed(drawn: Sample) -> set[int]:
    """The places of the labels that are no longer those of the bare head."""
    return {at for at, label in enumerate(BARE) if drawn.labels[at] != label}


@pytest.mark.parametrize("recipe", [recipe for _, recipe in RECIPES])
def test_the_same_chance_draws_the_same_picture(recipe: tuple[Step, ...]) -> None:
    first, second = worn(4, *recipe), worn(4, *recipe)
    assert np.array_equal(first.pixels, second.pixels)
    assert np.array_equal(first.labels, second.labels)


@pytest.mark.parametrize("seed", SEEDS)
def test_glasses_are_clear_or_dark_and_change_nothing_else(seed: int) -> None:
    drawn = worn(seed, wear_glasses)
    assert drawn.labels[GLASSES_AT] in {EYEWEAR["clear"], EYEWEAR["sun"]}
    assert changed(drawn) == {GLASSES_AT}
    assert (drawn.segments == SEGMENTS["glasses"]).any()


@pytest.mark.parametrize("seed", SEEDS)
def test_under_a_hijab_no_ear_is_said_to_be_seen(seed: int) -> None:
    drawn = worn(seed, wear_hijab)
    assert drawn.labels[HEADWEAR_AT] == HEADWEAR["hijab"]
    assert set(drawn.labels[[LEFT_AT, RIGHT_AT]]) <= {EAR["hidden"], UNKNOWN}
    assert (drawn.segments == SEGMENTS["hijab"]).sum() > 2000


@pytest.mark.parametrize("seed", SEEDS)
def test_a_hat_over_a_hijab_is_a_hat(seed: int) -> None:
    drawn = worn(seed, wear_hijab, wear_headgear)
    assert drawn.labels[HEADWEAR_AT] in {HEADWEAR["hat"], HEADWEAR["peci"]}
    assert (drawn.segments == SEGMENTS["hat"]).any()


def test_hats_and_pecis_are_told_apart() -> None:
    kinds = {int(worn(seed, wear_headgear).labels[HEADWEAR_AT]) for seed in range(12)}
    assert kinds == {HEADWEAR["hat"], HEADWEAR["peci"]}


@pytest.mark.parametrize("seed", SEEDS)
def test_long_hair_hides_an_ear(seed: int) -> None:
    drawn = worn(seed, cover_ears)
    assert EAR["hidden"] in drawn.labels[[LEFT_AT, RIGHT_AT]]
    assert changed(drawn) <= {LEFT_AT, RIGHT_AT}


@pytest.mark.parametrize("seed", SEEDS)
def test_things_before_the_face_change_its_labels_alone(seed: int) -> None:
    for step in (cover_lower_face, cover_eyes):
        assert changed(worn(seed, step)) <= {LOWER_AT, EYES_AT}  # a large hand hides both


def test_covered_faces_are_masked_held_and_hidden() -> None:
    lower = {int(worn(seed, cover_lower_face).labels[LOWER_AT]) for seed in range(12)}
    eyes = {int(worn(seed, cover_eyes).labels[EYES_AT]) for seed in range(12)}
    assert {LOWER["mask"], LOWER["hand"]} <= lower
    assert {EYES["hair"], EYES["hand"]} <= eyes


@pytest.mark.parametrize("seed", SEEDS)
def test_what_distracts_hides_ears_at_most(seed: int) -> None:
    drawn = worn(seed, distract)
    assert changed(drawn) <= {LEFT_AT, RIGHT_AT}
    assert not np.array_equal(drawn.pixels, sample().pixels)


def with_label(at: int, value: int) -> Sample:
    return sample(labels=tuple(value if place == at else old for place, old in enumerate(BARE)))


def test_things_are_drawn_on_heads_that_do_not_wear_them_yet() -> None:
    assert wants((wear_glasses,), sample())
    assert not wants((wear_glasses,), with_label(GLASSES_AT, EYEWEAR["clear"]))
    assert not wants((wear_hijab,), with_label(HEADWEAR_AT, HEADWEAR["hat"]))
    assert not wants((cover_lower_face,), with_label(LOWER_AT, LOWER["mask"]))
    assert not wants((cover_lower_face,), with_label(LOWER_AT, UNKNOWN))
    assert not wants((wear_headgear,), replace(sample(), yaw_deg=40.0))


def test_long_hair_is_drawn_on_heads_that_have_some() -> None:
    assert not wants((cover_ears,), sample())
    assert wants((cover_ears,), with_label(LEFT_AT, EAR["hidden"]))
