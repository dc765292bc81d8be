"""Hands before a face: bones in millimetres, rounded to flesh, lit and coloured as the face."""

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import ArrayLike

from training.composites.drawn import Drawn, Field, Pixels
from training.composites.paint import Head, Sheet, blurred, cloud, f32, finished, pick, relief
from training.composites.textiles import dyed

Rng = np.random.Generator

SCALE = 2
KNUCKLES = f32([[-31, -84], [-10, -91], [11, -88], [30, -78]])
LENGTHS = (72, 80, 75, 59)
PHALANGES = (0.46, 0.3, 0.24)
RADII = ((10.2, 9.2, 8.3, 7.2), (10.4, 9.4, 8.4, 7.3), (10.0, 9.0, 8.0, 7.0), (8.8, 7.8, 7.0, 6.2))
WRIST = 27.0
NAIL_POLISH = [(40, 30, 170), (60, 40, 90), (170, 140, 215), (30, 30, 35), (150, 90, 60)]


class Place(StrEnum):
    """What the hand is held to."""

    MOUTH = "mouth"
    CHIN = "chin"
    CHEEK = "cheek"
    EYE = "eye"
    EYES = "eyes"
    FOREHEAD = "forehead"


@dataclass(frozen=True, slots=True)
class Limb:
    """A chain of joints wrapped in flesh: millimetres of the hand, then crop pixels."""

    joints: Field
    """(n, 2)."""
    radii: Field
    lift: float
    """How far it stands in front of the back of the hand."""


@dataclass(frozen=True, slots=True)
class Hand:
    """All limbs of one hand, its fingers pointing up (to negative y) from a wrist at the origin."""

    fingers: list[Limb]
    palm: list[Limb]
    arm: Limb
    nails: bool
    """The back of the hand is seen."""


def draw_hand(
    crop: Pixels, points: ArrayLike, pose: ArrayLike, rng: Rng, where: Place | str
) -> Drawn:
    """Hold a random hand of the same person to a part of the face."""
    head = Head.of(crop, points, pose)
    place = Place(where)
    gesture = pick(rng, GESTURES[place])
    hand = placed(head, shaped(gesture, rng), _aim(head, place, gesture, rng), rng)
    limbs = [*hand.fingers, *hand.palm]
    sheet = Sheet(np.vstack([limb.joints for limb in [*limbs, hand.arm]]), 16, SCALE)
    paint_hand(sheet, head, hand, rng)
    return finished(head, sheet, rng, f"hand-{place}-{gesture}")


GESTURES: dict[Place, list[str]] = {
    Place.MOUTH: ["flat", "flat", "spread", "fist", "point", "claw"],
    Place.CHIN: ["fist", "claw", "flat", "point", "pinch"],
    Place.CHEEK: ["flat", "flat", "spread", "fist"],
    Place.EYE: ["flat", "fist", "claw", "spread", "point"],
    Place.EYES: ["flat", "flat", "spread"],
    Place.FOREHEAD: ["flat", "spread", "claw"],
}
CURLS = {"flat": 1.0, "spread": 1.0, "fist": 0.42, "claw": 0.7, "point": 0.4, "pinch": 0.6}


def shaped(gesture: str, rng: Rng) -> Hand:
    """A hand of slightly random build making a gesture, in millimetres."""
    spread = rng.uniform(0.06, 0.2) if gesture == "spread" else rng.uniform(-0.02, 0.05)
    fingers = []
    for k in range(4):
        curl = CURLS[gesture] * rng.uniform(0.9, 1.05)
        if k == 0 and gesture == "point":
            curl = rng.uniform(0.9, 1.0)
        angle = (k - 1.5) * spread + rng.uniform(-0.03, 0.03)
        fingers.append(_finger(k, curl, angle))
    tuck = rng.uniform(0.0, 0.5) if gesture in {"fist", "flat"} else rng.uniform(-0.5, 0.3)
    thumb_joints = f32([[-22, -22], [-40, -48], [-50, -76], [-53, -101]])
    thumb = Limb(_swung(thumb_joints, f32([-22, -22]), tuck), f32([13, 12.5, 10.5, 8.8]), 6)
    palm = [
        Limb(np.stack([f32([knuckle[0] * 0.62, 4]), knuckle]), f32([13, 12.5]), 0)
        for knuckle in KNUCKLES
    ]
    arm = Limb(f32([[0, -6], [0, 40], [0, 210]]), f32([WRIST, WRIST, 38]), -4)
    return Hand([*fingers, thumb], palm, arm, nails=bool(rng.random() < 0.75))


