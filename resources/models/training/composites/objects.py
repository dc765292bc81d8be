"""Things held before the mouth: telephone, card, paper, cup, microphone, and a scarf."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import ArrayLike

from training.composites.drawn import Drawn, Field, Pixels
from training.composites.hands import Aim, Limb, paint_fingers, paint_hand, placed, shaped
from training.composites.masks import draw_scarf
from training.composites.paint import Head, Sheet, blurred, cloud, f32, finished, pick, relief
from training.composites.textiles import dyed

Rng = np.random.Generator

SCALE = 2
DPMM = 2
"""Dots a millimetre of a thing's picture."""
CASES = [(18, 18, 20), (24, 24, 26), (60, 58, 56), (205, 205, 205), (235, 235, 235)]
KINDS = ["phone", "card", "paper", "cup", "microphone", "scarf"]
SHARES = [3, 3, 2, 2, 1.5, 2]


@dataclass(frozen=True, slots=True)
class Thing:
    """A flat picture of a thing, to be laid before the face."""

    picture: Field
    """(h, w, 3): its colours under white light, DPMM dots a millimetre."""
    cover: Field
    """(h, w): where it is, 0 to 1."""
    grip: float
    """How far up the hand holds it: 0 the lower edge, 1 the upper."""
    gesture: str = "fist"
    """Of the hand behind it."""


def draw_object(crop: Pixels, points: ArrayLike, pose: ArrayLike, rng: Rng) -> Drawn:
    """Hold a random thing before the lower face, or wind a scarf around it."""
    kind = pick(rng, KINDS, SHARES)
    if kind == "scarf":
        return draw_scarf(crop, points, pose, rng)
    head = Head.of(crop, points, pose)
    thing = MAKERS[kind](rng)
    middle = head.place(head.at(13), [[rng.uniform(-10, 10), 0, 0]])[0]
    return held(head, thing, middle, kind, rng)


def held(head: Head, thing: Thing, spot: Field, kind: str, rng: Rng) -> Drawn:
    """Lay a thing so that its upper half lies on a spot, with the hand that holds it."""
    high, wide = (side / DPMM for side in thing.cover.shape)
    angle = rng.normal(0, 9)
    size = head.mm * rng.uniform(0.88, 1.1)
    turn = np.deg2rad(angle)
    spin = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    upper = min(0.5 * high, rng.uniform(12, 42))
    flat = f32([[-wide / 2, -upper], [wide / 2, -upper], [wide / 2, high - upper]])
    places = f32(flat @ spin * size + spot[:2])
    low = f32(np.array([0, high - upper - high * thing.grip]) @ spin * size + spot[:2])
    aim = Aim(
        low, (0, rng.uniform(-90, -60)), float(angle + rng.normal(0, 14)), bool(rng.random() < 0.5)
    )
    hand = placed(head, shaped(thing.gesture, rng), aim, rng)
    corners = np.vstack([places, places[[0]] + places[[2]] - places[[1]]])
    reach = [corners, hand.arm.joints, *(finger.joints for finger in hand.fingers)]
    sheet = Sheet(np.vstack(reach), 14, SCALE)
    shown = rng.random() < 0.8
    if shown:
        paint_hand(sheet, head, hand, rng)
    lay_thing(sheet.part(corners, 12), head, thing, places, rng)
    if shown:
        paint_fingers(sheet, head, _around(thing, places, head, rng), rng)
    return finished(head, sheet, rng, kind)


def lay_thing(sheet: Sheet, head: Head, thing: Thing, places: Field, rng: Rng) -> None:
    """Lay a thing with three of its corners (upper left, upper right, lower right) on places."""
    high, wide = thing.cover.shape
    flat = f32([[0, 0], [wide, 0], [wide, high]])
    move = cv2.getAffineTransform(flat, f32((places - sheet.low) * sheet.scale))
    size = sheet.shape[::-1]
    picture = f32(cv2.warpAffine(thing.picture, move, size, flags=cv2.INTER_LINEAR))
    cover = f32(cv2.warpAffine(thing.cover, move, size, flags=cv2.INTER_LINEAR))
    away = -head.light * head.mm * rng.uniform(2, 8)
    sheet.shadow(cover, away, rng.uniform(1.5, 3.5), rng.uniform(0.2, 0.55))
    sheet.lay(cover, np.clip(head.lit(picture) * rng.uniform(0.75, 1.05), 0, 255))


