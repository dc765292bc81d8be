"""Hijabs drawn on bare heads: cut, cloth and folds are drawn by chance within each style."""

from dataclasses import dataclass
from math import cos, sin

import numpy as np
from numpy.typing import NDArray

from training.composites import folds, surroundings
from training.composites.bare import Decoy, draw_decoy, repaint_surroundings
from training.composites.cloth import Finish, Frame, Volume, X, Y, draped, haze, lit, ramp, rounded
from training.composites.cuts import CUTS, Cut, HijabStyle
from training.composites.drawn import Drawn, Field, Pixels
from training.composites.opening import TIGHT, Opening, beyond, inside, opening
from training.composites.paint import SIDE, Head, blurred, f32
from training.composites.photograph import exposed
from training.composites.textiles import SCHOOL, Fabric, dyed, linear, woven

__all__ = ["Decoy", "HijabStyle", "draw_decoy", "draw_hijab", "repaint_surroundings"]

HAIR_ABOUT = 0.25
METALS = ((90, 190, 225), (215, 215, 220), (235, 235, 240), (60, 60, 65), (150, 160, 220))


@dataclass(frozen=True, slots=True)
class Wearer:
    """One head about to wear one drawn cut: what all steps need."""

    head: Head
    frame: Frame
    cut: Cut
    rim: Opening
    rng: np.random.Generator


def draw_hijab(
    crop: Pixels,
    points: NDArray[np.float32],
    pose: NDArray[np.float32],
    rng: np.random.Generator,
    style: HijabStyle | None = None,
) -> Drawn:
    """Draw a hijab on a bare head crop; a style is chosen if none is given.

    Args:
        crop: (256, 256, 3) BGR, roll-aligned.
        points: (478, 3) mesh in crop pixels.
        pose: (4, 4) matrix of the face.
        rng: what chance there is.
        style: the way of wearing it; its name is the kind of what is drawn.
    """
    chosen = style or _any_style(rng)
    head = Head.of(crop, points, pose)
    frame, cut = Frame.of(head), CUTS[chosen]
    wearer = Wearer(head, frame, cut, opening(head, frame, cut.rim, rng), rng)
    fabric = _fabric(chosen, rng)
    depth = _shape(wearer)
    body = rounded(depth, rng.uniform(0.45, 0.65) * frame.width)
    under = _under_scarf(wearer, fabric, body)
    creases, pieces = _ends(wearer, folds.creased(wearer.rim, frame, cut.creases, rng))
    albedo = fabric.albedo(*_laid(wearer, creases, pieces), rng)
    albedo = _trimmed(wearer, albedo) * _below_chin(wearer)[..., None]
    colour = _pinned(wearer, lit(body, creases, albedo, head, Finish.drawn(rng)))
    cloth = np.clip(depth + 0.5, 0, 1) * (1 - wearer.rim.mask)
    base = _around(wearer, cloth)
    layers = [*under, (colour, cloth)]
    return Drawn(*exposed(head, base, layers, wearer.rim.mask, rng), str(chosen))


def _any_style(rng: np.random.Generator) -> HijabStyle:
    names = list(CUTS)
    often = np.array([CUTS[name].often for name in names])
    return names[int(rng.choice(len(names), p=often / often.sum()))]


def _fabric(style: HijabStyle, rng: np.random.Generator) -> Fabric:
    if style is HijabStyle.SCHOOL:
        ground = f32(SCHOOL[rng.integers(len(SCHOOL))]) * rng.uniform(0.93, 1.03)
        return woven(rng, ground, "plain")
    return woven(rng, kind="plain" if style is HijabStyle.SPORT else "")


