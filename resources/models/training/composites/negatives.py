"""Things that must not count: make-up, beards, shadows, a short fringe, a hand beside the face."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from training.composites.drawn import Drawn, Pixels
from training.composites.hair import draw_short_fringe
from training.composites.hands import Aim, paint_hand, placed, shaped
from training.composites.objects import card, lay_thing
from training.composites.paint import Head, Sheet, cloud, curve, f32, finished, pick, relief
from training.composites.textiles import dyed

Rng = np.random.Generator

FINE = 3
COARSE = 2
EYES = (
    ([33, 7, 163, 144, 145, 153, 154, 155, 133], [33, 246, 161, 160, 159, 158, 157, 173, 133]),
    ([263, 249, 390, 373, 374, 380, 381, 382, 362], [263, 466, 388, 387, 386, 385, 384, 398, 362]),
)
BROWS = ([70, 63, 105, 66, 107], [300, 293, 334, 296, 336])
BROWS_LOW = ([46, 53, 52, 65, 55], [276, 283, 282, 295, 285])
LIPS = [61, 40, 37, 0, 267, 270, 291, 321, 314, 17, 84, 91]
MOUTH = [78, 81, 13, 311, 308, 402, 14, 178]
JAW = [132, 58, 172, 136, 150, 176, 152, 400, 379, 365, 397, 288, 361]
CHEEKS = [411, 426, 391, 164, 165, 206, 187]
MOUSTACHE = [216, 165, 164, 391, 436, 410, 270, 0, 40, 186]
LIPSTICKS = [(50, 30, 170), (70, 50, 190), (110, 90, 205), (60, 40, 110), (40, 25, 60)]
SHADES = [(60, 40, 60), (110, 60, 50), (60, 70, 110), (30, 30, 40), (120, 110, 60), (90, 70, 140)]


def draw_negative(crop: Pixels, points: ArrayLike, pose: ArrayLike, rng: Rng) -> Drawn:
    """Draw one thing that covers neither eyes nor mouth and is no glasses."""
    kind = pick(rng, [*MAKERS, "fringe"])
    if kind == "fringe":
        return draw_short_fringe(crop, points, pose, rng)
    head = Head.of(crop, points, pose)
    sheet = MAKERS[kind](head, rng)
    return finished(head, sheet, rng, f"negative-{kind}")


def _circles(head: Head, rng: Rng) -> Sheet:
    """Dark rings under the eyes."""
    sheet = Sheet(head.points[[*BROWS[0], *BROWS[1], 50, 280]], 6, COARSE)
    strength = rng.uniform(0.2, 0.55)
    for lower, _ in EYES:
        lid = head.points[lower]
        bag = np.vstack([lid, head.place(lid[::-1], [[0, rng.uniform(7, 13), 0]] * len(lid))])
        sheet.darken(sheet.polygon(bag, rng.uniform(1, 2.5)), strength)
        crease = head.place(lid[1:-1], [[0, rng.uniform(7, 12), 0]] * (len(lid) - 2))
        sheet.darken(sheet.soften(sheet.line(curve(crease), 0.8), 0.6), strength * 0.8)
    return sheet


def _make_up(head: Head, rng: Rng) -> Sheet:
    """Eye shadow and eyeliner."""
    sheet = Sheet(head.points[[*BROWS[0], *BROWS[1], 50, 280]], 6, FINE)
    shade, liner = head.lit(pick(rng, SHADES)), rng.uniform(0.6, 1.8)
    for side, (lower, upper) in zip((-1, 1), EYES, strict=True):
        lid = head.points[upper]
        raised = head.place(lid, [[side * 2, -rng.uniform(4, 10), 0]] * len(lid))
        paint = sheet.polygon(np.vstack([lid, raised[::-1]]), 1.2)
        sheet.lay(paint * rng.uniform(0.2, 0.7), shade)
        wing = head.place(lid[0], [[side * rng.uniform(2, 8), -rng.uniform(0, 4), 0]])
        line = sheet.line(curve(np.vstack([wing, lid])), liner * head.mm)
        sheet.lay(line * rng.uniform(0.5, 0.95), head.lit((18, 16, 18)))
        if rng.random() < 0.4:
            sheet.lay(sheet.line(curve(head.points[lower]), 0.8) * 0.6, head.lit((22, 20, 24)))
    return sheet


def _brows(head: Head, rng: Rng) -> Sheet:
    """Heavy eyebrows."""
    sheet = Sheet(head.points[[*BROWS[0], *BROWS[1]]], 10, FINE)
    colour = head.lit(pick(rng, [(16, 15, 18), (22, 24, 32), (30, 40, 58)]))
    wide = rng.uniform(0, 4)
    for above, below in zip(BROWS, BROWS_LOW, strict=True):
        top = head.place(head.points[above], [[0, -wide, 0]] * 5)
        shape = sheet.polygon(np.vstack([top, head.points[below[::-1]]]), 0.6)
        hairs = np.clip(0.75 + 0.4 * cloud(rng, sheet.shape, 2, 2), 0, 1)
        sheet.lay(shape * hairs * rng.uniform(0.5, 0.95), colour)
    return sheet


def _bridge(head: Head, rng: Rng) -> Sheet:
    """Hard shadows where glasses would sit: across the nose, under the brows, beside the eyes."""
    sheet = Sheet(head.points[[70, 300, 117, 346, 127, 356]], 6, COARSE)
    strength = rng.uniform(0.2, 0.6)
    for side, above in zip((-1, 1), BROWS_LOW, strict=True):
        low = head.place(head.points[above], [[0, rng.uniform(3, 9), 0]] * 5)
        band = np.vstack([head.points[above], low[::-1]])
        sheet.darken(sheet.polygon(band, rng.uniform(0.4, 1.5)), strength)
        if rng.random() < 0.5:
            edge = head.points[[168, 193 if side < 0 else 417, 128 if side < 0 else 357, 5]]
            sheet.darken(sheet.polygon(edge, 0.7), strength)
        if rng.random() < 0.3:
            outer = head.points[[33, 127] if side < 0 else [263, 356]]
            sheet.darken(sheet.soften(sheet.line(outer, 1.0), 0.5), strength)
    if rng.random() < 0.5:
        nose = curve(head.points[[193, 6, 417]])
        sheet.darken(sheet.soften(sheet.line(nose, rng.uniform(0.6, 2)), 0.5), strength)
    return sheet


def _wrinkles(head: Head, rng: Rng) -> Sheet:
    """Lines at the eyes, of the brow and from nose to mouth."""
    sheet = Sheet(head.points[[10, 127, 356, 61, 291]], 8, COARSE)
    paths = [[205, 216, 57], [425, 436, 287], [108, 151, 337], [69, 9, 299], [104, 8, 333]]
    ink = np.zeros(sheet.shape, np.uint8)
    for path in paths:
        if rng.random() < 0.75:
            moved = head.place(head.points[path], rng.uniform(-3, 3, (len(path), 3)))
            sheet.ink(ink, curve(moved), rng.uniform(0.4, 1.1))
    for side, corner in ((-1, 33), (1, 263)):
        for k in range(int(rng.integers(1, 5))):
            near, far = (side * 3, k * 2 - 2, 0), (side * rng.uniform(9, 18), k * 5 - 7, -6)
            reach = f32([near, far])
            sheet.ink(ink, head.place(head.points[corner], reach), 0.5)
    sheet.darken(sheet.soften(ink, 0.6), rng.uniform(0.2, 0.55))
    return sheet


def _beard(head: Head, rng: Rng) -> Sheet:
    """Stubble, a full beard or a moustache, the mouth left free."""
    sheet = Sheet(head.points[[132, 361, 152, 2]], 26, COARSE)
    style = pick(rng, ["stubble", "full", "moustache", "goatee"])
    long = rng.uniform(2, 30) if style == "full" else rng.uniform(0, 3)
    fall = long * (1 - np.abs(np.arange(len(JAW)) - 6) / 7)
    low = head.place(head.points[JAW], np.stack([0 * fall, fall, 0 * fall], axis=1))
    shape = sheet.polygon(np.vstack([low, head.points[CHEEKS]]), 1.5)
    tash = sheet.polygon(head.points[MOUSTACHE], 0.8)
    if style == "moustache":
        shape = tash
    elif style == "goatee":
        shape = np.maximum(
            sheet.polygon(head.points[[43, 106, 200, 335, 273, 379, 152, 150]], 1.5), tash
        )
    free = sheet.polygon(head.points[LIPS], 0.5)
    hairs = cloud(rng, sheet.shape, 2, 0.7)
    cover = np.clip((0.5 if style == "stubble" else 0.9) + 0.35 * hairs, 0, 1)
    strength = rng.uniform(0.25, 0.6) if style == "stubble" else rng.uniform(0.75, 1)
    colour = head.lit(pick(rng, [(20, 19, 22), (26, 30, 40), (40, 52, 72), (120, 122, 126)]))
    light = np.clip(0.8 + 0.3 * hairs, 0.3, 1.5)[..., None]
    sheet.lay(f32(shape * (1 - free) * cover * strength), np.clip(colour * light, 0, 250))
    return sheet


def _lipstick(head: Head, rng: Rng) -> Sheet:
    sheet = Sheet(head.points[LIPS], 6, FINE)
    lips = sheet.polygon(curve(head.points[LIPS], 4, closed=True), 0.4)
    lips = lips * (1 - sheet.polygon(head.points[MOUTH], 0.3))
    own = sheet.under(head.crop)
    tint = f32(pick(rng, LIPSTICKS)) / 120
    sheet.lay(f32(lips) * rng.uniform(0.5, 0.9), np.clip(own * tint, 0, 250))
    return sheet


def _hand_beside(head: Head, rng: Rng) -> Sheet:
    """A hand raised beside the head or below the chin, not touching the face."""
    side = 1 if rng.random() < 0.5 else -1
    gesture = pick(rng, ["flat", "spread", "fist", "point", "claw"])
    if rng.random() < 0.6:
        ear = head.points[454 if side > 0 else 234]
        spot = head.place(ear, [[side * rng.uniform(62, 90), rng.uniform(-10, 50), 0]])[0]
        angle = rng.uniform(-20, 20) + side * 8
    else:
        spot = head.place(head.points[152], [[rng.uniform(-50, 50), rng.uniform(72, 95), 0]])[0]
        angle = side * rng.uniform(50, 110)
    aim = Aim(spot, (0, -95), angle, mirrored=bool(rng.random() < 0.5))
    hand = placed(head, shaped(gesture, rng), aim, rng)
    limbs = [*hand.fingers, *hand.palm, hand.arm]
    sheet = Sheet(np.vstack([limb.joints for limb in limbs]), 16, COARSE)
    paint_hand(sheet, head, hand, rng)
    return sheet


def _card_below(head: Head, rng: Rng) -> Sheet:
    """An identity card held under the chin or beside the head."""
    spot = [[rng.uniform(-60, 60), rng.uniform(34, 60), 0]]
    if rng.random() < 0.3:
        spot = [
            [(1 if rng.random() < 0.5 else -1) * rng.uniform(125, 150), rng.uniform(-60, 20), 0]
        ]
    centre = head.place(head.points[152], spot)[0]
    turn, size = np.deg2rad(rng.normal(0, 9)), head.mm * rng.uniform(0.85, 1.1)
    spin = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    corners = f32(f32([[-43, -27], [43, -27], [43, 27]]) @ spin * size + centre[:2])
    sheet = Sheet(np.vstack([corners, corners[[0]] + corners[[2]] - corners[[1]]]), 8, COARSE)
    lay_thing(sheet, head, card(rng), corners, rng)
    return sheet


def _collar(head: Head, rng: Rng) -> Sheet:
    """A high collar or a scarf that ends below the chin."""
    gap, wide = rng.uniform(3, 16), rng.uniform(40, 70)
    chin = head.points[152]
    rim = [[-wide, -rng.uniform(0, 22), -25], [-wide * 0.5, gap * 0.8, 0], [0, gap, 8]]
    rim += [[wide * 0.5, gap * 0.8, 0], [wide, -rng.uniform(0, 22), -25]]
    base = [[wide + 40, 80, -20], [0, 110, 0], [-wide - 40, 80, -20]]
    outline = curve(head.place(chin, rim + base), 7, closed=True)
    sheet = Sheet(outline, 4, COARSE)
    keep = 1 - sheet.polygon(head.points[JAW], 0.6)
    folds = cloud(rng, sheet.shape, 8 * COARSE, 2) * rng.uniform(0.4, 1.6) * COARSE
    light = np.clip(0.35 + 0.65 * relief(f32(folds), head.light, 0.8), 0.2, 1.15)
    mask = f32(sheet.polygon(outline, 0.4) * keep)
    sheet.darken(sheet.soften(mask, 2.5), rng.uniform(0.2, 0.5))
    sheet.lay(mask, np.clip(head.lit(dyed(rng)) * light[..., None], 0, 250))
    return sheet


def _gleams(head: Head, rng: Rng) -> Sheet:
    """Shine of sweat, tears or sun on skin, shaped a little like the glint of a lens."""
    sheet = Sheet(head.points[[103, 332, 205, 425, 1]], 6, COARSE)
    ink = np.zeros(sheet.shape, np.uint8)
    for _ in range(int(rng.integers(1, 6))):
        spot = head.points[pick(rng, [50, 280, 117, 346, 6, 9, 151, 5, 33, 263, 197])]
        path = head.place(spot, rng.uniform(-7, 7, (3, 3)) * [1, 0.5, 0])
        sheet.ink(ink, curve(path), rng.uniform(0.6, 3.5))
    shine = sheet.soften(ink, rng.uniform(0.4, 1.4)) * rng.uniform(0.2, 0.7)
    sheet.lay(f32(shine), head.lit((240, 240, 245)))
    return sheet


MAKERS: dict[str, Callable[[Head, Rng], Sheet]] = {
    "circles": _circles,
    "make-up": _make_up,
    "brows": _brows,
    "bridge": _bridge,
    "wrinkles": _wrinkles,
    "beard": _beard,
    "lipstick": _lipstick,
    "hand": _hand_beside,
    "card": _card_below,
    "collar": _collar,
    "gleams": _gleams,
}
