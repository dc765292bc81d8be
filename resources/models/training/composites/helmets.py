"""Stiff headgear: hard hats, the caps of uniforms, motorcycle helmets."""

from dataclasses import replace

import cv2
import numpy as np

from training.composites import materials
from training.composites.crowns import dome, flap
from training.composites.drawn import Field
from training.composites.materials import shade_of, with_badge
from training.composites.paint import Head, Sheet, curve, f32, pick
from training.composites.shapes import Brim, Size, globe, raised, ring, tongue, turned
from training.composites.solids import Part, Skin

Rng = np.random.Generator
HIGHEST = 1.55


def hard_hat(rng: Rng, size: Size) -> list[Part]:
    """A builder's shell with ridges and a small peak."""
    skin = materials.plastic(rng, shade_of(rng, materials.PLASTIC))
    skin = materials.ridged(skin, int(rng.choice([0, 1, 3])), rng)
    if rng.random() < 0.5:
        skin = with_badge(skin, rng)
    large = Size(size.wide * 1.12, size.long * 1.12)
    lip = Brim(rng.uniform(0.04, 0.12), rng.uniform(0, 0.5))
    peak = Brim(rng.uniform(0.18, 0.32), rng.uniform(0.2, 0.7), rng.uniform(0.02, 0.1))
    edge = materials.plain_of(skin)
    return [
        Part(turned(dome(rng.uniform(0.6, 0.78), 1.0), large), skin),
        flap(ring(large, lip, rng), edge),
        flap(tongue(large, peak), edge),
    ]


def peaked(rng: Rng, size: Size) -> list[Part]:
    """The cap of police and soldiers: band, wide plate, badge, cord, shining peak."""
    skin = materials.cloth(rng, shade_of(rng, materials.UNIFORMS), plain=1.0)
    wide, top = rng.uniform(1.15, 1.4), rng.uniform(0.36, 0.52)
    crown = [
        (1, 0.13), (1.04, 0.18), (wide, 0.8 * top),
        (0.98 * wide, 0.92 * top), (0.6, top), (0, top),
    ]  # fmt: skip
    colour = shade_of(rng) if rng.random() < 0.5 else f32([28, 27, 30])
    band = materials.trimmed(materials.cloth(rng, colour, plain=1.0), rng)
    peak = materials.plastic(rng, f32([25, 25, 27]))
    brim = Brim(rng.uniform(0.26, 0.4), rng.uniform(0.65, 1.15), rng.uniform(0.08, 0.2), spread=1.2)
    front = materials.with_crest(skin, rng) if rng.random() < 0.8 else skin
    return [
        Part(raised(turned(crown, size), rng.uniform(0, 0.16)), front),
        Part(turned([(1.01, 0), (1.02, 0.09), (1.01, 0.19)], size, 6), band),
        flap(tongue(size, brim), materials.plain_of(peak)),
    ]


def helmet(rng: Rng, _: Size) -> list[Part]:
    """A motorcycle helmet: padding, shell with a rubber edge, now and then its visor up."""
    skin = materials.plastic(rng, shade_of(rng, materials.PLASTIC))
    if rng.random() < 0.4:
        skin = with_badge(skin, rng)
    radii = f32([rng.uniform(0.68, 0.76), rng.uniform(0.82, 0.92), rng.uniform(0.8, 0.9)])
    low, brow = rng.uniform(-0.95, -0.6), rng.uniform(0.2, 0.46)
    full = rng.random() < 0.35
    chin = rng.uniform(-1.08, -0.94) if full else -3.0
    low = -1.4 if full else low
    side = rng.uniform(0.86, 1.0)
    shell = _opened(skin, (low, brow, chin), side, rng)
    lining = materials.cloth(rng, f32([rng.uniform(20, 90)] * 3), plain=1.0)
    pads = _opened(lining, (low, brow - 0.05, chin), side * 0.84, rng)
    centre = (0.0, 0.08, -0.1)
    parts = [
        Part(globe(centre, radii * f32([0.93, 0.95, 0.95]), low, HIGHEST), pads),
        Part(globe(centre, radii, low, HIGHEST), shell),
    ]
    if rng.random() < 0.35:
        parts.append(_raised_visor(centre, radii, brow, rng))
    elif rng.random() < 0.35:
        peak = Brim(rng.uniform(0.14, 0.28), rng.uniform(0.0, 0.5), 0.03, spread=1.0)
        grid = tongue(Size(float(radii[0]) * 0.95, float(radii[2]) * 0.93), peak)
        up = f32([0, 0.08 + radii[1] * np.sin(brow + 0.1), -0.1])
        parts.append(flap(f32(grid + up), materials.plain_of(skin)))
    return parts


