"""Hats with a brim all around, and farmers' cones."""

import numpy as np

from training.composites.drawn import Field
from training.composites.hat_cloth import (
    HIGH,
    LOUD,
    PALE,
    STRAW,
    Cloth,
    Rng,
    badge,
    dye,
    felt,
    plaited,
    printed,
    ring_of,
    seams,
    shifted,
    twill,
)
from training.composites.hat_forms import Hat, crown, fit, leaf, pinched, stitched, uneven
from training.composites.paint import f32, pick
from training.composites.shapes import Brim, Size, ring
from training.composites.solids import Part


def _brim(size: Size, brim: Brim, cloth: Cloth, under: Field, rng: Rng) -> Part:
    return leaf(ring(size, brim, rng), stitched(cloth, rng), under)


def bucket(rng: Rng) -> Hat:
    """A fisherman's cotton hat with a short hanging brim."""
    colour, size = dye(rng, 0.3, 0.15, 0.2), fit(rng, 0.01)
    kind = pick(rng, ["plain", "camouflage", "floral", "batik", "plaid", "stripes"],
                [60, 12, 8, 8, 6, 6])  # fmt: skip
    cloths = [_bolt(rng, kind, colour, high) for high in (HIGH, HIGH // 2)]
    seams(cloths[0], rng, [0.25, 0.75])
    if rng.random() < 0.3:
        badge(cloths[0], rng, (0.5, 0.3), rng.uniform(18, 50))
    tall = float(rng.uniform(0.46, 0.62))
    profile = [(1, 0), (0.97, 0.4 * tall), (0.9, 0.85 * tall), (0.8, 0.96 * tall), (0.4, tall),
               (0, tall)]  # fmt: skip
    brim = Brim(float(rng.uniform(0.24, 0.46)), float(rng.uniform(0.35, 1.05)),
                float(rng.uniform(-0.04, 0.06)), float(rng.uniform(0, 0.03)))  # fmt: skip
    top = uneven(crown(profile, size, cloths[0]), rng, 0.03)
    parts = (top, _brim(size, brim, cloths[1], colour * 0.75, rng))
    return Hat(parts, size.long, float(rng.uniform(0.4, 1.3)), float(rng.uniform(0.02, 0.22)))


def sun_hat(rng: Rng) -> Hat:
    """A wide straw or cloth hat with a band."""
    size = fit(rng, 0.02)
    straw = rng.random() < 0.75
    colour = f32(pick(rng, STRAW)) * rng.uniform(0.85, 1.1) if straw else dye(rng, 0.2, 0.2, 0.4)
    make = plaited if straw else twill
    cloth = make(rng, colour)
    if rng.random() < 0.75:
        ring_of(cloth, (0.02, rng.uniform(0.12, 0.3)), shifted(colour, rng))
    tall = float(rng.uniform(0.48, 0.66))
    profile = [(1, 0), (0.98, 0.5 * tall), (0.88, 0.82 * tall), (0.5, 0.98 * tall), (0, tall)]
    brim = Brim(float(rng.uniform(0.42, 0.95)), float(rng.uniform(-0.08, 0.5)),
                float(rng.uniform(-0.15, 0.1)), float(rng.uniform(0, 0.08)))  # fmt: skip
    parts = (
        uneven(crown(profile, size, cloth), rng, 0.02),
        _brim(size, brim, make(rng, colour, HIGH // 2), colour * 0.7, rng),
    )
    return Hat(parts, size.long, float(rng.uniform(0.4, 1.4)), float(rng.uniform(0.02, 0.3)))


def fedora(rng: Rng) -> Hat:
    """A felt or straw town hat with a pinched crown and a ribbon."""
    size = fit(rng, 0.01)
    straw = rng.random() < 0.35
    colour = f32(pick(rng, STRAW)) if straw else dye(rng, 0.5, 0.05, 0.12)
    make = plaited if straw else felt
    cloth = make(rng, colour)
    ring_of(cloth, (0.01, rng.uniform(0.15, 0.28)), shifted(colour, rng)
            if rng.random() < 0.5 else colour * 0.4)  # fmt: skip
    tall = float(rng.uniform(0.5, 0.7))
    profile = [(1, 0), (0.97, 0.5 * tall), (0.88, 0.88 * tall), (0.7, tall), (0.35, 0.93 * tall),
               (0, 0.86 * tall)]  # fmt: skip
    brim = Brim(float(rng.uniform(0.22, 0.48)), float(rng.uniform(-0.1, 0.25)),
                float(rng.uniform(0, 0.14)), float(rng.uniform(0, 0.03)))  # fmt: skip
    parts = (
        pinched(crown(profile, size, cloth), float(rng.uniform(0.1, 0.4))),
        _brim(size, brim, make(rng, colour, HIGH // 2), colour * 0.6, rng),
    )
    return Hat(parts, size.long, float(rng.uniform(0.4, 1.3)), float(rng.uniform(0, 0.22)),
               float(rng.normal(0, 0.06)))  # fmt: skip


def cowboy(rng: Rng) -> Hat:
    """A tall crown and a brim that rises at the sides."""
    size = fit(rng, 0.02)
    colour = f32(pick(rng, STRAW)) if rng.random() < 0.4 else dye(rng, 0.4, 0.03, 0.2)
    cloth = felt(rng, colour)
    ring_of(cloth, (0.01, 0.1), shifted(colour, rng) if rng.random() < 0.4 else colour * 0.5)
    tall = float(rng.uniform(0.58, 0.76))
    profile = [(1, 0), (0.96, 0.5 * tall), (0.9, 0.9 * tall), (0.72, tall), (0.3, 0.9 * tall),
               (0, 0.84 * tall)]  # fmt: skip
    brim = Brim(float(rng.uniform(0.45, 0.7)), float(rng.uniform(0.0, 0.25)),
                float(rng.uniform(0.2, 0.5)))  # fmt: skip
    parts = (
        pinched(crown(profile, size, cloth), float(rng.uniform(0.2, 0.5))),
        _brim(size, brim, felt(rng, colour, HIGH // 2), colour * 0.65, rng),
    )
    return Hat(parts, size.long, float(rng.uniform(0.4, 1.3)), float(rng.uniform(0, 0.2)))


def cone(rng: Rng) -> Hat:
    """A farmer's caping of plaited bamboo or pandan, plain or painted."""
    wide = float(rng.uniform(0.95, 1.5))
    size = Size(wide, wide)
    colour = f32(pick(rng, STRAW)) * rng.uniform(0.75, 1.05)
    if rng.random() < 0.15:
        colour = f32(pick(rng, [*LOUD, *PALE]))
    cloth = plaited(rng, colour)
    for _ in range(int(rng.integers(0, 4))):
        low = rng.uniform(0, 0.85)
        ring_of(cloth, (low, low + rng.uniform(0.02, 0.1)), shifted(colour, rng))
    tall = wide * float(rng.uniform(0.5, 0.8))
    belly = float(rng.uniform(0.0, 0.06))
    profile = [(1, 0), (0.75, 0.25 * tall + belly), (0.5, 0.5 * tall + belly), (0.25, 0.76 * tall),
               (0.06, 0.96 * tall), (0, tall)]  # fmt: skip
    needed = 1.06 - 0.85 * tall
    front = float(np.clip((needed - 0.29) / 0.22 + rng.uniform(-0.4, 0.3), 0.15, 2.5))
    return Hat((crown(profile, size, cloth),), wide, front, float(rng.uniform(-0.05, 0.22)),
               float(rng.normal(0, 0.05)), z=-0.05, strap=rng.random() < 0.4)  # fmt: skip


def _bolt(rng: Rng, kind: str, colour: Field, high: int) -> Cloth:
    return twill(rng, colour, high) if kind == "plain" else printed(rng, kind, colour, high)
