"""Soft headgear without a brim: knitted caps, kitchen and hospital caps; and peci."""

import numpy as np

from training.composites.drawn import Field
from training.composites.hat_cloth import (
    GOLD,
    HIGH,
    WIDE,
    Cloth,
    Rng,
    badge,
    blank,
    crochet,
    dye,
    felt,
    knit,
    printed,
    ring_of,
    seams,
    shifted,
    twill,
)
from training.composites.hat_forms import (
    Hat,
    around,
    ball,
    crown,
    fit,
    sheared,
    uneven,
)
from training.composites.paint import cloud, f32, pick
from training.composites.shapes import Size
from training.composites.solids import Part


def beanie(rng: Rng) -> Hat:
    """A knitted cap: with a cuff or rolled, tight or slouching, with a pompom or none."""
    colour, size = dye(rng), fit(rng, -0.01)
    cloth = knit(rng, colour)
    for _ in range(int(rng.choice([0, 0, 0, 1, 2, 3]))):
        low = rng.uniform(0.05, 0.8)
        ring_of(cloth, (low, low + rng.uniform(0.04, 0.2)), shifted(colour, rng))
    slouch = float(rng.uniform(0, 0.3)) if rng.random() < 0.4 else 0.0
    tall = float(rng.uniform(0.58, 0.72)) + slouch
    full = 0.1 * slouch / 0.3
    profile = [(1, 0), (1.03, 0.25 * tall), (1.02 + full, 0.5 * tall), (0.86 + full, 0.78 * tall),
               (0.48, 0.96 * tall), (0, tall)]  # fmt: skip
    top = sheared(uneven(crown(profile, size, cloth), rng, 0.03 + 0.1 * slouch), 0, -slouch)
    parts = [top]
    if rng.random() < 0.7:
        parts.append(_cuff(rng, size, colour))
    if rng.random() < 0.25:
        fluff = knit(rng, colour if rng.random() < 0.5 else shifted(colour, rng), 48)
        fluff.height += 1.5 * rng.standard_normal(fluff.height.shape, dtype=np.float32)
        parts.append(ball((0, tall + 0.06, -slouch * tall), rng.uniform(0.1, 0.18), fluff, rng))
    front = float(rng.uniform(0.1, 1.5))
    return Hat(tuple(parts), size.long, front, float(rng.uniform(0.08, 0.4)), _lean(rng))


def _cuff(rng: Rng, size: Size, colour: Field) -> Part:
    other = colour if rng.random() < 0.75 else shifted(colour, rng)
    cloth = knit(rng, other, 48)
    if rng.random() < 0.3:
        badge(cloth, rng, (rng.uniform(0.44, 0.56), 0.5), rng.uniform(16, 34))
    high = float(rng.uniform(0.14, 0.3))
    profile = [(1.0, -0.03), (1.05, 0), (1.075, 0.3 * high), (1.07, 0.8 * high), (1.04, high),
               (1.0, high + 0.005)]  # fmt: skip
    return uneven(crown(profile, size, cloth, 8), rng, 0.015)


