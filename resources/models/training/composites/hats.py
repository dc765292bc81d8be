"""Headwear drawn on bare heads: caps, knitted caps, brims, helmets and peci."""

from collections.abc import Callable
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from training.composites import hat_brims, hat_caps, hat_shells, hat_soft
from training.composites.cloth import Frame, X, Y, ramp
from training.composites.drawn import Drawn, Field, Pixels
from training.composites.hat_cloth import Rng, dye
from training.composites.hat_forms import Hat, sash
from training.composites.paint import OVAL, SIDE, Head, Sheet, blurred, f32, finished
from training.composites.shapes import Size
from training.composites.solids import Canvas, Part, Seat
from training.composites.surroundings import likeness, mended, person

BROW, MESH_TOP = 9, 10
LIDS = [159, 386, 158, 385, 160, 387]
FINE = 2
FEW = 40.0


class HatKind(StrEnum):
    """What is worn."""

    CAP = "cap"
    TRUCKER = "trucker"
    SNAPBACK = "snapback"
    SIDEWAYS = "sideways"
    BACKWARD = "backward"
    FLAT_CAP = "flat-cap"
    PATROL_CAP = "patrol-cap"
    PEAKED_CAP = "peaked-cap"
    BERET = "beret"
    VISOR = "visor"
    BEANIE = "beanie"
    BUCKET = "bucket"
    SUN_HAT = "sun-hat"
    FEDORA = "fedora"
    COWBOY = "cowboy"
    CONE = "cone"
    SITE_HELMET = "site-helmet"
    CYCLE_HELMET = "cycle-helmet"
    OPEN_FACE = "open-face"
    FULL_FACE = "full-face"
    CHEF = "chef"
    HOSPITAL = "hospital"
    GARRISON = "garrison"
    SONGKOK = "songkok"
    KOPIAH = "kopiah"


PECI = frozenset({HatKind.SONGKOK, HatKind.KOPIAH})

MAKERS: dict[HatKind, tuple[float, Callable[[Rng], Hat]]] = {
    HatKind.CAP: (20, hat_caps.cap),
    HatKind.TRUCKER: (6, hat_caps.trucker),
    HatKind.SNAPBACK: (6, hat_caps.snapback),
    HatKind.SIDEWAYS: (2, hat_caps.sideways),
    HatKind.BACKWARD: (5, hat_caps.backward),
    HatKind.FLAT_CAP: (3, hat_caps.flat_cap),
    HatKind.PATROL_CAP: (3, hat_caps.patrol_cap),
    HatKind.PEAKED_CAP: (3, hat_caps.peaked_cap),
    HatKind.BERET: (3, hat_caps.beret),
    HatKind.VISOR: (2, hat_caps.visor),
    HatKind.BEANIE: (13, hat_soft.beanie),
    HatKind.BUCKET: (6, hat_brims.bucket),
    HatKind.SUN_HAT: (6, hat_brims.sun_hat),
    HatKind.FEDORA: (4, hat_brims.fedora),
    HatKind.COWBOY: (3, hat_brims.cowboy),
    HatKind.CONE: (4, hat_brims.cone),
    HatKind.SITE_HELMET: (7, hat_shells.site_helmet),
    HatKind.CYCLE_HELMET: (3, hat_shells.cycle_helmet),
    HatKind.OPEN_FACE: (6, hat_shells.open_face),
    HatKind.FULL_FACE: (3, hat_shells.full_face),
    HatKind.CHEF: (2, hat_soft.chef),
    HatKind.HOSPITAL: (2, hat_soft.hospital),
    HatKind.GARRISON: (2, hat_soft.garrison),
    HatKind.SONGKOK: (15, hat_soft.songkok),
    HatKind.KOPIAH: (9, hat_soft.kopiah),
}
"""How common each kind is, and who makes it."""


