"""Cloth over a head: the relief of volumes and folds, and how it looks in a light."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from training.composites.drawn import Field
from training.composites.paint import SIDE, Head, blurred, cloud, f32

Y, X = np.mgrid[:SIDE, :SIDE].astype(np.float32)
RING = 512
LEFT_EAR, RIGHT_EAR, HAIR_LINE, CHIN = 234, 454, 10, 152
STEEPEST = 1.8


@dataclass(frozen=True, slots=True)
class Frame:
    """The head's own coordinates: right, up and front in face widths, from between the ears."""

    origin: Field
    """(3,): crop place between the ears."""
    axes: Field
    """(3, 3): right, up and front as crop vectors."""
    width: float
    """Pixels from ear to ear."""

    @classmethod
    def of(cls, head: Head) -> "Frame":
        """Measure a head."""
        left, right = head.points[LEFT_EAR], head.points[RIGHT_EAR]
        axes = head.axes * f32([[1], [-1], [1]])
        width = max(float(np.linalg.norm(right - left)), 40.0)
        return cls(head.at(LEFT_EAR, RIGHT_EAR), axes, width)

    def at(self, place: Sequence[float]) -> Field:
        """Where a place of the head is in the crop, (2,)."""
        shift = f32(place) @ self.axes * self.width
        return np.asarray((self.origin + shift)[:2], np.float32)


@dataclass(frozen=True, slots=True)
class Volume:
    """An ellipsoid that the cloth lies on, in face widths."""

    centre: tuple[float, float, float]
    radii: tuple[float, float, float]
    upright: bool = False
    """Belongs to the trunk, which does not turn with the head."""

    def depth(self, frame: Frame, x: Field = X, y: Field = Y) -> Field:
        """Pixels inside its outline, negative outside (first order)."""
        axes = np.diag(f32([1, -1, -1])) if self.upright else frame.axes
        spread = (f32(self.radii)[:, None] * axes)[:, :2] * frame.width
        inverse = np.linalg.inv(spread.T @ spread).astype(np.float32)
        cx, cy = frame.at(self.centre)
        u, v = x - cx, y - cy
        a, b = inverse[0, 0] * u + inverse[0, 1] * v, inverse[0, 1] * u + inverse[1, 1] * v
        q = np.sqrt(u * a + v * b)
        return np.asarray((1 - q) * q / np.maximum(np.sqrt(a * a + b * b), 1e-6), np.float32)


def draped(depths: Sequence[Field], slack: float) -> Field:
    """Depth inside a cloth that spans volumes; `slack` pixels is how loosely it spans them."""
    deepest = np.maximum.reduce(list(depths))
    total = sum(np.exp(np.maximum((depth - deepest) / slack, -20)) for depth in depths)
    return np.asarray(deepest + slack * np.log(total), np.float32)


def rounded(depth: Field, radius: float) -> Field:
    """Height of a surface that curves away towards its outline."""
    rest = radius - np.clip(depth, 0, radius)
    return np.asarray(np.sqrt(np.maximum(radius * radius - rest * rest, 0)), np.float32)


def crests(rng: np.random.Generator, count: int, spread: float = 1.0) -> Field:
    """Sharp-crested ridges across a line: heights 0 to 1 at RING steps."""
    t = np.linspace(0, 1, RING, dtype=np.float32)
    line = np.zeros(RING, np.float32)
    for k in range(count):
        place = (k + rng.uniform(0.1, 0.9)) / count
        wide = rng.uniform(0.2, 0.6) * spread / count
        lean = rng.uniform(-0.75, 0.75)
        off = t - place
        scale = np.where(off < 0, wide * (1 + lean), wide * (1 - lean))
        bump = rng.uniform(0.3, 1.0) * np.exp(-((np.abs(off) / scale) ** rng.uniform(1.5, 2.4)))
        line = np.maximum(line, bump)
    return line


def across(line: Field, place: Field) -> Field:
    """A line of heights laid out by a coordinate that runs from 0 to 1."""
    step = np.clip(place * (RING - 1), 0, RING - 1).astype(np.int32)
    return line[step]


