"""Brushes that the accessories are drawn with: a head's place and light, sheets, lines, relief."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self, TypeVar

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

from training.composites.drawn import Drawn, Field, Pixels

T = TypeVar("T")

SIDE = 256
PUPILS_MM = 63.0
OVAL = [10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377]
OVAL += [152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109]
LEFT_CHEEK, RIGHT_CHEEK = [50, 117, 123, 187, 205], [280, 346, 352, 411, 425]
FOREHEAD, CHIN = [10, 151, 9, 108, 337], [199, 200, 175, 148, 377]
TYPICAL_SKIN = np.array([0.77, 0.93, 1.3], np.float32)
SHARPNESS = [1.2, 1.26, 1.37, 1.51, 1.72, 1.95, 2.36, 2.84]
SOFTNESS = [3.0, 2.2, 1.6, 1.2, 0.9, 0.7, 0.5, 0.3]


@dataclass(frozen=True, slots=True)
class Head:
    """Where a head stands in its crop, and the light that falls on it."""

    crop: Pixels
    points: Field
    """(478, 3): the mesh in crop pixels, z negative towards the camera."""
    axes: Field
    """(3, 3): the head's own right, down and front as crop vectors."""
    mm: float
    """Crop pixels per millimetre."""
    skin: Field
    """BGR of the cheeks."""
    level: float
    """How bright a white thing would be here: 1 is well lit."""
    cast: Field
    """(3,): colour of the light, about 1 each."""
    light: Field
    """(3,): unit vector towards the light, in crop directions."""
    softness: float
    """Blur of the crop's own edges: sigma in pixels."""

    @classmethod
    def of(cls, crop: Pixels, points: ArrayLike, pose: ArrayLike) -> Self:
        """Measure the head of one crop."""
        mesh = np.asarray(points, np.float32)
        flip = f32([1, -1, -1])
        turn = np.asarray(pose, np.float32)[:3, :3] * flip[:, None]
        turn /= np.linalg.norm(turn, axis=0)
        axes = np.stack([turn[:, 0], -turn[:, 1], turn[:, 2]])
        gray = np.asarray(cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY), np.uint8)
        skin = np.median(sampled(crop, mesh[LEFT_CHEEK + RIGHT_CHEEK]), axis=0).astype(np.float32)
        tint = skin / max(float(skin.mean()), 1.0) / TYPICAL_SKIN
        cast = np.clip(tint**0.6, 0.7, 1.4)
        return cls(
            crop=crop,
            points=mesh,
            axes=axes,
            mm=_pupils(mesh) / PUPILS_MM,
            skin=skin,
            level=_level(gray, float(skin.mean())),
            cast=(cast / cast.mean()).astype(np.float32),
            light=_light(gray, mesh),
            softness=_softness(gray),
        )

    @property
    def turn(self) -> float:
        """Sine of the yaw, positive when the face looks to the right of the picture."""
        return float(self.axes[2, 0])

    def at(self, *indices: int) -> Field:
        """Mean place of mesh points, (3,)."""
        return np.asarray(self.points[list(indices)].mean(axis=0), np.float32)

    def place(self, origin: ArrayLike, offsets: ArrayLike) -> Field:
        """Crop places of offsets in millimetres (right, down, front) from an origin: (n, 3)."""
        shift = np.atleast_2d(np.asarray(offsets, np.float32)) @ self.axes * self.mm
        return np.asarray(np.asarray(origin, np.float32) + shift, np.float32)

    def lit(self, colour: ArrayLike) -> Field:
        """How a thing of this colour (BGR under white light) looks in the light of the crop."""
        return np.asarray(np.asarray(colour, np.float32) * self.cast * self.level, np.float32)


