"""Caps: with a peak in front, behind or at the side, flat ones, uniform ones, berets."""

import numpy as np

from training.composites.drawn import Field
from training.composites.hat_cloth import (
    EARTH,
    GOLD,
    HIGH,
    WIDE,
    Cloth,
    Rng,
    badge,
    dye,
    felt,
    plastic,
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
    holed,
    peak,
    raised,
    sash,
    sheared,
    stitched,
    uneven,
)
from training.composites.paint import f32, pick
from training.composites.shapes import Brim, Size
from training.composites.solids import Part

SIXTHS = np.arange(6) / 6


def _cap_cloth(rng: Rng, colour: Field) -> Cloth:
    kind = pick(rng, ["plain", "camouflage", "plaid", "batik", "stripes"], [78, 8, 5, 4, 5])
    cloth = twill(rng, colour) if kind == "plain" else printed(rng, kind, colour)
    if rng.random() < 0.85:
        seams(cloth, rng, 0.5 + SIXTHS if rng.random() < 0.75 else 0.5 + (SIXTHS + 1 / 12))
        _eyelets(cloth, rng)
    if rng.random() < 0.2:
        ring_of(cloth, (0, rng.uniform(0.05, 0.12)), shifted(colour, rng))
    return cloth


def _eyelets(cloth: Cloth, rng: Rng) -> None:
    up = int((1 - rng.uniform(0.6, 0.72)) * HIGH)
    for share in SIXTHS + 1 / 12:
        x = int(share * WIDE)
        cloth.paint[up : up + 4, x - 2 : x + 2] *= 0.35


def _front_panel(cloth: Cloth, rng: Rng, colour: Field) -> None:
    """A trucker's foam front before a mesh back."""
    phi, up = around(cloth)
    middle = np.abs(phi) < rng.uniform(0.75, 1.1) * (1.05 - 0.45 * up)
    grain = cloth.paint.mean(axis=2) / max(float(cloth.paint.mean()), 1.0)
    cloth.paint[middle] = (colour * np.clip(grain, 0.85, 1.15)[..., None])[middle]
    y, x = np.mgrid[:HIGH, :WIDE]
    net = (np.sin(np.pi * x / 2.5) * np.sin(np.pi * (y + x) / 2.5) > 0.2) & ~middle
    cloth.paint[net] *= float(rng.uniform(0.3, 0.75))
    cloth.height[net] -= 0.4


def _crown(rng: Rng, size: Size, cloth: Cloth) -> list[Part]:
    tall = float(rng.uniform(0.56, 0.74))
    full = float(rng.uniform(0.0, 0.06))
    profile = [
        (1, 0), (1.01 + full / 2, 0.26 * tall), (0.97 + full, 0.55 * tall),
        (0.82 + full, 0.8 * tall), (0.45, 0.97 * tall), (0.0, tall),
    ]  # fmt: skip
    part = raised(crown(profile, size, cloth), float(rng.uniform(-0.02, 0.16)))
    parts = [uneven(part, rng, float(rng.uniform(0, 0.03)))]
    if rng.random() < 0.8:
        button = Cloth(cloth.paint[:16], cloth.height[:16])
        parts.append(ball((0, tall, 0), 0.035, button, rng))
    return parts


