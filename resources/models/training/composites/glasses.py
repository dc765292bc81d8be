"""Glasses drawn on a head: built in millimetres, turned with the head, lit like the face."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import ArrayLike

from training.composites.drawn import Drawn, Field, Pixels
from training.composites.lenses import clear_coat, dark_coat, glaze
from training.composites.paint import (
    OVAL,
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

Rng = np.random.Generator

SCALE = 3
ANGLES = np.linspace(0, 2 * np.pi, 72, endpoint=False)
SIDES = (-1, 1)
EARS = ((127, 234), (356, 454))
EYE_CORNERS = (33, 133, 362, 263)

ASPECT = {
    "rectangle": (0.5, 0.68), "square": (0.72, 0.88), "round": (0.9, 1.0), "oval": (0.6, 0.78),
    "panto": (0.8, 0.93), "aviator": (0.8, 0.95), "cat": (0.58, 0.76), "wayfarer": (0.66, 0.82),
    "hexagon": (0.78, 0.9),
}  # fmt: skip
POWERS = {
    "rectangle": (4.5, 4.0), "square": (5.0, 4.0), "round": (2.0, 2.0), "oval": (2.3, 2.3),
    "panto": (2.8, 2.1), "aviator": (3.0, 2.1), "cat": (3.4, 2.4), "wayfarer": (4.0, 2.8),
    "hexagon": (2.0, 2.0),
}  # fmt: skip
METALS = [(52, 50, 48), (70, 66, 64), (150, 150, 152), (200, 202, 205), (105, 160, 195),
          (85, 135, 180), (110, 125, 190), (28, 28, 30)]  # fmt: skip
PLASTICS = [(16, 16, 18), (22, 20, 20), (30, 40, 62), (28, 36, 75), (70, 44, 26), (40, 26, 92),
            (90, 92, 96), (60, 78, 52), (205, 208, 212), (120, 80, 140), (30, 70, 120)]  # fmt: skip
METAL_SHARES = [2, 2, 1, 1.5, 1.5, 1, 0.6, 3]
PLASTIC_SHARES = [8, 4, 2, 1.5, 1.5, 1, 1.5, 1, 1, 1, 1]


@dataclass(frozen=True, slots=True)
class Style:
    """One pair of glasses; lengths in millimetres."""

    build: str
    shape: str
    width: float
    height: float
    bridge: float
    top: float
    """Thickness of the rim above, and below."""
    bottom: float
    metal: bool
    colour: tuple[float, ...]
    clear_frame: float
    """How far light passes through the frame."""
    tortoise: bool
    wrap: float
    """Radius of the front's bend."""
    lift: float
    rim_strength: float
    """How plainly the bare edge of a rimless lens is seen."""
    hold: float
    """How high the bridge sits, as a share of the lens."""


def draw_glasses(
    crop: Pixels, points: ArrayLike, pose: ArrayLike, rng: Rng, *, dark: bool
) -> Drawn:
    """Put a random pair of clear glasses or sunglasses on the face of a crop."""
    head = Head.of(crop, points, pose)
    style = _style(rng, dark=dark)
    seat = _Seat.on(head, style, rng)
    outline, edge = _outline(style), _rim_edge(style)
    lenses = [seat.put(outline, side) for side in SIDES]
    rims = [seat.put(edge, side) for side in SIDES]
    arms = [_arm(seat, style, side, rng) for side in SIDES]
    sheet = Sheet(np.vstack([*rims, *arms]), 5, SCALE)
    glass = [sheet.polygon(lens) for lens in lenses]
    lens = np.maximum(*glass)
    frame = _front(sheet, seat, style, (lenses, rims), lens)
    frame = np.maximum(frame, _arms(sheet, head, style, arms, rng) * (1 - lens))
    _cast_shadow(sheet, head, np.maximum(frame, lens * (0.8 if dark else 0.06)), rng)
    base = crop if dark else _refracted(sheet, crop, lenses, lens, rng)
    coat = dark_coat(rng) if dark else clear_coat(rng)
    for pane, place in zip(glass, lenses, strict=True):
        glaze(sheet, head, coat, pane, place)
    _paint_frame(sheet, head, style, frame, rng)
    if style.metal and rng.random() < 0.7:
        _nose_pads(sheet, head, seat, rng)
    kind = f"{'dark' if dark else 'clear'}-{style.build}-{style.shape}"
    return finished(head, sheet, rng, kind, base)