class Sheet:
    """A transparent sheet over a part of the crop, drawn on at several times its resolution."""

    def __init__(self, places: Field, margin: float, scale: int) -> None:
        low = np.clip(np.floor(places[:, :2].min(axis=0) - margin), 0, SIDE - 8).astype(int)
        high = np.clip(np.ceil(places[:, :2].max(axis=0) + margin), low + 8, SIDE).astype(int)
        self.low, self.high, self.scale = low, high, scale
        width, height = (high - low) * scale
        self.shape = (int(height), int(width))
        self.colour = np.zeros((*self.shape, 3), np.float32)
        self.alpha = np.zeros(self.shape, np.float32)
        self.shade = np.ones(self.shape, np.float32)

    def part(self, places: Field, margin: float) -> "Sheet":
        """A smaller sheet around some places, which paints on this one."""
        piece = Sheet(places, margin, self.scale)
        piece.low = np.clip(piece.low, self.low, self.high - 1)
        piece.high = np.clip(piece.high, piece.low + 1, self.high)
        left, top = (piece.low - self.low) * self.scale
        right, bottom = (piece.high - self.low) * self.scale
        cut = slice(int(top), int(bottom)), slice(int(left), int(right))
        piece.colour, piece.alpha, piece.shade = self.colour[cut], self.alpha[cut], self.shade[cut]
        piece.shape = (int(bottom - top), int(right - left))
        return piece

    @property
    def window(self) -> tuple[slice, slice]:
        """The part of the crop under the sheet."""
        return slice(self.low[1], self.high[1]), slice(self.low[0], self.high[0])

    def grid(self) -> tuple[Field, Field]:
        """Crop x as a row and crop y as a column, to be broadcast."""
        x = (np.arange(self.shape[1], dtype=np.float32) + 0.5) / self.scale + self.low[0]
        y = (np.arange(self.shape[0], dtype=np.float32) + 0.5) / self.scale + self.low[1]
        return x[None, :], y[:, None]

    def under(self, picture: NDArray[np.generic]) -> Field:
        """The crop's own pixels (or a map of them) at the sheet's resolution."""
        part = np.asarray(picture[self.window], np.float32)
        size = self.shape[::-1]
        return np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_LINEAR), np.float32)

    def polygon(self, places: ArrayLike, soft: float = 0.0) -> Field:
        """A filled outline as a mask."""
        mask = np.zeros(self.shape, np.uint8)
        cv2.fillPoly(mask, [self._fixed(places)], 255, cv2.LINE_AA, 4)
        return self.soften(mask, soft)

    def line(self, places: ArrayLike, width: float, *, closed: bool = False) -> Field:
        """A line of the given width in crop pixels as a mask."""
        mask = np.zeros(self.shape, np.uint8)
        self.ink(mask, places, width, closed=closed)
        return self.soften(mask, 0.0)

    def ink(
        self,
        mask: Pixels,
        places: ArrayLike,
        width: float,
        *,
        value: float = 255,
        closed: bool = False,
    ) -> None:
        """Draw a line into an 8-bit mask; one thinner than the sheet can hold is drawn paler."""
        thick = width * self.scale
        tone = value * min(1.0, thick)
        lines = [self._fixed(places)]
        cv2.polylines(mask, lines, closed, tone, max(1, round(thick)), cv2.LINE_AA, 4)

    def soften(self, mask: NDArray[np.generic], sigma: float) -> Field:
        """A mask as 0 to 1, blurred by a sigma in crop pixels."""
        unit = np.float32(1 / 255) if mask.dtype == np.uint8 else np.float32(1)
        return blurred(mask.astype(np.float32) * unit, sigma * self.scale)

    def lay(self, mask: Field, colour: ArrayLike) -> None:
        """Paint over what is there."""
        rows, columns = (np.flatnonzero(mask.max(axis=axis) > 0) for axis in (1, 0))
        if not len(rows):
            return
        part = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
        paint, cover = np.asarray(colour, np.float32), mask[part]
        paint = paint[part] if paint.ndim > 1 else paint
        self.colour[part] += cover[..., None] * (paint - self.colour[part])
        self.alpha[part] += cover * (1 - self.alpha[part])

    def darken(self, mask: Field, strength: float) -> None:
        """Cast a shadow on what lies under the sheet."""
        self.shade *= 1 - mask * strength

    def shadow(self, mask: Field, away: ArrayLike, soft: float, strength: float) -> None:
        """Darken what lies under a mask that is moved by `away`, blurred, both in crop pixels."""
        dx, dy = np.asarray(away, np.float32)[:2] * self.scale
        move = np.array([[1, 0, dx], [0, 1, dy]], np.float32)
        moved = cv2.warpAffine(mask, move, self.shape[::-1])
        self.darken(blurred(moved, soft * self.scale), strength)

    def _fixed(self, places: ArrayLike) -> NDArray[np.int32]:
        flat = np.asarray(places, np.float32)[:, :2]
        fixed = np.round(((flat - self.low) * self.scale - 0.5) * 16)
        return np.asarray(fixed, np.int32)


def f32(values: ArrayLike) -> Field:
    """Single-precision array of anything like one."""
    return np.asarray(values, np.float32)


def finished(
    head: Head, sheet: Sheet, rng: np.random.Generator, kind: str, base: Pixels | None = None
) -> Drawn:
    """Lay a sheet on the crop, as sharp and as noisy as the crop is."""
    crop = (head.crop if base is None else base).copy()
    part = crop[sheet.window]
    size = (part.shape[1], part.shape[0])
    layers = [
        blurred(cv2.resize(layer, size, interpolation=cv2.INTER_AREA), head.softness * 0.8)
        for layer in (sheet.colour, sheet.alpha, sheet.shade)
    ]
    colour, alpha, shade = layers[0], layers[1], layers[2]
    grain = rng.normal(0, rng.uniform(0.4, 2.2), part.shape[:2]).astype(np.float32)
    keep = (1 - alpha) * shade
    mixed = part * keep[..., None] + colour + (alpha * grain)[..., None]
    crop[sheet.window] = np.clip(mixed + 0.5, 0, 255).astype(np.uint8)
    whole = np.zeros((SIDE, SIDE), np.float32)
    whole[sheet.window] = np.clip(alpha, 0, 1)
    return Drawn(crop, whole, kind)


