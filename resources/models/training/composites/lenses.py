"""What the lenses of glasses do to the light: tint, mirror, reflections."""

from dataclasses import dataclass

import numpy as np

from training.composites.drawn import Field
from training.composites.paint import Head, Sheet, f32, pick

Rng = np.random.Generator

TINTS = [(10, 10, 11), (22, 20, 18), (14, 26, 42), (40, 26, 16), (22, 32, 24), (26, 16, 34),
         (44, 38, 34), (18, 34, 62)]  # fmt: skip
GLEAM_COLOURS = [
    (255, 255, 255),
    (255, 240, 220),
    (205, 235, 255),
    (190, 245, 200),
    (255, 190, 200),
]
MIRRORS = [(210, 140, 40), (40, 120, 230), (70, 190, 110), (190, 195, 200), (150, 60, 170)]


@dataclass(frozen=True, slots=True)
class Gleam:
    """Something bright mirrored in both lenses; places and sizes in half lenses."""

    shape: str
    x: float
    y: float
    size: float
    angle: float
    strength: float
    colour: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Coat:
    """What the lenses do to the light."""

    tint: tuple[float, ...]
    above: float
    """Opacity at the upper edge, and at the lower."""
    below: float
    sky: tuple[float, ...] | None
    """Colour that a mirrored lens shows of the sky."""
    gleams: list[Gleam]


def _gleams(rng: Rng, count: int, strength: tuple[float, float]) -> list[Gleam]:
    return [
        Gleam(
            shape=pick(rng, ["window", "streak", "glow", "lamp", "arc", "screen"]),
            x=rng.uniform(-0.7, 0.6),
            y=rng.uniform(-0.7, 0.3),
            size=rng.uniform(0.15, 0.7),
            angle=rng.uniform(-0.5, 0.5),
            strength=rng.uniform(*strength),
            colour=pick(rng, GLEAM_COLOURS, [5, 2, 2, 1.5, 1.5]),
        )
        for _ in range(count)
    ]


def clear_coat(rng: Rng) -> Coat:
    """Hardly a tint, mostly faint reflections; now and then a glaring one."""
    tint = pick(rng, [(235, 240, 245), (170, 200, 225), (225, 235, 215), (110, 108, 105)])
    opacity = rng.uniform(0.02, 0.16) if rng.random() < 0.4 else 0.0
    strength = (0.25, 0.8) if rng.random() < 0.25 else (0.05, 0.28)
    count = pick(rng, [0, 1, 2, 3], [3, 4, 2, 1])
    return Coat(tint, opacity, opacity * rng.uniform(0.3, 1), None, _gleams(rng, count, strength))


def dark_coat(rng: Rng) -> Coat:
    """Sunglasses: even, fading downwards or mirrored."""
    above = rng.uniform(0.78, 0.985)
    below = above * (rng.uniform(0.35, 0.85) if rng.random() < 0.35 else rng.uniform(0.93, 1))
    sky = pick(rng, MIRRORS) if rng.random() < 0.2 else None
    gleams = _gleams(rng, pick(rng, [0, 1, 2, 3], [1, 3, 3, 1]), (0.08, 0.5))
    return Coat(pick(rng, TINTS), above, below, sky, gleams)


def glaze(sheet: Sheet, head: Head, coat: Coat, pane: Field, outline: Field) -> None:
    """Paint one lens."""
    low, high = outline[:, :2].min(axis=0), outline[:, :2].max(axis=0)
    across, down = sheet.grid()
    middle, half = (low + high) / 2, np.maximum((high - low) / 2, 1)
    u, v = (across - middle[0]) / half[0], (down - middle[1]) / half[1]
    fall = np.clip(v * 0.5 + 0.5, 0, 1)
    if coat.above > 0:
        sheet.lay(pane * (coat.above + (coat.below - coat.above) * fall), head.lit(coat.tint))
    if coat.sky is not None:
        horizon = np.clip((0.25 - v - 0.12 * u * u) * 3, 0, 1)
        sheet.lay(pane * (0.25 + 0.55 * horizon), head.lit(coat.sky))
    for gleam in coat.gleams:
        shine = _shine(gleam, u, v) * gleam.strength
        sheet.lay(pane * shine, head.lit(gleam.colour))


def _shine(gleam: Gleam, u: Field, v: Field) -> Field:
    """Brightness of a reflection over the lens."""
    x, y = u - gleam.x, v - gleam.y
    along, up = x + gleam.angle * y, y - gleam.angle * x
    soft = 0.08
    if gleam.shape == "streak":
        return f32(np.exp(-((along / (0.3 * gleam.size)) ** 2)) + 0 * v)
    if gleam.shape == "glow":
        return f32(np.clip(1 - (v + 1) / (0.6 + gleam.size), 0, 1) + 0 * u)
    if gleam.shape == "lamp":
        return f32(
            np.exp(-(((x / (0.35 * gleam.size)) ** 2 + (y / (0.25 * gleam.size)) ** 2) ** 2))
        )
    if gleam.shape == "arc":
        ring = np.sqrt(u * u + v * v)
        return np.exp(-(((ring - 0.82) / 0.07) ** 2)) * (
            u * gleam.x + v * gleam.y > 0.3 * gleam.size
        )
    tall = 0.8 if gleam.shape == "window" else 0.45
    pane = np.clip((gleam.size - np.abs(along)) / soft, 0, 1)
    pane = pane * np.clip((gleam.size * tall - np.abs(up)) / soft, 0, 1)
    if gleam.shape == "window":
        bars = np.minimum(np.abs(along), np.abs(up) + 0.02)
        pane = pane * np.clip(bars / 0.06, 0.25, 1)
    return f32(pane)