def _finger(k: int, curl: float, angle: float) -> Limb:
    """One finger; a curled one is seen shortened, most at its end."""
    steps = f32(PHALANGES) * LENGTHS[k] * np.array([0.45 + 0.55 * curl, curl, curl**1.5])
    along = np.concatenate([[0], np.cumsum(steps)])
    straight = KNUCKLES[k] + np.stack([0 * along, -along], axis=1)
    lift = 2 + 10 * (1 - curl)
    return Limb(_swung(f32(straight), KNUCKLES[k], angle), f32(RADII[k]), lift)


def _swung(joints: Field, pivot: Field, angle: float) -> Field:
    cos, sin = np.cos(angle), np.sin(angle)
    return f32(pivot + (joints - pivot) @ np.array([[cos, sin], [-sin, cos]]))


@dataclass(frozen=True, slots=True)
class Aim:
    """Where the hand goes: which of its points lies on which place, and how it is turned."""

    target: Field
    anchor: tuple[float, float]
    angle: float
    """Clockwise from fingers up, in degrees."""
    mirrored: bool


def _aim(head: Head, place: Place, gesture: str, rng: Rng) -> Aim:
    side = 1 if rng.random() < 0.5 else -1
    short = gesture in {"fist", "claw", "pinch"}
    middle = (rng.uniform(-8, 8), rng.uniform(-108, -80) if short else rng.uniform(-135, -95))
    tips = (rng.uniform(-14, 8), rng.uniform(-120, -100) if short else rng.uniform(-145, -115))
    eye, jaw = ((159, 132), (386, 361))[side > 0]
    if place is Place.MOUTH:
        angle = rng.uniform(-35, 35) if rng.random() < 0.5 else -side * rng.uniform(40, 95)
        target, anchor = head.at(13), middle
    elif place is Place.CHIN:
        angle, target, anchor = rng.uniform(-55, 55), head.at(17, 152, 200), tips
    elif place is Place.CHEEK:
        outside = [[side * rng.uniform(8, 24), rng.uniform(0, 16), 0]]
        target = head.place(head.at(jaw), outside)[0]
        angle, anchor = -side * rng.uniform(-10, 30), middle
    elif place is Place.EYE:
        angle, target, anchor = -side * rng.uniform(-10, 75), head.at(eye), tips
    elif place is Place.EYES:
        angle, target, anchor = -side * rng.uniform(65, 105), head.at(168), middle
    else:
        angle = -side * rng.uniform(80, 125)
        target = head.place(head.at(10), [[0, rng.uniform(-38, -24), 0]])[0]
        anchor = (rng.uniform(-5, 5), rng.uniform(-160, -100))
    shift = f32([*rng.uniform(-5, 5, 2), 0]) * head.mm
    return Aim(target + shift, anchor, angle, mirrored=bool(rng.random() < 0.5))


def placed(head: Head, hand: Hand, aim: Aim, rng: Rng) -> Hand:
    """The hand in crop pixels."""
    size = head.mm * rng.uniform(0.86, 1.08)
    turn = np.deg2rad(aim.angle)
    spin = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    flip = np.array([-1.0 if aim.mirrored else 1.0, 1.0])
    middle = np.asarray(aim.anchor)

    def moved(limb: Limb) -> Limb:
        joints = ((limb.joints - middle) * flip) @ spin * size + aim.target[:2]
        return Limb(f32(joints), f32(limb.radii * size), limb.lift * size)

    return Hand(
        [moved(finger) for finger in hand.fingers],
        [moved(bone) for bone in hand.palm],
        moved(hand.arm),
        hand.nails,
    )


