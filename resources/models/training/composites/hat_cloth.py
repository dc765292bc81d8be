"""What hats are made of: twill, wool, straw, felt, plastic, with seams, bands and badges on it."""

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import ArrayLike

from training.composites.drawn import Field, Pixels
from training.composites.paint import blurred, cloud, f32, pick
from training.composites.solids import Skin
from training.composites.textiles import TILE, woven

Rng = np.random.Generator
Colour = tuple[float, float, float]

HIGH, WIDE = 128, 512
DARK = [(22, 21, 23), (30, 28, 28), (60, 38, 26), (75, 45, 30), (48, 46, 46), (40, 52, 62)]
LOUD = [(38, 34, 165), (52, 48, 190), (150, 70, 30), (185, 110, 40), (60, 120, 40), (40, 150, 215),
        (30, 105, 225), (120, 60, 110), (150, 90, 200), (70, 170, 190)]  # fmt: skip
PALE = [(238, 238, 238), (225, 230, 234), (200, 214, 226), (175, 198, 216), (215, 200, 190),
        (200, 190, 220), (205, 220, 195)]  # fmt: skip
EARTH = [(105, 140, 170), (75, 105, 140), (90, 110, 110), (60, 85, 75), (50, 75, 110),
         (130, 160, 185), (120, 122, 125), (85, 86, 90), (45, 60, 85), (110, 145, 195)]  # fmt: skip
STRAW = [(130, 185, 218), (150, 200, 228), (105, 160, 200), (90, 140, 185), (180, 212, 228),
         (70, 105, 150), (205, 220, 230)]  # fmt: skip
GOLD = (70, 165, 205)
WORDS = ("NY", "LA", "B", "A", "KPU", "TNI", "PLN", "OK", "SD", "XL", "BALI", "JAVA", "23", "7",
         "GARUDA", "SPORT", "EST 98", "RI", "K", "M", "W", "VANS", "RACING", "POLO")  # fmt: skip
FONTS = (cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_TRIPLEX, cv2.FONT_HERSHEY_COMPLEX,
         cv2.FONT_HERSHEY_SCRIPT_COMPLEX)  # fmt: skip


@dataclass(slots=True)
class Cloth:
    """A picture and a relief of a hat's surface that seams and badges are worked into.

    Upright, `WIDE` pixels once around with the front in the middle, or once along a brim.
    """

    paint: Field
    height: Field
    holes: Pixels | None = None
    gloss: float = 0.0
    sharp: int = 4
    sheen: float = 0.05
    ambient: float = field(default=0.3)

    def skin(self) -> Skin:
        """As it is drawn."""
        paint = np.clip(self.paint, 0, 255).astype(np.uint8)
        return Skin(
            paint, self.height, self.holes, self.gloss, self.sharp, self.sheen, self.ambient
        )


def dye(rng: Rng, dark: float = 0.42, loud: float = 0.2, pale: float = 0.16) -> Field:
    """A colour that hats are sold in; what is left of the shares is earthy."""
    shares = [dark, loud, pale, max(1 - dark - loud - pale, 0.0)]
    colour = f32(pick(rng, pick(rng, [DARK, LOUD, PALE, EARTH], shares)))
    tinted = colour * rng.uniform(0.8, 1.15) * rng.uniform(0.92, 1.08, 3)
    return f32(np.clip(tinted, 9, 248))


def shifted(colour: ArrayLike, rng: Rng) -> Field:
    """A colour that is clearly another one: for bands, badges and second panels."""
    base = f32(colour)
    other = dye(rng, 0.3, 0.35, 0.35)
    if np.abs(other - base).max() < 50:
        other = f32([235, 235, 235]) if base.mean() < 120 else f32([24, 24, 26])
    return other


def blank(colour: ArrayLike, high: int = HIGH, wide: int = WIDE) -> Cloth:
    """Smooth and of one colour."""
    paint = np.empty((high, wide, 3), np.float32)
    paint[:] = f32(colour)
    return Cloth(paint, np.zeros((high, wide), np.float32))


