"""Solids that hats are made of: surfaces as grids, drawn with texture, light and depth."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from training.composites.cloth import Frame
from training.composites.drawn import Field, Pixels
from training.composites.paint import Head, Sheet, f32

STEEPEST = 1.2
FAR = np.float32(1e6)


@dataclass(frozen=True, slots=True)
class Skin:
    """What a surface looks like; pictures are upright, their last row is the grid's first."""

    paint: Pixels
    """(h, w, 3): BGR under white light."""
    height: Field
    """(h, w): relief in crop pixels."""
    holes: NDArray[np.uint8] | None = None
    """(h, w): 255 where there is nothing."""
    gloss: float = 0.0
    sharp: int = 4
    """How small highlights are: doublings of the exponent."""
    sheen: float = 0.05
    ambient: float = 0.3


@dataclass(frozen=True, slots=True)
class Part:
    """One surface of a hat."""

    grid: Field
    """(rows, columns, 3): right, up, front in face widths; rows go up, columns to the right."""
    skin: Skin
    inside: tuple[float, float, float] = (30.0, 30.0, 30.0)
    """BGR of its other side."""


@dataclass(frozen=True, slots=True)
class Seat:
    """How a hat sits on a head."""

    frame: Frame
    centre: Field
    """(3,): middle of the rim in the head's coordinates."""
    turn: Field
    """(3, 3): the hat's right, up and front in the head's coordinates."""
    distance: float
    """Of the camera, in pixels."""

    def place(self, grid: Field) -> Field:
        """Crop places (x, y, z) of the hat's coordinates."""
        frame = self.frame
        inside = self.centre + grid @ self.turn
        flat = frame.origin + inside @ frame.axes * frame.width
        nearer = self.distance / np.maximum(self.distance + flat[..., 2:] - frame.origin[2], 1)
        eye = f32([128, 132])
        return np.concatenate([eye + (flat[..., :2] - eye) * nearer, flat[..., 2:]], axis=-1)


class Canvas:
    """A sheet that surfaces are drawn on, the nearest in front."""

    def __init__(self, head: Head, sheet: Sheet, hidden: Field, behind: float) -> None:
        self.head, self.sheet = head, sheet
        self.person = sheet.under(hidden) > 0.5
        self.behind = behind
        self.depth = np.full(sheet.shape, FAR, np.float32)

    def draw(self, part: Part, places: Field) -> None:
        """Draw one part whose grid lies at these crop places."""
        low, high = self._window(places)
        if (high <= low).any():
            return
        view = slice(low[1], high[1]), slice(low[0], high[0])
        spots = places.copy()
        spots[..., :2] = (places[..., :2] - self.sheet.low) * self.sheet.scale - low
        across, up, depth, front = _traced(spots, (int(high[1] - low[1]), int(high[0] - low[0])))
        shown = depth < self.depth[view]
        shown &= ~(self.person[view] & (depth > self.behind))
        rows, columns = part.skin.height.shape
        u = across * (columns - 1) / (places.shape[1] - 1)
        v = (rows - 1) - up * (rows - 1) / (places.shape[0] - 1)
        if part.skin.holes is not None:
            shown &= cv2.remap(part.skin.holes, u, v, cv2.INTER_LINEAR) < 128
        colour = _lit(self.head, part, _normals(places, across, up, front), (u, v), front)
        self.sheet.colour[view][shown] = colour[shown]
        self.sheet.alpha[view][shown] = 1
        self.depth[view][shown] = depth[shown]

    def _window(self, places: Field) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        flat = (places[..., :2].reshape(-1, 2) - self.sheet.low) * self.sheet.scale
        limit = np.array(self.sheet.shape[::-1])
        low = np.clip(np.floor(flat.min(axis=0)).astype(int) - 1, 0, limit)
        return low, np.clip(np.ceil(flat.max(axis=0)).astype(int) + 2, 0, limit)