def _around(thing: Thing, places: Field, head: Head, rng: Rng) -> list[Limb]:
    """The ends of the fingers on one side of a thing and of the thumb on the other."""
    across, down = places[1] - places[0], places[2] - places[1]
    unit = across / max(float(np.linalg.norm(across)), 1e-3)
    start, step = (1 - thing.grip) - rng.uniform(0.0, 0.1), 17 * head.mm
    way = down / max(float(np.linalg.norm(down)), 1e-3)
    side = 1 if rng.random() < 0.5 else -1
    edge = (places[0] if side < 0 else places[1]) + down * np.clip(start, 0.2, 0.8)
    other = (places[1] if side < 0 else places[0]) + down * np.clip(start, 0.2, 0.9)
    fingers = []
    for k in range(pick(rng, [3, 4])):
        root = edge + way * step * (k - 1) + unit * side * 4 * head.mm
        tip = root - unit * side * rng.uniform(14, 26) * head.mm
        bend = (root + tip) / 2
        fingers.append(Limb(f32([root, bend, tip]), f32([9, 8.6, 7.4]) * head.mm, 3 * head.mm))
    root = other - unit * side * 4 * head.mm
    tip = root + (unit * side * rng.uniform(10, 24) - way * rng.uniform(8, 24)) * head.mm
    thumb = Limb(f32([root, (root + tip) / 2, tip]), f32([11, 10.5, 8.8]) * head.mm, 3 * head.mm)
    return [*fingers, thumb]


def _canvas(wide: float, high: float, colour: ArrayLike, corner: float) -> Thing:
    size = (round(wide * DPMM), round(high * DPMM))
    picture = np.broadcast_to(f32(colour), (size[1], size[0], 3)).copy()
    cover = np.zeros(size[::-1], np.float32)
    inset = round(corner * DPMM) + 2
    cv2.rectangle(cover, (inset, inset), (size[0] - inset - 1, size[1] - inset - 1), 1.0, -1)
    rounding = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * inset - 3, 2 * inset - 3))
    return Thing(picture, f32(cv2.dilate(cover, rounding)), 0.3)


