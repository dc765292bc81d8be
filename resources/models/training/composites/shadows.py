"""Light that falls wrongly on a face: from one side, from straight above, through something.

A crop in even light is relit: the mesh gives a relief of the face, a lamp lights it and lets nose,
brow and cheeks shade each other, and what stands before the lamp casts its shadow. Reckoned in
linear light, where light adds up, so that skins of all colours darken by the same share.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

import cv2
import numpy as np
from numpy.typing import ArrayLike

from training.composites.drawn import Drawn, Field, Pixels
from training.composites.paint import OVAL, SIDE, blurred, cloud, f32, pick

Rng = np.random.Generator

GAMMA: Final = 2.2
RELIEF_PX: Final = 3.0
"""Blur of the relief: finer forms than nose and brow are already in the picture."""
STEPS: Final = 24
FACE_PX: Final = 96.0
"""Width of the face in the crop."""
LEAST_DARK: Final = 0.07
MOST_DARK: Final = 0.9


class Shadow(StrEnum):
    """How the light falls."""

    NONE = "none"
    SIDE = "side"
    CAST = "cast"
    TOP = "top"


SHARES: Final = (0.46, 0.22, 0.22, 0.1)


def draw_shadow(crop: Pixels, points: ArrayLike, rng: Rng, kind: Shadow | None = None) -> Drawn:
    """Relight the face of one crop in even light; `alpha` says where light is missing.

    NONE is relit too, as mildly as a careful photo officer lets pass.
    """
    chosen = kind or pick(rng, list(Shadow), SHARES)
    relief = Relief.of(f32(points))
    arriving = LIGHTS[chosen](relief, rng)
    while chosen is not Shadow.NONE and not _shows(arriving, relief):
        arriving = LIGHTS[chosen](relief, rng)
    pixels = _relit(crop, relief, arriving, rng)
    missing = np.clip(1.0 - arriving.min(axis=2), 0.0, 1.0) * relief.inside
    return Drawn(pixels, f32(missing), f"shadow-{chosen}")


@dataclass(frozen=True, slots=True)
class Relief:
    """The form of a face, (256, 256) each."""

    height: Field
    """Towards the camera, in pixels."""
    inside: Field
    """1 on the face, 0 well beside it."""
    middle: Field
    """(2,): x and y of the nose's root."""

    @classmethod
    def of(cls, mesh: Field) -> Self:
        """Spread the heights of the mesh over the crop."""
        weight, total = np.zeros((SIDE, SIDE), np.float32), np.zeros((SIDE, SIDE), np.float32)
        x, y = np.clip(np.round(mesh[:, :2]), 0, SIDE - 1).astype(int).T
        np.add.at(weight, (y, x), 1.0)
        np.add.at(total, (y, x), -mesh[:, 2])
        near = blurred(total, RELIEF_PX) / (blurred(weight, RELIEF_PX) + 1e-6)
        far = _spread(total) / (_spread(weight) + 1e-9)
        oval = np.zeros((SIDE, SIDE), np.uint8)
        cv2.fillPoly(oval, [mesh[OVAL, :2].round().astype(np.int32)], 255)
        inside = blurred(oval, 3.0) / 255
        height = blurred(inside * near + (1 - inside) * far, RELIEF_PX)
        return cls(height, f32(inside), f32(mesh[168, :2]))

    def lit_by(self, lamp: Field) -> Field:
        """How much of a lamp's light each place gets: 1 where it faces the lamp, 0 in the shade."""
        dx = cv2.Sobel(self.height, cv2.CV_32F, 1, 0, scale=0.125)
        dy = cv2.Sobel(self.height, cv2.CV_32F, 0, 1, scale=0.125)
        facing = (lamp[2] - dx * lamp[0] - dy * lamp[1]) / np.sqrt(dx * dx + dy * dy + 1)
        return f32(np.clip(facing, 0.0, 1.0) * (1.0 - self._hidden_from(lamp)))

    def _hidden_from(self, lamp: Field) -> Field:
        """Where something of the face itself stands in the light (1), with a soft edge."""
        flat = float(np.hypot(lamp[0], lamp[1])) + 1e-6
        hidden = np.full((SIDE, SIDE), -1e3, np.float32)
        for step in np.linspace(2.0, FACE_PX * 0.7, STEPS):
            move = f32([[1, 0, -lamp[0] / flat * step], [0, 1, -lamp[1] / flat * step]])
            between = cv2.warpAffine(
                self.height, move, (SIDE, SIDE), borderMode=cv2.BORDER_REPLICATE
            )
            above = between - self.height - step * lamp[2] / flat
            hidden = np.maximum(hidden, above)
        return np.asarray(np.clip(hidden / 3.0, 0.0, 1.0), np.float32)