def _traced(spots: Field, shape: tuple[int, int]) -> tuple[Field, Field, Field, NDArray[np.bool_]]:
    """Grid column, grid row, depth and side at each pixel; the depth is FAR where nothing is."""
    rows, columns = spots.shape[:2]
    r, c = np.mgrid[: rows - 1, : columns - 1].astype(np.float32)
    r, c = r.ravel(), c.ravel()
    corners = [spots[:-1, :-1], spots[:-1, 1:], spots[1:, :-1], spots[1:, 1:]]
    a, b, d, e = (corner.reshape(-1, 3) for corner in corners)
    three = np.concatenate([np.stack([a, b, d], 1), np.stack([e, d, b], 1)])
    place = np.concatenate([np.stack([c, r, c + 1, r, c, r + 1], 1),
                            np.stack([c + 1, r + 1, c, r + 1, c + 1, r], 1)])  # fmt: skip
    one, two = three[:, 1] - three[:, 0], three[:, 2] - three[:, 0]
    area = one[:, 0] * two[:, 1] - one[:, 1] * two[:, 0]
    good = np.flatnonzero(np.abs(area) > 0.02)
    order = good[np.argsort(-three[good, :, 2].mean(axis=1))]
    fixed = np.round(three[:, :, :2] * 16).astype(np.int32)
    ids = np.full(shape, -1, np.int32)
    for k in order.tolist():
        cv2.fillConvexPoly(ids, fixed[k], k, cv2.LINE_8, 4)
    inverse = f32(1 / np.where(np.abs(area) > 0.02, area, 1))
    values = [place[:, ::2], place[:, 1::2], three[:, :, 2]]
    table = [_plane(three, one, two, value, inverse) for value in values]
    y, x = np.nonzero(ids >= 0)
    chosen = ids[y, x]
    fields = [np.zeros(shape, np.float32), np.zeros(shape, np.float32), np.full(shape, FAR)]
    for field, (base, dx, dy) in zip(fields, table, strict=True):
        field[y, x] = base[chosen] + dx[chosen] * x + dy[chosen] * y
    front = np.zeros(shape, bool)
    front[y, x] = area[chosen] < 0
    return fields[0], fields[1], fields[2].astype(np.float32), front


def _plane(
    three: Field, one: Field, two: Field, value: Field, inverse: Field
) -> tuple[Field, Field, Field]:
    """Value at the origin and its slopes, of a value that is linear over each triangle."""
    first, second = value[:, 1] - value[:, 0], value[:, 2] - value[:, 0]
    dx = (first * two[:, 1] - second * one[:, 1]) * inverse
    dy = (second * one[:, 0] - first * two[:, 0]) * inverse
    base = value[:, 0] - dx * three[:, 0, 0] - dy * three[:, 0, 1]
    return base, dx, dy


def _normals(places: Field, across: Field, up: Field, front: NDArray[np.bool_]) -> Field:
    along = np.gradient(places, axis=1)
    rise = np.gradient(places, axis=0)
    normal = np.cross(along, rise).astype(np.float32)
    normal /= np.maximum(np.linalg.norm(normal, axis=-1, keepdims=True), 1e-6)
    seen = cv2.remap(normal, across, up, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(np.where(front[..., None], seen, -seen), np.float32)


def _lit(
    head: Head, part: Part, normal: Field, at: tuple[Field, Field], front: NDArray[np.bool_]
) -> Field:
    """BGR in the light of the crop."""
    skin = part.skin
    wrap = cv2.BORDER_REPLICATE
    seen = cv2.remap(skin.paint, *at, cv2.INTER_LINEAR, borderMode=wrap)
    seen[~front] = np.clip(part.inside, 0, 255)
    bump = cv2.remap(skin.height, *at, cv2.INTER_LINEAR, borderMode=wrap)
    gx = np.clip(cv2.Sobel(bump, cv2.CV_32F, 1, 0, scale=0.25), -STEEPEST, STEEPEST)
    gy = np.clip(cv2.Sobel(bump, cv2.CV_32F, 0, 1, scale=0.25), -STEEPEST, STEEPEST)
    nx, ny, nz = normal[..., 0] - gx * front, normal[..., 1] - gy * front, normal[..., 2]
    size = 1 / np.sqrt(nx * nx + ny * ny + nz * nz + 1e-6)
    light = head.light / np.linalg.norm(head.light)
    facing = np.maximum((nx * light[0] + ny * light[1] + nz * light[2]) * size, 0)
    shade = skin.ambient * (0.75 - 0.25 * ny * size) + (1 - skin.ambient) * facing
    half = light + f32([0, 0, -1])
    half /= np.linalg.norm(half)
    glance = np.clip((nx * half[0] + ny * half[1] + nz * half[2]) * size, 0, 1) * front
    for _ in range(skin.sharp):
        glance *= glance
    albedo = seen.astype(np.float32) / 255
    extra = skin.gloss * glance + skin.sheen * (1 + np.minimum(nz * size, 0)) ** 2 * shade
    ray = head.cast * 1.12 * head.level**1.6
    lit = (albedo * albedo * shade[..., None] + extra[..., None]) * ray
    return np.asarray(255 * np.sqrt(np.clip(lit, 0, 1)), np.float32)
