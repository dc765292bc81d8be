"""Bare heads made hard to tell from hijabs: other surroundings, and things that look like cloth."""

from collections.abc import Callable
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from training.composites import folds, surroundings
from training.composites.cloth import (
    Finish,
    Frame,
    Volume,
    X,
    Y,
    across,
    crests,
    draped,
    haze,
    lit,
    ramp,
    rounded,
)
from training.composites.drawn import Drawn, Field, Pixels
from training.composites.opening import Rim, inside, opening
from training.composites.paint import OVAL, SIDE, Head, blurred, f32
from training.composites.photograph import exposed
from training.composites.textiles import woven

CREASES = folds.Creases(around=0.2, fan=0.2, swag=1.2, crown=0.0, chest=0.4)


class Decoy(StrEnum):
    """What a bare head has about it that is no hijab."""

    LONG_HAIR = "long-hair"
    NECK_SCARF = "neck-scarf"
    COLLAR = "collar"
    HOOD = "hood"
    CURTAIN = "curtain"


def repaint_surroundings(
    crop: Pixels,
    points: NDArray[np.float32],
    pose: NDArray[np.float32],
    rng: np.random.Generator,
) -> Drawn:
    """The same bare head before surroundings of the kind that drawn hijabs get."""
    head = Head.of(crop, points, pose)
    frame = Frame.of(head)
    people = surroundings.person(head, frame)
    if rng.random() < 0.3:
        behind = blurred(surroundings.mended(crop, people, rng), rng.uniform(3, 14))
    else:
        behind = _dressed(head, frame, surroundings.scene(head, rng), rng)
    return _before(head, people, behind, rng, "surroundings")


def draw_decoy(
    crop: Pixels,
    points: NDArray[np.float32],
    pose: NDArray[np.float32],
    rng: np.random.Generator,
    decoy: Decoy | None = None,
) -> Drawn:
    """Draw something that a careless eye takes for a hijab; the label stays bare.

    Long hair hides the ears, a hood or a scarf hides none; the kind says which it is.
    """
    chosen = decoy or list(Decoy)[int(rng.integers(len(Decoy)))]
    head = Head.of(crop, points, pose)
    return DRAWERS[chosen](head, Frame.of(head), rng)


def _before(head: Head, people: Field, behind: Field, rng: np.random.Generator, kind: str) -> Drawn:
    share = ramp(people, 0.25, 0.8)[..., None]
    base = behind + share * (head.crop - behind)
    nothing = np.zeros((SIDE, SIDE), np.float32)
    picture, _ = exposed(head, np.asarray(base, np.float32), [], nothing, rng)
    return Drawn(picture, nothing, kind)


def _dressed(head: Head, frame: Frame, behind: Field, rng: np.random.Generator) -> Field:
    """A place with shoulders in it, should those of the crop be lost."""
    colour, alpha = surroundings.clothes(head, frame, rng)
    return np.asarray(behind + alpha[..., None] * (colour - behind), np.float32)


def _curtain(head: Head, frame: Frame, rng: np.random.Generator) -> Drawn:
    behind = _dressed(head, frame, surroundings.scene(head, rng, "curtain"), rng)
    people = surroundings.person(head, frame)
    return _before(head, people, behind, rng, str(Decoy.CURTAIN))


def _hair_colour(head: Head, frame: Frame, rng: np.random.Generator) -> Field:
    like = surroundings.likeness(head, frame) > 0.5
    top = like & (frame.at((0, 0.4, 0))[1] > Y)
    if top.sum() > 40 and rng.random() < 0.8:
        colour = np.median(head.crop[top], axis=0)
        return np.asarray(colour, np.float32)
    return f32([30, 33, 40]) * float(rng.uniform(0.5, 2.0)) * head.level


def _long_hair(head: Head, frame: Frame, rng: np.random.Generator) -> Drawn:
    """Straight or wavy hair over the crown, falling before the shoulders on both sides."""
    wide, fall = rng.uniform(0.58, 0.78), rng.uniform(-1.9, -0.9)
    wave = rng.uniform(0, 4) * np.sin(Y / rng.uniform(9, 20) + rng.uniform(0, 6))
    x = X + np.asarray(wave, np.float32) + 2 * haze(rng, 40)
    crown = Volume((0, 0.12, -0.1), (wide - 0.02, rng.uniform(0.76, 0.9), 0.8)).depth(frame, x, Y)
    sides = Volume((0, 0.5 * (0.3 + fall), -0.1), (wide, 0.5 * (0.3 - fall), 0.5))
    depth = draped([crown, sides.depth(frame, x, Y)], 0.04 * frame.width)
    rim = opening(head, frame, Rim(top=(0.6, 1.2), squeeze=(0.86, 1.0), peak=(0.0, 0.08)), rng)
    middle = float(rim.centre[0])
    beside = ramp(np.abs(X - middle) / frame.width, rng.uniform(0.15, 0.3), 0.4)
    high = ramp(Y, float(frame.at((0, -0.2, 0))[1]), float(frame.at((0, 0.0, 0))[1]))
    alpha = np.clip(depth / 2.5 + 0.5, 0, 1) * (1 - rim.mask) * np.maximum(beside, high)
    top = float(frame.at((0, 0.95, 0))[1])
    half = frame.width * wide * np.sqrt(np.clip((Y - top) / (0.9 * frame.width), 0.02, 1))
    return _strands(head, 0.5 + 0.5 * (x - middle) / half, np.asarray(alpha, np.float32), rng)