def _even(relief: Relief, rng: Rng) -> Field:
    """No shadow to speak of: as the picture is, or a little brighter on one side."""
    if rng.random() < 0.4:
        return np.ones((SIDE, SIDE, 3), np.float32)
    if rng.random() < 0.5:
        lamp = _lamp(rng.uniform(0, 2 * np.pi), rng.uniform(0.1, 0.9))
        return _mixed(relief, relief.lit_by(lamp), rng.uniform(0.55, 0.95), rng)
    return _mixed(relief, _half(relief, rng, 45), rng.uniform(0.5, 0.95), rng)


def _side(relief: Relief, rng: Rng) -> Field:
    """A window or a lamp beside the face, the other half dark."""
    rest = rng.uniform(0.02, 0.24)
    if rng.random() < 0.5:
        return _mixed(relief, _half(relief, rng, rng.uniform(5, 22)), rest, rng)
    around = rng.choice([0.0, np.pi]) + rng.normal(0, 0.45)
    lamp = _lamp(around, rng.uniform(0.85, 1.45))
    return _mixed(relief, relief.lit_by(lamp), rest, rng)


def _top(relief: Relief, rng: Rng) -> Field:
    """A lamp or the noon sun above: dark eye sockets; or the shade of a brim."""
    rest = rng.uniform(0.03, 0.28)
    if rng.random() < 0.5:
        lamp = _lamp(-np.pi / 2 + rng.normal(0, 0.5), rng.uniform(0.85, 1.35))
        return _mixed(relief, relief.lit_by(lamp), rest, rng)
    edge = relief.middle[1] + rng.uniform(-8, 45)
    x, y = _grid()
    bow = rng.uniform(-0.006, 0.01) * (x - relief.middle[0]) ** 2
    lean = rng.normal(0, 0.12) * (x - relief.middle[0])
    lit = _step(y - edge + bow + lean, rng.uniform(0.8, 5))
    return _mixed(relief, lit, rest, rng)


def _cast(relief: Relief, rng: Rng) -> Field:
    """Something between lamp and face: leaves, bars, a hand's or a wall's edge."""
    lit = pick(rng, [_leaves, _bars, _edge, _patch])(relief, rng)
    if rng.random() < 0.2:
        return _mixed(relief, lit, rng.uniform(0.25, 0.7), rng, colour=0.6)
    return _mixed(relief, lit, rng.uniform(0.06, 0.45), rng)


def _leaves(_relief: Relief, rng: Rng) -> Field:
    field = cloud(rng, (SIDE, SIDE), rng.uniform(14, 60), rng.uniform(0.6, 1.8))
    return _step((field - rng.uniform(-0.5, 0.5)) * 20, rng.uniform(0.8, 6))


def _bars(relief: Relief, rng: Rng) -> Field:
    across = _along(relief, rng.uniform(0, np.pi)) + rng.uniform(0, 60)
    pitch, wide = rng.uniform(16, 60), rng.uniform(0.3, 0.7)
    wave = np.abs(np.mod(across / pitch, 1.0) - 0.5) * 2
    return _step((wave - wide) * pitch, rng.uniform(0.7, 4))


def _edge(relief: Relief, rng: Rng) -> Field:
    bent = 6 * rng.random() * cloud(rng, (SIDE, SIDE), rng.uniform(25, 80))
    turn = rng.uniform(0, 2 * np.pi)
    away = _along(relief, turn) + rng.uniform(-25, 25)
    return _step(away + bent, rng.uniform(0.7, 4))


