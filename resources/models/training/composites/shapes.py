"""Shapes of hats, in face widths from the middle of the rim: right, up, front."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from training.composites.drawn import Field
from training.composites.paint import curve, f32

COLUMNS = 49
THICK = 0.022


@dataclass(frozen=True, slots=True)
class Size:
    """Half axes of a rim."""

    wide: float
    long: float


@dataclass(frozen=True, slots=True)
class Brim:
    """A brim: how far it reaches, how it hangs and bends."""

    reach: float
    drop: float
    """Radians below the plane of the rim."""
    bend: float = 0.0
    """How far its sides hang (tongue) or rise (ring)."""
    wave: float = 0.0
    spread: float = 1.3
    """Radians from its middle to its ends, of a tongue."""


def even(line: Field, count: int) -> Field:
    """A line with points at equal steps."""
    step = np.linalg.norm(np.diff(line, axis=0), axis=1)
    run = np.concatenate([[0], np.cumsum(step)])
    at = np.linspace(0, run[-1], count)
    return f32(np.stack([np.interp(at, run, line[:, k]) for k in range(line.shape[1])], axis=1))


def turned(profile: Sequence[tuple[float, float]], size: Size, rows: int = 14) -> Field:
    """A crown by its profile of (share of the rim's axes, height) from the rim to the top."""
    line = even(curve(profile, 6), rows)
    phi = np.linspace(-np.pi, np.pi, COLUMNS, dtype=np.float32)
    r, y = np.maximum(line[:, :1], 0.01), line[:, 1:]
    return f32(
        np.stack([size.wide * r * np.sin(phi), y + 0 * phi, size.long * r * np.cos(phi)], -1)
    )


def raised(grid: Field, front: float) -> Field:
    """A crown whose top is higher in front than behind, or lower."""
    bent = grid.copy()
    share = grid[..., 1] / max(float(grid[..., 1].max()), 0.05)
    reach = grid[..., 2] / max(float(np.abs(grid[..., 2]).max()), 0.05)
    bent[..., 1] += front * share * reach
    return bent


def creased(grid: Field, pinch: float, dent: float) -> Field:
    """A crown that is narrower at the top of its front, with a furrow from front to back."""
    bent = grid.copy()
    share = np.clip(grid[..., 1] / max(float(grid[..., 1].max()), 0.05), 0, 1) ** 2
    ahead = np.clip(grid[..., 2] / max(float(grid[..., 2].max()), 0.05), 0, 1)
    bent[..., 0] *= 1 - pinch * share * ahead
    bent[..., 1] -= dent * share**2 * np.exp(-((grid[..., 0] / 0.16) ** 2))
    return bent


def tongue(size: Size, brim: Brim, lift: float = 0.0) -> Field:
    """The peak of a cap: from under its inner edge around the outer one to over the inner one."""
    s = np.linspace(-1, 1, 33, dtype=np.float32)
    phi = s * brim.spread
    q = f32([0, 0.35, 0.7, 0.96, 1, 0.96, 0.7, 0.35, 0])[:, None]
    reach = brim.reach * (1 - np.abs(s) ** 2.6)
    x = size.wide * np.sin(phi) * (1 + 0.1 * q)
    z = size.long * np.cos(phi) + reach * np.cos(brim.drop) * q
    hang = brim.bend * (np.sin(phi) / np.sin(min(brim.spread, 1.57))) ** 2 * (1 - s**8)
    y = lift - reach * np.sin(brim.drop) * q - hang * q**0.7
    y = y + THICK * f32([-1, -1, -1, -0.8, 0, 0.8, 1, 1, 1])[:, None] / 2
    return f32(np.stack([x, y, z], -1))


def ring(size: Size, brim: Brim, rng: np.random.Generator) -> Field:
    """A brim all around: from under its inner edge around the outer one to over the inner one."""
    phi = np.linspace(-np.pi, np.pi, COLUMNS, dtype=np.float32)
    q = f32([0, 0.35, 0.7, 0.97, 1, 0.97, 0.7, 0.35, 0])[:, None]
    start, count = rng.uniform(0, 6), int(rng.integers(2, 6))
    sway = brim.wave * np.sin(count * phi + start)
    run = brim.reach * np.cos(brim.drop) * q
    x, z = (size.wide + run) * np.sin(phi), (size.long + run) * np.cos(phi)
    rise = (brim.bend * np.sin(phi) ** 2 + sway) * q * q
    y = rise - brim.reach * np.sin(brim.drop) * q
    y = y + THICK * f32([-1, -1, -1, -0.8, 0, 0.8, 1, 1, 1])[:, None] / 2
    return f32(np.stack([x, y, z], -1))


def globe(
    centre: Sequence[float], radii: Sequence[float] | Field, low: float, high: float
) -> Field:
    """A part of an ellipsoid between two latitudes in radians."""
    phi = np.linspace(-np.pi, np.pi, COLUMNS, dtype=np.float32)
    lat = np.linspace(low, high, 18, dtype=np.float32)[:, None]
    flat = np.maximum(np.cos(lat), 0.01)
    unit = np.stack([flat * np.sin(phi), np.sin(lat) + 0 * phi, flat * np.cos(phi)], -1)
    return f32(unit * f32(radii) + f32(centre))