def twill(rng: Rng, colour: ArrayLike, high: int = HIGH) -> Cloth:
    """Cotton of caps: fine threads, a few soft creases, here and there faded."""
    cloth = blank(colour, high)
    shape = cloth.height.shape
    worn = rng.uniform(0, 0.09) * cloud(rng, shape, 24, 1.6)
    threads = rng.uniform(0.01, 0.05) * rng.standard_normal(shape, dtype=np.float32)
    cloth.paint *= (1 + worn + threads)[..., None]
    creases(cloth, rng, rng.uniform(0.3, 2.2))
    cloth.ambient, cloth.sheen = float(rng.uniform(0.2, 0.42)), float(rng.uniform(0.02, 0.1))
    return cloth


def printed(rng: Rng, kind: str, colour: ArrayLike, high: int = HIGH) -> Cloth:
    """Twill with a pattern: camouflage, plaid, batik, stripes, flowers."""
    cloth = twill(rng, colour, high)
    if kind == "camouflage":
        _camouflage(cloth, rng)
        return cloth
    fabric = woven(rng, f32(colour), kind)
    if fabric.tile is not None:
        v, u = np.mgrid[:high, :WIDE].astype(np.float32) * (TILE / fabric.size / 110)
        size = (u % TILE).astype(np.float32), (v % TILE).astype(np.float32)
        tile = cv2.remap(fabric.tile, *size, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)
        cloth.paint *= f32(tile) / np.maximum(f32(colour), 12)
    return cloth


def knit(rng: Rng, colour: ArrayLike, high: int = HIGH) -> Cloth:
    """Wool: ribs of stitches, coarse or fine, of one colour or flecked."""
    cloth = blank(colour, high)
    count, rows = int(rng.integers(44, 105)), rng.uniform(3.5, 7)
    y, x = np.mgrid[:high, :WIDE].astype(np.float32)
    phase = x * (count / WIDE) + 0.12 * cloud(rng, (high, WIDE), 40)
    rib = np.abs(np.sin(np.pi * phase))
    stitch = np.sin(2 * np.pi * (y / rows + 0.35 * np.abs(phase % 1 - 0.5) * 2))
    coarse = 70 / count
    cloth.height += (rng.uniform(0.7, 1.7) * rib + rng.uniform(0.05, 0.45) * stitch) * coarse
    cloth.paint *= (rng.uniform(0.6, 0.8) + 0.36 * rib + 0.05 * stitch)[..., None]
    if rng.random() < 0.25:
        flecks = rng.standard_normal((high, WIDE), dtype=np.float32)
        cloth.paint *= (1 + rng.uniform(0.1, 0.25) * blurred(flecks, 0.8))[..., None]
    creases(cloth, rng, rng.uniform(0.5, 3.0))
    cloth.ambient, cloth.sheen = float(rng.uniform(0.25, 0.45)), float(rng.uniform(0.08, 0.2))
    return cloth


def plaited(rng: Rng, colour: ArrayLike, high: int = HIGH) -> Cloth:
    """Straw, pandan, bamboo: strands under and over each other, never quite even."""
    cloth = blank(colour, high)
    y, x = np.mgrid[:high, :WIDE].astype(np.float32)
    cell = rng.uniform(3.5, 8)
    slant = rng.choice([0.0, 1.0])
    a, b = (x + slant * y) / cell, (y - 0.7 * slant * x) / (cell * rng.uniform(0.6, 1.1))
    over = np.sin(np.pi * a) * np.sin(np.pi * b)
    lines = np.abs(np.sin(np.pi * b)) ** 0.5
    straws = cloud(rng, (high, WIDE), 2.0, 6.0) + cloud(rng, (high, WIDE), 9, 2.0)
    cloth.paint *= (0.8 + 0.12 * over + 0.12 * lines + 0.07 * straws)[..., None]
    cloth.height += 0.55 * over + 0.35 * lines
    cloth.ambient, cloth.gloss, cloth.sharp = 0.35, float(rng.uniform(0, 0.08)), 2
    return cloth


