"""Hair drawn strand by strand in the person's own colour: over eyes, over ears, or short."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from training.composites.drawn import Drawn, Field, Pixels
from training.composites.paint import (
    Head,
    Sheet,
    blurred,
    cloud,
    f32,
    finished,
    pick,
    relief,
    sampled,
)

Rng = np.random.Generator

FINE, COARSE = 2, 1
"""Scales of the sheet: the many strands of long hair need no more than the crop has."""
STEPS = 14
TONES = 9
USUAL = [(22, 20, 22), (28, 26, 30), (34, 38, 48), (40, 48, 66), (60, 80, 110), (120, 122, 125)]
BOTH = 2


@dataclass(frozen=True, slots=True)
class Locks:
    """Strands as paths in millimetres of the head, measured from the top of the forehead."""

    paths: Field
    """(n, STEPS, 3): right, down, front."""
    clump: NDArray[np.intp]
    """Which lock each strand belongs to."""
    bulk: float
    """Opacity of the hair beneath the strands."""


def draw_hair_over_eyes(crop: Pixels, points: ArrayLike, pose: ArrayLike, rng: Rng) -> Drawn:
    """A long fringe or loose strands over one eye or both."""
    head = Head.of(crop, points, pose)
    side = pick(rng, [-1, 1, BOTH])
    dense = rng.random() < 0.7
    locks = _fringe(rng, side, (58, 96), dense=dense)
    name = {-1: "left", 1: "right", BOTH: "both"}[side]
    return _drawn(head, locks, rng, f"hair-eyes-{name}")


def draw_short_fringe(crop: Pixels, points: ArrayLike, pose: ArrayLike, rng: Rng) -> Drawn:
    """A fringe that ends above the eyes."""
    head = Head.of(crop, points, pose)
    locks = _fringe(rng, BOTH, (8, 30), dense=bool(rng.random() < 0.8))
    return _drawn(head, locks, rng, "negative-fringe")


def draw_hair_over_ears(crop: Pixels, points: ArrayLike, pose: ArrayLike, rng: Rng) -> Drawn:
    """Long or bobbed hair that hides both ears or one; the kind says which side of the picture."""
    head = Head.of(crop, points, pose)
    side = pick(rng, [BOTH, -1, 1], [6, 1, 1])
    length = rng.uniform(112, 160) if rng.random() < 0.45 else rng.uniform(150, 280)
    sides = (-1, 1) if side == BOTH else (side,)
    curtains = [_curtain(rng, part, length * rng.uniform(0.92, 1.08)) for part in sides]
    paths = f32(np.concatenate([curtain.paths for curtain in curtains]))
    clump = np.concatenate([curtain.clump + 100 * k for k, curtain in enumerate(curtains)])
    name = {-1: "left", 1: "right", BOTH: "both"}[side]
    return _drawn(head, Locks(paths, clump, 1.0), rng, f"hair-ears-{name}")


def _fringe(rng: Rng, side: int, reach: tuple[float, float], *, dense: bool) -> Locks:
    """Locks from the hair line down the forehead, in millimetres below its top."""
    count = int(rng.integers(9, 16)) if dense else int(rng.integers(3, 7))
    each = int(rng.integers(26, 46)) if dense else int(rng.integers(8, 24))
    low, high = (-58, 58) if side == BOTH else sorted((side * -8, side * 60))
    roots = np.linspace(low, high, count) + rng.uniform(-5, 5, count)
    sweep = rng.uniform(-28, 28) if side == BOTH else side * rng.uniform(-6, 24)
    tip_y = rng.uniform(*reach, count) * (1 - 0.12 * np.abs(roots / 60))
    tip_x = roots + sweep + rng.uniform(-7, 7, count)
    if side != BOTH:
        tip_x = side * np.clip(side * tip_x, 16, 62)
    clump = np.repeat(np.arange(count), each)
    n = len(clump)
    wide = 11 if dense else 4
    root_x = roots[clump] + rng.normal(0, wide * 0.6, n)
    root_y = -rng.uniform(4, 38, n) + (root_x / 60) ** 2 * 20
    end_x = tip_x[clump] + rng.normal(0, wide * 0.35, n)
    end_y = tip_y[clump] + rng.normal(0, 4, n)
    return Locks(_paths(rng, (root_x, root_y), (end_x, end_y), bow=4), clump, 0.9 if dense else 0.3)


def _curtain(rng: Rng, side: int, length: float) -> Locks:
    """Hair from the upper side of the head past the ear."""
    count, each = int(rng.integers(14, 20)), 24
    clump = np.repeat(np.arange(count), each)
    n = len(clump)
    place = np.linspace(0, 1, count)[clump] + rng.normal(0, 0.05, n)
    inner, outer = rng.uniform(54, 64), rng.uniform(84, 112)
    root_x = side * (34 + 34 * place + rng.normal(0, 3, n))
    root_y = -34 + 40 * place**2 + rng.uniform(-10, 10, n)
    end_x = side * (inner + (outer - inner) * place + rng.normal(0, 3, n))
    end_y = length + rng.normal(0, length * 0.05, n) - 12 * np.abs(place - 0.5)
    paths = _paths(rng, (root_x, root_y), (end_x, end_y), bow=side * rng.uniform(10, 22))
    paths[..., 2] = -24 - 22 * f32(place)[:, None]
    return Locks(paths, clump, 1.0)


def _paths(
    rng: Rng,
    root: tuple[NDArray[np.float64], NDArray[np.float64]],
    end: tuple[NDArray[np.float64], NDArray[np.float64]],
    bow: float,
) -> Field:
    """Strands from roots to ends, bowed sideways and perhaps wavy."""
    t = np.linspace(0, 1, STEPS)[None]
    ease = 1 - (1 - t) ** 1.7
    x = root[0][:, None] * (1 - ease) + end[0][:, None] * ease
    y = root[1][:, None] * (1 - t) + end[1][:, None] * t
    x = x + bow * np.sin(np.pi * t) * rng.uniform(0.6, 1.2, (len(x), 1))
    wave = rng.uniform(1, 5) if rng.random() < 0.5 else rng.uniform(0, 1)
    phase = rng.uniform(0, 2 * np.pi) + rng.normal(0, 0.5, (len(x), 1))
    x = x + wave * np.sin(y / rng.uniform(6, 16) + phase) * t
    return f32(np.stack([x, y, 4 - x * x / 130], axis=2))


def _own_colour(head: Head, rng: Rng) -> Field:
    """The hair above the forehead; a usual colour where there is none."""
    spots = f32(
        np.stack([rng.uniform(-45, 45, 60), rng.uniform(-48, -14, 60), 0 * np.ones(60)], axis=1)
    )
    seen = sampled(head.crop, head.place(head.at(10), spots))
    gap = np.linalg.norm(seen - head.skin, axis=1)
    hair = seen[gap > 0.3 * np.linalg.norm(head.skin)]
    if len(hair) < 15:
        return head.lit(pick(rng, USUAL, [4, 4, 3, 2, 1, 1]))
    strange = hair[np.argsort(np.linalg.norm(hair - head.skin, axis=1))[len(hair) // 3 :]]
    ranked = strange[np.argsort(strange.sum(axis=1))]
    chosen = ranked[int(rng.uniform(0.15, 0.5) * len(ranked))]
    alike = np.argsort(np.linalg.norm(strange - chosen, axis=1))[: max(6, len(strange) // 2)]
    return f32(np.clip(strange[alike].mean(axis=0), 6, 230))


def _drawn(head: Head, locks: Locks, rng: Rng, kind: str) -> Drawn:
    flat = head.place(head.at(10), locks.paths.reshape(-1, 3)).reshape(*locks.paths.shape)
    sheet = Sheet(flat.reshape(-1, 3), 4, COARSE if len(flat) > 400 else FINE)
    bulk = np.zeros(sheet.shape, np.uint8)
    for k in np.unique(locks.clump):
        spine = flat[locks.clump == k].mean(axis=0)
        thick = (8 if locks.bulk > 0.5 else 3) * head.mm
        for share, width in ((0.55, 1.0), (0.8, 0.5)):
            sheet.ink(bulk, spine[: round(share * STEPS)], thick * width)
    tone, strands = _strands(sheet, flat, locks, rng)
    mask = np.maximum(sheet.soften(bulk, 0.8) * locks.bulk, strands) * _rooted(sheet, head, locks)
    away = (-head.light[0] * 3, 2.5 * head.mm)
    sheet.shadow(f32(mask), away, 1.6, rng.uniform(0.25, 0.5))
    sheet.lay(f32(mask), _shaded(sheet, head, mask, tone, rng))
    return finished(head, sheet, rng, kind)


def _rooted(sheet: Sheet, head: Head, locks: Locks) -> Field:
    """Fades the hair in below its roots, so that it grows out of what is there."""
    x, y = sheet.grid()
    origin, down = head.at(10), head.axes[1] * head.mm
    below = ((x - origin[0]) * down[0] + (y - origin[1]) * down[1]) / float(down[:2] @ down[:2])
    top = float(np.percentile(locks.paths[:, 0, 1], 4))
    return f32(np.clip((below - top) / 18, 0, 1) ** 0.7)


def _strands(sheet: Sheet, flat: Field, locks: Locks, rng: Rng) -> tuple[Field, Field]:
    """How light each place is, and how well covered; strands of one tone are drawn at once."""
    tone = np.full(sheet.shape, 70, np.uint8)
    cover = np.zeros(sheet.shape, np.uint8)
    fixed = np.round(((flat[..., :2] - sheet.low) * sheet.scale) * 16).astype(np.int32)
    level = _tones(flat, locks, rng)
    ends = rng.integers(STEPS * 2 // 3, STEPS + 1, len(flat))
    for group in rng.permutation(TONES):
        chosen = np.flatnonzero(level == group)
        if not len(chosen):
            continue
        body = [fixed[k, : STEPS // 2] for k in chosen]
        tips = [fixed[k, STEPS // 2 - 1 : ends[k]] for k in chosen]
        for lines, thick in ((body, sheet.scale if group % 3 else 1), (tips, 1)):
            _comb(cover, lines, thick, 235)
            _comb(tone, lines, thick, 35 + 22 * int(group))
    return f32(f32(tone) / 128), f32(f32(cover) / 255)


def _comb(mask: Pixels, lines: list[NDArray[np.int32]], thick: int, value: int) -> None:
    kind = cv2.LINE_AA
    cv2.polylines(mask, lines, isClosed=False, color=value, thickness=thick, lineType=kind, shift=4)


def _tones(flat: Field, locks: Locks, rng: Rng) -> NDArray[np.intp]:
    """A tone for each strand: locks differ a little, and each is darker towards its edges."""
    middle = flat[:, STEPS // 2, 0]
    count = int(locks.clump.max()) + 1
    size = np.maximum(np.bincount(locks.clump, minlength=count), 1)
    centre = np.bincount(locks.clump, middle, count) / size
    away = np.abs(middle - centre[locks.clump])
    spread = np.bincount(locks.clump, away, count) / size + 0.3
    edge = away / spread[locks.clump]
    bright = TONES / 2 + 1.4 - 1.5 * edge + rng.normal(0, 1.2, len(flat))
    bright += rng.normal(0, 0.8, count)[locks.clump]
    return np.clip(np.round(bright), 0, TONES - 1).astype(np.intp)


def _shaded(sheet: Sheet, head: Head, mask: Field, tone: Field, rng: Rng) -> Field:
    """Colour of the hair: its strands, its volume under the light and a band of sheen."""
    volume = blurred(mask, 4 * sheet.scale) * 14 * sheet.scale
    light = 0.45 + 0.55 * relief(f32(volume), head.light, 1.0)
    _, y = sheet.grid()
    crown = head.at(10)[1] + rng.uniform(-10, 40)
    sheen = 1 + rng.uniform(0.0, 0.6) * np.exp(-(((y - crown) / rng.uniform(6, 18)) ** 2))
    blotch = 1 + 0.05 * cloud(rng, sheet.shape, 9 * sheet.scale)
    bright = np.clip(tone * light * sheen * blotch, 0.2, 2.2)[..., None]
    own = _own_colour(head, rng)
    return f32(np.clip(own * bright + 10 * np.clip(bright - 1.1, 0, 1) * head.level, 0, 250))