def chef(rng: Rng) -> Hat:
    """A cook's toque or puffed cap."""
    colour, size = (
        f32(pick(rng, [(240, 240, 240), (232, 236, 238), (30, 30, 32)], [5, 3, 1])),
        fit(rng),
    )
    band, puff = twill(rng, colour, HIGH // 2), twill(rng, colour)
    phi, up = around(puff)
    pleats = np.sin(phi * int(rng.integers(14, 30)) + 2 * cloud(rng, puff.height.shape, 40))
    puff.height += rng.uniform(0.8, 2.2) * pleats * np.clip(1.3 - up, 0, 1)
    low, tall = float(rng.uniform(0.2, 0.45)), float(rng.uniform(0.3, 0.8))
    wide = float(rng.uniform(1.08, 1.4))
    profile = [(1, low - 0.03), (wide, low + 0.4 * tall), (wide, low + 0.7 * tall),
               (0.8, low + 0.95 * tall), (0, low + tall)]  # fmt: skip
    parts = (
        crown([(1, 0), (1.01, 0.5 * low), (1.02, low)], size, band, 5),
        uneven(crown(profile, size, puff), rng, 0.06),
    )
    return Hat(parts, size.long, float(rng.uniform(0.6, 1.5)), float(rng.uniform(0.1, 0.3)))


def hospital(rng: Rng) -> Hat:
    """A disposable or cloth cap of nurses, surgeons and food workers."""
    colour = f32(pick(rng, [(225, 205, 165), (205, 190, 120), (190, 205, 150), (238, 238, 236),
                            (200, 170, 120), (150, 120, 70)]))  # fmt: skip
    colour *= rng.uniform(0.85, 1.05)
    size = fit(rng, 0.02)
    cloth = twill(rng, colour)
    puffed = rng.random() < 0.55
    if puffed:
        phi, up = around(cloth)
        gather = np.sin(phi * int(rng.integers(25, 50)) + 3 * cloud(rng, cloth.height.shape, 30))
        cloth.height = 1.4 * cloth.height + 1.2 * gather * np.clip(1 - 3 * up, 0, 1)
    ring_of(cloth, (0, 0.05), colour * 0.9)
    full, tall = (float(rng.uniform(1.08, 1.3)), 0.72) if puffed else (1.02, 0.58)
    profile = [(0.98, 0), (0.5 + 0.5 * full, 0.12), (full, 0.5 * tall), (full - 0.16, 0.8 * tall),
               (0.5, 0.97 * tall), (0, tall)]  # fmt: skip
    part = uneven(crown(profile, size, cloth), rng, 0.06 if puffed else 0.02)
    return Hat((part,), size.long, float(rng.uniform(0.3, 1.3)), float(rng.uniform(0.1, 0.35)))


def garrison(rng: Rng) -> Hat:
    """A folded cap as of soldiers, scouts and fast-food counters."""
    colour, size = dye(rng, 0.3, 0.35, 0.25), fit(rng, -0.01)
    cloth = twill(rng, colour)
    ring_of(
        cloth, (0.05, rng.uniform(0.3, 0.55)), shifted(colour, rng) if rng.random() < 0.5 else None
    )
    if rng.random() < 0.5:
        badge(cloth, rng, (rng.uniform(0.42, 0.58), 0.4), rng.uniform(18, 36))
    tall = float(rng.uniform(0.36, 0.52))
    part = crown([(1, 0), (1, 0.5 * tall), (0.97, tall)], size, cloth)
    grid = part.grid.copy()
    grid[..., 0] *= 1 - rng.uniform(0.5, 0.8) * np.clip(grid[..., 1] / tall, 0, 1) ** 3
    parts = (Part(grid, part.skin, part.inside),)
    return Hat(parts, size.long, float(rng.uniform(0.8, 1.7)), float(rng.uniform(0.1, 0.3)),
               float(rng.normal(0, 0.12)))  # fmt: skip


def songkok(rng: Rng) -> Hat:
    """A peci: an upright oval of velvet, mostly black, low or high, forward or back."""
    size = fit(rng, -0.02)
    colour = f32(pick(rng, [(20, 19, 21), (28, 26, 28), (52, 32, 26), (30, 30, 70), (40, 60, 32),
                            (60, 62, 66), (236, 236, 236), (90, 110, 140)],
                      [9, 5, 1.2, 0.7, 0.6, 0.6, 0.9, 0.6])) * rng.uniform(0.8, 1.2)  # fmt: skip
    cloth = felt(rng, colour)
    if rng.random() < 0.35:
        _embroidered(cloth, rng, colour)
    if rng.random() < 0.4:
        seams(cloth, rng, [0.25, 0.75])
    tall = float(rng.uniform(0.38, 0.72))
    taper = float(rng.uniform(0.86, 1.0))
    profile = [(1, 0), (0.5 + 0.5 * taper, 0.5 * tall), (taper, 0.96 * tall), (taper - 0.05, tall),
               (0.6 * taper, tall), (0, 0.97 * tall)]  # fmt: skip
    side = _cylinder(profile, size, cloth)
    front = float(rng.uniform(0.55, 1.75))
    return Hat((side,), size.long, front, float(rng.uniform(-0.02, 0.42)), _lean(rng))


def _cylinder(profile: list[tuple[float, float]], size: Size, cloth: Cloth) -> Part:
    """A crown whose front and back come to a soft point, as of a folded peci."""
    part = crown(profile, size, cloth)
    grid = part.grid.copy()
    ahead = np.clip(np.abs(grid[..., 2]) / size.long, 0, 1)
    grid[..., 0] *= 1 - 0.1 * ahead**2
    return Part(f32(grid), part.skin, part.inside)


def kopiah(rng: Rng) -> Hat:
    """A prayer cap: crocheted or of cloth, white or coloured, low and round or straight."""
    size = fit(rng, -0.02)
    colour = f32(pick(rng, [(240, 240, 240), (226, 234, 238), (60, 60, 62), (40, 90, 50),
                            (40, 40, 140), (110, 70, 40), (150, 180, 205)],
                      [9, 4, 1, 1, 0.7, 0.7, 1]))  # fmt: skip
    kind = pick(rng, ["crochet", "cloth", "patterned"], [5, 3, 2])
    if kind == "crochet":
        cloth = crochet(rng, colour)
    elif kind == "cloth":
        cloth = twill(rng, colour)
    else:
        cloth = printed(rng, pick(rng, ["batik", "stripes", "dots"]), colour)
    if rng.random() < 0.4:
        ring_of(cloth, (0.02, rng.uniform(0.1, 0.45)), shifted(colour, rng)
                if rng.random() < 0.5 else None)  # fmt: skip
    tall = float(rng.uniform(0.3, 0.56))
    domed = float(rng.uniform(0, 1))
    profile = [(1, 0), (1.0, 0.4 * tall), (0.97 - 0.06 * domed, 0.74 * tall),
               (0.88 - 0.2 * domed, 0.92 * tall), (0.5, tall),
               (0, tall * (1 + 0.1 * domed))]  # fmt: skip
    part = uneven(crown(profile, size, cloth), rng, 0.015)
    front = float(rng.uniform(0.6, 1.7))
    return Hat((part,), size.long, front, float(rng.uniform(0.05, 0.45)), _lean(rng))


def _embroidered(cloth: Cloth, rng: Rng, colour: Field) -> None:
    """Gold or silver thread: a border, leaves along it, or motifs all over."""
    ink = f32(GOLD) if rng.random() < 0.6 else shifted(colour, rng)
    phi, up = around(cloth)
    count = int(rng.integers(12, 30))
    low, high = rng.uniform(0.02, 0.1), rng.uniform(0.25, 0.9)
    wave = np.sin(count * phi) * np.cos(rng.uniform(10, 26) * up + rng.uniform(0, 6))
    motif = (wave > rng.uniform(0.1, 0.6)) & (up > low) & (up < high)
    border = np.abs(up - high) < 0.012
    thread = (motif | border | (np.abs(up - low) < 0.012)).astype(np.float32)
    thread *= 0.6 + 0.4 * rng.random((HIGH, WIDE), dtype=np.float32)
    cloth.paint += thread[..., None] * (ink - cloth.paint)
    cloth.height += 0.6 * thread


def _lean(rng: Rng) -> float:
    return float(rng.normal(0, 0.04))


def plain_band(rng: Rng, colour: Field) -> Cloth:
    """Webbing of straps."""
    band = blank(colour, 12)
    band.height += 0.4 * rng.standard_normal(band.height.shape, dtype=np.float32)
    return band