def felt(rng: Rng, colour: ArrayLike, high: int = HIGH) -> Cloth:
    """Wool felt or velvet: no threads, a bloom where it turns away."""
    cloth = blank(colour, high)
    nap = cloud(rng, (high, WIDE), 3) * 0.03 + cloud(rng, (high, WIDE), 30) * 0.05
    cloth.paint *= (1 + nap)[..., None]
    cloth.height += rng.uniform(0.1, 0.9) * cloud(rng, (high, WIDE), 26)
    cloth.ambient, cloth.sheen = float(rng.uniform(0.18, 0.4)), float(rng.uniform(0.03, 0.18))
    return cloth


def plastic(rng: Rng, colour: ArrayLike, high: int = HIGH) -> Cloth:
    """Shells of helmets, glossy or matt, scratched; patent leather of peaks."""
    cloth = blank(colour, high)
    scratches = rng.standard_normal((high, WIDE), dtype=np.float32)
    cloth.paint *= (1 + rng.uniform(0, 0.05) * blurred(scratches, 1.0))[..., None]
    cloth.gloss, cloth.sharp = float(rng.uniform(0.05, 0.9)), int(rng.integers(3, 7))
    cloth.ambient, cloth.sheen = float(rng.uniform(0.3, 0.5)), float(rng.uniform(0, 0.15))
    return cloth


def crochet(rng: Rng, colour: ArrayLike, high: int = HIGH) -> Cloth:
    """Lace of prayer caps: rounds of small holes that hair shows through."""
    cloth = blank(colour, high)
    y, x = np.mgrid[:high, :WIDE].astype(np.float32)
    count, rows = int(rng.integers(36, 76)), rng.uniform(5, 10)
    shift = 0.5 * (np.floor(y / rows) % 2)
    holes = np.sin(np.pi * (x * count / WIDE + shift)) ** 2 * np.sin(np.pi * y / rows) ** 2
    depth = rng.uniform(0.25, 0.75) * np.clip(2.2 * holes - 1.0, 0, 1)
    cloth.paint *= (1 - depth)[..., None]
    cloth.height += -1.2 * holes + 0.25 * rng.standard_normal(holes.shape, dtype=np.float32)
    creases(cloth, rng, rng.uniform(0, 1.0))
    cloth.ambient = float(rng.uniform(0.3, 0.5))
    return cloth


def creases(cloth: Cloth, rng: Rng, strength: float) -> None:
    """Dents and folds, crosswise more than lengthwise."""
    shape = cloth.height.shape
    broad = cloud(rng, shape, rng.uniform(20, 36), rng.uniform(1, 2.5))
    sharp = 1 - np.abs(cloud(rng, shape, rng.uniform(14, 30), rng.uniform(1.5, 3)))
    cloth.height += strength * (broad + rng.uniform(0, 0.9) * np.clip(sharp, 0, 1) ** 3)


def seams(cloth: Cloth, rng: Rng, turns: ArrayLike) -> None:
    """Seams from the rim to the top at these shares of the way round, stitched at both sides."""
    stitch = 1 + rng.uniform(-0.25, 0.3)
    for turn in f32(turns):
        x = int(turn % 1 * (WIDE - 1))
        cloth.height[:, max(x - 1, 0) : x + 1] -= 1.3
        cloth.paint[:, max(x - 1, 0) : x + 1] *= 0.72
        for side in (x - 6, x + 6):
            if 0 <= side < WIDE:
                cloth.paint[::3, side] *= stitch


def ring_of(cloth: Cloth, share: tuple[float, float], colour: ArrayLike | None) -> slice:
    """A band from one height to another (0 the rim, 1 the top): its rows."""
    high = cloth.height.shape[0]
    rows = slice(int((1 - share[1]) * high), int((1 - share[0]) * high))
    if colour is not None:
        grain = cloth.paint[rows] / np.maximum(cloth.paint[rows].mean(axis=(0, 1)), 1)
        cloth.paint[rows] = f32(colour) * np.clip(grain, 0.5, 1.5)
    cloth.height[rows] += 0.9
    return rows


