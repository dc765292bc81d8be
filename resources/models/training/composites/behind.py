"""Bare heads that are hard to tell from hats: things behind them, and unusual hair."""

from collections.abc import Callable
from typing import Final

import cv2
import numpy as np
from numpy.typing import ArrayLike

from training.composites import materials
from training.composites.cloth import Frame, Volume, X, Y, haze, ramp
from training.composites.drawn import Drawn, Field, Pixels
from training.composites.materials import shade_of
from training.composites.paint import OVAL, SIDE, Head, Sheet, blurred, cloud, f32, finished, pick
from training.composites.surroundings import likeness, person

Rng = np.random.Generator

DYES: Final = [
    (170, 172, 176), (205, 206, 210), (60, 120, 175), (50, 70, 190), (190, 90, 60), (170, 110, 200),
    (40, 45, 110), (90, 160, 90), (110, 180, 215),
]  # fmt: skip
SHARES: Final = {
    "rest": 3, "bar": 2, "frame": 2, "lamp": 2, "wall": 2, "shelf": 2, "hood": 3,
    "afro": 3, "bun": 3, "dyed": 3,
}  # fmt: skip


def draw_headgear_negative(crop: Pixels, points: ArrayLike, pose: ArrayLike, rng: Rng) -> Drawn:
    """Change a bare head so that it is harder to tell: something behind it, or other hair."""
    head = Head.of(crop, points, pose)
    frame = Frame.of(head)
    kind = pick(rng, list(SHARES), list(SHARES.values()))
    body = person(head, frame)
    near = ramp(Volume((0, 0.1, -0.1), (0.95, 1.0, 0.9)).depth(frame), -8.0, 8.0)
    ours = np.maximum(body, likeness(head, frame) * near * ramp(blurred(body, 9.0), 0.02, 0.3))
    sheet = Sheet(f32([[0, 0], [SIDE, SIDE]]), 0, 1)
    if kind == "dyed":
        _dye(head, body, sheet, rng)
    else:
        shape, paint = _hair(kind, head, frame, rng) if kind in TUFTS else _thing(kind, head, rng)
        clear = np.clip(1.2 - 1.4 * ours, 0, 1)
        sheet.lay(f32(shape * clear), np.clip(paint, 0, 255))
    return finished(head, sheet, rng, f"behind-{kind}")


def _thing(kind: str, head: Head, rng: Rng) -> tuple[Field, Field]:
    """Shape and colour of a thing behind the head, more or less out of focus."""
    shape = np.zeros((SIDE, SIDE), np.uint8)
    THINGS[kind](shape, head, rng)
    soft = blurred(f32(shape) / 255, rng.uniform(0.3, 3))
    skin = materials.any_cloth(rng) if rng.random() < 0.6 else materials.plastic(rng, shade_of(rng))
    paint = cv2.resize(skin.paint, (SIDE, SIDE)) * rng.uniform(0.5, 1.0) * min(head.level, 1.0)
    slope = 1 + rng.uniform(-0.3, 0.3) * (2 * X / SIDE - 1) + rng.uniform(-0.1, 0.1) * haze(rng, 60)
    edge = 1 - 0.35 * np.clip(soft - blurred(soft, 9.0), 0, 1) * rng.uniform(-0.3, 1)
    return soft, f32(paint * (slope * edge)[..., None])


def _top(head: Head, rng: Rng) -> tuple[int, int]:
    x, y = (int(value) for value in head.points[10, :2])
    return x, y - int(rng.integers(-10, 55))


def _rest(shape: Pixels, head: Head, rng: Rng) -> None:
    x, above = _top(head, rng)
    half, high = int(rng.integers(50, 110)), int(rng.integers(60, 150))
    left, right = x - half + int(rng.integers(-20, 20)), x + half
    corner = int(rng.integers(8, 45))
    cv2.rectangle(shape, (left, above), (right, above + high), 255, -1)
    for a in (left, right):
        cv2.rectangle(shape, (a - corner, above), (a + corner, above + corner), 0, -1)
    inner = ((left + corner, above + corner), (right - corner, above + corner))
    cv2.rectangle(shape, (left + corner, above), (right - corner, above + high), 255, -1)
    for middle in inner:
        cv2.circle(shape, middle, corner, 255, -1, cv2.LINE_AA)


def _bar(shape: Pixels, head: Head, rng: Rng) -> None:
    _, above = _top(head, rng)
    lean = int(rng.integers(-12, 12))
    thick = int(rng.integers(4, 45))
    cv2.line(shape, (-9, above + lean), (SIDE + 9, above - lean), 255, thick, cv2.LINE_AA)


def _frame(shape: Pixels, head: Head, rng: Rng) -> None:
    x, above = _top(head, rng)
    left, wide = x - int(rng.integers(10, 110)), int(rng.integers(60, 160))
    thick = -1 if rng.random() < 0.5 else int(rng.integers(3, 12))
    cv2.rectangle(shape, (left, above - 110), (left + wide, above), 255, thick)