def draw_hat(
    crop: Pixels,
    points: NDArray[np.float32],
    pose: NDArray[np.float32],
    rng: Rng,
    kind: HatKind | None = None,
) -> Drawn:
    """Put a hat on a bare head.

    Args:
        crop: (256, 256, 3) BGR, roll-aligned, the eyes' middle at (128, 120), face width 96.
        points: (478, 3) mesh in crop pixels, z negative towards the camera.
        pose: (4, 4) face matrix.
        rng: the only source of chance.
        kind: what to draw; by how common it is if None.
    """
    chosen = kind or _any_kind(rng)
    head = Head.of(crop, points, pose)
    frame = Frame.of(head)
    hat = MAKERS[chosen][1](rng)
    seat = _seat(head, frame, hat, float(rng.uniform(3.5, 10)) * frame.width)
    stretch = 1.0 if hat.open_top else _stretch(seat, hat, rng)
    places = [seat.place(_taller(part.grid, stretch)) for part in hat.parts]
    people, face = person(head, frame), _face(head)
    hair = np.zeros_like(people)
    if not hat.open_top:
        hair = _hair(head, frame, people) * _above(seat, hat) * (1 - face)
    before = np.maximum(people - hair, face)
    sheet = Sheet(np.concatenate([place.reshape(-1, 3) for place in places]), 12, FINE)
    canvas = Canvas(head, sheet, before, float(frame.origin[2]) - 0.2 * frame.width)
    if hat.strap:
        _fasten(canvas, frame, rng)
    for part, place in zip(hat.parts, places, strict=True):
        canvas.draw(part, place)
    _shade(sheet, head, [places[k] for k in _ahead(hat)], people, rng)
    base = _cleared(crop, np.maximum(people, hair), hair * (1 - _worn(sheet)), rng)
    return _tightened(finished(head, sheet, rng, str(chosen), base), rng)


def _any_kind(rng: Rng) -> HatKind:
    shares = np.array([share for share, _ in MAKERS.values()])
    return list(MAKERS)[int(rng.choice(len(MAKERS), p=shares / shares.sum()))]


def _seat(head: Head, frame: Frame, hat: Hat, distance: float) -> Seat:
    """Put the rim where it is worn, higher if it would cover the eyes."""
    brow, top = (float((head.points[k] - frame.origin) @ frame.axes[1]) for k in (BROW, MESH_TOP))
    brow, top = brow / frame.width, top / frame.width
    tip, lean, turn = hat.tip, hat.lean, hat.turn
    spin = f32([[np.cos(turn), 0, -np.sin(turn)], [0, 1, 0], [np.sin(turn), 0, np.cos(turn)]])
    nod = f32([[1, 0, 0], [0, np.cos(tip), -np.sin(tip)], [0, np.sin(tip), np.cos(tip)]])
    roll = f32([[np.cos(lean), np.sin(lean), 0], [-np.sin(lean), np.cos(lean), 0], [0, 0, 1]])
    level = brow + hat.front * (top - brow) - hat.long * np.sin(tip)
    lids = float(head.points[LIDS, 1].min()) - 5
    seat = Seat(frame, f32([0, level, hat.z]), f32(spin @ nod @ roll), distance)
    for _ in range(16):
        if not _over_eyes(seat, hat, head, lids):
            return seat
        level += 0.05
        seat = Seat(frame, f32([0, level, hat.z]), seat.turn, distance)
    return seat


def _stretch(seat: Seat, hat: Hat, rng: Rng) -> float:
    """How much taller a crown must be for the skull and some hair to go into it."""
    top = max(float(part.grid[..., 1].max()) for part in hat.parts)
    needed = float(rng.uniform(0.97, 1.1)) - float(seat.centre[1])
    return float(np.clip(needed / max(top, 0.2), 1.0, 1.6))


def _taller(grid: Field, stretch: float) -> Field:
    """The same surface with what is above the rim stretched."""
    up = grid[..., 1:2]
    return f32(
        np.concatenate([grid[..., :1], np.where(up > 0, up * stretch, up), grid[..., 2:]], -1)
    )


def _over_eyes(seat: Seat, hat: Hat, head: Head, lids: float) -> bool:
    """Whether the rim or peak comes down to the upper lids between the eyes' outer corners."""
    left, right = head.points[33, 0] - 4, head.points[263, 0] + 4
    for part in hat.parts:
        if _around(part):
            continue
        spots = seat.place(part.grid)
        near = (spots[..., 2] < seat.frame.origin[2]) & (spots[..., 0] > left)
        low = spots[..., 1][near & (spots[..., 0] < right)]
        if len(low) and float(low.max()) > lids:
            return True
    return False


def _above(seat: Seat, hat: Hat) -> Field:
    """1 where hair would stand out above the rim, 0 below; beside the hat it may hang lower."""
    half = min(max(float(np.abs(hat.parts[0].grid[0, :, 0]).max()), 0.5), 0.66)
    ends = seat.place(f32([[[-half, 0, 0], [half, 0, 0]]]))[0, :, :2]
    left, right = ends[np.argsort(ends[:, 0])]
    slope = (right[1] - left[1]) / max(float(right[0] - left[0]), 8.0)
    line = left[1] + slope * (np.clip(X, left[0], right[0]) - left[0])
    beyond = np.maximum(np.maximum(left[0] - X, X - right[0]), 0)
    return ramp(Y - line - 0.7 * beyond, 3.0, -3.0)