def paint_hand(sheet: Sheet, head: Head, hand: Hand, rng: Rng) -> None:
    """Lay the flesh of a hand, its nails and its sleeve."""
    sleeved = rng.random() < 0.7
    whole = sheet
    sheet = whole.part(_reach(hand), 16)
    flesh = np.full(sheet.shape, -1e3, np.float32)
    for limb in [*hand.palm, hand.arm]:
        _raise(sheet, flesh, limb)
    flat = flesh > -100
    back = blurred(np.where(flat, flesh, 0), 2.2 * sheet.scale) * flat
    flesh = np.where(flat, back, flesh).astype(np.float32)
    for finger in hand.fingers:
        _raise(sheet, flesh, finger)
    _lay_flesh(sheet, head, hand, flesh, rng)
    if hand.nails:
        _paint_nails(sheet, head, hand, rng)
    if sleeved:
        _paint_sleeve(whole, head, hand.arm, rng)


def _reach(hand: Hand) -> Field:
    return f32(np.vstack([limb.joints for limb in [*hand.fingers, *hand.palm, hand.arm]]))


def paint_fingers(sheet: Sheet, head: Head, fingers: list[Limb], rng: Rng) -> None:
    """Lay single fingers, given in crop pixels, as where they reach around a thing."""
    sheet = sheet.part(f32(np.vstack([finger.joints for finger in fingers])), 16)
    flesh = np.full(sheet.shape, -1e3, np.float32)
    for finger in fingers:
        _raise(sheet, flesh, finger)
    hand = Hand(fingers, [], fingers[0], nails=True)
    _lay_flesh(sheet, head, hand, flesh, rng)
    _paint_nails(sheet, head, hand, rng)


def _lay_flesh(sheet: Sheet, head: Head, hand: Hand, flesh: Field, rng: Rng) -> None:
    solid = (flesh > -100).astype(np.float32)
    mask = f32(np.clip(cv2.GaussianBlur(solid, (0, 0), 0.7) * 1.3 - 0.15, 0, 1))
    height = np.where(flesh > -100, flesh, 0).astype(np.float32)
    away = -head.light * head.mm * rng.uniform(2, 9)
    sheet.shadow(mask, away, rng.uniform(1.2, 3), rng.uniform(0.25, 0.6))
    sheet.lay(mask, _skin(sheet, head, hand, height, rng))


def _raise(sheet: Sheet, flesh: Field, limb: Limb) -> None:
    """Lift the surface to a limb's, where that is higher; sheet pixels."""
    joints = (limb.joints - sheet.low) * sheet.scale
    radii = limb.radii * sheet.scale
    for a, b, r, s in zip(joints, joints[1:], radii, radii[1:], strict=False):
        reach = max(r, s) + 1
        low = np.clip(np.floor(np.minimum(a, b) - reach), 0, None).astype(int)
        high = np.clip(np.ceil(np.maximum(a, b) + reach), 0, sheet.shape[::-1]).astype(int)
        if (high <= low).any():
            continue
        part = flesh[low[1] : high[1], low[0] : high[0]]
        x = np.arange(low[0], high[0], dtype=np.float32)[None] - a[0]
        y = np.arange(low[1], high[1], dtype=np.float32)[:, None] - a[1]
        way = b - a
        t = np.clip((x * way[0] + y * way[1]) / max(float(way @ way), 1e-3), 0, 1)
        square = (r + (s - r) * t) ** 2 - (x - t * way[0]) ** 2 - (y - t * way[1]) ** 2
        surface = np.sqrt(np.maximum(square, 0)) + limb.lift * sheet.scale
        np.maximum(part, np.where(square > 0, surface, -1e3), out=part)


def _skin(sheet: Sheet, head: Head, hand: Hand, height: Field, rng: Rng) -> Field:
    """Colour of the flesh: light, hollows, redness, creases of the joints."""
    light = relief(height, head.light, rng.uniform(0.55, 0.85))
    hollow = np.clip((blurred(height, 3.0 * sheet.scale) - height) / (9 * sheet.scale), 0, 1)
    soft = rng.uniform(0.3, 0.5)
    shine = np.clip(soft + (1 - soft) * light, 0.15, 1.2) * (1 - 0.6 * hollow)
    shine *= 1 + 0.02 * cloud(rng, sheet.shape, 5 * sheet.scale)
    shine *= 1 - rng.uniform(0.05, 0.25) * _joint_lines(sheet, hand, rng)
    tone = head.skin * rng.uniform(0.9, 1.22) * np.exp(rng.normal(0, 0.03, 3))
    bleed = np.stack([shine**1.1, shine**1.03, shine**0.9], axis=2)
    blush = 0.035 * np.clip(cloud(rng, sheet.shape, 14 * sheet.scale), 0, 2)[..., None]
    return f32(np.clip(bleed * tone * (1 + blush * f32([-1, -0.6, 0.5])), 0, 255))