def badge(cloth: Cloth, rng: Rng, at: tuple[float, float], size: float) -> None:
    """Letters, a patch or an emblem around a place (share round, share up), `size` pixels wide."""
    high, wide = cloth.height.shape
    x, y = int(at[0] * wide), int((1 - at[1]) * high)
    mask = np.zeros((high, wide), np.uint8)
    ground = cloth.paint[np.clip(y, 0, high - 1), np.clip(x, 0, wide - 1)]
    ink = shifted(ground, rng)
    style = pick(rng, ["letters", "patch", "emblem", "outline"], [4, 3, 2, 2])
    if style == "patch":
        _patch(mask, rng, (x, y), size)
        _lay(cloth, mask, ink, 0.8)
        mask[:] = 0
        ink = shifted(ink, rng)
        size *= 0.7
    if style in {"patch", "letters"} and rng.random() < 0.8:
        _letters(mask, rng, (x, y), size)
    elif style == "outline":
        _patch(mask, rng, (x, y), size)
        border = cv2.morphologyEx(mask, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
        mask = np.asarray(border, np.uint8)
    else:
        _emblem(mask, rng, (x, y), size)
    _lay(cloth, mask, ink, 0.6)


def _lay(cloth: Cloth, mask: Pixels, ink: ArrayLike, thick: float) -> None:
    share = f32(mask) / 255
    cloth.paint += share[..., None] * (f32(ink) - cloth.paint)
    cloth.height += thick * share


def _letters(mask: Pixels, rng: Rng, at: tuple[int, int], size: float) -> None:
    word, font = pick(rng, WORDS), pick(rng, FONTS)
    thick = int(rng.integers(1, 4))
    (wide, high), _ = cv2.getTextSize(word, font, 1.0, thick)
    scale = min(size / wide, 0.8 * size / high)
    corner = (int(at[0] - wide * scale / 2), int(at[1] + high * scale / 2))
    cv2.putText(mask, word, corner, font, scale, 255, thick, cv2.LINE_AA)


def _patch(mask: Pixels, rng: Rng, at: tuple[int, int], size: float) -> None:
    half, tall = int(size / 2), int(size * rng.uniform(0.25, 0.5))
    if rng.random() < 0.5:
        cv2.ellipse(mask, at, (half, tall), 0, 0, 360, 255, -1, cv2.LINE_AA)
    else:
        low, top = (at[0] - half, at[1] - tall), (at[0] + half, at[1] + tall)
        cv2.rectangle(mask, low, top, 255, -1)


def _emblem(mask: Pixels, rng: Rng, at: tuple[int, int], size: float) -> None:
    count = int(rng.integers(3, 9))
    angle = np.linspace(0, 2 * np.pi, 2 * count, endpoint=False) - np.pi / 2
    reach = np.where(np.arange(2 * count) % 2, rng.uniform(0.15, 0.4), 0.5) * size
    star = np.stack([at[0] + reach * np.cos(angle), at[1] + reach * np.sin(angle)], axis=1)
    cv2.fillPoly(mask, [star.astype(np.int32)], 255, cv2.LINE_AA)
    if rng.random() < 0.4:
        wing = (int(0.75 * size), max(2, int(0.15 * size)))
        cv2.ellipse(mask, (at[0], at[1] + wing[1]), wing, 0, 0, 180, 255, 2, cv2.LINE_AA)


def _camouflage(cloth: Cloth, rng: Rng) -> None:
    palette = pick(rng, [[(60, 80, 75), (40, 55, 85), (30, 35, 32), (110, 140, 150)],
                         [(150, 150, 150), (90, 90, 92), (45, 45, 48), (200, 200, 200)],
                         [(110, 150, 185), (80, 110, 145), (60, 75, 100), (150, 180, 205)],
                         [(120, 90, 60), (80, 60, 40), (60, 45, 35), (160, 140, 120)]])  # fmt: skip
    grain = cloth.paint / np.maximum(cloth.paint.mean(axis=(0, 1)), 1)
    cloth.paint[:] = palette[0]
    for colour in palette[1:]:
        blots = cloud(rng, cloth.height.shape, rng.uniform(9, 20), rng.uniform(1, 2.2))
        cloth.paint[blots > rng.uniform(0.3, 0.9)] = colour
    cloth.paint *= grain