def _style(rng: Rng, *, dark: bool) -> Style:
    builds = ["full", "half", "rimless", "browline"]
    build = pick(rng, builds, [6, 1, 0.7, 0.4] if dark else [5, 2.2, 2.2, 0.8])
    shapes = list(ASPECT)
    likely = [3, 2, 1, 1, 1, 3, 2, 4, 0.6] if dark else [4, 2, 2, 2, 2, 1.2, 1.5, 2, 0.7]
    shape = pick(rng, shapes, likely)
    metal = bool(build != "browline" and rng.random() < (0.65 if build == "half" else 0.4))
    thin = metal or build == "rimless"
    width = rng.uniform(48, 60) + (4 if dark else 0) - (4 if shape in {"round", "oval"} else 0)
    top = rng.uniform(0.7, 1.7) if thin else rng.uniform(1.8, 5.5)
    bottom = top * rng.uniform(0.6, 1.0)
    if build == "browline":
        top, bottom = rng.uniform(3, 5.5), rng.uniform(0.6, 1.2)
    palette, favoured = (METALS, METAL_SHARES) if thin else (PLASTICS, PLASTIC_SHARES)
    colour = tuple(np.clip(f32(pick(rng, palette, favoured)) + rng.uniform(-14, 14, 3), 6, 230))
    glassy = 0.0 if thin or rng.random() > 0.2 else rng.uniform(0.3, 0.75)
    return Style(
        build, shape, width, width * rng.uniform(*ASPECT[shape]), rng.uniform(14, 22), top, bottom,
        thin, colour, glassy, tortoise=bool(not thin and rng.random() < 0.22),
        wrap=rng.uniform(90, 160) if dark else rng.uniform(130, 320), lift=rng.uniform(-1, 4),
        rim_strength=rng.uniform(0.4, 0.85),
        hold=rng.uniform(0.02, 0.3),
    )  # fmt: skip


def _outline(style: Style, grow: float = 0.0) -> Field:
    """The lens right of the nose, seen from the front: (72, 2) millimetres, y down."""
    cos, sin = np.cos(ANGLES), np.sin(ANGLES)
    power = np.where(sin < 0, *POWERS[style.shape])
    radius = (np.abs(cos) ** power + np.abs(sin) ** power) ** (-1 / power)
    if style.shape == "hexagon":
        radius = np.cos(np.pi / 6) / np.cos((ANGLES + np.pi / 6) % (np.pi / 3) - np.pi / 6)
    x = cos * radius * (style.width / 2 + grow)
    y = sin * radius * (style.height / 2 + grow)
    if style.shape == "cat":
        swing = np.clip(x / style.width + 0.15, 0, 0.7) ** 1.5
        y -= swing * style.height * (0.35 - 0.3 * sin)
    elif style.shape == "aviator":
        x -= y * 0.16
        y -= x * 0.06
    elif style.shape in {"wayfarer", "square"}:
        x *= 1 - 0.11 * y / style.height
    return np.stack([x, y - style.lift * x / style.width], axis=1).astype(np.float32)


@dataclass(frozen=True, slots=True)
class _Seat:
    """How the front sits on the nose: brings flat millimetres to crop places."""

    head: Head
    middle: Field
    slip: float
    crooked: float
    lean: float
    depth: float
    wrap: float
    shift: float

    @classmethod
    def on(cls, head: Head, style: Style, rng: Rng) -> "_Seat":
        slip = rng.uniform(-3, 5) if rng.random() < 0.8 else rng.uniform(6, 15)
        return cls(
            head=head,
            middle=head.at(*EYE_CORNERS),
            slip=slip,
            crooked=float(np.deg2rad(rng.normal(0, 0.9 if rng.random() < 0.8 else 3.0))),
            lean=float(np.tan(np.deg2rad(rng.uniform(2, 12)))),
            depth=rng.uniform(9, 15) + 0.4 * max(slip, 0),
            wrap=style.wrap,
            shift=(style.width + style.bridge) / 2,
        )

    def put(self, flat: Field, side: int = 0) -> Field:
        """Crop places of (n, 2) millimetres: of one side's lens (-1, 1), or of the bridge (0)."""
        across = (flat[:, 0] + self.shift) * side if side else flat[:, 0]
        cos, sin = np.cos(self.crooked), np.sin(self.crooked)
        x, y = across * cos - flat[:, 1] * sin, across * sin + flat[:, 1] * cos
        z = self.depth - x * x / (2 * self.wrap) - y * self.lean
        return self.head.place(self.middle, np.stack([x, y + self.slip, z], axis=1))