def _shape(wearer: Wearer) -> Field:
    """Pixels inside the cloth's outline: head, bun, jaw and shoulders spanned by it."""
    rng, frame, cut = wearer.rng, wearer.frame, wearer.cut
    side, crown, jaw = rng.uniform(*cut.side), rng.uniform(*cut.crown), rng.uniform(*cut.jaw)
    tilt = rng.uniform(-0.03, 0.03)
    waist = rng.uniform(*cut.shoulders)
    volumes = [
        Volume((tilt, 0.14, -0.1), (side, crown - 0.14, 0.85)),
        Volume((-tilt, -0.25, 0.0), (jaw, 0.62, 0.55)),
        Volume((2 * tilt, -1.02, -0.15), (rng.uniform(*cut.veil), 0.72, 0.45), upright=True),
        Volume((tilt, -1.85, -0.2), (waist, rng.uniform(0.8, 1.05), 0.5), upright=True),
    ]
    if rng.random() < 0.3:  # hair tied up under the cloth
        volumes.append(
            Volume((rng.uniform(-0.15, 0.15), rng.uniform(0.1, 0.5), -0.7), (0.4, 0.36, 0.36))
        )
    if jaw > 0.6 and rng.random() < 0.5:  # a hood that stands away on one side
        lean = float(rng.choice([-1, 1]))
        volumes.append(Volume((lean * 0.18, -0.55, 0.0), (0.55, 0.5, 0.4)))
    bent_x = X + rng.uniform(0.3, 1.5) * haze(rng, 60)
    bent_y = Y + rng.uniform(0.3, 1.5) * haze(rng, 60)
    depths = [volume.depth(frame, bent_x, bent_y) for volume in volumes]
    depth = draped(depths, rng.uniform(*cut.slack) * frame.width)
    return np.asarray(depth + rng.uniform(0, 0.4) * haze(rng, 12), np.float32)


def _laid(wearer: Wearer, creases: Field, pieces: Field) -> tuple[Field, Field]:
    """Cloth coordinates in face widths: closer together where it turns away or folds."""
    frame, turn = wearer.frame, wearer.rng.uniform(-0.8, 0.8)
    x, y = X - frame.origin[0], Y - frame.origin[1]
    far = np.clip(x / (0.8 * frame.width), -1.2, 1.2)
    x = x + 0.3 * frame.width * (far * far * far) + 0.8 * creases
    y = y + 0.8 * creases
    u, v = x * cos(turn) + y * sin(turn), y * cos(turn) - x * sin(turn)
    return u / frame.width + 0.37 * pieces, v / frame.width + 0.61 * pieces


def _trimmed(wearer: Wearer, albedo: Field) -> Field:
    """Sometimes a border along the edge around the face: plain, or beaded."""
    rng, width = wearer.rng, wearer.frame.width
    if rng.random() > 0.1:
        return albedo
    start, wide = rng.uniform(0.0, 0.06) * width, rng.uniform(0.02, 0.08) * width
    strip = ramp(wearer.rim.away, start, start + 1.2) * ramp(
        wearer.rim.away, start + wide + 1.2, start + wide
    )
    if rng.random() < 0.5:
        turn = np.arctan2(X - wearer.rim.centre[0], Y - wearer.rim.centre[1])
        strip = strip * ramp(np.cos(turn * int(rng.integers(30, 70))), 0.0, 0.6)
    ink = dyed(rng) if rng.random() < 0.6 else f32(METALS[rng.integers(len(METALS))])
    return np.asarray(albedo + strip[..., None] * (linear(ink) - albedo), np.float32)


def _pinned(wearer: Wearer, colour: Field) -> Field:
    """Sometimes a brooch or a pin below the chin or at a side."""
    rng, width = wearer.rng, wearer.frame.width
    if rng.random() > 0.16:
        return colour
    x = wearer.rim.chin[0] + width * float(rng.choice([0.0, -0.4, 0.4, 0.0])) + rng.normal(0, 4)
    y = wearer.rim.chin[1] + width * rng.uniform(0.04, 0.25)
    size = rng.uniform(0.8, 3.2)
    far = np.sqrt((X - x) ** 2 + (Y - y) ** 2)
    metal = wearer.head.lit(METALS[rng.integers(len(METALS))])
    shine = 0.6 + 0.7 * np.clip(((x - X) + (y - Y)) / (2 * size), -0.6, 0.8)
    disc = np.clip(size + 0.5 - far, 0, 1)[..., None]
    dark = colour * (1 - 0.4 * np.exp(-((far / (size + 1.5)) ** 2)))[..., None]
    return np.asarray(dark + disc * (metal * shine[..., None] - dark), np.float32)


