"""Hats, caps, helmets and pecis on bare heads, as solids in the light of the picture."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from training.composites import crowns, helmets
from training.composites.behind import draw_headgear_negative
from training.composites.cloth import Frame
from training.composites.drawn import Drawn, Field, Pixels
from training.composites.helmets import strapped
from training.composites.paint import OVAL, SIDE, Head, Sheet, blurred, f32, finished, pick
from training.composites.shapes import Size
from training.composites.solids import Canvas, Part, Seat
from training.composites.surroundings import likeness, mended, person

__all__ = ["KINDS", "PECI", "SHARES", "Headgear", "draw_headgear", "draw_headgear_negative"]

Rng = np.random.Generator
SCALE = 2


class Headgear(StrEnum):
    """What can be put on."""

    CAP = "cap"
    CAP_BACK = "cap-back"
    SNAPBACK = "snapback"
    BEANIE = "beanie"
    BUCKET = "bucket"
    SUN_HAT = "sun-hat"
    FEDORA = "fedora"
    BERET = "beret"
    FLAT_CAP = "flat-cap"
    HARD_HAT = "hard-hat"
    HELMET = "helmet"
    PEAKED = "peaked"
    VISOR = "visor"
    CAPING = "caping"
    CHEF = "chef"
    SONGKOK = "songkok"
    KOPIAH = "kopiah"


PECI: Final = frozenset({Headgear.SONGKOK.value, Headgear.KOPIAH.value})
"""The kinds that are a peci, and no hat."""

STRAPPED: Final = {Headgear.HELMET: 0.75, Headgear.HARD_HAT: 0.25}
"""How often a strap holds it under the chin."""

SHARES: Final = {
    Headgear.CAP: 16, Headgear.CAP_BACK: 4, Headgear.SNAPBACK: 6, Headgear.BEANIE: 12,
    Headgear.BUCKET: 7, Headgear.SUN_HAT: 6, Headgear.FEDORA: 7, Headgear.BERET: 4,
    Headgear.FLAT_CAP: 4, Headgear.HARD_HAT: 7, Headgear.HELMET: 7, Headgear.PEAKED: 6,
    Headgear.VISOR: 3, Headgear.CAPING: 2, Headgear.CHEF: 2,
    Headgear.SONGKOK: 15, Headgear.KOPIAH: 7,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fit:
    """How something is worn: degrees, and heights in face widths above the ears."""

    rim: tuple[float, float]
    """Height of the rim: from over the brows to above the hair line."""
    lean: tuple[float, float] = (4, 14)
    """How far the front is up."""
    turn: float = 0.0
    """Where its front looks, from the nose."""
    roll: float = 4.0
    tight: tuple[float, float] = (1.0, 1.12)


def draw_headgear(
    crop: Pixels, points: ArrayLike, pose: ArrayLike, rng: Rng, kind: Headgear | None = None
) -> Drawn:
    """Put a random piece of headgear on; its kind is the value of the Headgear."""
    chosen = kind or pick(rng, list(SHARES), list(SHARES.values()))
    head = Head.of(crop, points, pose)
    frame = Frame.of(head)
    fit, build = KINDS[chosen]
    size = _size(fit, rng)
    parts = build(rng, size)
    seat = _seat(frame, fit, rng)
    if chosen is not Headgear.HELMET:
        seat = _clear_of_eyes(head, seat, parts, rng)
    placed = [(part, seat.place(part.grid)) for part in parts]
    sheet = Sheet(np.vstack([places.reshape(-1, 3) for _, places in placed]), 14, SCALE)
    body = person(head, frame)
    canvas = Canvas(head, sheet, body, float(frame.origin[2]))
    for part, places in placed:
        canvas.draw(part, places)
    if rng.random() < STRAPPED.get(chosen, 0):
        sheet = _with_strap(sheet, head, rng)
    _cast(head, sheet, body, rng)
    base = None if chosen is Headgear.VISOR else _pressed(head, body, sheet, (seat, size), rng)
    return finished(head, sheet, rng, chosen.value, base)


def _clear_of_eyes(head: Head, seat: Seat, parts: list[Part], rng: Rng) -> Seat:
    """Push a hat up until nothing hangs before the eyes."""
    left, right = head.at(33, 133), head.at(263, 362)
    margin = 12 * head.mm * rng.uniform(0.6, 1.6)
    frame, excess = seat.frame, 0.0
    for part in parts:
        places = seat.place(part.grid).reshape(-1, 3)
        near = (places[:, 2] < frame.origin[2]) & (places[:, 0] > head.points[33, 0] - 8)
        near &= places[:, 0] < head.points[263, 0] + 8
        if near.any():
            along = np.interp(places[near, 0], [left[0], right[0]], [left[1], right[1]])
            excess = max(excess, float((places[near, 1] - along).max()) + margin)
    up = f32([0, excess / frame.width / max(-float(frame.axes[1, 1]), 0.5), 0])
    return replace(seat, centre=f32(seat.centre + up))


def _with_strap(sheet: Sheet, head: Head, rng: Rng) -> Sheet:
    """The same drawing on a sheet that reaches under the chin, with a strap there."""
    corners = f32([[*sheet.low, 0], [*sheet.high, 0], head.points[152], head.points[172]])
    large = Sheet(corners, 8, SCALE)
    y, x = (sheet.low - large.low)[::-1] * SCALE
    rows, columns = sheet.shape
    part = slice(y, y + rows), slice(x, x + columns)
    large.colour[part], large.alpha[part] = sheet.colour, sheet.alpha
    strapped(large, head, rng)
    return large


def _cast(head: Head, sheet: Sheet, body: Field, rng: Rng) -> None:
    """Shadows on the person: a thin one at the rim, and mostly one of the whole hat."""
    sheet.shadow(sheet.alpha, [0, 1.5], 1.2, rng.uniform(0.2, 0.55))
    if rng.random() < 0.75:
        drop = f32([-head.light[0], 0.6]) * rng.uniform(3, 14)
        sheet.shadow(sheet.alpha, drop, rng.uniform(0.8, 4), rng.uniform(0.1, 0.7))
    sheet.shade = 1 - (1 - sheet.shade) * sheet.under(body)


def _seat(frame: Frame, fit: Fit, rng: Rng) -> Seat:
    angles = np.radians(
        [rng.uniform(*fit.lean), fit.turn + rng.normal(0, 6), rng.normal(0, fit.roll)]
    )
    lean, turn, roll = (_rotation(axis, angle) for axis, angle in zip("xyz", angles, strict=True))
    centre = f32([rng.normal(0, 0.015), rng.uniform(*fit.rim), rng.uniform(-0.12, -0.04)])
    return Seat(frame, centre, f32(turn @ lean @ roll), float(rng.uniform(500, 1500)))


def _rotation(axis: str, angle: float) -> Field:
    """Turn of the rows right, up, front: x lifts the front, y turns it aside, z tilts."""
    c, s = float(np.cos(angle)), float(np.sin(angle))
    turns: dict[str, list[list[float]]] = {
        "x": [[1, 0, 0], [0, c, -s], [0, s, c]],
        "y": [[c, 0, -s], [0, 1, 0], [s, 0, c]],
        "z": [[c, s, 0], [-s, c, 0], [0, 0, 1]],
    }
    return f32(turns[axis])


def _size(fit: Fit, rng: Rng) -> Size:
    wide = 0.545 * rng.uniform(*fit.tight)
    return Size(wide, wide * rng.uniform(1.12, 1.28))


def _pressed(head: Head, body: Field, sheet: Sheet, hat: tuple[Seat, Size], rng: Rng) -> Pixels:
    """Hair that would stand out above the rim lies under the hat: paint what is behind it."""
    seat, size = hat
    ends = seat.place(f32([[[-size.wide, 0, 0], [size.wide, 0, 0]]]))[0, :, :2]
    ends = ends[np.argsort(ends[:, 0])]  # a cap worn backwards has its left on the right
    slope = (ends[1, 1] - ends[0, 1]) / max(float(ends[1, 0] - ends[0, 0]), 1.0)
    y, x = np.mgrid[:SIDE, :SIDE].astype(np.float32)
    above = np.clip((ends[0, 1] + slope * (x - ends[0, 0]) - 1 - y) / 8, 0, 1)
    worn = _outline(sheet)
    near = np.minimum(blurred(worn, 0.2 * seat.frame.width), blurred(body, 10.0)) > 0.03
    hair = np.maximum(body, likeness(head, seat.frame) * near)
    kept = cv2.fillPoly(np.zeros((SIDE, SIDE), np.uint8), [_oval(head)], 1)
    spill = (hair > 0.25) & (above > 0) & (cv2.dilate(kept, np.ones((5, 5), np.uint8)) == 0)
    hole = np.asarray(cv2.dilate(f32(spill), np.ones((9, 9), np.uint8)), np.float32)
    hole = f32(np.maximum(blurred(hole, 1.2) * above, worn))
    mixed = mended(head.crop, hole, rng)
    opening = worn - _covered(sheet) > 0.5  # a gap in the hat shows the hair
    mixed[opening] = head.crop[opening]
    kept = f32(kept)[..., None] * (1 - f32(worn > 0.5)[..., None])
    return np.clip(mixed + kept * (head.crop - mixed), 0, 255).astype(np.uint8)


def _oval(head: Head) -> NDArray[np.int32]:
    return head.points[OVAL, :2].astype(np.int32)


def _covered(sheet: Sheet) -> Field:
    """What the hat covers, in crop pixels."""
    worn = np.zeros((SIDE, SIDE), np.float32)
    shape = worn[sheet.window].shape[::-1]
    worn[sheet.window] = cv2.resize(sheet.alpha, shape, interpolation=cv2.INTER_AREA)
    return worn


def _outline(sheet: Sheet) -> Field:
    """What the hat covers, with its gaps closed."""
    solid = np.asarray(_covered(sheet) > 0.3, np.uint8)
    rims, _ = cv2.findContours(solid, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(solid, rims, -1, 1, -1)
    return f32(solid)


Build = Callable[[Rng, Size], list[Part]]
LOW = (0.24, 0.46)
KINDS: Final[dict[Headgear, tuple[Fit, Build]]] = {
    Headgear.CAP: (Fit(LOW), crowns.cap),
    Headgear.CAP_BACK: (Fit((0.28, 0.5), (-4, 8), turn=180.0, roll=6), crowns.cap_back),
    Headgear.SNAPBACK: (Fit(LOW), crowns.snapback),
    Headgear.BEANIE: (Fit((0.22, 0.52), (6, 22)), crowns.beanie),
    Headgear.BUCKET: (Fit((0.3, 0.5), (0, 8)), crowns.bucket),
    Headgear.SUN_HAT: (Fit((0.32, 0.5), (0, 22)), crowns.sun_hat),
    Headgear.FEDORA: (Fit((0.3, 0.5), (0, 14), roll=6), crowns.fedora),
    Headgear.BERET: (Fit((0.36, 0.54), (2, 16), roll=14), crowns.beret),
    Headgear.FLAT_CAP: (Fit((0.32, 0.5)), crowns.flat_cap),
    Headgear.HARD_HAT: (Fit((0.26, 0.46), (0, 12)), helmets.hard_hat),
    Headgear.HELMET: (Fit((-0.02, 0.06), (-3, 5), roll=2), helmets.helmet),
    Headgear.PEAKED: (Fit((0.3, 0.48)), helmets.peaked),
    Headgear.VISOR: (Fit((0.3, 0.46)), crowns.visor),
    Headgear.CAPING: (Fit((0.4, 0.56), (-10, 4)), crowns.caping),
    Headgear.CHEF: (Fit((0.34, 0.5)), crowns.chef),
    Headgear.SONGKOK: (Fit((0.34, 0.56), (2, 20), tight=(0.97, 1.06)), crowns.songkok),
    Headgear.KOPIAH: (Fit((0.36, 0.58), (4, 24), tight=(0.97, 1.06)), crowns.kopiah),
}
