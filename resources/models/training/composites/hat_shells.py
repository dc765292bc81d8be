"""Helmets: of building sites, of bicycles, and of motor-cycles with open and full face."""

import numpy as np
from numpy.typing import NDArray

from training.composites.drawn import Field
from training.composites.hat_cloth import (
    HIGH,
    WIDE,
    Cloth,
    Rng,
    badge,
    plastic,
    ring_of,
    shifted,
)
from training.composites.hat_forms import Hat, around, crown, fit, holed, peak
from training.composites.paint import cloud, f32, pick
from training.composites.shapes import Brim, Size, globe
from training.composites.solids import Part

SITE = [(40, 190, 235), (235, 235, 235), (40, 110, 235), (150, 90, 30), (45, 45, 195),
        (80, 140, 60), (70, 210, 225)]  # fmt: skip
ROAD = [(24, 24, 26), (24, 24, 26), (45, 45, 48), (230, 230, 230), (40, 36, 175), (140, 60, 30),
        (120, 122, 126), (170, 150, 220), (200, 200, 150), (60, 150, 220),
        (60, 100, 50)]  # fmt: skip


def site_helmet(rng: Rng) -> Hat:
    """A hard hat with ribs, a short peak and a rim."""
    size = fit(rng, 0.06)
    colour = f32(pick(rng, SITE)) * rng.uniform(0.85, 1.08)
    cloth = plastic(rng, colour)
    phi, up = around(cloth)
    for middle in ([0.0], [-0.22, 0.0, 0.22], [-0.45, 0.45])[int(rng.integers(3))]:
        near = np.minimum(np.abs(phi - middle), np.abs(np.abs(phi) - np.pi))
        cloth.height += rng.uniform(1, 2.2) * np.exp(-((near / 0.07) ** 4)) * (up > 0.15)
    if rng.random() < 0.6:
        badge(cloth, rng, (0.5, rng.uniform(0.25, 0.4)), rng.uniform(22, 54))
    tall = float(rng.uniform(0.58, 0.72))
    profile = [(1.03, -0.02), (1, 0.02), (1.0, 0.3 * tall), (0.92, 0.6 * tall), (0.7, 0.85 * tall),
               (0.36, 0.98 * tall), (0, tall)]  # fmt: skip
    brim = Brim(float(rng.uniform(0.12, 0.28)), float(rng.uniform(0.05, 0.4)), 0.05, spread=1.35)
    visor = plastic(rng, colour, HIGH // 2)
    visor.gloss = cloth.gloss
    parts = (crown(profile, size, cloth), peak(size, brim, visor, colour))
    return Hat(parts, size.long, float(rng.uniform(0.4, 1.3)), float(rng.uniform(0, 0.2)),
               float(rng.normal(0, 0.03)), strap=rng.random() < 0.45)  # fmt: skip


def cycle_helmet(rng: Rng) -> Hat:
    """A light helmet with vents, or a round one of skaters."""
    size = fit(rng, 0.07)
    colour = f32(pick(rng, [*ROAD, *SITE]))
    cloth = plastic(rng, colour)
    phi, up = around(cloth)
    if rng.random() < 0.6:
        count = int(rng.integers(5, 9))
        slots = np.cos(phi * count) > rng.uniform(0.2, 0.6)
        vents = slots & (np.abs(np.sin(np.pi * 2 * (up - 0.12))) > 0.4) & (up > 0.14) & (up < 0.95)
        cloth.paint[vents] *= 0.15
        cloth.height[vents] -= 3
    if rng.random() < 0.6:
        ring_of(cloth, (0.0, 0.12), shifted(colour, rng))
    tall = float(rng.uniform(0.54, 0.66))
    profile = [(0.98, -0.02), (1.02, 0.08), (1.0, 0.4 * tall), (0.85, 0.75 * tall),
               (0.5, 0.95 * tall), (0, tall)]  # fmt: skip
    return Hat((crown(profile, size, cloth),), size.long, float(rng.uniform(0.4, 1.3)),
               float(rng.uniform(0, 0.25)), strap=rng.random() < 0.9)  # fmt: skip


def _shell(rng: Rng, colour: Field, window: NDArray[np.bool_], rim: NDArray[np.bool_]) -> Cloth:
    cloth = plastic(rng, colour)
    cloth.gloss = float(rng.uniform(0.2, 0.9))
    if rng.random() < 0.5:
        wave = cloud(rng, (HIGH, WIDE), 40, 3.0) > rng.uniform(0.2, 0.8)
        cloth.paint[wave] = shifted(colour, rng)
    if rng.random() < 0.5:
        badge(cloth, rng, (0.5, rng.uniform(0.72, 0.8)), rng.uniform(20, 44))
    cloth.paint[rim] = f32([28, 28, 30]) if rng.random() < 0.7 else 0.5 * colour
    return holed(cloth, window)


def _globe(rng: Rng, low: float) -> tuple[Part, Field, Field, float]:
    wide = float(rng.uniform(0.7, 0.8))
    radii = (wide, wide * float(rng.uniform(1.02, 1.12)), wide * float(rng.uniform(1.08, 1.2)))
    lift = float(rng.uniform(0.15, 0.3))
    sphere = globe((0, -lift * radii[1], 0), radii, low, np.pi / 2)
    blank = plastic(rng, f32([30, 30, 30]))
    phi, up = around(blank)
    lat = low + up * (np.pi / 2 - low)
    return Part(sphere, blank.skin(), (26.0, 26.0, 28.0)), phi, lat, lift


def open_face(rng: Rng) -> Hat:
    """A motor-cycle helmet over the ears with the face free, perhaps its visor pushed up."""
    low = float(rng.uniform(-0.95, -0.55))
    part, phi, lat, lift = _globe(rng, low)
    half, top = float(rng.uniform(0.85, 1.1)), float(np.arcsin(lift))
    opening = np.where(np.abs(phi) < half, top - 0.12 * (phi / half) ** 4, -9.0)
    cloth = _shell(rng, f32(pick(rng, ROAD)), lat < opening, lat < opening + 0.07)
    parts = [Part(part.grid, cloth.skin(), part.inside)]
    if rng.random() < 0.5:
        parts.append(_raised_visor(rng, part, phi, lat, top))
    long = float(part.grid[..., 2].max()) * np.cos(top)
    return Hat(tuple(parts), long, float(rng.uniform(0.4, 1.2)), float(rng.uniform(-0.1, 0.08)),
               z=0.02, strap=rng.random() < 0.8)  # fmt: skip


def _raised_visor(rng: Rng, part: Part, phi: Field, lat: Field, top: float) -> Part:
    """A dark or clear screen turned up over the brow."""
    glass = plastic(rng, f32(pick(rng, [(30, 28, 26), (60, 55, 50), (120, 110, 100)])))
    glass.gloss, glass.sharp = float(rng.uniform(0.4, 1.0)), 5
    low, high = top + rng.uniform(0.03, 0.15), top + rng.uniform(0.5, 0.75)
    seen = (np.abs(phi) < rng.uniform(1.1, 1.5)) & (lat > low) & (lat < high)
    return Part(part.grid * 1.03, holed(glass, ~seen).skin(), (26.0, 26.0, 28.0))


def full_face(rng: Rng) -> Hat:
    """A motor-cycle helmet with a bar before the chin, its screen up or taken off."""
    part, phi, lat, lift = _globe(rng, float(rng.uniform(-1.15, -1.0)))
    grid = part.grid.copy()
    deep = np.clip(-grid[..., 1] / 0.9 - 0.2, 0, 1)
    grid[..., 1] -= rng.uniform(0.25, 0.4) * deep
    grid[..., 2] += rng.uniform(0.0, 0.12) * deep * (grid[..., 2] > 0)
    half, top = float(rng.uniform(0.8, 0.98)), float(np.arcsin(lift))
    floor = float(rng.uniform(-0.75, -0.6))
    middle, tall = (top + floor) / 2, (top - floor) / 2
    oval = (np.abs(phi) / half) ** 4 + (np.abs(lat - middle) / tall) ** 4
    cloth = _shell(rng, f32(pick(rng, ROAD)), oval < 1, oval < 1.25)
    whole = Part(f32(grid), cloth.skin(), part.inside)
    parts = [whole]
    if rng.random() < 0.5:
        parts.append(_raised_visor(rng, whole, phi, lat, top))
    long = float(grid[..., 2].max()) * np.cos(top)
    return Hat(
        tuple(parts), long, float(rng.uniform(0.4, 1.1)), float(rng.uniform(-0.06, 0.06)), z=0.04
    )


def chin_strap(rng: Rng, reach: Size) -> tuple[Field, float]:
    """Places of a strap from temple to temple under the chin, and its width."""
    wide = float(rng.uniform(0.03, 0.055))
    drop = float(rng.uniform(0.0, 0.08))
    knots = [(-0.92 * reach.wide, 0.12, 0.12), (-0.5, -0.2, 0.2), (-0.42, -0.48, 0.26),
             (-0.22, -0.68 - drop, 0.36), (0, -0.74 - drop, 0.4)]  # fmt: skip
    left = f32(knots)
    return f32(np.vstack([left, left[-2::-1] * f32([-1, 1, 1])])), wide