def _rim_edge(style: Style) -> Field:
    """The lens's outline pushed outwards by the thickness of the rim there."""
    top, bottom = _outline(style, style.top), _outline(style, style.bottom)
    share = np.clip(0.5 + 0.8 * np.sin(ANGLES), 0, 1)[:, None].astype(np.float32)
    return np.asarray(top * (1 - share) + bottom * share, np.float32)


def _arm(seat: _Seat, style: Style, side: int, rng: Rng) -> Field:
    """One temple: from the hinge back to the ear."""
    hinge = f32([[style.width / 2, -style.height * rng.uniform(0.1, 0.34)]])
    start = seat.put(hinge, side)[0]
    corner = seat.head.place(start, [[side * rng.uniform(1.5, 4), 0, -3]])[0]
    ear = seat.head.at(*EARS[side > 0])
    end = seat.head.place(ear, [[side * rng.uniform(0, 3), rng.uniform(-9, -2), -12]])[0]
    return np.stack([start, corner, end])


def _front(
    sheet: Sheet, seat: _Seat, style: Style, shapes: tuple[list[Field], list[Field]], lens: Field
) -> Field:
    """Rims and bridge as one mask."""
    lenses, rims = shapes
    ring = f32(np.maximum(*(sheet.polygon(rim) for rim in rims)) * (1 - lens))
    mm = seat.head.mm
    if style.build in {"half", "rimless"}:
        edges = [sheet.line(line, 0.5 * mm, closed=True) for line in lenses]
        faint = np.maximum(*edges) * style.rim_strength
        upper = [sheet.polygon(_upper_part(rim)) for rim in rims]
        kept = ring * np.maximum(*upper) if style.build == "half" else faint
        ring = f32(np.maximum(kept, faint))
    half, high = style.bridge / 2 + 1.5, -style.height * style.hold
    bend = curve(f32([[-half, high + 1], [0, high - 2], [half, high + 1]]))
    ink = np.zeros(sheet.shape, np.uint8)
    sheet.ink(ink, seat.put(bend), max(1.1, 0.9 * style.top) * mm)
    if style.shape == "aviator" and style.metal:
        bar = f32([[-half - 5, -style.height * 0.46], [half + 5, -style.height * 0.46]])
        sheet.ink(ink, seat.put(bar), 1.1 * mm)
    return np.maximum(ring, sheet.soften(ink, 0))


def _upper_part(rim: Field) -> Field:
    """The upper half of a rim, closed by a straight line a little below its middle."""
    above = rim[np.sin(ANGLES) < 0.12]
    order = np.argsort(above[:, 0] - above[:, 1] * 1e-3)
    ends = above[order][[-1, 0]]
    top = f32([0, above[:, 1].min() - 4 - ends[0, 1], 0])
    return np.vstack([ends, ends[1] + top, ends[0] + top])


