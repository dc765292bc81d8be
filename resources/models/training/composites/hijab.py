"""Hijabs drawn on bare heads: cut, cloth and folds are drawn by chance within each style."""

from dataclasses import dataclass
from enum import StrEnum
from math import cos, sin

import cv2
import numpy as np
from numpy.typing import NDArray

from training.composites import folds, surroundings
from training.composites.cloth import Finish, Frame, Volume, X, Y, draped, lit, ramp, rounded
from training.composites.drawn import Drawn, Field, Pixels
from training.composites.opening import Opening, Rim, inside, opening
from training.composites.paint import SIDE, Head, blurred, cloud
from training.composites.photograph import exposed
from training.composites.textiles import SCHOOL, Fabric, dyed, woven

Range = tuple[float, float]
HAIR_ABOUT = 0.15


class HijabStyle(StrEnum):
    """Ways of wearing it, as seen in Indonesia."""

    SQUARE = "segi-empat"
    SHAWL = "pashmina"
    INSTANT = "bergo"
    LONG = "khimar"
    SCHOOL = "sekolah"
    SPORT = "sport"
    TURBAN = "turban"
    LOOSE = "kerudung"


@dataclass(frozen=True, slots=True)
class Cut:
    """The ranges that a style is drawn from, in face widths unless said otherwise."""

    rim: Rim
    creases: folds.Creases
    side: Range = (0.58, 0.68)
    """Half of the cloth's width at the temples."""
    crown: Range = (0.86, 1.0)
    """Its top above the ears."""
    jaw: Range = (0.5, 0.62)
    veil: Range = (0.5, 0.7)
    """Half of its width below the chin."""
    shoulders: Range = (0.9, 1.5)
    slack: Range = (0.05, 0.14)
    flaps: tuple[float, float, float] = (0.2, 0.5, 0.3)
    """How often no, one and two ends cross below the chin."""
    under: float = 0.25
    """How often an under-scarf shows."""
    often: float = 1.0


CUTS = {
    HijabStyle.SQUARE: Cut(
        Rim(peak=(0.0, 0.07)),
        jaw=(0.52, 0.68),
        veil=(0.55, 0.85),
        shoulders=(1.0, 1.5),
        slack=(0.06, 0.16),
        creases=folds.Creases(around=0.7, fan=1.0, crown=0.5),
        often=1.4,
    ),
    HijabStyle.SHAWL: Cut(
        Rim(),
        veil=(0.48, 0.75),
        shoulders=(0.75, 1.4),
        creases=folds.Creases(around=1.0, fan=0.4, swag=1.2, crown=0.9),
        flaps=(0.05, 0.55, 0.4),
        under=0.4,
        often=1.4,
    ),
    HijabStyle.INSTANT: Cut(
        Rim(peak=(0.0, 0.02), top=(0.45, 0.95)),
        jaw=(0.55, 0.68),
        veil=(0.65, 0.9),
        shoulders=(1.2, 1.6),
        slack=(0.1, 0.2),
        creases=folds.Creases(around=0.4, fan=0.7, crown=0.1, brim=0.7),
        flaps=(0.9, 0.1, 0.0),
        under=0.1,
    ),
    HijabStyle.LONG: Cut(
        Rim(),
        side=(0.62, 0.74),
        jaw=(0.6, 0.8),
        veil=(0.75, 1.0),
        shoulders=(1.3, 1.7),
        slack=(0.14, 0.3),
        creases=folds.Creases(around=0.5, fan=0.5, chest=1.0, crown=0.2),
        flaps=(0.6, 0.3, 0.1),
        under=0.3,
    ),
    HijabStyle.SCHOOL: Cut(
        Rim(peak=(0.01, 0.07), top=(0.5, 1.0)),
        jaw=(0.55, 0.7),
        veil=(0.6, 0.85),
        shoulders=(1.1, 1.5),
        creases=folds.Creases(around=0.6, fan=0.9, crown=0.3, brim=0.15),
        flaps=(0.55, 0.3, 0.15),
        under=0.15,
        often=0.7,
    ),
    HijabStyle.SPORT: Cut(
        Rim(top=(0.7, 1.05)),
        side=(0.57, 0.64),
        crown=(0.86, 0.98),
        jaw=(0.46, 0.54),
        veil=(0.44, 0.5),
        shoulders=(0.5, 0.8),
        slack=(0.04, 0.08),
        creases=folds.Creases(around=0.3, fan=0.2, swag=0.7, crown=0.1),
        flaps=(1.0, 0.0, 0.0),
        under=0.0,
        often=0.6,
    ),
    HijabStyle.TURBAN: Cut(
        Rim(top=(0.55, 1.0)),
        side=(0.6, 0.74),
        crown=(0.95, 1.2),
        jaw=(0.44, 0.52),
        veil=(0.4, 0.46),
        shoulders=(0.42, 0.6),
        slack=(0.03, 0.06),
        creases=folds.Creases(around=0.2, swag=1.3, crown=1.6),
        flaps=(0.8, 0.2, 0.0),
        under=0.3,
        often=0.4,
    ),
    HijabStyle.LOOSE: Cut(
        Rim(peak=(0.0, 0.05), top=(1.1, 1.7), chin=(0.12, 0.4), squeeze=(1.0, 1.1)),
        side=(0.64, 0.76),
        crown=(0.98, 1.12),
        jaw=(0.6, 0.75),
        veil=(0.7, 0.95),
        shoulders=(0.9, 1.5),
        slack=(0.1, 0.25),
        creases=folds.Creases(around=1.0, fan=0.3, chest=0.8, crown=0.5),
        flaps=(0.3, 0.5, 0.2),
        under=0.0,
        often=0.6,
    ),
}


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
    creases = folds.creased(wearer.rim, frame, cut.creases, rng) + _ends(wearer)
    albedo = fabric.albedo(*_laid(wearer, creases), rng)
    albedo *= _below_chin(wearer)[..., None]
    colour = lit(body, creases, albedo, head, Finish.drawn(rng))
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
        ground = np.float32(SCHOOL[rng.integers(len(SCHOOL))]) * rng.uniform(0.93, 1.03)
        return woven(rng, np.asarray(ground, np.float32), "plain")
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
    if rng.random() < 0.4:  # hair tied up under the cloth
        volumes.append(
            Volume((rng.uniform(-0.15, 0.15), rng.uniform(0.2, 0.7), -0.75), (0.42, 0.36, 0.4))
        )
    if jaw > 0.6 and rng.random() < 0.5:  # a hood that stands away on one side
        lean = float(rng.choice([-1, 1]))
        volumes.append(Volume((lean * 0.18, -0.55, 0.0), (0.55, 0.5, 0.4)))
    bent_x = X + rng.uniform(0.3, 1.5) * cloud(rng, (SIDE, SIDE), 60)
    bent_y = Y + rng.uniform(0.3, 1.5) * cloud(rng, (SIDE, SIDE), 60)
    depths = [volume.depth(frame, bent_x, bent_y) for volume in volumes]
    depth = draped(depths, rng.uniform(*cut.slack) * frame.width)
    return np.asarray(depth + rng.uniform(0, 0.4) * cloud(rng, (SIDE, SIDE), 12), np.float32)