def _joint_lines(sheet: Sheet, hand: Hand, rng: Rng) -> Field:
    ink = np.zeros(sheet.shape, np.uint8)
    for finger in hand.fingers:
        for k in range(1, len(finger.joints) - 1):
            way = finger.joints[k + 1] - finger.joints[k - 1]
            unit = way / max(float(np.linalg.norm(way)), 1e-3)
            cross = f32([-unit[1], unit[0]]) * finger.radii[k] * 0.75
            for shift in rng.uniform(-2.5, 2.5, 2) * 0.6:
                spot = finger.joints[k] + unit * shift
                sheet.ink(ink, np.stack([spot - cross, spot + cross]), 0.6, value=200)
    return sheet.soften(ink, 0.4)


def _paint_nails(sheet: Sheet, head: Head, hand: Hand, rng: Rng) -> None:
    polished = rng.random() < 0.15
    colour = head.lit(pick(rng, NAIL_POLISH)) if polished else head.skin * 1.08 + f32([10, 8, 12])
    for finger in hand.fingers:
        way = finger.joints[-1] - finger.joints[-2]
        long = float(np.linalg.norm(way))
        if long < 4:
            continue
        unit, wide = way / long, float(finger.radii[-1])
        centre = finger.joints[-1] + unit * wide * 0.15
        tip = sheet.part(centre[None], wide + 3)
        nail = _ellipse(tip, centre, unit, (wide * 0.85, wide * 0.6))
        gleam = _ellipse(tip, centre - unit * wide * 0.2, unit, (wide * 0.4, wide * 0.15))
        tip.lay(nail * (0.9 if polished else 0.45), np.clip(colour, 0, 250))
        tip.lay(gleam * rng.uniform(0.1, 0.4), head.lit((235, 235, 240)))


def _ellipse(sheet: Sheet, centre: Field, unit: Field, half: tuple[float, float]) -> Field:
    angle = np.linspace(0, 2 * np.pi, 20, endpoint=False)[:, None]
    cross = f32([-unit[1], unit[0]])
    outline = centre + np.cos(angle) * unit * half[0] + np.sin(angle) * cross * half[1]
    return sheet.polygon(outline, 0.3)


def _paint_sleeve(sheet: Sheet, head: Head, arm: Limb, rng: Rng) -> None:
    """Cloth from the wrist or further down the arm."""
    sheet = sheet.part(arm.joints, float(arm.radii[-1]) * 1.6)
    start = arm.joints[1] + (arm.joints[2] - arm.joints[1]) * rng.uniform(-0.1, 0.4)
    wide = float(arm.radii[1]) * rng.uniform(1.1, 1.45)
    cloth = np.full(sheet.shape, -1e3, np.float32)
    ends = np.stack([start, arm.joints[2]])
    _raise(sheet, cloth, Limb(f32(ends), f32([wide, wide * 1.4]), 0))
    x, y = sheet.grid()
    way = (ends[1] - ends[0]) / max(float(np.linalg.norm(ends[1] - ends[0])), 1e-3)
    beyond = (x - start[0]) * way[0] + (y - start[1]) * way[1]
    mask = sheet.soften((cloth > -100) * np.clip(beyond * 2, 0, 1), 0.3)
    folds = cloud(rng, sheet.shape, 7 * sheet.scale, 2) * 1.5 * sheet.scale
    height = np.where(cloth > -100, cloth, 0) + folds
    light = np.clip(0.35 + 0.65 * relief(f32(height), head.light, 0.7), 0.15, 1.15)
    sheet.lay(mask, np.clip(head.lit(dyed(rng)) * light[..., None], 0, 255))