def blurred(picture: NDArray[np.generic], sigma: float) -> Field:
    """Gaussian blur; none below a tenth of a pixel."""
    field = np.asarray(picture, np.float32)
    if sigma < 0.1:
        return field
    return np.asarray(cv2.GaussianBlur(field, (0, 0), sigma), np.float32)


def curve(knots: ArrayLike, steps: int = 8, *, closed: bool = False) -> Field:
    """A smooth line through the knots (Catmull-Rom), of any dimension."""
    p = np.asarray(knots, np.float32)
    padded = np.vstack([p[-1:], p, p[:2]]) if closed else np.vstack([p[:1], p, p[-1:]])
    a, b, c, d = padded[:-3, None], padded[1:-2, None], padded[2:-1, None], padded[3:, None]
    t = np.linspace(0, 1, steps, endpoint=False, dtype=np.float32)[None, :, None]
    bend = (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    line = (0.5 * (2 * b + (c - a) * t + bend)).reshape(-1, p.shape[1])
    return np.asarray(line if closed else np.vstack([line, p[-1:]]), np.float32)


def cloud(
    rng: np.random.Generator, shape: tuple[int, int], cell: float, stretch: float = 1.0
) -> Field:
    """Smooth noise of about unit spread: blobs `cell` pixels high and `stretch` times wider."""
    rows = max(2, round(shape[0] / cell) + 1)
    columns = max(2, round(shape[1] / cell / stretch) + 1)
    seed = rng.standard_normal((rows, columns), dtype=np.float32)
    return np.asarray(cv2.resize(seed, shape[::-1], interpolation=cv2.INTER_CUBIC), np.float32)


def relief(height: Field, light: Field, strength: float = 1.0) -> Field:
    """Brightness of a surface given by its height under a light: 1 where it faces the light."""
    dx = cv2.Sobel(height, cv2.CV_32F, 1, 0, scale=0.125 * strength)
    dy = cv2.Sobel(height, cv2.CV_32F, 0, 1, scale=0.125 * strength)
    lean = -(dx * light[0] + dy * light[1]) - light[2]
    return np.asarray(lean / np.sqrt(dx * dx + dy * dy + 1) / -light[2], np.float32)


def sampled(crop: Pixels, places: Field) -> Field:
    """Mean colours of small patches around places of the crop: (n, 3)."""
    x, y = np.clip(np.round(places[:, :2]), 2, SIDE - 3).astype(int).T
    around = np.mgrid[-1:2, -1:2].reshape(2, -1)
    patch = crop[y[:, None] + around[0], x[:, None] + around[1]]
    return np.asarray(patch.mean(axis=1), np.float32)


def pick(rng: np.random.Generator, things: Sequence[T], weights: Sequence[float] = ()) -> T:
    """One of the things, by weight if weights are given."""
    share = np.asarray(weights or [1.0] * len(things), float)
    return things[int(rng.choice(len(things), p=share / share.sum()))]


def _pupils(mesh: Field) -> float:
    left, right = mesh[[33, 133]].mean(axis=0), mesh[[362, 263]].mean(axis=0)
    return max(float(np.linalg.norm(right - left)), 20.0)


def _level(gray: Pixels, skin: float) -> float:
    white = float(np.percentile(gray[::4, ::4], 97))
    return float(np.clip(0.5 * white / 235 + 0.5 * skin / 115, 0.2, 1.1))


def _light(gray: Pixels, mesh: Field) -> Field:
    def tone(indices: list[int]) -> float:
        x, y = np.clip(np.round(mesh[indices, :2]), 0, SIDE - 1).astype(int).T
        return float(gray[y, x].mean()) + 1.0

    left, right, top, low = (tone(part) for part in (LEFT_CHEEK, RIGHT_CHEEK, FOREHEAD, CHIN))
    across = np.clip(1.6 * (right - left) / (right + left), -0.9, 0.9)
    down = np.clip(-0.35 - 0.6 * (top - low) / (top + low), -0.8, 0.2)
    ray = f32([across, down, -0.8])
    return np.asarray(ray / np.linalg.norm(ray), np.float32)


def _softness(gray: Pixels) -> float:
    face = gray[80:200, 80:176].astype(np.float32)
    fine = np.abs(cv2.Laplacian(face, cv2.CV_32F)).mean()
    coarse = np.abs(cv2.Laplacian(cv2.GaussianBlur(face, (0, 0), 1.2), cv2.CV_32F)).mean()
    return float(np.interp(fine / max(float(coarse), 1e-3), SHARPNESS, SOFTNESS))