def _peak(rng: Rng, size: Size, colour: Field, *, flat: bool) -> Part:
    other = colour if rng.random() < 0.72 else shifted(colour, rng)
    under = f32(pick(rng, [tuple(other * 0.8), (50, 90, 45), (120, 122, 122), (24, 24, 26)],
                     [6, 0.7, 1.2, 1.5]))  # fmt: skip
    cloth = stitched(twill(rng, other, HIGH // 2), rng)
    bend = rng.uniform(0, 0.03) if flat else rng.uniform(0.06, 0.24)
    brim = Brim(
        reach=float(rng.uniform(0.34, 0.56)),
        drop=float(rng.uniform(0.08, 0.55)),
        bend=float(bend),
        spread=float(rng.uniform(1.1, 1.4)),
    )
    return peak(size, brim, cloth, under)


def cap(rng: Rng) -> Hat:
    """A baseball cap, its curved peak in front."""
    colour, size = dye(rng), fit(rng)
    cloth = _cap_cloth(rng, colour)
    if rng.random() < 0.62:
        badge(cloth, rng, (0.5, rng.uniform(0.36, 0.5)), rng.uniform(22, 64))
    parts = [*_crown(rng, size, cloth), _peak(rng, size, colour, flat=False)]
    tip = float(rng.uniform(0.06, 0.26))
    return Hat(tuple(parts), size.long, float(rng.uniform(0.15, 1.25)), tip, _lean(rng))


def trucker(rng: Rng) -> Hat:
    """A tall cap with a bright front and a mesh behind."""
    colour, size = dye(rng), fit(rng, 0.01)
    cloth = twill(rng, colour)
    front = shifted(colour, rng) if rng.random() < 0.7 else colour
    _front_panel(cloth, rng, front)
    if rng.random() < 0.8:
        badge(cloth, rng, (0.5, rng.uniform(0.38, 0.52)), rng.uniform(36, 74))
    parts = [*_crown(rng, size, cloth), _peak(rng, size, colour, flat=rng.random() < 0.3)]
    parts[0] = raised(parts[0], float(rng.uniform(0.05, 0.2)))
    tip = float(rng.uniform(0.08, 0.28))
    return Hat(tuple(parts), size.long, float(rng.uniform(0.2, 1.3)), tip, _lean(rng))


def snapback(rng: Rng) -> Hat:
    """A stiff cap with a flat peak, straight or turned aside."""
    colour, size = dye(rng), fit(rng, 0.02)
    cloth = _cap_cloth(rng, colour)
    badge(cloth, rng, (0.5, rng.uniform(0.38, 0.5)), rng.uniform(36, 76))
    parts = [*_crown(rng, size, cloth), _peak(rng, size, colour, flat=True)]
    parts[0] = raised(parts[0], float(rng.uniform(0.05, 0.2)))
    turn = 0.0 if rng.random() < 0.7 else float(rng.uniform(-0.5, 0.5))
    tip = float(rng.uniform(0.1, 0.32))
    return Hat(tuple(parts), size.long, float(rng.uniform(0.3, 1.4)), tip, _lean(rng), turn)


def sideways(rng: Rng) -> Hat:
    """A cap with its peak over an ear."""
    colour, size = dye(rng), fit(rng)
    cloth = _cap_cloth(rng, colour)
    badge(cloth, rng, (0.5, 0.42), rng.uniform(24, 60))
    parts = [*_crown(rng, size, cloth), _peak(rng, size, colour, flat=rng.random() < 0.5)]
    turn = float(rng.choice([-1, 1]) * rng.uniform(0.8, 2.2))
    return Hat(tuple(parts), size.wide, float(rng.uniform(0.4, 1.2)), 0.05, _lean(rng), turn)


def backward(rng: Rng) -> Hat:
    """A cap with its peak behind: a strap and an opening above the forehead, or a closed back."""
    colour, size = dye(rng), fit(rng)
    cloth = _cap_cloth(rng, colour)
    if rng.random() < 0.65:
        phi, up = around(cloth)
        behind = np.pi - np.abs(phi)
        arch = (behind / rng.uniform(0.28, 0.45)) ** 2 + (
            (up - 0.04) / rng.uniform(0.22, 0.34)
        ) ** 2
        strap = up < rng.uniform(0.06, 0.11)
        cloth = holed(cloth, (arch < 1) & ~strap)
        cloth.paint[(arch < 1.25) & (arch > 1)] *= 0.8
    parts = [*_crown(rng, size, cloth), _peak(rng, size, colour, flat=rng.random() < 0.5)]
    turn = float(np.pi + rng.uniform(-0.35, 0.35))
    tip = float(rng.uniform(-0.02, 0.3))
    return Hat(tuple(parts), size.long, float(rng.uniform(0.3, 1.3)), tip, _lean(rng), turn)


def flat_cap(rng: Rng) -> Hat:
    """A tweed cap whose crown lies on its short peak."""
    colour, size = dye(rng, 0.35, 0.03, 0.08), fit(rng, 0.02)
    kind = pick(rng, ["plain", "plaid"])
    cloth = felt(rng, colour) if kind == "plain" else printed(rng, "plaid", colour)
    cloth.height *= 1.6
    profile = [(0.99, 0), (1.1, 0.08), (1.14, 0.2), (0.95, 0.33), (0.5, 0.41), (0, 0.42)]
    part = uneven(crown(profile, size, cloth), rng, 0.04)
    top = sheared(part, rng.uniform(-0.15, 0.15), rng.uniform(0.15, 0.45))
    brim = Brim(float(rng.uniform(0.16, 0.26)), float(rng.uniform(0.3, 0.6)), 0.06, spread=1.15)
    visor = peak(size, brim, felt(rng, colour, HIGH // 2), colour)
    return Hat((top, visor), size.long, float(rng.uniform(0.5, 1.3)), 0.2, _lean(rng))


def patrol_cap(rng: Rng) -> Hat:
    """A soldier's or worker's cap: straight sides, flat top, short peak."""
    colour, size = f32(pick(rng, EARTH)) * rng.uniform(0.5, 1.0), fit(rng)
    cloth = printed(rng, "camouflage", colour) if rng.random() < 0.5 else twill(rng, colour)
    ring_of(cloth, (0, 0.3), None)
    tall = float(rng.uniform(0.36, 0.5))
    profile = [(1, 0), (1.0, 0.5 * tall), (0.99, 0.93 * tall), (0.9, tall), (0, 1.02 * tall)]
    brim = Brim(float(rng.uniform(0.25, 0.38)), float(rng.uniform(0.25, 0.6)), 0.07, spread=1.2)
    visor = Cloth(cloth.paint[: HIGH // 2].copy(), cloth.height[: HIGH // 2].copy())
    parts = (crown(profile, size, cloth), peak(size, brim, stitched(visor, rng), colour))
    return Hat(parts, size.long, float(rng.uniform(0.4, 1.2)), 0.16, _lean(rng))


def peaked_cap(rng: Rng) -> Hat:
    """A police, military or official's cap: a wide plate over a band, glossy peak, emblem."""
    colour, size = dye(rng, 0.6, 0.05, 0.2), fit(rng, 0.01)
    band = shifted(colour, rng) if rng.random() < 0.4 else colour * 0.85
    sides = ring = felt(rng, band, HIGH // 2)
    badge(ring, rng, (0.5, 0.5), rng.uniform(20, 34))
    plate = felt(rng, colour)
    wide, tall = float(rng.uniform(1.2, 1.45)), float(rng.uniform(0.36, 0.5))
    profile = [(1, 0.16), (1.1, 0.24), (wide, tall), (wide - 0.04, tall + 0.05), (0.7, tall + 0.07),
               (0, tall + 0.06)]  # fmt: skip
    _emblem(plate, rng)
    top = raised(crown(profile, size, plate), float(rng.uniform(0.15, 0.4)))
    brim = Brim(float(rng.uniform(0.26, 0.36)), float(rng.uniform(0.45, 0.95)), 0.1, spread=1.1)
    shine = plastic(rng, f32([20, 20, 21]), HIGH // 2)
    if rng.random() < 0.4:
        shine.paint[4:14] = f32(GOLD) * rng.uniform(0.7, 1.1)
    shine.gloss = float(rng.uniform(0.2, 0.8))
    low = crown([(1.01, -0.01), (1.01, 0.1), (1.01, 0.19)], size, sides)
    parts = (low, top, peak(size, brim, shine, f32([24, 24, 26])), _cord(rng, size))
    return Hat(parts, size.long, float(rng.uniform(0.45, 1.1)), float(rng.uniform(0.1, 0.25)))


def _emblem(plate: Cloth, rng: Rng) -> None:
    """A golden badge in front."""
    x, y = WIDE // 2, int(HIGH * rng.uniform(0.66, 0.78))
    gap_y, gap_x = np.mgrid[:HIGH, :WIDE] - np.array([y, x])[:, None, None]
    wings = (gap_x / rng.uniform(12, 22)) ** 2 + ((gap_y + 0.3 * np.abs(gap_x)) / 9) ** 2 < 1
    plate.paint[wings] = f32(GOLD) * rng.uniform(0.7, 1.2, (int(wings.sum()), 1))
    plate.height[wings] += rng.uniform(0.5, 1.5, int(wings.sum()))


def _cord(rng: Rng, size: Size) -> Part:
    phi = np.linspace(-1.25, 1.25, 33, dtype=np.float32)
    x, z = 1.03 * size.wide * np.sin(phi), 1.03 * size.long * np.cos(phi)
    line = np.stack([x, np.full_like(phi, 0.03), z], -1)
    colour = f32(GOLD) if rng.random() < 0.6 else f32([25, 25, 26])
    return sash(f32(line), 0.045, plastic(rng, colour, 8))


def beret(rng: Rng) -> Hat:
    """A soft plate over a narrow band, drawn to one side."""
    colour, size = dye(rng, 0.4, 0.4, 0.05), fit(rng)
    cloth = felt(rng, colour)
    cloth.height *= 2.5
    ring_of(cloth, (0, 0.09), colour * 0.7)
    wide, tall = float(rng.uniform(1.15, 1.45)), float(rng.uniform(0.3, 0.5))
    profile = [
        (0.99, 0),
        (1, 0.06),
        (wide, 0.5 * tall),
        (wide, 0.75 * tall),
        (0.8, tall),
        (0, tall),
    ]
    side = float(rng.choice([-1, 1]))
    part = sheared(crown(profile, size, cloth), side * rng.uniform(0.1, 0.55), rng.uniform(-0.4, 0))
    grid = part.grid.copy()
    grid[..., 1] -= side * rng.uniform(0.1, 0.3) * grid[..., 0] * grid[..., 1] / tall
    if rng.random() < 0.4:
        badge(cloth, rng, (0.5 - side * 0.08, 0.2), rng.uniform(18, 30))
    shape = uneven(Part(grid, cloth.skin(), part.inside), rng, 0.04)
    return Hat((shape,), size.long, float(rng.uniform(0.5, 1.5)), 0.2, float(side * 0.08))


def visor(rng: Rng) -> Hat:
    """A sun visor: a band and a peak, the hair open above."""
    colour, size = dye(rng, 0.3, 0.2, 0.4), fit(rng)
    cloth = twill(rng, colour, HIGH // 2)
    if rng.random() < 0.5:
        badge(cloth, rng, (0.5, 0.5), rng.uniform(20, 40))
    tall = float(rng.uniform(0.16, 0.26))
    band = crown([(1, 0), (0.99, 0.5 * tall), (0.96, tall)], size, cloth, 4)
    parts = (raised(band, 0.2), _peak(rng, size, colour, flat=False))
    front = float(rng.uniform(0.5, 1.1))
    return Hat(parts, size.long, front, float(rng.uniform(0.02, 0.2)), open_top=True)


def _lean(rng: Rng) -> float:
    return float(rng.normal(0, 0.035))
