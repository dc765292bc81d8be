"""Hats and pecis of cloth, straw and felt, as parts of surfaces."""

from dataclasses import replace

import numpy as np

from training.composites import materials
from training.composites.drawn import Field
from training.composites.materials import shade_of, stitched, with_badge, with_seams
from training.composites.paint import f32
from training.composites.shapes import (
    Brim,
    Size,
    creased,
    globe,
    raised,
    ring,
    tongue,
    turned,
)
from training.composites.solids import Part, Skin

Rng = np.random.Generator


def dome(top: float, bulge: float = 1.03) -> list[tuple[float, float]]:
    """The profile of a round crown."""
    return [
        (1, 0), (bulge, 0.2 * top), (0.99 * bulge, 0.42 * top), (0.86, 0.68 * top),
        (0.6, 0.88 * top), (0.3, 0.97 * top), (0, top),
    ]  # fmt: skip


def flap(grid: Field, skin: Skin) -> Part:
    """A brim as one sheet: its upper side, and the same cloth in its own shadow below."""
    below = np.median(skin.paint.reshape(-1, 3), axis=0) * 0.55
    return Part(f32(grid[3:]), skin, (float(below[0]), float(below[1]), float(below[2])))


def cap(rng: Rng, size: Size) -> list[Part]:
    """A ball cap with a bent peak."""
    skin = _panelled(rng)
    top = rng.uniform(0.56, 0.76)
    brim = Brim(
        rng.uniform(0.38, 0.56),
        rng.uniform(0.25, 0.75),
        rng.uniform(0.08, 0.26),
        spread=rng.uniform(1.15, 1.4),
    )
    return _peaked_cap(rng, size, skin, (top, rng.uniform(1.0, 1.08)), brim)


def snapback(rng: Rng, size: Size) -> list[Part]:
    """A cap with a high front and a flat peak."""
    skin = with_badge(_panelled(rng), rng)
    brim = Brim(rng.uniform(0.42, 0.58), rng.uniform(0.05, 0.5), rng.uniform(0, 0.06), spread=1.35)
    return _peaked_cap(rng, size, skin, (rng.uniform(0.64, 0.8), rng.uniform(1.05, 1.12)), brim)


def cap_back(rng: Rng, size: Size) -> list[Part]:
    """A cap whose strap and opening look forward, or a closed one."""
    crown, *rest = cap(rng, size)
    if rng.random() < 0.3:
        return [crown, *rest]
    return [replace(crown, skin=materials.with_strap(crown.skin, rng)), *rest]


def _peaked_cap(
    rng: Rng, size: Size, skin: Skin, crown: tuple[float, float], brim: Brim
) -> list[Part]:
    top, bulge = crown
    peak = materials.any_cloth(rng) if rng.random() < 0.35 else _plain(skin, rng)
    peak = stitched(peak, int(rng.integers(0, 8)), (0.05, 0.95), rng)
    button = Part(globe((0, top, 0), (0.035, 0.022, 0.035), -0.5, 1.5), peak)
    return [
        Part(turned(dome(top, bulge), size), materials.grounded(skin)),
        flap(tongue(size, brim), peak),
        button,
    ]


def _panelled(rng: Rng) -> Skin:
    skin = _cloth(rng)
    if rng.random() < 0.3:
        skin = materials.two_toned(skin, rng)
    skin = with_seams(skin, 6, rng)
    return with_badge(skin, rng) if rng.random() < 0.6 else skin


def _cloth(rng: Rng) -> Skin:
    return materials.camouflage(rng) if rng.random() < 0.08 else materials.any_cloth(rng)


def _plain(skin: Skin, rng: Rng) -> Skin:
    """The cloth of a crown without what is printed on its front."""
    middle = skin.paint.shape[1] // 2
    front = skin.paint[8:40, middle - 40 : middle - 8].reshape(-1, 3)
    return materials.cloth(rng, f32(np.median(front, axis=0)), plain=1.0)