def _arms(sheet: Sheet, head: Head, style: Style, arms: list[Field], rng: Rng) -> Field:
    """The temples, behind the face where it turns away and under the hair where there is some."""
    width = max(1.0, style.top * rng.uniform(0.6, 1.1)) * head.mm
    lug = max(1.6, style.top * rng.uniform(1.0, 1.7)) * head.mm
    oval = sheet.polygon(head.points[OVAL], 0.5)
    shown = np.zeros(sheet.shape, np.float32)
    for side, arm in zip(SIDES, arms, strict=True):
        line = np.maximum(sheet.line(arm, width), sheet.line(arm[:2], lug))
        if side * head.turn > 0.1:
            line *= 1 - oval
        shown = np.maximum(shown, line)
    if rng.random() < 0.75:
        gap = np.linalg.norm(head.crop.astype(np.float32) - head.skin, axis=2)
        bare = np.clip(1.7 - gap / (0.35 * float(np.linalg.norm(head.skin)) + 20), 0, 1)
        shown *= sheet.under(blurred(bare, 1.5))
    return shown


def _cast_shadow(sheet: Sheet, head: Head, mask: Field, rng: Rng) -> None:
    """A soft shadow on the skin, away from the light."""
    reach = rng.uniform(1.0, 4.5) * head.mm
    away = (-head.light[0] * reach, max(0.3, -float(head.light[1])) * reach * 1.6)
    sheet.shadow(mask, away, rng.uniform(0.5, 1.8), rng.uniform(0.1, 0.55))


def _refracted(sheet: Sheet, crop: Pixels, lenses: list[Field], lens: Field, rng: Rng) -> Pixels:
    """The crop as the lenses show it: smaller for the short-sighted, larger for the far-sighted."""
    zoom = rng.uniform(0.9, 1.07)
    base = crop.astype(np.float32)
    size = (sheet.high - sheet.low).tolist()
    pane = np.zeros(crop.shape[:2], np.float32)
    pane[sheet.window] = cv2.resize(lens, size, interpolation=cv2.INTER_AREA)
    middle = (lenses[0][:, 0].mean() + lenses[1][:, 0].mean()) / 2
    for outline, half in zip(
        lenses, (slice(0, round(middle)), slice(round(middle), None)), strict=True
    ):
        x, y = outline[:, :2].mean(axis=0)
        move = f32([[zoom, 0, x * (1 - zoom)], [0, zoom, y * (1 - zoom)]])
        seen = cv2.warpAffine(crop, move, crop.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)
        share = pane[:, half, None]
        base[:, half] += share * (seen[:, half] - base[:, half])
    return np.asarray(np.clip(base + 0.5, 0, 255), np.uint8)


def _paint_frame(sheet: Sheet, head: Head, style: Style, frame: Field, rng: Rng) -> None:
    """Material and light on rims, bridge and temples."""
    thick = max(style.top * head.mm * sheet.scale, 1.5)
    round_ = relief(blurred(frame, thick / 3) * thick, head.light, 1.2)
    shine = rng.uniform(0.3, 1.0) if style.metal else rng.uniform(0.05, 0.5)
    lustre = np.clip(round_ - 1, 0, 1) * shine + 0.12 * cloud(rng, sheet.shape, 40)
    colour = np.broadcast_to(head.lit(style.colour), (*sheet.shape, 3))
    if style.tortoise:
        spots = np.clip(cloud(rng, sheet.shape, 9) * 1.5 + 0.3, 0, 1)[..., None]
        colour = colour * 0.5 * (1 - spots) + spots * head.lit((45, 95, 150))
    glint = (float(head.level) * 235 * np.clip(lustre, 0, 1))[..., None]
    body = colour * np.clip(0.35 + 0.65 * round_ + 0.2 * lustre, 0.2, 1.4)[..., None] + glint
    solid = 1 - style.clear_frame
    if style.build == "rimless":
        solid = rng.uniform(0.7, 1)
    sheet.lay(frame * solid, np.clip(body, 0, 255))


def _nose_pads(sheet: Sheet, head: Head, seat: _Seat, rng: Rng) -> None:
    """Small clear pads on thin arms beside the nose."""
    ink = np.zeros(sheet.shape, np.uint8)
    for side in SIDES:
        pad = f32([[side * 7.5, 3], [side * 8.5, 9]])
        sheet.ink(ink, seat.put(pad), 2.2 * head.mm)
    tone = head.lit(pick(rng, [(225, 230, 235), (120, 125, 130), (60, 60, 62)]))
    sheet.lay(sheet.soften(ink, 0.2) * rng.uniform(0.15, 0.55), tone)
