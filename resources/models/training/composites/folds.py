"""The folds of a headscarf, as relief in pixels."""

from dataclasses import dataclass
from math import cos, sin

import numpy as np

from training.composites.cloth import Frame, X, Y, across, crests, fading, haze, ramp
from training.composites.drawn import Field
from training.composites.opening import Opening
from training.composites.paint import SIDE, f32


@dataclass(frozen=True, slots=True)
class Creases:
    """How strong each family of folds is."""

    around: float = 0.6
    """Along the edge of the opening."""
    fan: float = 0.5
    """From a pin below the chin."""
    swag: float = 0.3
    """Hanging in bows below the chin."""
    crown: float = 0.4
    """From the temples over the crown."""
    chest: float = 0.4
    """Down the chest."""
    brim: float = 0.0
    """How often a stiff brim stands over the forehead."""


def creased(rim: Opening, frame: Frame, creases: Creases, rng: np.random.Generator) -> Field:
    """All folds of one cloth, with its hem around the face."""
    depth = rng.uniform(0.5, 1.4) * 0.045 * frame.width
    u, v = _local(rim, frame)
    warp = 0.05 * haze(rng, 50) + 0.015 * haze(rng, 16)
    relief = _hem(rim, frame, rng)
    relief += depth * creases.around * _around(rim, frame, warp, rng)
    relief += depth * creases.fan * _fan(rim, frame, warp, rng)
    relief += depth * creases.swag * _swags(u, v + warp, rng)
    relief += depth * creases.crown * _over_crown(u, v, warp, rng)
    relief += depth * creases.chest * _down_chest(u + warp, v, rng)
    relief += rng.uniform(0, 0.9) * haze(rng, 18)
    relief += rng.uniform(0, 0.8) * _wrinkles(rim, frame, warp, rng)
    if rng.random() < creases.brim:
        relief += _brim(rim, frame, u, v, rng)
    return relief


def overlaid(
    relief: Field, rim: Opening, frame: Frame, side: float, rng: np.random.Generator
) -> tuple[Field, Field]:
    """One end laid over what is there, from below the chin to one side: relief, and where."""
    u, v = _local(rim, frame)
    lean = side * rng.uniform(-0.9, 0.75)
    away = np.abs(u) * rng.uniform(0, 0.5) * u * side
    bend = 0.03 * haze(rng, 50)
    level = f32((-v - rng.uniform(-0.03, 0.06)) * cos(lean) + u * sin(lean) + away + bend)
    shown = ramp(level * frame.width, -1.2, 1.2) * ramp(-v, -0.75, -0.35)
    return _atop(relief, level, shown, frame, rng), shown


def wrapped(
    relief: Field, rim: Opening, frame: Frame, side: float, rng: np.random.Generator
) -> tuple[Field, Field]:
    """An end led from below the chin along one cheek over the crown: relief, and where."""
    x, y = X - rim.centre[0], Y - rim.centre[1]
    rise = (x * rim.up[0] + y * rim.up[1]) / frame.width
    right = (-x * rim.up[1] + y * rim.up[0]) / frame.width
    spread = rng.uniform(0.15, 0.5) * np.maximum(rise + 0.6, 0) ** rng.uniform(1.0, 1.8)
    edge = rng.uniform(0.01, 0.08) + spread + 0.012 * haze(rng, 50)
    level = rim.away / frame.width - edge
    shown = ramp(level * frame.width, -1.0, 1.0) * ramp(side * right, -0.3, 0.1)
    return _atop(relief, level, shown, frame, rng), shown


def _atop(
    relief: Field, level: Field, shown: Field, frame: Frame, rng: np.random.Generator
) -> Field:
    """Relief with a piece on top whose folds run along its edge, `level` face widths away."""
    line = crests(rng, int(rng.integers(2, 7)), 1.0)
    own = across(line, level / rng.uniform(0.5, 1.1)) * fading(rng, 60)
    height = rng.uniform(0.02, 0.045) * frame.width * (1 + 0.5 * np.exp(-abs(level) / 0.03))
    depth = rng.uniform(0.015, 0.05) * frame.width
    share = 1 - rng.uniform(0.4, 0.9) * shown
    return np.asarray(relief * share + (height + depth * own) * shown, np.float32)


def _local(rim: Opening, frame: Frame) -> tuple[Field, Field]:
    """Right and up of the lowest point of the opening, in face widths."""
    x, y = (X - rim.chin[0]) / frame.width, (Y - rim.chin[1]) / frame.width
    up = rim.up
    return -up[1] * x + up[0] * y, up[0] * x + up[1] * y


def _hem(rim: Opening, frame: Frame, rng: np.random.Generator) -> Field:
    wide = rng.uniform(0.02, 0.07) * frame.width
    roll = rng.uniform(0.015, 0.05) * frame.width * (1 - np.maximum(1 - rim.away / wide, 0) ** 2)
    if rng.random() < 0.35:  # folded back on itself
        fold = rng.uniform(0.06, 0.16) * frame.width + 2 * haze(rng, 40)
        roll = roll - rng.uniform(0.5, 1.8) * ramp(rim.away - fold, -1.2, 1.2)
    if rng.random() < 0.4:  # a stitched hem
        seam = rng.uniform(0.04, 0.08) * frame.width
        roll -= rng.uniform(0.3, 0.8) * np.exp(-(((rim.away - seam) / 1.2) ** 2))
    return np.asarray(roll, np.float32)


