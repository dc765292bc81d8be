"""Hats, caps, helmets and pecis on bare heads, as solids in the light of the picture."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import cv2
import numpy as np
from numpy.typing import ArrayLike

from training.composites import materials
from training.composites.cloth import Frame
from training.composites.drawn import Drawn, Field, Pixels
from training.composites.materials import shade_of, with_badge, with_seams
from training.composites.paint import SIDE, Head, Sheet, blurred, f32, finished, pick
from training.composites.shapes import Brim, Size, globe, ring, tongue, turned
from training.composites.solids import FAR, Canvas, Part, Seat, Skin
from training.composites.surroundings import mended, person

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

OPEN: Final = frozenset({Headgear.VISOR, Headgear.HELMET})
"""The kinds that press no hair at their rim."""

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
    seat = _seat(frame, fit, rng)
    size = _size(fit, rng)
    parts = [(part, seat.place(part.grid)) for part in build(rng, size)]
    sheet = Sheet(np.vstack([places.reshape(-1, 3) for _, places in parts]), 14, SCALE)
    body = person(head, frame)
    if chosen is Headgear.HELMET:
        canvas = Canvas(head, sheet, _opening(frame, rng), -float(FAR))
    else:
        canvas = Canvas(head, sheet, body, float(frame.origin[2]))
    for part, places in parts:
        canvas.draw(part, places)
    drop = f32([-head.light[0], 0.6]) * rng.uniform(3, 11)
    sheet.shadow(sheet.alpha.copy(), drop, rng.uniform(1, 4), rng.uniform(0.0, 0.65))
    base = None if chosen in OPEN else _pressed(head, body, sheet, seat, size, rng)
    return finished(head, sheet, rng, chosen.value, base)


def draw_headgear_negative(crop: Pixels, points: ArrayLike, pose: ArrayLike, rng: Rng) -> Drawn:
    """Put something behind a bare head that nobody wears: a head-rest, a shelf, a lamp, a wall."""
    head = Head.of(crop, points, pose)
    body = person(head, Frame.of(head))
    sheet = Sheet(f32([[0, 0], [SIDE, SIDE]]), 0, 1)
    kind = pick(rng, ["rest", "bar", "frame", "lamp", "wall"])
    shape = blurred(_behind(kind, head, rng), rng.uniform(0.3, 3))
    skin = materials.any_cloth(rng) if rng.random() < 0.6 else materials.plastic(rng, shade_of(rng))
    paint = cv2.resize(skin.paint, (SIDE, SIDE)) * rng.uniform(0.5, 1.0) * min(head.level, 1.0)
    slope = 1 + rng.uniform(-0.3, 0.3) * np.linspace(-1, 1, SIDE, dtype=np.float32)
    clear = np.clip(1.2 - 1.4 * body, 0, 1)
    sheet.lay(f32(shape * clear), np.clip(paint * slope[None, :, None], 0, 255))
    return finished(head, sheet, rng, f"behind-{kind}")


def _behind(kind: str, head: Head, rng: Rng) -> Field:
    shape = np.zeros((SIDE, SIDE), np.uint8)
    x, top = (int(value) for value in head.points[10, :2])
    above = top - int(rng.integers(-10, 55))
    if kind == "rest":
        half = int(rng.integers(50, 110))
        axes = (half, int(rng.integers(50, 140)))
        middle = (x + int(rng.integers(-20, 20)), above + axes[1])
        cv2.ellipse(shape, middle, axes, 0, 0, 360, 255, -1)
    elif kind == "bar":
        cv2.rectangle(shape, (0, above - int(rng.integers(8, 50))), (SIDE, above), 255, -1)
    elif kind == "frame":
        left, wide = x - int(rng.integers(10, 110)), int(rng.integers(60, 160))
        cv2.rectangle(shape, (left, above - 110), (left + wide, above), 255, -1)
    elif kind == "lamp":
        middle = (x + int(rng.integers(-60, 60)), above)
        cv2.circle(shape, middle, int(rng.integers(20, 60)), 255, -1)
    else:
        cv2.rectangle(shape, (0, 0), (SIDE, above), 255, -1)
    return f32(f32(shape) / 255)


def _opening(frame: Frame, rng: Rng) -> Field:
    """Where a helmet leaves the face free: all of it, or not the chin."""
    turn = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    square = rng.uniform(0.5, 0.9)
    across = np.sign(np.cos(turn)) * np.abs(np.cos(turn)) ** square * rng.uniform(0.46, 0.56)
    up = np.sign(np.sin(turn)) * np.abs(np.sin(turn)) ** square
    low = rng.choice([0.45, 0.9, 2.0])
    up = np.where(up > 0, up * rng.uniform(0.28, 0.5), up * low) + 0.02
    places = [frame.at((float(x), float(y), 0.4)) for x, y in zip(across, up, strict=True)]
    shape = np.zeros((SIDE, SIDE), np.float32)
    cv2.fillPoly(shape, [np.array(places, np.int32)], 1.0)
    return shape


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
    wide = 0.52 * rng.uniform(*fit.tight)
    return Size(wide, wide * rng.uniform(1.12, 1.28))


def _pressed(head: Head, body: Field, sheet: Sheet, seat: Seat, size: Size, rng: Rng) -> Pixels:
    """Hair that would stand out above the rim lies under the hat: paint what is behind it."""
    ends = seat.place(f32([[[-size.wide, 0, 0], [size.wide, 0, 0]]]))[0, :, :2]
    ends = ends[np.argsort(ends[:, 0])]  # a cap worn backwards has its left on the right
    slope = (ends[1, 1] - ends[0, 1]) / max(float(ends[1, 0] - ends[0, 0]), 1.0)
    y, x = np.mgrid[:SIDE, :SIDE].astype(np.float32)
    above = y < ends[0, 1] + slope * (x - ends[0, 0]) - 1
    worn = np.zeros((SIDE, SIDE), np.float32)
    shape = worn[sheet.window].shape[::-1]
    worn[sheet.window] = cv2.resize(sheet.alpha, shape, interpolation=cv2.INTER_AREA)
    hole = f32((body > 0.3) & above & (worn < 0.5))
    wide = blurred(np.asarray(cv2.dilate(hole, np.ones((7, 7), np.uint8)), np.float32), 1.0)
    return np.clip(mended(head.crop, f32(wide * above), rng), 0, 255).astype(np.uint8)


def _dome(top: float, bulge: float = 1.03) -> list[tuple[float, float]]:
    """The profile of a round crown."""
    return [
        (1, 0), (bulge, 0.2 * top), (0.99 * bulge, 0.42 * top), (0.86, 0.68 * top),
        (0.6, 0.88 * top), (0.3, 0.97 * top), (0, top),
    ]  # fmt: skip


def _flap(grid: Field, skin: Skin) -> Part:
    """A brim as one sheet: its upper side, and the same cloth in its own shadow below."""
    below = np.median(skin.paint.reshape(-1, 3), axis=0) * 0.45
    return Part(f32(grid[4:]), skin, (float(below[0]), float(below[1]), float(below[2])))


def _cap(rng: Rng, size: Size) -> list[Part]:
    skin = with_seams(_cap_cloth(rng), 6, rng)
    if rng.random() < 0.7:
        skin = with_badge(skin, rng)
    top = rng.uniform(0.58, 0.74)
    crown = _dome(top)
    brim = Brim(rng.uniform(0.36, 0.52), rng.uniform(0.05, 0.55), rng.uniform(0.04, 0.2))
    peak = materials.any_cloth(rng) if rng.random() < 0.3 else skin
    parts = [Part(turned(crown, size), skin), _flap(tongue(size, brim), _plain(peak, rng))]
    return [*parts, _button(top, skin, rng)]


def _snapback(rng: Rng, size: Size) -> list[Part]:
    skin = with_badge(with_seams(_cap_cloth(rng), 6, rng), rng)
    top = rng.uniform(0.62, 0.78)
    crown = _dome(top, 1.08)
    brim = Brim(rng.uniform(0.4, 0.55), rng.uniform(-0.1, 0.3), rng.uniform(0, 0.04))
    peak = materials.any_cloth(rng) if rng.random() < 0.5 else skin
    return [Part(turned(crown, size), skin), _flap(tongue(size, brim), _plain(peak, rng))]


def _button(top: float, skin: Skin, rng: Rng) -> Part:
    grid = globe((0, top, 0), (0.03, 0.02, 0.03), -0.5, 1.5)
    return Part(grid, _plain(skin, rng))


def _cap_cloth(rng: Rng) -> Skin:
    return materials.camouflage(rng) if rng.random() < 0.08 else materials.any_cloth(rng)


def _plain(skin: Skin, rng: Rng) -> Skin:
    """The cloth of a crown without what is printed on its front."""
    colour = f32(np.median(skin.paint[8:40, :60].reshape(-1, 3), axis=0))
    return materials.cloth(rng, colour, plain=1.0)


def _beanie(rng: Rng, size: Size) -> list[Part]:
    colour = shade_of(rng)
    skin = materials.knit(rng, colour) if rng.random() < 0.8 else materials.cloth(rng, colour)
    top = rng.uniform(0.64, 0.92)
    parts = [Part(turned(_dome(top, rng.uniform(1.0, 1.1)), size), skin)]
    if rng.random() < 0.65:
        high = rng.uniform(0.14, 0.28)
        cuff = [(1.03, -0.03), (1.08, 0.0), (1.1, high / 2), (1.08, high), (1.02, high + 0.01)]
        band = skin if rng.random() < 0.7 else materials.knit(rng, shade_of(rng))
        parts.append(Part(turned(cuff, size, 10), band))
    if rng.random() < 0.2:
        ball = globe((0, top + 0.05, 0), (0.14, 0.13, 0.14), -1.5, 1.5)
        parts.append(Part(ball, materials.knit(rng, shade_of(rng))))
    return parts


def _bucket(rng: Rng, size: Size) -> list[Part]:
    skin = _cap_cloth(rng)
    top = rng.uniform(0.5, 0.66)
    crown = [(1, 0), (0.98, 0.2), (0.92, 0.85 * top), (0.84, 0.97 * top), (0.5, top), (0, top)]
    brim = Brim(rng.uniform(0.2, 0.32), rng.uniform(0.5, 1.0), 0.0, rng.uniform(0, 0.02))
    return [Part(turned(crown, size), skin), _flap(ring(size, brim, rng), skin)]


def _sun_hat(rng: Rng, size: Size) -> list[Part]:
    skin = materials.straw(rng) if rng.random() < 0.7 else materials.any_cloth(rng)
    crown = _dome(rng.uniform(0.5, 0.68), 1.0)
    brim = Brim(rng.uniform(0.4, 0.8), rng.uniform(-0.1, 0.4), 0, rng.uniform(0, 0.06))
    return [Part(turned(crown, size), skin), _flap(ring(size, brim, rng), skin)]


def _fedora(rng: Rng, size: Size) -> list[Part]:
    straw = rng.random() < 0.25
    skin = materials.straw(rng) if straw else materials.felt(rng, shade_of(rng))
    top = rng.uniform(0.56, 0.74)
    crown = [(1, 0), (0.98, 0.25), (0.9, 0.8 * top), (0.72, top), (0.3, 0.94 * top), (0, 0.9 * top)]
    brim = Brim(rng.uniform(0.2, 0.42), rng.uniform(-0.15, 0.2), rng.uniform(0, 0.22))
    return [Part(turned(crown, size), skin), _flap(ring(size, brim, rng), skin)]


def _beret(rng: Rng, size: Size) -> list[Part]:
    skin = materials.felt(rng, shade_of(rng)) if rng.random() < 0.5 else materials.any_cloth(rng)
    wide, top = rng.uniform(1.15, 1.4), rng.uniform(0.28, 0.4)
    crown = [(1, 0), (wide, 0.14), (wide, 0.22), (0.9, 0.9 * top), (0.4, top), (0, top)]
    return [Part(turned(crown, size), skin)]


def _flat_cap(rng: Rng, size: Size) -> list[Part]:
    skin = materials.cloth(rng, shade_of(rng), plain=0.4)
    top = rng.uniform(0.34, 0.44)
    crown = [(1, 0), (1.12, 0.1), (1.1, 0.22), (0.75, 0.9 * top), (0, top)]
    brim = Brim(rng.uniform(0.16, 0.26), rng.uniform(0.3, 0.7), 0.05)
    return [Part(turned(crown, size), skin), _flap(tongue(size, brim), skin)]


def _hard_hat(rng: Rng, size: Size) -> list[Part]:
    skin = materials.plastic(rng, shade_of(rng, materials.PLASTIC))
    if rng.random() < 0.5:
        skin = with_badge(skin, rng)
    large = Size(size.wide * 1.12, size.long * 1.12)
    crown = _dome(rng.uniform(0.6, 0.76), 1.0)
    lip = Brim(rng.uniform(0.03, 0.1), rng.uniform(0, 0.4))
    peak = Brim(rng.uniform(0.14, 0.26), rng.uniform(0.1, 0.5), 0.05)
    return [
        Part(turned(crown, large), skin),
        _flap(ring(large, lip, rng), skin),
        _flap(tongue(large, peak), skin),
    ]


def _helmet(rng: Rng, _: Size) -> list[Part]:
    skin = materials.plastic(rng, shade_of(rng, materials.PLASTIC))
    radii = (rng.uniform(0.66, 0.76), rng.uniform(0.78, 0.9), rng.uniform(0.8, 0.9))
    return [Part(globe((0, 0.16, -0.1), radii, rng.uniform(-1.3, -0.7), 1.55), skin)]


def _peaked(rng: Rng, size: Size) -> list[Part]:
    skin = materials.cloth(rng, shade_of(rng), plain=1.0)
    wide, top = rng.uniform(1.15, 1.35), rng.uniform(0.34, 0.5)
    crown = [
        (1, 0.13), (1.04, 0.18), (wide, 0.8 * top),
        (0.98 * wide, 0.9 * top), (0.6, top), (0, top),
    ]  # fmt: skip
    band = with_badge(materials.cloth(rng, shade_of(rng), plain=1.0), rng)
    peak = materials.plastic(rng, f32([25, 25, 27]))
    brim = Brim(rng.uniform(0.2, 0.32), rng.uniform(0.4, 0.9), rng.uniform(0.04, 0.12))
    return [
        Part(turned(crown, size), with_badge(skin, rng)),
        Part(turned([(1.01, 0), (1.02, 0.08), (1.01, 0.16)], size, 6), band),
        _flap(tongue(size, brim), peak),
    ]


def _visor(rng: Rng, size: Size) -> list[Part]:
    skin = materials.any_cloth(rng)
    band = [(1, 0), (1.02, 0.07), (1.0, 0.14)]
    brim = Brim(rng.uniform(0.36, 0.52), rng.uniform(0.1, 0.5), rng.uniform(0.04, 0.15))
    return [Part(turned(band, size, 6), skin), _flap(tongue(size, brim), skin)]


def _caping(rng: Rng, size: Size) -> list[Part]:
    wide, top = rng.uniform(1.6, 2.3), rng.uniform(0.5, 0.7)
    cone = [(wide, -0.22), (wide * 0.66, 0.05), (wide * 0.33, 0.65 * top), (0, top)]
    return [Part(turned(cone, size), materials.straw(rng))]


def _chef(rng: Rng, size: Size) -> list[Part]:
    white = f32([238, 238, 236]) * rng.uniform(0.85, 1.0)
    skin = materials.cloth(rng, white, plain=1.0)
    high, wide = rng.uniform(0.4, 0.9), rng.uniform(1.0, 1.3)
    crown = [(1, 0), (1, 0.2), (wide, 0.7 * high), (0.9 * wide, high), (0.4, high), (0, high)]
    return [Part(turned(crown, size), skin)]


def _songkok(rng: Rng, size: Size) -> list[Part]:
    skin, high = materials.velvet(rng), rng.uniform(0.42, 0.64)
    top = rng.uniform(0.9, 0.98)
    wall = [(1, 0), (0.99, 0.3 * high), (0.97, 0.7 * high), (top, high)]
    lid = [(top, high), (0.9 * top, high + 0.005), (0.5, high - 0.01), (0, high - 0.02)]
    parts = [Part(turned(wall, size), skin), Part(turned(lid, size, 6), materials.velvet(rng))]
    return parts if rng.random() < 0.8 else [parts[0], Part(turned(lid, size, 6), skin)]


def _kopiah(rng: Rng, size: Size) -> list[Part]:
    skin = materials.crochet(rng)
    return [Part(turned(_dome(rng.uniform(0.38, 0.52), 1.0), size), skin)]


Build = Callable[[Rng, Size], list[Part]]
LOW = (0.24, 0.46)
KINDS: Final[dict[Headgear, tuple[Fit, Build]]] = {
    Headgear.CAP: (Fit(LOW), _cap),
    Headgear.CAP_BACK: (Fit((0.28, 0.5), (-4, 8), turn=180.0, roll=6), _cap),
    Headgear.SNAPBACK: (Fit(LOW), _snapback),
    Headgear.BEANIE: (Fit((0.22, 0.52), (6, 22)), _beanie),
    Headgear.BUCKET: (Fit((0.3, 0.5), (0, 8)), _bucket),
    Headgear.SUN_HAT: (Fit((0.32, 0.5), (0, 22)), _sun_hat),
    Headgear.FEDORA: (Fit((0.3, 0.5), (0, 14), roll=6), _fedora),
    Headgear.BERET: (Fit((0.36, 0.54), (2, 16), roll=14), _beret),
    Headgear.FLAT_CAP: (Fit((0.32, 0.5)), _flat_cap),
    Headgear.HARD_HAT: (Fit((0.26, 0.46), (0, 12)), _hard_hat),
    Headgear.HELMET: (Fit((-0.02, 0.06), (-3, 5), roll=2), _helmet),
    Headgear.PEAKED: (Fit((0.3, 0.48)), _peaked),
    Headgear.VISOR: (Fit((0.3, 0.46)), _visor),
    Headgear.CAPING: (Fit((0.4, 0.56), (-4, 12)), _caping),
    Headgear.CHEF: (Fit((0.34, 0.5)), _chef),
    Headgear.SONGKOK: (Fit((0.34, 0.56), (2, 20), tight=(0.97, 1.06)), _songkok),
    Headgear.KOPIAH: (Fit((0.36, 0.58), (4, 24), tight=(0.97, 1.06)), _kopiah),
}