def _face(head: Head) -> Field:
    """1 on the face and close around it."""
    face = np.zeros((SIDE, SIDE), np.float32)
    cv2.fillPoly(face, [head.points[OVAL, :2].astype(np.int32)], 1.0)
    return f32(cv2.dilate(face, np.ones((7, 7), np.uint8)))


def _hair(head: Head, frame: Frame, people: Field) -> Field:
    """The person, and what near it has the colour of the hair."""
    near = ramp(blurred(people, 0.3 * frame.width), 0.01, 0.08)
    return f32(np.maximum(people, likeness(head, frame) * near))


def _fasten(canvas: Canvas, frame: Frame, rng: Rng) -> None:
    """A strap from the temples under the chin."""
    line, wide = hat_shells.chin_strap(rng, Size(0.56, 0.66))
    colour = dye(rng, 0.9, 0.0, 0.05)
    strap: Part = sash(line, wide, hat_soft.plain_band(rng, colour))
    canvas.draw(strap, Seat(frame, f32([0, 0, 0]), f32(np.eye(3)), 900.0).place(strap.grid))


def _shade(sheet: Sheet, head: Head, places: list[Field], people: Field, rng: Rng) -> None:
    """The hat's shadow on forehead and face, as long as it stands out towards the camera."""
    forehead = float(head.points[MESH_TOP, 2])
    steep = f32([-head.light[0], -head.light[1] + rng.uniform(0, 1.2)]) / abs(float(head.light[2]))
    mask = np.zeros(sheet.shape, np.uint8)
    for place in places:
        out = np.maximum(forehead + 4 - place[..., 2:], 0)
        cast = (place[..., :2] + out * steep - sheet.low) * sheet.scale
        ahead = place[..., 2] < float(head.points[[234, 454], 2].mean())
        spots = cast[ahead]
        if len(spots):
            hull = cv2.convexHull(spots.astype(np.float32)).astype(np.int32)
            cv2.fillConvexPoly(mask, hull, 255)
    ours = f32(mask) / 255 * sheet.under(people)
    sheet.darken(sheet.soften(ours, float(rng.uniform(1.5, 4.5))), float(rng.uniform(0.0, 0.6)))
    sheet.shadow(sheet.alpha * sheet.under(people), [0, 1.5], 1.5, float(rng.uniform(0.1, 0.5)))


def _ahead(hat: Hat) -> list[int]:
    """The parts that throw shadows on the face: not those that go around it."""
    return [k for k, part in enumerate(hat.parts) if not _around(part)]


def _around(part: Part) -> bool:
    return float(part.grid[..., 1].min()) < -0.6


def _worn(sheet: Sheet) -> Field:
    """What the hat covers of the crop."""
    worn = np.zeros((SIDE, SIDE), np.float32)
    size = worn[sheet.window].shape[::-1]
    worn[sheet.window] = cv2.resize(sheet.alpha, size, interpolation=cv2.INTER_AREA)
    return worn


def _cleared(crop: Pixels, people: Field, hair: Field, rng: Rng) -> Pixels:
    """The crop without the hair that the hat has taken up."""
    if float(hair.sum()) < FEW:
        return crop
    hole = f32(cv2.dilate(people, np.ones((7, 7), np.uint8)) > 0.15)
    behind = mended(np.asarray(crop, np.float32), hole, rng)
    share = np.clip(blurred(cv2.dilate(hair, np.ones((5, 5), np.uint8)), 1.2), 0, 1)[..., None]
    return np.asarray(np.clip(crop + share * (behind - crop), 0, 255), np.uint8)


def _tightened(drawn: Drawn, rng: Rng) -> Drawn:
    """Now and then as cropped from a photo that ends in the hat: its top row is drawn out."""
    rows = np.flatnonzero(drawn.alpha.max(axis=1) > 0.5)
    if len(rows) < 24 or rng.random() > 0.15:
        return drawn
    row = int(rng.uniform(rows[0], rows[0] + 0.6 * (min(rows[-1], 100) - rows[0])))
    pixels, alpha = drawn.pixels.copy(), drawn.alpha.copy()
    pixels[:row], alpha[:row] = pixels[row], alpha[row]
    return Drawn(pixels, alpha, drawn.kind)
