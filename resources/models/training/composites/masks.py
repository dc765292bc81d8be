"""Face masks drawn over nose, mouth and chin, or worn where they do not belong."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import ArrayLike

from training.composites.drawn import Drawn, Field, Pixels
from training.composites.paint import (
    Head,
    Sheet,
    blurred,
    cloud,
    curve,
    f32,
    finished,
    pick,
    relief,
)
from training.composites.textiles import TILE, dyed, woven

Rng = np.random.Generator

SCALE = 2
LEFT_SIDE, RIGHT_SIDE = [127, 234, 132, 172, 150, 152], [356, 454, 361, 397, 379, 152]
RIDGE = [168, 1, 14, 152]
PROFILES = {
    "over": [195, 4, 0, 17, 200, 152],
    "nose": [94, 0, 17, 200, 152],
    "chin": [200, 199, 152],
}
MEDICAL = [(222, 192, 135), (235, 210, 165), (200, 160, 95), (190, 212, 158), (238, 238, 236),
           (236, 236, 234), (30, 29, 30), (34, 32, 32), (212, 190, 238), (150, 148, 146),
           ]  # fmt: skip
PLAIN = [(240, 240, 238), (238, 238, 238), (28, 28, 30), (30, 30, 32), (150, 150, 152)]
VEILS = [(22, 21, 22), (24, 22, 24), (60, 36, 28), (40, 48, 66), (90, 105, 130), (120, 118, 122),
         (235, 232, 230), (45, 35, 70), (60, 75, 50)]  # fmt: skip
PATTERNS = ["batik", "floral", "dots", "stripes", "plaid", "blots", "leopard"]


@dataclass(frozen=True, slots=True)
class Cut:
    """How one kind of mask is made."""

    fullness: float
    """How far it stands out from ear to nose, in millimetres."""
    squareness: float
    """Power of its cross-section: 2 is round."""
    pleats: int
    seam: str
    """none, middle (down the nose), panels (two across) or beak."""
    crumple: float
    loops: bool
    wire: float


CUTS = {
    "surgical": Cut(42, 2.3, 3, "none", 1.0, loops=True, wire=0.7),
    "cloth": Cut(45, 2.0, 0, "middle", 0.7, loops=True, wire=0.0),
    "tight": Cut(38, 1.9, 0, "none", 0.2, loops=True, wire=0.0),
    "kn95": Cut(58, 1.7, 0, "middle", 0.35, loops=True, wire=1.0),
    "kf94": Cut(54, 1.9, 0, "panels", 0.35, loops=True, wire=1.0),
    "duckbill": Cut(62, 1.8, 0, "beak", 0.5, loops=True, wire=0.8),
    "niqab": Cut(40, 2.1, 0, "none", 1.6, loops=False, wire=0.0),
    "scarf": Cut(40, 2.0, 0, "none", 3.2, loops=False, wire=0.0),
}
SHARES = [7, 4, 2, 1.5, 1.5, 1.2, 2.5]


def draw_mask(crop: Pixels, points: ArrayLike, pose: ArrayLike, rng: Rng) -> Drawn:
    """Put on a random mask; a kind that ends in `-chin` leaves nose and mouth free."""
    head = Head.of(crop, points, pose)
    name = pick(rng, list(CUTS)[:-1], SHARES)
    if name == "niqab":
        return _worn(head, name, "over", _veil(head, rng), rng)
    worn = pick(rng, ["over", "nose", "chin"], [8, 1.3, 1.3])
    return _worn(head, name, worn, _outline(head, worn, CUTS[name], rng), rng)


def draw_scarf(crop: Pixels, points: ArrayLike, pose: ArrayLike, rng: Rng) -> Drawn:
    """Wind a scarf or a tube of cloth around neck and mouth."""
    head = Head.of(crop, points, pose)
    return _worn(head, "scarf", "over", _wrap(head, rng), rng)


def _worn(head: Head, name: str, worn: str, outline: Field, rng: Rng) -> Drawn:
    cut = CUTS[name]
    loops = _loops(head, outline, rng) if cut.loops else []
    sheet = Sheet(np.vstack([outline, *loops]), 5, SCALE)
    mask = sheet.polygon(outline, 0.25)
    profile = head.points[PROFILES[worn]][:, :2].round().astype(np.int32)
    mask = np.maximum(mask, sheet.polygon(cv2.convexHull(profile)[:, 0], 0.4))
    surface = _surface(sheet, head, cut, outline, rng)
    cloth = _fabric(sheet, head, name, rng) * surface[..., None]
    sheet.darken(sheet.soften(mask, rng.uniform(1.2, 3)) * (1 - mask), rng.uniform(0.25, 0.6))
    for loop in loops:
        _draw_loop(sheet, head, loop, cloth, rng)
    sheet.lay(mask, np.clip(cloth, 0, 255))
    return finished(head, sheet, rng, name if worn == "over" else f"{name}-{worn}")


def _between(head: Head, a: int, b: int, share: float) -> Field:
    return np.asarray(head.points[a] * (1 - share) + head.points[b] * share, np.float32)


def _outline(head: Head, worn: str, cut: Cut, rng: Rng) -> Field:
    """Edge of a mask, clockwise from its upper left corner: crop places."""
    inward = rng.uniform(0.05, 0.5)
    nose = {"over": [6, 197, 197, 195], "nose": [2, 164, 94], "chin": [18, 200, 199]}[worn]
    middle = head.at(pick(rng, nose))
    corners = {"over": (234, 117), "nose": (93, 187), "chin": (132, 214)}[worn]
    facing = {"over": (454, 346), "nose": (323, 411), "chin": (361, 434)}[worn]
    left, right = _between(head, *corners, inward), _between(head, *facing, inward)
    sag = rng.uniform(-3, 4) if worn == "over" else rng.uniform(0, 4)
    hang = rng.uniform(2, 10) + (rng.uniform(6, 18) if worn == "chin" else 0)
    loose = rng.uniform(0.5, 3.5) + 0.04 * cut.fullness
    knots = [
        left,
        head.place((left + middle) / 2, [[0, sag, 4]])[0],
        middle,
        head.place((right + middle) / 2, [[0, sag, 4]])[0],
        right,
        head.place(_between(head, 361, 433, inward), [[loose * 0.5, 2, 0]])[0],
        head.place(head.points[397], [[loose, loose, 0]])[0],
        head.place(head.points[379], [[loose * 0.6, hang * 0.8, 0]])[0],
        head.place(head.points[152], [[0, hang, 0]])[0],
        head.place(head.points[150], [[-loose * 0.6, hang * 0.8, 0]])[0],
        head.place(head.points[172], [[-loose, loose, 0]])[0],
        head.place(_between(head, 132, 213, inward), [[-loose * 0.5, 2, 0]])[0],
    ]
    return curve(np.stack(knots), 7, closed=True)


def _veil(head: Head, rng: Rng) -> Field:
    """Edge of a niqab: from under the eyes down over the chest."""
    drop, wide = rng.uniform(80, 170), rng.uniform(10, 45)
    nose = head.place(head.at(6), [[0, rng.uniform(2, 14), 0]])[0]
    rise = rng.uniform(-6, 6)
    knots = [
        head.place(head.points[127], [[-rng.uniform(2, 14), rise, -10]])[0],
        head.place(head.points[117], [[0, rng.uniform(-6, 2), 2]])[0],
        nose,
        head.place(head.points[346], [[0, rng.uniform(-6, 2), 2]])[0],
        head.place(head.points[356], [[rng.uniform(2, 14), rise, -10]])[0],
        head.place(head.points[361], [[rng.uniform(6, 18), 4, -10]])[0],
        head.place(head.points[379], [[45 + wide * 0.6, 30, 0]])[0],
        head.place(head.points[152], [[50 + wide, drop, 0]])[0],
        head.place(head.points[152], [[0, drop + 12, 0]])[0],
        head.place(head.points[152], [[-50 - wide, drop, 0]])[0],
        head.place(head.points[150], [[-45 - wide * 0.6, 30, 0]])[0],
        head.place(head.points[132], [[-rng.uniform(6, 18), 4, -10]])[0],
    ]
    return curve(np.stack(knots), 7, closed=True)


def _wrap(head: Head, rng: Rng) -> Field:
    """Edge of a scarf: from over the mouth, or the nose, around jaw and neck."""
    middle = head.at(pick(rng, [2, 164, 4, 195]))
    wide, drop = rng.uniform(2, 16), rng.uniform(35, 70)
    tilt = rng.uniform(-8, 8)
    knots = [
        head.place(head.points[132], [[-wide, rng.uniform(-12, 8) + tilt, -10]])[0],
        head.place((head.points[132] + middle) / 2, [[0, rng.uniform(-4, 5), 3]])[0],
        middle,
        head.place((head.points[361] + middle) / 2, [[0, rng.uniform(-4, 5), 3]])[0],
        head.place(head.points[361], [[wide, rng.uniform(-12, 8) - tilt, -10]])[0],
        head.place(head.points[397], [[wide + 12, 12, -10]])[0],
        head.place(head.points[152], [[60 + wide, drop, 0]])[0],
        head.place(head.points[152], [[0, drop + rng.uniform(0, 20), 0]])[0],
        head.place(head.points[152], [[-60 - wide, drop, 0]])[0],
        head.place(head.points[172], [[-wide - 12, 12, -10]])[0],
    ]
    return curve(np.stack(knots), 7, closed=True)


def _loops(head: Head, outline: Field, rng: Rng) -> list[Field]:
    """Elastic bands from the corners to behind the ears."""
    loops = []
    corners = ((0, 11, 127, 132, -1), (4, 5, 356, 361, 1))
    for upper, lower, above, below, side in corners:
        out = side * rng.uniform(2, 9)
        top = head.place(head.points[above], [[out, rng.uniform(2, 10), -12]])[0]
        low = head.place(head.points[below], [[out * 0.7, rng.uniform(-6, 4), -12]])[0]
        for corner, end in ((outline[upper * 7], top), (outline[lower * 7], low)):
            bow = (corner + end) / 2 + f32([0, rng.uniform(-1.5, 1.5), 0])
            loops.append(curve(np.stack([corner, bow, end])))
    return loops


def _draw_loop(sheet: Sheet, head: Head, loop: Field, cloth: Field, rng: Rng) -> None:
    band = sheet.line(loop, rng.uniform(1.2, 3.2) * head.mm)
    lower = np.roll(band, round(1.2 * sheet.scale), axis=0)
    sheet.darken(sheet.soften(lower, 0.5), 0.3)
    own = cloth[sheet.shape[0] // 2, sheet.shape[1] // 2]
    white = head.lit((235, 236, 236)) * 0.85
    sheet.lay(band * 0.95, white if own.mean() > 0.4 * white.mean() else own)


def _surface(sheet: Sheet, head: Head, cut: Cut, outline: Field, rng: Rng) -> Field:
    """Brightness over the mask: its bulge, nose, pleats, seams and crumples under the light."""
    x, y = sheet.grid()
    across, down = _coordinates(head, x, y, outline)
    height = cut.fullness * (1 - np.abs(across) ** cut.squareness)
    height = height * (1 - 0.55 * np.clip((down - 0.5) / 0.5, 0, 1.2) ** 2)
    nose = np.exp(-((across / 0.16) ** 2) - ((down - 0.2) / 0.28) ** 2)
    height += 7 * rng.uniform(0.5, 1.2) * nose
    height += _creases(cut, across, down, rng)
    crumple = cut.crumple * rng.uniform(0.5, 1.6)
    height += crumple * (
        cloud(rng, sheet.shape, 6 * sheet.scale, 3)
        + 0.4 * cloud(rng, sheet.shape, 3 * sheet.scale, 2)
    )
    light = relief(f32(height) * head.mm * sheet.scale, head.light, 0.75)
    soft = rng.uniform(0.2, 0.5)
    gray = blurred(cv2.cvtColor(head.crop, cv2.COLOR_BGR2GRAY), 9) + 8
    own = np.sqrt(sheet.under(gray / max(float(head.skin.mean()) + 8, 20)))
    return f32(np.clip(soft + (1 - soft) * light, 0.12, 1.15) * np.clip(own, 0.55, 1.12))


def _coordinates(head: Head, x: Field, y: Field, outline: Field) -> tuple[Field, Field]:
    """Across (-1 left edge of the face, 0 nose, 1 right edge) and down (0 top, 1 bottom)."""
    rows = y[:, 0]

    def at_row(indices: list[int]) -> Field:
        chosen = head.points[indices]
        order = np.argsort(chosen[:, 1])
        return f32(np.interp(rows, chosen[order, 1], chosen[order, 0]))[:, None]

    ridge = at_row(RIDGE)
    jaw = [head.at(*LEFT_SIDE[2:4])[0], head.at(*RIGHT_SIDE[2:4])[0]]
    left = np.minimum(at_row(LEFT_SIDE), jaw[0] + 6)
    right = np.maximum(at_row(RIGHT_SIDE), jaw[1] - 6)
    half = np.where(x < ridge, np.maximum(ridge - left, 6), np.maximum(right - ridge, 6))
    low, high = outline[:, 1].min(), outline[:, 1].max()
    across = np.clip((x - ridge) / half, -1.15, 1.15)
    return f32(across), f32((y - low) / max(high - low, 8) + 0 * x)


def _creases(cut: Cut, across: Field, down: Field, rng: Rng) -> Field:
    """Heights of pleats, seams and nose wire in millimetres."""
    height = np.zeros_like(across)
    bow = rng.uniform(0.0, 0.14) * across**2
    for k in range(cut.pleats):
        line = down + bow * (1 - k) - (0.38 + 0.15 * k + rng.uniform(-0.02, 0.02))
        height += 2.2 * rng.uniform(0.5, 1.2) / (1 + np.exp(np.clip(-line / 0.008, -30, 30)))
        height -= 2.2 * np.clip((line + 0.14) / 0.14, 0, 1)
    if cut.seam == "middle" and rng.random() < 0.8:
        height += 5 * np.exp(-np.abs(across) / 0.05)
    elif cut.seam == "panels":
        for place, sign in ((0.34, 1), (0.68, -1)):
            line = down - place + sign * 0.12 * (1 - across**2)
            height += 4 * np.exp(-np.abs(line) / 0.03)
    elif cut.seam == "beak":
        height += 24 * np.exp(-np.abs(down - 0.5 - 0.05 * across**2) / 0.22) * (1 - across**2)
    return f32(
        height + 1.5 * cut.wire * np.exp(-(((down - 0.1) / 0.03) ** 2)) * (np.abs(across) < 0.35)
    )


def _fabric(sheet: Sheet, head: Head, name: str, rng: Rng) -> Field:
    """Colour of every place of the mask in the light of the crop."""
    if name == "surgical":
        colour = f32(pick(rng, MEDICAL))
    elif name == "niqab":
        colour = f32(pick(rng, VEILS))
    else:
        colour = f32(pick(rng, PLAIN)) if rng.random() < 0.55 else dyed(rng)
    colour = np.clip(colour * rng.uniform(0.85, 1.12) + rng.uniform(-8, 8, 3), 12, 245)
    grain = 1 + rng.uniform(0.0, 0.05) * rng.standard_normal(sheet.shape, dtype=np.float32)
    patterned = {"cloth": 0.6, "surgical": 0.08, "kf94": 0.1, "tight": 0.15, "scarf": 0.45}.get(
        name, 0.0
    )
    if rng.random() > patterned:
        return f32(head.lit(colour) * grain[..., None])
    tile = woven(rng, f32(colour), pick(rng, PATTERNS)).tile
    x, y = sheet.grid()
    zoom, turn = rng.uniform(1.8, 5), rng.uniform(-0.6, 0.6)
    u = f32(((x + turn * y) * zoom) % TILE)
    v = f32(((y - turn * x) * zoom) % TILE)
    print_ = cv2.remap(np.asarray(tile), u, v, cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)
    return f32(head.lit(print_) * grain[..., None])