def ramp(value: Field, low: float, high: float) -> Field:
    """0 below `low`, 1 above `high`, smooth between (either way round)."""
    t = np.clip((value - low) / (high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)


def haze(rng: np.random.Generator, cell: float) -> Field:
    """Smooth noise over the crop, of about unit spread, its blobs `cell` pixels wide."""
    fine = 2 if cell < 12 else 4
    small = cloud(rng, (SIDE // fine, SIDE // fine), cell / fine)
    return np.asarray(cv2.resize(small, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR), np.float32)


def speckle(rng: np.random.Generator) -> Field:
    """Noise of unit spread from pixel to pixel."""
    level = rng.integers(0, 256, (SIDE, SIDE), np.uint8).astype(np.float32)
    return np.asarray((level - 127.5) / 73.9, np.float32)


def fading(rng: np.random.Generator, cell: float) -> Field:
    """A share of 0 to 1 that comes and goes over the crop: no fold runs its whole way."""
    return np.asarray(np.clip(0.55 + 0.55 * haze(rng, cell), 0, 1.3), np.float32)


@dataclass(frozen=True, slots=True)
class Finish:
    """How a fabric takes the light."""

    ambient: float
    hollows: float
    """How dark its folds are inside."""
    sheen: float
    """Pale fuzz where it turns away."""
    gloss: float
    """Satin highlights."""
    slant: tuple[float, float]
    """How much more aslant than on the face the light is: right, down."""

    @classmethod
    def drawn(cls, rng: np.random.Generator) -> "Finish":
        """Mostly cotton and crêpe, sometimes satin."""
        satin = rng.random() < 0.22
        return cls(
            ambient=float(rng.uniform(0.12, 0.4)),
            hollows=float(rng.uniform(0.06, 0.2)),
            sheen=float(rng.uniform(0, 0.12)),
            gloss=float(rng.uniform(0.1, 0.35)) if satin else float(rng.uniform(0, 0.05)),
            slant=(float(rng.uniform(-0.35, 0.35)), float(rng.uniform(-0.6, -0.1))),
        )


def slopes(relief: Field) -> tuple[Field, Field, Field]:
    """Unit normals (x, y, towards the camera) of a height in pixels."""
    framed = cv2.copyMakeBorder(relief, 2, 2, 2, 2, cv2.BORDER_REPLICATE)
    framed[:2], framed[-2:] = 2 * framed[2] - framed[4], 2 * framed[-3] - framed[-5]
    within = (slice(2, -2), slice(2, -2))
    gx = np.clip(cv2.Sobel(framed, cv2.CV_32F, 1, 0, scale=0.125)[within], -STEEPEST, STEEPEST)
    gy = np.clip(cv2.Sobel(framed, cv2.CV_32F, 0, 1, scale=0.125)[within], -STEEPEST, STEEPEST)
    nz = 1 / np.sqrt(gx * gx + gy * gy + 1)
    return -gx * nz, -gy * nz, nz


def lit(body: Field, creases: Field, albedo: Field, head: Head, finish: Finish) -> Field:
    """BGR of a cloth in the light of the crop.

    Args:
        body: height in pixels of what the cloth lies on.
        creases: height of its folds, on top; light does not reach their hollows.
        albedo: linear reflectance.
        head: whose light it is.
        finish: how the fabric takes it.
    """
    nx, ny, nz = slopes(body + creases)
    ray = f32([1, 1, -1]) * head.light + f32([*finish.slant, 0])
    lx, ly, lz = (float(part) for part in ray / np.linalg.norm(ray))
    facing = np.maximum(nx * lx + ny * ly + nz * lz, 0)
    ambient = finish.ambient * (1 - 0.8 * abs(float(head.light[0])))
    shade = ambient + (1 - ambient) * facing
    for reach in (1.6, 7.0):
        shade *= 1 - np.clip(finish.hollows * (blurred(creases, reach) - creases), -0.12, 0.6)
    half = f32([lx, ly, lz + 1])
    half /= np.linalg.norm(half)
    glance = np.maximum(nx * half[0] + ny * half[1] + nz * half[2], 0)
    for _ in range(4):
        glance *= glance
    extra = finish.sheen * (1 - nz) ** 2 * shade * 0.5 + finish.gloss * 0.3 * glance
    light = (albedo * shade[..., None] + extra[..., None]) * (head.cast * 1.12 * head.level**1.6)
    return np.asarray(255 * np.sqrt(np.clip(light, 0, 1)), np.float32)