def _below_chin(wearer: Wearer) -> Field:
    """Light left in the shadow of the chin."""
    rng, width = wearer.rng, wearer.frame.width
    x, y = (X - wearer.rim.chin[0]) / width, (Y - wearer.rim.chin[1]) / width
    reach = rng.uniform(0.15, 0.4)
    hidden = np.exp(-((x / rng.uniform(0.3, 0.5)) ** 2)) * ramp(y, reach, 0) * ramp(y, -0.2, 0)
    return np.asarray(1 - rng.uniform(0.1, 0.6) * hidden, np.float32)


def _under_scarf(wearer: Wearer, fabric: Fabric, body: Field) -> list[tuple[Field, Field]]:
    """What fills the opening beside the face: an under-scarf, or the shaded inside of the cloth."""
    rng, frame, rim, head = wearer.rng, wearer.frame, wearer.rim, wearer.head
    if rng.random() >= wearer.cut.under:
        if not wearer.cut.loose:
            return []
        within = (1 - surroundings.person(head, frame)) * rim.mask
        return [(np.broadcast_to(0.35 * head.lit(fabric.ground), (SIDE, SIDE, 3)), within)]
    loose = wearer.cut.loose
    edge = opening(head, frame, TIGHT, rng).outer if loose else rim.narrowed(frame, rng)
    inner = np.minimum(inside(edge, 0.5), rim.mask)
    roll = rng.uniform(0.8, 2.5) * (1 - np.maximum(1 - beyond(edge) / 4, 0) ** 2)
    ground = (dyed(rng), f32([24, 24, 26]), f32([238, 238, 238]), fabric.ground)
    cloth = woven(rng, ground[int(rng.integers(4))], "plain" if rng.random() < 0.85 else "")
    albedo = cloth.albedo(X / frame.width, Y / frame.width, rng)
    wide = folds.creased(rim, frame, folds.Creases(fan=0.6, swag=0.8), rng) * loose
    creases = np.asarray(roll + wide + 0.6 * haze(rng, 14), np.float32)
    colour = lit(body, creases, albedo, head, Finish.drawn(rng))
    return [(colour, np.asarray((1 - inner) * inside(rim.outer, 1.0), np.float32))]


def _ends(wearer: Wearer, creases: Field) -> tuple[Field, Field]:
    """Relief with the ends laid over one another, and the number of the piece on top."""
    rng, cut = wearer.rng, wearer.cut
    pieces = np.zeros((SIDE, SIDE), np.float32)
    side = float(rng.choice([-1.0, 1.0]))
    laid = [folds.overlaid] * int(rng.choice(3, p=cut.flaps))
    laid += [folds.wrapped] * int(rng.random() < cut.wrap)
    for overlay in laid:
        creases, shown = overlay(creases, wearer.rim, wearer.frame, side, rng)
        if overlay is folds.overlaid:
            pieces += (shown > 0.5) * rng.uniform(0.5, 1.5)
        side = -side
    return creases, pieces


def _around(wearer: Wearer, cloth: Field) -> Field:
    """What is behind the cloth: the crop without hair that would stick out, or another place."""
    head, frame, rng = wearer.head, wearer.frame, wearer.rng
    face = blurred(wearer.rim.mask, 1.5)
    if rng.random() < 0.65 and surroundings.loose_hair(head, frame, cloth) < HAIR_ABOUT:
        hole = np.maximum(surroundings.spill(head, frame, cloth), cloth) * (1 - wearer.rim.mask)
        soft = ramp(blurred(hole, 2.5), 0.05, 0.35) * (1 - wearer.rim.mask)
        return surroundings.mended(head.crop, soft, rng)
    if rng.random() < 0.25:
        hair = Volume((0, 0.1, -0.1), (1.05, 1.2, 0.9)).depth(frame)
        hole = np.maximum(np.maximum(cloth, face), np.clip(hair, 0, 1))
        behind = blurred(surroundings.mended(head.crop, hole, rng), rng.uniform(4, 16))
    else:
        behind = surroundings.scene(head, rng)
    colour, alpha = surroundings.clothes(head, frame, rng)
    behind = behind + alpha[..., None] * (colour - behind)
    keep = np.maximum(face, wearer.rim.mask)[..., None]
    return np.asarray(behind + keep * (head.crop - behind), np.float32)