def _lamp(shape: Pixels, head: Head, rng: Rng) -> None:
    x, above = _top(head, rng)
    x += int(rng.integers(-60, 60))
    if rng.random() < 0.5:
        cv2.circle(shape, (x, above), int(rng.integers(14, 50)), 255, -1, cv2.LINE_AA)
        return
    low, high, tall = (
        int(rng.integers(30, 70)),
        int(rng.integers(10, 40)),
        int(rng.integers(25, 60)),
    )
    shade = [(x - low, above), (x + low, above), (x + high, above - tall), (x - high, above - tall)]
    cv2.fillPoly(shape, [np.array(shade, np.int32)], 255, cv2.LINE_AA)


def _wall(shape: Pixels, head: Head, rng: Rng) -> None:
    _, above = _top(head, rng)
    cv2.rectangle(shape, (0, 0), (SIDE, above), 255, -1)


def _shelf(shape: Pixels, head: Head, rng: Rng) -> None:
    _, above = _top(head, rng)
    cv2.line(shape, (0, above), (SIDE, above), 255, int(rng.integers(3, 9)))
    x = 0
    while x < SIDE:
        wide, tall = int(rng.integers(6, 26)), int(rng.integers(14, 60))
        if rng.random() < 0.7:
            cv2.rectangle(shape, (x, above - tall), (x + wide, above), 255, -1)
        x += wide + int(rng.integers(1, 8))


def _hood(shape: Pixels, head: Head, rng: Rng) -> None:
    """A hood that lies in the neck, or a high collar."""
    x, chin = (int(value) for value in head.points[152, :2])
    half, high = int(rng.integers(50, 85)), int(rng.integers(14, 75))
    middle = (x + int(rng.integers(-8, 8)), chin + int(rng.integers(0, 25)))
    cv2.ellipse(shape, middle, (half, high), 0, 180, 360, 255, -1, cv2.LINE_AA)
    cv2.ellipse(shape, middle, (half, int(rng.integers(20, 40))), 0, 0, 180, 255, -1, cv2.LINE_AA)


def _hair(kind: str, head: Head, frame: Frame, rng: Rng) -> tuple[Field, Field]:
    """More hair in the person's own colour: a ball of curls, or a bun on top."""
    bent_x, bent_y = (axis + rng.uniform(1, 4) * haze(rng, 9) for axis in (X, Y))
    if kind == "afro":
        wide, high = rng.uniform(0.62, 0.95), rng.uniform(0.75, 1.05)
        volume = Volume((0, rng.uniform(0.15, 0.3), -0.3), (wide, high, 0.6))
    else:
        size = rng.uniform(0.16, 0.34)
        place = (rng.uniform(-0.1, 0.1), rng.uniform(0.85, 1.02), -0.15)
        volume = Volume(place, (size * rng.uniform(0.9, 1.4), size, size))
    depth = volume.depth(frame, f32(bent_x), f32(bent_y))
    shape = ramp(depth, -1.5, 2.5)
    curls = cloud(rng, (SIDE, SIDE), rng.uniform(2, 6), rng.uniform(1, 3))
    round_ = 0.55 + 0.5 * ramp(depth, 0.0, 0.3 * frame.width)
    paint = _hair_colour(head, frame) * ((0.9 + 0.2 * curls) * round_)[..., None]
    return shape, f32(paint + rng.uniform(0, 6))


def _hair_colour(head: Head, frame: Frame) -> Field:
    """The median above the forehead, if it is no skin."""
    crown = Volume((0, 0.68, 0.1), (0.3, 0.12, 0.2)).depth(frame) > 0
    seen = head.crop[crown]
    if len(seen) < 20:
        return head.lit((26, 25, 28))
    colour = f32(np.median(seen, axis=0))
    return colour if np.abs(colour - head.skin).max() > 25 else head.lit((26, 25, 28))


def _dye(head: Head, body: Field, sheet: Sheet, rng: Rng) -> None:
    """Grey or dyed hair: the same locks in another colour."""
    face = np.zeros((SIDE, SIDE), np.uint8)
    cv2.fillPoly(face, [head.points[OVAL, :2].astype(np.int32)], 255)
    frame = Frame.of(head)
    above = ramp(Y, float(frame.at((0, -0.1, 0))[1]), float(frame.at((0, -0.4, 0))[1]))
    skin = np.abs(head.crop.astype(np.float32) - head.skin).mean(axis=2)
    other = ramp(blurred(skin, 1.0), 0.15 * float(head.skin.mean()), 0.4 * float(head.skin.mean()))
    hair = body * likeness(head, frame) * (1 - blurred(face, 1.5) / 255) * above * other
    tone = head.crop.astype(np.float32).mean(axis=2)
    middle = float(np.average(tone, weights=hair + 1e-6))
    locks = np.clip(1 + rng.uniform(0.3, 0.8) * (tone - middle) / max(middle, 18), 0.25, 1.9)
    colour = head.lit(f32(pick(rng, DYES)) * rng.uniform(0.6, 1.1))
    sheet.lay(f32(blurred(hair, 0.8) * rng.uniform(0.6, 1.0)), f32(colour * locks[..., None]))


TUFTS: Final = {"afro", "bun"}
THINGS: Final[dict[str, Callable[[Pixels, Head, Rng], None]]] = {
    "rest": _rest,
    "bar": _bar,
    "frame": _frame,
    "lamp": _lamp,
    "wall": _wall,
    "shelf": _shelf,
    "hood": _hood,
}
