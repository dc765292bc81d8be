"""Colours and patterns of headscarves, as repeating tiles."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from training.composites.cloth import speckle
from training.composites.drawn import Field, Pixels
from training.composites.paint import blurred, f32

TILE = 256
SHARE = {
    "plain": 0.62,
    "floral": 0.09,
    "batik": 0.06,
    "stripes": 0.03,
    "dots": 0.03,
    "blots": 0.08,
    "plaid": 0.03,
    "leopard": 0.03,
    "fade": 0.03,
}
# BGR as a camera shows them; the number of times each is in the list is how common it is.
COMMON = [
    *[(24, 23, 25)] * 7, *[(238, 238, 238)] * 5, (215, 225, 232), (190, 208, 222), (170, 190, 212),
    (140, 165, 195), (120, 150, 186), (95, 120, 160), (70, 95, 140), (50, 70, 110), (40, 50, 75),
    (45, 40, 95), (50, 40, 130), (60, 50, 165), (140, 130, 200), (170, 160, 215), (195, 185, 225),
    (150, 120, 150), (110, 75, 100), (165, 140, 165), (60, 38, 28), (75, 48, 32), (95, 65, 45),
    (130, 95, 65), (165, 130, 90), (190, 165, 135), (205, 190, 170), (120, 120, 60), (95, 100, 50),
    (70, 85, 40), (60, 75, 60), (70, 95, 90), (110, 135, 115), (150, 165, 145), (120, 122, 125),
    (85, 86, 90), (160, 160, 165), (60, 140, 190), (70, 170, 205), (50, 100, 190),
]  # fmt: skip
SCHOOL = [(240, 240, 240), (240, 240, 240), (242, 240, 236), (60, 85, 125), (75, 50, 32)]


@dataclass(frozen=True, slots=True)
class Fabric:
    """One kind of cloth."""

    ground: Field
    """(3,): BGR of its ground."""
    tile: Pixels | None
    """A repeating pattern (TILE, TILE, 3); None is plain."""
    size: float
    """Face widths that a tile spans."""
    weave: float
    """How much the threads show."""

    def albedo(self, u: Field, v: Field, rng: np.random.Generator) -> Field:
        """Linear reflectance at cloth coordinates in face widths: (SIDE, SIDE, 3)."""
        rough = 1 + self.weave * blurred(speckle(rng), 0.6)
        if self.tile is None:
            return np.asarray(linear(self.ground) * rough[..., None], np.float32)
        scale = TILE / self.size
        step = [((axis * scale) % TILE).astype(np.float32) for axis in (u, v)]
        wrap = cv2.BORDER_WRAP
        cloth = f32(cv2.remap(self.tile, step[0], step[1], cv2.INTER_LINEAR, borderMode=wrap))
        return np.asarray(linear(cloth) * rough[..., None], np.float32)


def linear(colour: Field | Pixels) -> Field:
    """Reflectance of a colour, with a gamma of 2."""
    return np.asarray((np.asarray(colour, np.float32) / 255) ** 2, np.float32)


def dyed(rng: np.random.Generator) -> Field:
    """A colour that headscarves are often sold in, never twice the same."""
    colour = f32(COMMON[rng.integers(len(COMMON))])
    colour = colour.mean() + rng.uniform(0.55, 1.0) * (colour - colour.mean())
    shade = rng.uniform(0.9, 1.1, 3) * rng.uniform(0.8, 1.12)
    return np.asarray(np.clip(colour * shade, 10, 250), np.float32)


def woven(rng: np.random.Generator, ground: Field | None = None, kind: str = "") -> Fabric:
    """A fabric, of a given ground colour or kind of pattern if one is named."""
    base = dyed(rng) if ground is None else ground
    names, weights = list(SHARE), np.array(list(SHARE.values()))
    chosen = kind or names[int(rng.choice(len(names), p=weights / weights.sum()))]
    weave = float(rng.uniform(0.0, 0.04))
    if chosen == "plain":
        return Fabric(base, None, 1.0, weave)
    tile = np.empty((TILE, TILE, 3), np.uint8)
    tile[:] = np.clip(base, 0, 255).astype(np.uint8)
    PATTERNS[chosen](tile, rng)
    size = 1.6 if chosen == "fade" else float(rng.uniform(0.55, 1.4))
    return Fabric(base, np.asarray(cv2.GaussianBlur(tile, (0, 0), 0.8), np.uint8), size, weave)


def _inks(tile: Pixels, rng: np.random.Generator, count: int) -> list[tuple[float, ...]]:
    ground = tile[0, 0].astype(float)
    lighter = ground.mean() < rng.uniform(70, 190)
    inks = []
    for _ in range(count):
        if rng.random() < 0.5:
            ink = np.clip(ground + (1 if lighter else -1) * rng.uniform(40, 150, 3), 5, 245)
        else:
            ink = np.asarray(dyed(rng), float)
        inks.append(tuple(float(c) for c in ink))
    return inks


def _scatter(rng: np.random.Generator, count: int) -> list[tuple[int, int]]:
    side = max(1, round(count**0.5))
    spots = []
    for k in range(side * side):
        x, y = (k % side + rng.uniform(0.1, 0.9)), (k // side + rng.uniform(0.1, 0.9))
        spots.append((int(x * TILE / side), int(y * TILE / side)))
    return spots


def _wrapped(x: int, y: int, reach: int) -> list[tuple[int, int]]:
    xs = [x] + [x + s * TILE for s in (-1, 1) if -reach < x + s * TILE < TILE + reach]
    ys = [y] + [y + s * TILE for s in (-1, 1) if -reach < y + s * TILE < TILE + reach]
    return [(a, b) for a in xs for b in ys]


def _floral(tile: Pixels, rng: np.random.Generator) -> None:
    inks = _inks(tile, rng, 4)
    big = rng.integers(8, 30)
    for x, y in _scatter(rng, int(rng.integers(9, 45))):
        ink, heart = inks[rng.integers(3)], inks[3]
        petals, turn, reach = (
            int(rng.integers(4, 7)),
            rng.uniform(0, 360),
            int(big * rng.uniform(0.5, 1.2)),
        )
        for cx, cy in _wrapped(x, y, 2 * reach):
            for k in range(petals):
                angle = turn + 360 * k / petals
                off = np.radians(angle)
                at = (int(cx + 0.6 * reach * np.cos(off)), int(cy + 0.6 * reach * np.sin(off)))
                axes = (max(2, int(0.6 * reach)), max(1, int(0.3 * reach)))
                cv2.ellipse(tile, at, axes, angle, 0, 360, ink, -1, cv2.LINE_AA)
            cv2.circle(tile, (cx, cy), max(1, reach // 4), heart, -1, cv2.LINE_AA)


def _batik(tile: Pixels, rng: np.random.Generator) -> None:
    inks = _inks(tile, rng, 2)
    cells = int(rng.choice([4, 6, 8]))
    step = TILE // cells
    slanted = rng.random() < 0.4
    for k in range(cells * cells):
        cx, cy = (k % cells) * step + step // 2, (k // cells) * step + step // 2
        if slanted:
            curl = (int(step * 0.5), int(step * 0.18))
            cv2.ellipse(tile, (cx, cy), curl, 45, 0, 300, inks[0], max(1, step // 9), cv2.LINE_AA)
        else:
            for angle in (45, 135, 225, 315):
                off = np.radians(angle)
                at = (int(cx + 0.33 * step * np.cos(off)), int(cy + 0.33 * step * np.sin(off)))
                leaf = (max(2, int(0.27 * step)), max(1, int(0.15 * step)))
                cv2.ellipse(tile, at, leaf, angle, 0, 360, inks[0], -1, cv2.LINE_AA)
        cv2.circle(tile, (cx, cy), max(1, step // 12), inks[1], -1, cv2.LINE_AA)


def _stripes(tile: Pixels, rng: np.random.Generator) -> None:
    for ink in _inks(tile, rng, int(rng.integers(1, 4))):
        for _ in range(int(rng.integers(1, 5))):
            start, wide = int(rng.integers(TILE)), int(rng.integers(2, 26))
            tile[np.arange(start, start + wide) % TILE] = ink


def _plaid(tile: Pixels, rng: np.random.Generator) -> None:
    first = tile.copy()
    _stripes(first, rng)
    turned = np.ascontiguousarray(first.transpose(1, 0, 2))
    cv2.addWeighted(first, 0.5, turned, 0.5, 0, tile)


def _dots(tile: Pixels, rng: np.random.Generator) -> None:
    ink = _inks(tile, rng, 1)[0]
    cells = int(rng.choice([6, 8, 12, 16]))
    step = TILE / cells
    for k in range(cells * cells):
        shift = 0.5 * (k // cells % 2)
        at = (int((k % cells + 0.25 + shift) * step), int((k // cells + 0.5) * step))
        cv2.circle(tile, at, max(1, int(step * rng.uniform(0.2, 0.24))), ink, -1, cv2.LINE_AA)


def _blots(tile: Pixels, rng: np.random.Generator) -> None:
    for ink in _inks(tile, rng, int(rng.integers(2, 5))):
        cells = int(rng.choice([4, 6, 10]))
        small = rng.standard_normal((cells, cells), dtype=np.float32)
        tiled = cv2.resize(
            np.tile(small, (3, 3)), (3 * TILE, 3 * TILE), interpolation=cv2.INTER_CUBIC
        )
        field = tiled[TILE : 2 * TILE, TILE : 2 * TILE]
        tile[field > rng.uniform(0.3, 1.0)] = ink


def _leopard(tile: Pixels, rng: np.random.Generator) -> None:
    tile[:] = (120, 165, 200) if rng.random() < 0.7 else tile
    for x, y in _scatter(rng, int(rng.integers(60, 130))):
        axes = (int(rng.integers(6, 13)), int(rng.integers(4, 10)))
        turn, gap = rng.uniform(0, 180), rng.uniform(200, 320)
        for at in _wrapped(x, y, 20):
            cv2.ellipse(tile, at, axes, turn, 0, 360, (55, 85, 130), -1, cv2.LINE_AA)
            cv2.ellipse(tile, at, axes, turn, 0, gap, (20, 25, 32), 4, cv2.LINE_AA)


def _fade(tile: Pixels, rng: np.random.Generator) -> None:
    other = f32(_inks(tile, rng, 1)[0])
    share = 0.5 - 0.5 * np.cos(np.linspace(0, 2 * np.pi, TILE, dtype=np.float32))
    ground = tile[0, 0].astype(np.float32)
    tile[:] = (ground + share[:, None, None] * (other - ground)).astype(np.uint8)


PATTERNS: dict[str, Callable[[Pixels, np.random.Generator], None]] = {
    "floral": _floral,
    "batik": _batik,
    "stripes": _stripes,
    "dots": _dots,
    "blots": _blots,
    "plaid": _plaid,
    "leopard": _leopard,
    "fade": _fade,
}
