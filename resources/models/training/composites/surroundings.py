"""What is around a head: telling it from the person, mending it, and painting another."""

from collections.abc import Callable

import cv2
import numpy as np

from training.composites.cloth import (
    Finish,
    Frame,
    Volume,
    X,
    Y,
    draped,
    haze,
    lit,
    ramp,
    rounded,
    speckle,
)
from training.composites.drawn import Field, Pixels
from training.composites.paint import OVAL, SIDE, Head, blurred, f32
from training.composites.textiles import dyed, woven

SMALL = 96
BACKDROPS = [(30, 30, 190), (165, 70, 25), (200, 200, 200), (235, 235, 235), (150, 150, 140)]


def person(head: Head, frame: Frame) -> Field:
    """Share of each pixel that belongs to the person: grab-cut from a guess by the mesh.

    Skull and neck belong to it in any case.
    """
    guess = np.full((SIDE, SIDE), cv2.GC_BGD, np.uint8)
    parts = [
        Volume((0, 0.12, -0.1), (0.95, 1.0, 0.9)).depth(frame),
        Volume((0, -0.9, -0.1), (0.8, 0.8, 0.5)).depth(frame),
        Volume((0, -2.3, -0.3), (2.1, 1.4, 0.5), upright=True).depth(frame),
    ]
    guess[np.maximum.reduce(parts) > 0] = cv2.GC_PR_BGD
    sure = [
        Volume((0, 0.15, -0.1), (0.6, 0.72, 0.7)).depth(frame),
        Volume((0, -0.8, -0.1), (0.4, 0.7, 0.4)).depth(frame),
        Volume((0, -2.3, -0.3), (1.4, 1.0, 0.5), upright=True).depth(frame),
    ]
    guess[np.maximum.reduce(sure) > 0] = cv2.GC_PR_FGD
    oval = head.points[OVAL, :2].astype(np.int32)
    cv2.fillPoly(guess, [oval], cv2.GC_FGD)
    small = cv2.resize(head.crop, (SMALL, SMALL), interpolation=cv2.INTER_AREA)
    mask = cv2.resize(guess, (SMALL, SMALL), interpolation=cv2.INTER_NEAREST)
    cv2.setRNGSeed(1)  # its clusters start by chance
    back, front = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(small, mask, (0, 0, 1, 1), back, front, 1, cv2.GC_INIT_WITH_MASK)
    ours = np.isin(mask, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.float32)
    large = cv2.resize(cv2.medianBlur(ours, 5), (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    skull = Volume((0, 0.12, -0.1), (0.51, 0.68, 0.6)).depth(frame)
    neck = Volume((0, -0.85, -0.1), (0.27, 0.45, 0.3)).depth(frame)
    core = np.clip(np.maximum(skull, neck) / 3 + 0.5, 0, 1)
    return np.asarray(np.maximum(np.clip(blurred(large, 1.2), 0, 1), core), np.float32)


def mended(picture: Pixels, hole: Field, rng: np.random.Generator) -> Field:
    """The picture with a hole closed from what surrounds it, coarse to fine."""
    keep = (1 - hole)[..., None]
    levels = [np.dstack([picture * keep, keep])]
    while levels[-1].shape[0] > 4:
        levels.append(cv2.pyrDown(levels[-1]))
    filled = levels[-1][..., :3] / np.maximum(levels[-1][..., 3:], 1e-3)
    for level in reversed(levels[:-1]):
        coarse = cv2.pyrUp(filled, dstsize=level.shape[1::-1])
        share = np.clip(level[..., 3:] * 1.5, 0, 1)
        filled = coarse + share * (level[..., :3] / np.maximum(level[..., 3:], 1e-3) - coarse)
    grain = rng.normal(0, 1.5, (SIDE, SIDE, 1)).astype(np.float32)
    soft = blurred(hole, 1.0)[..., None]
    return np.asarray(picture * (1 - soft) + (filled + grain) * soft, np.float32)


def likeness(head: Head, frame: Frame) -> Field:
    """How much each pixel has the colour of what is above the forehead, 0 to 1."""
    half = cv2.resize(head.crop, (SIDE // 2, SIDE // 2), interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(cv2.GaussianBlur(half, (0, 0), 0.7), cv2.COLOR_BGR2LAB)
    crown = Volume((0, 0.55, 0.1), (0.4, 0.2, 0.2)).depth(frame) > 0
    crown &= cv2.fillPoly(np.zeros((SIDE, SIDE), np.uint8), [_oval(head)], 1) == 0
    samples = lab[crown[::2, ::2]].astype(np.float32)
    if len(samples) < 15:
        return np.ones((SIDE, SIDE), np.float32)
    middle = np.median(samples, axis=0)
    spread = np.clip(samples.std(axis=0), [12, 4, 5], [30, 9, 12])
    far = np.sqrt((((lab - middle) / spread) ** 2).mean(axis=2))
    return f32(cv2.resize(f32(np.clip(2.4 - far, 0, 1)), (SIDE, SIDE)))


def spill(head: Head, frame: Frame, cloth: Field) -> Field:
    """What sticks out of a cloth: hair near it by its colour, the person above the shoulders."""
    people = person(head, frame)
    above = ramp(Y, float(frame.at((0, -1.05, 0))[1]), float(frame.at((0, -0.85, 0))[1]))
    ours = ramp(blurred(people, 3.0), 0.05, 0.4)
    near = ramp(blurred(cloth, 0.25 * frame.width), 0.03, 0.15)
    hair = likeness(head, frame) * np.maximum(ours, near)
    return np.asarray(np.maximum(hair, ours * above), np.float32)


def loose_hair(head: Head, frame: Frame, cloth: Field) -> float:
    """Share of the surroundings of a cloth that has the colour of the hair: it may be hair."""
    near = blurred(cloth, 0.12 * frame.width)
    ring = (near > 0.08) & (cloth < 0.05)
    return float(likeness(head, frame)[ring].mean()) if ring.any() else 0.0


def _oval(head: Head) -> "np.ndarray[tuple[int, ...], np.dtype[np.int32]]":
    return head.points[OVAL, :2].astype(np.int32)


def scene(head: Head, rng: np.random.Generator, kind: str = "") -> Field:
    """An invented background, lit about as the head is: wall, backdrop, room, leaves, curtain."""
    names = list(SCENES)
    weights = np.array([0.25, 0.13, 0.32, 0.15, 0.15])
    picture = SCENES[kind or names[int(rng.choice(len(names), p=weights))]](rng)
    fall = f32(rng.uniform(-0.25, 0.25, 2))
    slope = 1 + fall[0] * (X / SIDE - 0.5) + fall[1] * (Y / SIDE - 0.5)
    level = np.clip(head.level * rng.uniform(0.6, 1.15), 0.1, 1.1)
    picture = picture * (slope * level)[..., None] * head.cast
    return np.asarray(picture, np.float32)


def clothes(head: Head, frame: Frame, rng: np.random.Generator) -> tuple[Field, Field]:
    """Invented shoulders: BGR and alpha."""
    wide, top = rng.uniform(1.25, 1.65), rng.uniform(0.85, 1.1)
    trunk = Volume((rng.uniform(-0.1, 0.1), -2.15, -0.3), (wide, top, 0.5), upright=True)
    neck = Volume((0, -0.95, -0.1), (0.36, 0.5, 0.3), upright=True)
    bend = 2.5 * haze(rng, 40)
    depth = draped([trunk.depth(frame) + bend, neck.depth(frame)], 0.1 * frame.width)
    body, creases = rounded(depth, 0.6 * frame.width), 2.2 * haze(rng, 22)
    fabric = woven(rng)
    albedo = fabric.albedo(X / frame.width, Y / frame.width, rng)
    colour = lit(body, creases, albedo, head, Finish.drawn(rng))
    return colour, np.asarray(np.clip(depth + 0.5, 0, 1), np.float32)


def _wall(rng: np.random.Generator) -> Field:
    tone = rng.uniform(90, 245) * rng.uniform(0.9, 1.08, 3)
    stain = rng.uniform(0, 4) * haze(rng, 60)
    grain = rng.uniform(0.5, 3) * speckle(rng)
    return np.asarray(f32(tone) + (stain + grain)[..., None], np.float32)


def _backdrop(rng: np.random.Generator) -> Field:
    tone = f32(BACKDROPS[rng.integers(len(BACKDROPS))]) * rng.uniform(0.85, 1.1, 3)
    fold = rng.uniform(0, 9) * blurred(np.broadcast_to(haze(rng, 14)[:1], (SIDE, SIDE)), 2.0)
    return np.asarray(f32(tone) + fold[..., None], np.float32)


def _room(rng: np.random.Generator) -> Field:
    picture = np.clip(_wall(rng), 0, 255).astype(np.uint8)
    for _ in range(int(rng.integers(2, 12))):
        x, y = rng.integers(-60, SIDE, 2)
        w, h = rng.integers(10, 160, 2)
        tone = picture[0, 0] * rng.uniform(0.4, 1.25)
        if rng.random() < 0.5:
            tone = 0.5 * dyed(rng) + 0.5 * tone
        ink = tuple(float(c) for c in tone)
        cv2.rectangle(picture, (int(x), int(y)), (int(x + w), int(y + h)), ink, -1)
        if rng.random() < 0.5:
            edge = tuple(float(c * 0.6) for c in tone)
            cv2.rectangle(picture, (int(x), int(y)), (int(x + w), int(y + h)), edge, 3)
    return blurred(picture, float(rng.choice([1.2, 3.0, 6.0, 9.0, 13.0])))


def _leaves(rng: np.random.Generator) -> Field:
    green = f32([rng.uniform(30, 80), rng.uniform(80, 140), rng.uniform(50, 110)])
    field = sum(haze(rng, cell) / k for k, cell in enumerate((60, 24, 10, 5), 1))
    light = np.clip(1 + 0.35 * np.asarray(field, np.float32), 0.1, 2.4)
    sky = np.clip(haze(rng, 30) - 0.9, 0, 1)[..., None]
    picture = green * light[..., None] * (1 - sky) + 235 * sky
    return blurred(picture, float(rng.choice([0.8, 3.0, 7.0])))


def _curtain(rng: np.random.Generator) -> Field:
    fabric = woven(rng)
    sway = X / SIDE + 0.01 * haze(rng, 90)
    folds = np.sin(2 * np.pi * rng.uniform(3, 9) * sway + rng.uniform(0, 6))
    shade = 0.75 + 0.25 * folds + 0.1 * np.sin(2 * np.pi * rng.uniform(9, 20) * sway)
    cloth = np.sqrt(fabric.albedo(X / 96 + 0.05 * folds, Y / 96, rng)) * 255
    return blurred(cloth * shade[..., None], float(rng.choice([0.6, 2.0, 5.0])))


SCENES: dict[str, Callable[[np.random.Generator], Field]] = {
    "wall": _wall,
    "backdrop": _backdrop,
    "room": _room,
    "leaves": _leaves,
    "curtain": _curtain,
}