def _around(rim: Opening, frame: Frame, warp: Field, rng: np.random.Generator) -> Field:
    """Folds that follow the opening, more and deeper towards the jaw; each side has its own."""
    x, y = X - rim.centre[0], Y - rim.centre[1]
    rise = (x * rim.up[0] + y * rim.up[1]) / frame.width
    right = (-x * rim.up[1] + y * rim.up[0]) / frame.width
    out = rim.away / frame.width + warp
    relief = np.zeros((SIDE, SIDE), np.float32)
    for side in (-1, 1):
        line = crests(rng, int(rng.integers(1, 6)), 0.9)
        slant = rng.uniform(-0.45, 0.25)
        place = (out + slant * rise) / rng.uniform(0.35, 0.6) + rng.uniform(0.0, 0.3)
        relief += across(line, place) * ramp(side * right, -0.05, 0.2)
    return relief * (0.3 + 0.7 * ramp(rise, 0.5, -0.1)) * fading(rng, 55)


def _fan(rim: Opening, frame: Frame, warp: Field, rng: np.random.Generator) -> Field:
    """Folds from one point below the chin, as from a pin, dying away from it."""
    u, v = _local(rim, frame)
    u, v = u - rng.uniform(-0.08, 0.08), v + rng.uniform(0.0, 0.12)
    reach = np.sqrt(u * u + v * v)
    turn = np.arctan2(u, -v) / (2 * np.pi) + 0.5
    line = crests(rng, int(rng.integers(9, 20)), 0.9)
    return across(line, turn + 0.4 * warp) * ramp(reach, 0.02, 0.3) * np.exp(-((reach / 0.85) ** 2))


def _wrinkles(rim: Opening, frame: Frame, warp: Field, rng: np.random.Generator) -> Field:
    """Small creases: around the face in some places, away from it in others."""
    turn = np.arctan2(X - rim.centre[0], Y - rim.centre[1]) / (2 * np.pi) + 0.5
    ring = across(crests(rng, 16, 1.6), rim.away / (1.1 * frame.width) + 2.2 * warp)
    rays = across(crests(rng, 34, 1.6), turn + 1.2 * warp)
    share = fading(rng, 40)
    return np.asarray((ring * share + rays * (1 - share)) * fading(rng, 24), np.float32)


def _swags(u: Field, v: Field, rng: np.random.Generator) -> Field:
    """Bows below the chin, hanging from both cheeks or slantwise."""
    slant, bow = rng.uniform(-0.5, 0.5), rng.uniform(0.4, 1.3)
    hang = -v + bow * (u - rng.uniform(-0.2, 0.2)) ** 2 + slant * u
    line = crests(rng, int(rng.integers(3, 8)), 0.9)
    shown = np.exp(-((u / rng.uniform(0.4, 0.8)) ** 2)) * ramp(-v, -0.15, 0.1)
    return f32(across(line, hang / rng.uniform(0.6, 1.0)) * shown * fading(rng, 60))


def _over_crown(u: Field, v: Field, warp: Field, rng: np.random.Generator) -> Field:
    """Folds that spread from above one ear over the head."""
    side = float(rng.choice([-1.0, 1.0]))
    x, y = side * u - rng.uniform(0.45, 0.75), v - rng.uniform(0.5, 1.0)
    turn = f32(np.arctan2(y, -x) / np.pi)
    line = crests(rng, int(rng.integers(3, 9)), 1.0)
    shown = ramp(v, 0.95, 1.3) * fading(rng, 60)
    return across(line, f32(0.5 + 0.5 * turn + 0.5 * warp)) * shown


def _down_chest(u: Field, v: Field, rng: np.random.Generator) -> Field:
    """Folds that fall from the shoulders."""
    spread = u / (1 + rng.uniform(0.2, 0.7) * np.maximum(-v, 0)) / 2.6 + 0.5
    line = crests(rng, int(rng.integers(6, 14)), 1.0)
    return across(line, f32(spread)) * ramp(-v, 0.0, 0.5) * fading(rng, 60)


def _brim(rim: Opening, frame: Frame, u: Field, v: Field, rng: np.random.Generator) -> Field:
    """A stiffened band over the forehead with rows of stitches."""
    wide = rng.uniform(0.09, 0.17) * frame.width
    shown = ramp(v, 0.85, 1.05) * ramp(np.abs(u), 0.5, 0.3)
    band = 1 - ramp(rim.away, wide - 1.5, wide + 1.5)
    rows = 0.35 * np.cos(2 * np.pi * rim.away / (wide / int(rng.integers(2, 5))))
    return np.asarray((rng.uniform(0.8, 2.2) * band + rows * band) * shown, np.float32)