def beanie(rng: Rng, size: Size) -> list[Part]:
    """A knitted hat, with or without a cuff and a pompom."""
    colour = shade_of(rng)
    skin = materials.knit(rng, colour) if rng.random() < 0.8 else materials.cloth(rng, colour)
    top = rng.uniform(0.64, 0.96)
    crown = raised(turned(dome(top, rng.uniform(1.0, 1.1)), size), -rng.uniform(0, 0.2))
    parts = [Part(crown, skin)]
    if rng.random() < 0.65:
        high = rng.uniform(0.14, 0.3)
        cuff = [(1.03, -0.03), (1.08, 0.0), (1.1, high / 2), (1.08, high), (1.02, high + 0.01)]
        band = skin if rng.random() < 0.7 else materials.knit(rng, shade_of(rng))
        if rng.random() < 0.3:
            band = with_badge(band, rng)
        parts.append(Part(turned(cuff, size, 10), band))
    if rng.random() < 0.2:
        ball = globe((0, top + 0.05, 0), (0.14, 0.13, 0.14), -1.5, 1.5)
        parts.append(Part(ball, materials.fluff(rng)))
    return parts


def bucket(rng: Rng, size: Size) -> list[Part]:
    """A bucket hat with a hanging brim."""
    skin = _cloth(rng)
    top, taper = rng.uniform(0.5, 0.68), rng.uniform(0.78, 0.92)
    crown = [
        (1, 0), (0.99, 0.25 * top), (0.5 + 0.5 * taper, 0.6 * top), (taper, 0.9 * top),
        (0.86 * taper, 0.985 * top), (0.4, top), (0, top),
    ]  # fmt: skip
    brim = Brim(rng.uniform(0.26, 0.42), rng.uniform(0.55, 1.1), 0.0, rng.uniform(0, 0.03))
    edge = stitched(skin, int(rng.integers(3, 12)), (0.0, 1.0), rng)
    return [Part(turned(crown, size), materials.grounded(skin)), flap(ring(size, brim, rng), edge)]


def sun_hat(rng: Rng, size: Size) -> list[Part]:
    """A wide brim, mostly of straw."""
    skin = materials.straw(rng) if rng.random() < 0.7 else materials.any_cloth(rng)
    crown = dome(rng.uniform(0.5, 0.68), 1.0)
    brim = Brim(rng.uniform(0.4, 0.8), rng.uniform(0.0, 0.55), 0, rng.uniform(0, 0.06))
    edge = replace(skin, paint=np.vstack([skin.paint[:64], skin.paint[:64]]))
    return [Part(turned(crown, size), materials.grounded(skin)), flap(ring(size, brim, rng), edge)]


def fedora(rng: Rng, size: Size) -> list[Part]:
    """A pinched crown with a brim that is down in front and up at the sides."""
    straw = rng.random() < 0.25
    skin = materials.straw(rng) if straw else materials.felt(rng, shade_of(rng))
    top = rng.uniform(0.56, 0.76)
    crown = [(1, 0), (0.98, 0.25), (0.92, 0.75 * top), (0.8, 0.95 * top), (0.5, top), (0, top)]
    grid = creased(turned(crown, size), rng.uniform(0.05, 0.3), rng.uniform(0.02, 0.14))
    brim = Brim(rng.uniform(0.22, 0.46), rng.uniform(0.0, 0.4), rng.uniform(0, 0.25))
    edge = replace(skin, paint=np.vstack([skin.paint[:64], skin.paint[:64]]))
    return [Part(grid, materials.grounded(skin)), flap(ring(size, brim, rng), edge)]


def beret(rng: Rng, size: Size) -> list[Part]:
    """A soft disc that hangs to one side."""
    skin = materials.felt(rng, shade_of(rng)) if rng.random() < 0.5 else materials.any_cloth(rng)
    wide, top = rng.uniform(1.15, 1.4), rng.uniform(0.28, 0.42)
    crown = [
        (1, 0),
        (1.02, 0.04),
        (wide, 0.14),
        (wide, 0.22),
        (0.9, 0.9 * top),
        (0.4, top),
        (0, top),
    ]
    return [Part(raised(turned(crown, size), rng.uniform(-0.12, 0.04)), skin)]