def _strands(head: Head, across_hair: Field, alpha: Field, rng: np.random.Generator) -> Drawn:
    frame = Frame.of(head)
    bend = 0.02 * haze(rng, 60)
    lines = sum(across(crests(rng, count, 1.5), across_hair + bend) for count in (12, 30, 70))
    band = float(frame.at((0, rng.uniform(-0.3, 0.6), 0))[1])
    shine = np.exp(-(((Y - band) / 22) ** 2))
    edge = 1 - 0.4 * ramp(np.abs(across_hair - 0.5), 0.25, 0.5)
    tone = (0.4 + (0.18 + rng.uniform(0, 0.2) * shine) * f32(lines)) * edge
    colour = _hair_colour(head, frame, rng) * tone[..., None]
    skin = inside(head.points[OVAL, :2], 1.0)
    picture = head.crop.astype(np.float32)
    layers = [(np.asarray(colour, np.float32), alpha)]
    return Drawn(*exposed(head, picture, layers, skin, rng), str(Decoy.LONG_HAIR))


def _neck_scarf(head: Head, frame: Frame, rng: np.random.Generator) -> Drawn:
    """A scarf or kerchief wound around the neck, the head free."""
    wide = rng.uniform(0.5, 0.8)
    volumes = [
        Volume((0, rng.uniform(-1.05, -0.9), 0.0), (wide, rng.uniform(0.25, 0.4), 0.5)),
        Volume((rng.uniform(-0.2, 0.2), -1.5, 0.0), (rng.uniform(0.2, 0.7), 0.6, 0.4)),
    ]
    return _worn(head, frame, volumes, rng, Decoy.NECK_SCARF)


def _collar(head: Head, frame: Frame, rng: np.random.Generator) -> Drawn:
    """A high collar or the neck of a pullover."""
    wide = rng.uniform(0.38, 0.48)
    volumes = [
        Volume((0, rng.uniform(-1.35, -1.2), -0.1), (wide, rng.uniform(0.5, 0.7), 0.4)),
        Volume(
            (0, -2.1, -0.2), (rng.uniform(1.3, 1.6), rng.uniform(0.85, 1.05), 0.5), upright=True
        ),
    ]
    return _worn(head, frame, volumes, rng, Decoy.COLLAR)


def _worn(
    head: Head,
    frame: Frame,
    volumes: list[Volume],
    rng: np.random.Generator,
    decoy: Decoy,
) -> Drawn:
    rim = opening(head, frame, Rim(chin=(0.0, 0.12), squeeze=(1.0, 1.0)), rng)
    bend = 1.5 * haze(rng, 30)
    depth = draped([part.depth(frame, X + bend, Y) for part in volumes], 0.06 * frame.width)
    face = inside(head.points[OVAL, :2], 0.6)
    below = ramp(Y, float(rim.centre[1]), float(frame.at((0, -0.5, 0.1))[1]))
    alpha = np.clip(depth + 0.5, 0, 1) * (1 - face) * below
    body = rounded(depth, 0.4 * frame.width)
    fabric = woven(rng)
    creases = folds.creased(rim, frame, CREASES, rng)
    albedo = fabric.albedo(X / frame.width + 0.01 * creases, Y / frame.width, rng)
    colour = lit(body, creases, albedo, head, Finish.drawn(rng))
    layers = [(colour, np.asarray(alpha, np.float32))]
    picture = head.crop.astype(np.float32)
    near = surroundings.person(head, frame)
    return Drawn(*exposed(head, picture, layers, near, rng), str(decoy))


def _hood(head: Head, frame: Frame, rng: np.random.Generator) -> Drawn:
    """A hood lying behind the neck and on the shoulders."""
    lump = (rng.uniform(0.7, 0.95), rng.uniform(0.3, 0.5), 0.4)
    volumes = [
        Volume((rng.uniform(-0.08, 0.08), rng.uniform(-0.95, -0.75), -0.5), lump, upright=True),
        Volume((0, -2.0, -0.3), (rng.uniform(1.3, 1.7), 0.95, 0.5), upright=True),
    ]
    bend = 2 * haze(rng, 30)
    depth = draped([part.depth(frame, X + bend, Y) for part in volumes], 0.08 * frame.width)
    people = surroundings.person(head, frame)
    skull = np.clip(Volume((0, 0.1, 0), (0.52, 0.75, 0.6)).depth(frame) + 0.5, 0, 1)
    neck = np.clip(Volume((0, -0.95, 0), (0.3, 0.55, 0.3)).depth(frame) / 2 + 0.5, 0, 1)
    above = ramp(Y, float(frame.at((0, -0.75, 0))[1]), float(frame.at((0, -0.6, 0))[1]))
    front = np.maximum(np.maximum(skull, neck), people * above)
    alpha = np.clip(depth + 0.5, 0, 1) * (1 - front)
    creases = 2.5 * haze(rng, 20) + 1.0 * haze(rng, 9)
    albedo = woven(rng).albedo(X / frame.width, Y / frame.width, rng)
    body = rounded(depth, 0.35 * frame.width)
    layers = [(lit(body, creases, albedo, head, Finish.drawn(rng)), np.asarray(alpha, np.float32))]
    picture = head.crop.astype(np.float32)
    return Drawn(
        *exposed(head, picture, layers, np.asarray(neck, np.float32), rng), str(Decoy.HOOD)
    )


DRAWERS: dict[Decoy, Callable[[Head, Frame, np.random.Generator], Drawn]] = {
    Decoy.LONG_HAIR: _long_hair,
    Decoy.NECK_SCARF: _neck_scarf,
    Decoy.COLLAR: _collar,
    Decoy.HOOD: _hood,
    Decoy.CURTAIN: _curtain,
}