def _opened(skin: Skin, lines: tuple[float, float, float], side: float, rng: Rng) -> Skin:
    """Cut the face free: from the brow down to the chin's latitude, so far to either side."""
    low, brow, chin = lines
    rows, columns = skin.height.shape

    def row(latitude: float) -> float:
        return float((HIGHEST - latitude) / (HIGHEST - low) * (rows - 1))

    half = side / (2 * np.pi) * columns
    top, bottom = row(brow), row(chin)
    turn = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    square = rng.uniform(0.45, 0.7)
    across = np.sign(np.cos(turn)) * np.abs(np.cos(turn)) ** square * half + columns / 2
    down = np.sign(np.sin(turn)) * np.abs(np.sin(turn)) ** square
    down = (top + bottom) / 2 + down * (bottom - top) / 2
    edge = np.round(np.stack([across, down], 1)).astype(np.int32)
    holes = np.zeros((rows, columns), np.uint8)
    cv2.fillPoly(holes, [edge], 255)
    paint, height = skin.paint.copy(), skin.height.copy()
    cv2.drawContours(paint, [edge], -1, (28, 28, 30), int(rng.integers(3, 8)), cv2.LINE_AA)
    return replace(skin, paint=paint, height=height, holes=holes)


def _raised_visor(centre: tuple[float, float, float], radii: Field, brow: float, rng: Rng) -> Part:
    """A dark or clear visor, pushed up over the brow."""
    tone = f32(pick(rng, [(30, 30, 34), (70, 60, 55), (150, 140, 135), (60, 40, 30)]))
    skin = replace(materials.plain_of(materials.plastic(rng, tone)), gloss=0.9, sharp=5)
    holes = np.full(skin.height.shape, 255, np.uint8)
    columns = skin.paint.shape[1]
    half = round(columns * rng.uniform(0.15, 0.22))
    holes[:, columns // 2 - half : columns // 2 + half] = 0
    grid = globe(centre, radii * 1.03, brow + 0.02, brow + rng.uniform(0.25, 0.5))
    return Part(grid, replace(skin, holes=holes))


def strapped(sheet: Sheet, head: Head, rng: Rng) -> None:
    """A strap from before the ears to under the chin."""
    slack = rng.uniform(2, 16)
    knots = [
        head.place(head.points[127], [[-2, -6, -6]])[0],
        head.place(head.points[132], [[-1, 0, -4]])[0],
        head.place(head.points[172], [[-1, 3, 0]])[0],
        head.place(head.points[152], [[0, slack, -4]])[0],
        head.place(head.points[397], [[1, 3, 0]])[0],
        head.place(head.points[361], [[1, 0, -4]])[0],
        head.place(head.points[356], [[2, -6, -6]])[0],
    ]
    band = sheet.line(curve(np.stack(knots), 6), rng.uniform(5, 12) * head.mm)
    band = f32(band * (1 - sheet.alpha))
    sheet.darken(sheet.soften(np.roll(band, 2, axis=0), 0.8), 0.35)
    tone = pick(rng, [(24, 24, 26), (24, 24, 26), (60, 60, 62), (90, 95, 100), (40, 40, 120)])
    sheet.lay(band, head.lit(tone) * rng.uniform(0.8, 1.0))