def flat_cap(rng: Rng, size: Size) -> list[Part]:
    """A low cap whose front falls to a short peak."""
    skin = materials.cloth(rng, shade_of(rng), plain=0.4)
    top = rng.uniform(0.36, 0.5)
    crown = [(1, 0), (1.12, 0.1), (1.1, 0.22), (0.75, 0.9 * top), (0, top)]
    brim = Brim(rng.uniform(0.2, 0.32), rng.uniform(0.4, 0.9), rng.uniform(0.04, 0.12))
    return [Part(raised(turned(crown, size), -0.06), skin), flap(tongue(size, brim), skin)]


def visor(rng: Rng, size: Size) -> list[Part]:
    """A peak on a band, open above."""
    skin = materials.any_cloth(rng)
    band = [(1, 0), (1.02, 0.07), (1.0, rng.uniform(0.13, 0.24))]
    brim = Brim(rng.uniform(0.4, 0.58), rng.uniform(0.3, 0.75), rng.uniform(0.06, 0.22))
    front = with_badge(skin, rng) if rng.random() < 0.4 else skin
    return [Part(turned(band, size, 6), front), flap(tongue(size, brim), skin)]


def caping(rng: Rng, size: Size) -> list[Part]:
    """The farmer's cone of bamboo, plain or painted."""
    wide, top = rng.uniform(1.6, 2.3), rng.uniform(0.5, 0.7)
    cone = [(wide, -0.22), (wide * 0.66, 0.05), (wide * 0.33, 0.65 * top), (0, top)]
    skin = materials.straw(rng)
    if rng.random() < 0.25:
        skin = materials.dyed_over(skin, shade_of(rng))
    return [Part(turned(cone, size), skin)]


def chef(rng: Rng, size: Size) -> list[Part]:
    """A cook's or a nurse's white hat."""
    white = f32([238, 238, 236]) * rng.uniform(0.85, 1.0)
    skin = materials.cloth(rng, white, plain=1.0)
    high, wide = rng.uniform(0.4, 0.9), rng.uniform(1.0, 1.3)
    crown = [(1, 0), (1, 0.2), (wide, 0.7 * high), (0.9 * wide, high), (0.4, high), (0, high)]
    return [Part(turned(crown, size), skin)]


def songkok(rng: Rng, size: Size) -> list[Part]:
    """The stiff peci: an elliptic wall with a folded top."""
    skin, high = materials.velvet(rng), rng.uniform(0.44, 0.7)
    top, fold = rng.uniform(0.9, 0.98), rng.uniform(0.0, 0.08)
    lean = rng.uniform(-0.05, 0.1)
    wall = [(1, 0), (0.995, 0.3 * high), (0.97, 0.7 * high), (top, high)]
    lid = [(top, high), (0.9 * top, high + 0.008), (0.5, high + 0.01), (0, high + 0.01)]
    above = creased(turned(lid, size, 6), 0.0, fold)
    return [
        Part(raised(turned(wall, size), lean), skin),
        Part(raised(above, lean), materials.velvet_like(skin)),
    ]


def kopiah(rng: Rng, size: Size) -> list[Part]:
    """The round white or crocheted cap: a wall, and a flat or a round top."""
    skin, high = materials.crochet(rng), rng.uniform(0.34, 0.52)
    round_ = rng.uniform(0, 1)
    crown = [
        (1, 0), (1, 0.45 * high), (0.97 - 0.06 * round_, 0.8 * high),
        (0.86 - 0.1 * round_, 0.95 * high), (0.5, high * (1 + 0.08 * round_)),
        (0, high * (1 + 0.12 * round_)),
    ]  # fmt: skip
    return [Part(turned(crown, size), skin)]