def _laid(wearer: Wearer, creases: Field) -> tuple[Field, Field]:
    """Cloth coordinates in face widths: closer together where it turns away or folds."""
    frame, turn = wearer.frame, wearer.rng.uniform(-0.8, 0.8)
    x, y = X - frame.origin[0], Y - frame.origin[1]
    far = np.clip(x / (0.8 * frame.width), -1.2, 1.2)
    x = x + 0.3 * frame.width * far**3 + 0.8 * creases
    y = y + 0.8 * creases
    u, v = x * cos(turn) + y * sin(turn), y * cos(turn) - x * sin(turn)
    return u / frame.width, v / frame.width


def _below_chin(wearer: Wearer) -> Field:
    """Light left in the shadow of the chin."""
    rng, width = wearer.rng, wearer.frame.width
    x, y = (X - wearer.rim.chin[0]) / width, (Y - wearer.rim.chin[1]) / width
    reach = rng.uniform(0.15, 0.4)
    hidden = np.exp(-((x / rng.uniform(0.3, 0.5)) ** 2)) * ramp(y, reach, 0) * ramp(y, -0.2, 0)
    return np.asarray(1 - rng.uniform(0.1, 0.6) * hidden, np.float32)


def _under_scarf(wearer: Wearer, fabric: Fabric, body: Field) -> list[tuple[Field, Field]]:
    """The under-scarf inside the opening, if one is worn: BGR and alpha."""
    rng, frame, rim = wearer.rng, wearer.frame, wearer.rim
    if rng.random() >= wearer.cut.under:
        return []
    inner = rim.narrowed(frame, rng)
    away = cv2.distanceTransform((inner < 0.5).astype(np.uint8), cv2.DIST_L2, 5)
    roll = rng.uniform(0.8, 2.5) * (1 - np.maximum(1 - blurred(away, 0.9) / 4, 0) ** 2)
    ground = (dyed(rng), np.float32([24, 24, 26]), np.float32([238, 238, 238]), fabric.ground)
    cloth = woven(rng, ground[int(rng.integers(4))], "plain" if rng.random() < 0.85 else "")
    albedo = cloth.albedo(X / frame.width, Y / frame.width, rng)
    creases = roll + 0.6 * cloud(rng, (SIDE, SIDE), 14)
    colour = lit(body, creases, albedo, wearer.head, Finish.drawn(rng))
    return [(colour, np.asarray((1 - inner) * inside(rim.outer, 1.0), np.float32))]


def _ends(wearer: Wearer) -> Field:
    """Relief of the ends laid over one another below the chin."""
    rng, frame = wearer.rng, wearer.frame
    count = int(rng.choice(3, p=wearer.cut.flaps))
    relief = np.zeros((SIDE, SIDE), np.float32)
    side = float(rng.choice([-1.0, 1.0]))
    for _ in range(count):
        relief = folds.overlaid(relief, wearer.rim, frame, side, rng)
        side = -side
    return relief


def _around(wearer: Wearer, cloth: Field) -> Field:
    """What is behind the cloth: the crop without hair that would stick out, or another place."""
    head, frame, rng = wearer.head, wearer.frame, wearer.rng
    face = blurred(wearer.rim.mask, 1.5)
    if rng.random() < 0.5 and surroundings.loose_hair(head, frame, cloth) < HAIR_ABOUT:
        people = surroundings.person(head, frame)
        hole = np.maximum(surroundings.spill(head, frame, people), cloth) * (1 - wearer.rim.mask)
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