def _patch(relief: Relief, rng: Rng) -> Field:
    """A blot, or a band of light that leaves the rest dark."""
    x, y = _grid()
    cx, cy = relief.middle + f32([rng.normal(0, 22), rng.uniform(-25, 60)])
    turn = rng.uniform(0, np.pi)
    u = (x - cx) * np.cos(turn) + (y - cy) * np.sin(turn)
    v = (y - cy) * np.cos(turn) - (x - cx) * np.sin(turn)
    a, b = rng.uniform(14, 45), rng.uniform(9, 30)
    rough = rng.uniform(0, 0.5) * cloud(rng, (SIDE, SIDE), rng.uniform(12, 30))
    away = (np.hypot(u / a, v / b) - 1 + rough) * min(a, b)
    return _step(away if rng.random() < 0.75 else -away, rng.uniform(0.7, 5))


LIGHTS: Final[dict[Shadow, Callable[[Relief, Rng], Field]]] = {
    Shadow.NONE: _even,
    Shadow.SIDE: _side,
    Shadow.CAST: _cast,
    Shadow.TOP: _top,
}


def _shows(arriving: Field, relief: Relief) -> bool:
    """Whether enough of the face is darker than the rest of it for anybody to see."""
    light = arriving.min(axis=2)[relief.inside > 0.8]
    dark = float(np.mean(light < 0.6 * np.percentile(light, 95)))
    return LEAST_DARK < dark < MOST_DARK


def _half(relief: Relief, rng: Rng, soft: float) -> Field:
    """One half lit, the other not, along a line near the middle of the face."""
    around = rng.choice([0.0, np.pi]) + rng.normal(0, 0.25)
    return _step(_along(relief, around) + rng.normal(0, 9), soft)


def _along(relief: Relief, angle: float) -> Field:
    """Distance in pixels from the middle of the face in a direction."""
    x, y = _grid()
    nose = relief.middle[1] + 30
    return f32((x - relief.middle[0]) * np.cos(angle) + (y - nose) * np.sin(angle))


def _step(away: Field, soft: float) -> Field:
    """From 0 on the dark side of an edge to 1 on the other, `soft` pixels wide."""
    return f32(1 / (1 + np.exp(np.clip(-2 * away / soft, -30, 30))))


def _lamp(around: float, aside: float) -> Field:
    """Unit vector towards a lamp: `aside` radians from the camera, in a direction of the crop."""
    return f32([np.cos(around) * np.sin(aside), np.sin(around) * np.sin(aside), np.cos(aside)])


def _mixed(relief: Relief, direct: Field, rest: float, rng: Rng, colour: float = 0.12) -> Field:
    """Light that arrives, (256, 256, 3): the lamp's and what the room throws back, tinted.

    `rest` is what the darkest place keeps. The camera exposes for the lit part.
    """
    face = relief.inside > 0.5
    full = max(float(np.percentile(direct[face], 92)), 0.05)
    lamp = np.minimum(direct / full, 1.25)
    tint = np.exp(rng.normal(0, colour, 3))
    tint = tint / tint.max()
    return f32(lamp[..., None] * (1 - rest) + rest * tint)


def _relit(crop: Pixels, relief: Relief, arriving: Field, rng: Rng) -> Pixels:
    """Multiply the light of the crop, and leave some or all of the background as it is."""
    around = cv2.dilate(relief.inside, np.ones((25, 25), np.uint8))
    below = np.clip((_grid()[1] - 196) / 24, 0, 1)
    people = np.maximum(blurred(around, 5.0), below)
    kept = rng.uniform(0.0, 1.0) if rng.random() < 0.6 else 1.0
    seen = 1 + (arriving - 1) * (1 - kept * (1 - people))[..., None]
    linear = (crop.astype(np.float32) / 255) ** GAMMA * seen
    level = np.exp(rng.normal(0.05, 0.12))
    return np.asarray(np.clip((linear * level) ** (1 / GAMMA) * 255 + 0.5, 0, 255), np.uint8)


def _spread(field: Field) -> Field:
    """Blur by a quarter of the face's width."""
    small = cv2.resize(field, (SIDE // 8, SIDE // 8), interpolation=cv2.INTER_AREA)
    return f32(cv2.resize(blurred(small, 3.0), (SIDE, SIDE), interpolation=cv2.INTER_LINEAR))


def _grid() -> tuple[Field, Field]:
    line = np.arange(SIDE, dtype=np.float32)
    return line[None, :], line[:, None]