def _phone(rng: Rng) -> Thing:
    colour = f32(pick(rng, CASES)) if rng.random() < 0.6 else dyed(rng)
    thing = _canvas(rng.uniform(68, 78), rng.uniform(140, 162), colour, 8)
    high, wide = thing.cover.shape
    shine = np.linspace(0.8, 1.15, wide)[None] + np.linspace(0.1, -0.1, high)[:, None]
    picture = f32(thing.picture * f32(shine)[..., None])
    block = round(rng.uniform(20, 34) * DPMM)
    left = 5 * DPMM if rng.random() < 0.8 else (wide - block) // 2
    cv2.rectangle(picture, (left, 10), (left + block, 10 + block), (colour * 0.75).tolist(), -1)
    for k in range(int(rng.integers(1, 4))):
        spot = (left + block // 4 + (k % 2) * block // 2, 10 + block // 4 + (k // 2) * block // 2)
        cv2.circle(picture, spot, block // 5, (12, 12, 14), -1, cv2.LINE_AA)
        cv2.circle(picture, spot, block // 14, (120, 100, 90), -1, cv2.LINE_AA)
    return Thing(picture, thing.cover, rng.uniform(0.2, 0.45), "flat")


def _lines(picture: Field, box: tuple[int, int, int, int], count: int, rng: Rng) -> None:
    """Rows of print as thin dark strokes."""
    left, top, right, low = box
    for y in np.linspace(top, low, count).astype(int):
        x = left
        end = left + (right - left) * rng.uniform(0.4, 1.0)
        while x < end:
            word = int(rng.uniform(3, 15))
            cv2.line(picture, (x, int(y)), (min(x + word, right), int(y)), (60, 55, 55), 1)
            x += word + 4


def card(rng: Rng) -> Thing:
    """An identity card: pale blue, print on the left and a portrait on the right."""
    thing = _canvas(86, 54, pick(rng, [(235, 215, 175), (240, 225, 195), (215, 235, 240)]), 3)
    high, wide = thing.cover.shape
    picture = f32(thing.picture * (1 + 0.05 * cloud(rng, (high, wide), 30))[..., None])
    _lines(picture, (round(wide * 0.25), 9, round(wide * 0.75), 16), 2, rng)
    _lines(picture, (8, 26, round(wide * 0.62), high - 9), 8, rng)
    ground = pick(rng, [(40, 40, 190), (180, 90, 40), (200, 200, 200)])
    x, y = round(wide * 0.71), round(high * 0.26)
    cv2.rectangle(picture, (x, y), (wide - 9, high - 24), ground, -1)
    centre = ((x + wide - 9) // 2, (y + high - 24) // 2)
    cv2.ellipse(picture, (centre[0], high - 27), (13, 17), 0, 180, 360, (230, 230, 230), -1)
    cv2.ellipse(picture, centre, (9, 12), 0, 0, 360, (95, 125, 175), -1, cv2.LINE_AA)
    cv2.ellipse(picture, (centre[0], centre[1] - 3), (10, 11), 0, 180, 360, (25, 22, 22), -1)
    return Thing(picture, thing.cover, rng.uniform(0.1, 0.4))


def _paper(rng: Rng) -> Thing:
    white = rng.uniform(215, 245) * np.exp(rng.normal(0, 0.02, 3))
    thing = _canvas(rng.uniform(120, 210), rng.uniform(140, 260), white, 1)
    high, wide = thing.cover.shape
    bend = cloud(rng, (high, wide), 105, 1.5) * rng.uniform(3, 15)
    picture = f32(
        thing.picture * np.clip(relief(bend, f32([0.4, -0.4, -0.82])), 0.5, 1.1)[..., None]
    )
    _lines(picture, (20, 27, wide - 20, high - 27), int(rng.integers(6, 26)), rng)
    return Thing(picture, thing.cover, rng.uniform(0.3, 0.6), "flat")


def _cup(rng: Rng) -> Thing:
    wide, high = rng.uniform(72, 92), rng.uniform(80, 125)
    colour = (
        f32(pick(rng, [(240, 240, 240), (235, 235, 235), (40, 40, 42)]))
        if rng.random() < 0.5
        else dyed(rng)
    )
    columns, rows = round(wide * DPMM), round(high * DPMM)
    x = np.linspace(-1, 1, columns, dtype=np.float32)[None]
    y = np.linspace(0, 1, rows, dtype=np.float32)[:, None]
    half = 0.96 - rng.uniform(0.0, 0.25) * y
    lip = 0.08 * np.sqrt(np.clip(1 - x * x, 0, 1))
    cover = (np.abs(x) < half) & (y > 0.09 - lip) & (y < 0.9 + lip)
    round_ = 0.45 + 0.6 * np.sqrt(np.clip(1 - (x / half) ** 2, 0, 1)) + 0.12 * x
    picture = f32(colour * f32(round_ + 0 * y)[..., None])
    if rng.random() < 0.5:
        band = (y > rng.uniform(0.3, 0.5)) & (y < rng.uniform(0.55, 0.8)) & (x > -2)
        picture = f32(np.where(band[..., None], dyed(rng) * round_[..., None], picture))
    rim = np.abs(((y - 0.09) / 0.08) ** 2 + x * x - 0.92) < 0.07
    picture = f32(np.where(rim[..., None], np.clip(picture * 1.25, 0, 245), picture))
    return Thing(picture, f32(blurred(cover, 1)), rng.uniform(0.3, 0.5))


def _microphone(rng: Rng) -> Thing:
    size = (round(200 * DPMM), round(60 * DPMM))
    y, x = np.mgrid[: size[0], : size[1]].astype(np.float32) / DPMM
    x -= 30
    ball = 1 - (x / 26) ** 2 - ((y - 29) / 28) ** 2
    stick = 1 - (x / np.interp(y, [50, 62, 190], [17, 15, 10]).astype(np.float32)) ** 2
    stick = np.where((y > 50) & (y < 198), stick, -1)
    net = 0.75 + 0.35 * np.sin(x * 3.2) * np.sin(y * 3.2)
    metal = f32(pick(rng, [(60, 60, 62), (150, 152, 155), (35, 35, 36), (90, 150, 190)]))
    body = f32(pick(rng, [(24, 24, 25), (40, 40, 42), (140, 142, 145)]))
    head = metal * (net * (0.3 + 0.8 * np.sqrt(np.clip(ball, 0, 1))))[..., None]
    shaft = body * (0.3 + 0.9 * np.sqrt(np.clip(stick, 0, 1)) + 0.15 * (x < -3))[..., None]
    picture = np.where((ball > 0)[..., None], head, shaft)
    cover = blurred((ball > 0) | (stick > 0), 1)
    return Thing(f32(picture), cover, rng.uniform(0.3, 0.5))


MAKERS: dict[str, Callable[[Rng], Thing]] = {
    "phone": _phone,
    "card": card,
    "paper": _paper,
    "cup": _cup,
    "microphone": _microphone,
}
