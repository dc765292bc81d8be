"""The opening of a headscarf around a face."""

from dataclasses import dataclass

import cv2
import numpy as np

from training.composites.cloth import CHIN, HAIR_LINE, Frame
from training.composites.drawn import Field
from training.composites.paint import OVAL, SIDE, Head, blurred, curve, f32

BROWS, TEMPLES = [105, 334], [127, 356]
CHEEKS = [50, 280, 101, 330, 187, 411, 4, 195, 9]
FEATURES = [33, 133, 159, 145, 263, 362, 386, 374, 1, 4, 2, 98, 327, 61, 291, 0, 17]
NOT_SKIN = 30.0
PULLS = (0.17, 0.13, 0.09, 0.06, 0.03, 0.0)
PULL_BLIND, PULL_CHEEK = 0.02, 0.05
Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Rim:
    """The ranges that an opening is drawn from."""

    top: Range = (0.75, 1.35)
    """Its edge on the forehead: 0 at the brows, 1 at the hair line."""
    peak: Range = (0.0, 0.03)
    """How far a tent rises over the forehead, in face widths."""
    chin: Range = (-0.01, 0.05)
    """How far below the chin it ends, in face widths."""
    squeeze: Range = (0.94, 1.06)
    """How much of the face's width it leaves free."""
    skin_only: bool = True
    """Draws in to where the skin begins."""


TIGHT = Rim()


@dataclass(frozen=True, slots=True)
class Opening:
    """An opening in one crop."""

    outer: Field
    """(n, 2): its edge, clockwise."""
    mask: Field
    """1 where the face shows."""
    away: Field
    """Pixels outside the edge."""
    centre: Field
    """(2,): middle of the face."""
    up: Field
    """(2,): unit vector to the crown."""
    chin: Field
    """(2,): lowest point of the edge."""

    def narrowed(self, frame: Frame, rng: np.random.Generator) -> Field:
        """The edge that an under-scarf leaves: below a band on the forehead, or all round."""
        rise = (self.outer - self.centre) @ self.up / frame.width
        band = rng.uniform(0.05, 0.17)
        ring = rng.uniform(0.02, 0.06) if rng.random() < 0.25 else 0.0
        share = np.clip(rise / max(float(rise.max()), 0.1), 0, 1) ** 1.5
        lower = np.maximum(ring * np.clip(1 - share, 0, 1), 0)[:, None]
        inward = (self.centre - self.outer) / np.linalg.norm(self.centre - self.outer, axis=1)[
            :, None
        ]
        down = -self.up * (band * share)[:, None]
        return np.asarray(self.outer + (down + inward * lower) * frame.width, np.float32)


def inside(outline: Field, soft: float) -> Field:
    """Mask of an outline, its edge blurred by a sigma in pixels."""
    mask = np.zeros((SIDE, SIDE), np.uint8)
    cv2.fillPoly(mask, [np.round(outline * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    return np.asarray(cv2.GaussianBlur(mask.astype(np.float32) / 255, (0, 0), soft), np.float32)


def beyond(outline: Field) -> Field:
    """Pixels outside an outline, 0 inside it; at twice the crop's resolution, to be smooth."""
    mask = np.full((2 * SIDE, 2 * SIDE), 255, np.uint8)
    cv2.fillPoly(mask, [np.round(outline * 32).astype(np.int32)], 0, cv2.LINE_8, 4)
    far = cv2.distanceTransform(mask, cv2.DIST_L2, 5)
    return blurred(0.5 * cv2.resize(far, (SIDE, SIDE), interpolation=cv2.INTER_AREA), 1.0)


def opening(head: Head, frame: Frame, rim: Rim, rng: np.random.Generator) -> Opening:
    """Draw an opening for a face: an arch over the forehead, the cheeks' line, below the chin."""
    flat = head.points[:, :2]
    centre = flat[[HAIR_LINE, CHIN]].mean(axis=0)
    up = flat[HAIR_LINE] - flat[CHIN]
    up = up / max(float(np.linalg.norm(up)), 1.0)
    right = f32([-up[1], up[0]])
    local = (flat - centre) @ np.stack([right, up]).T
    squeeze = float(rng.uniform(*rim.squeeze))
    lower = _cheeks(local, frame, rim, squeeze, rng)
    knots = np.vstack([lower, _arch(local, frame, rim, squeeze, rng)])
    knots = centre + knots @ np.stack([right, up])
    if rim.skin_only:
        knots = _off_hair(head, frame, knots, centre)
    outer = _smooth(_round_features(head, frame, knots, centre), 7)
    mask = inside(outer, 0.4)
    lowest = outer[np.argmin((outer - centre) @ up)]
    return Opening(outer, mask, beyond(outer), centre, up.astype(np.float32), lowest)


def _cheeks(
    local: Field, frame: Frame, rim: Rim, squeeze: float, rng: np.random.Generator
) -> Field:
    """The lower part, from the right temple over the chin to the left one, in (right, up)."""
    temple = local[TEMPLES, 1].mean()
    line = local[OVAL]
    line = line[line[:, 1] < temple + 1]
    lean = rng.uniform(-0.02, 0.02)
    middle = local[TEMPLES, 0].mean()
    chin = local[CHIN, 1]
    depth = np.clip((temple - line[:, 1]) / max(temple - chin, 1.0), 0, 1)
    half = 0.5 * abs(local[TEMPLES[1], 0] - local[TEMPLES[0], 0])
    egg = middle + np.sign(line[:, 0] - middle) * half * np.sqrt(np.maximum(1 - depth**2.6, 0))
    blend = rng.uniform(0, 0.7)
    across = middle + ((1 - blend) * line[:, 0] + blend * egg - middle) * squeeze
    drop = rng.uniform(*rim.chin) * frame.width * depth**3
    return np.asarray(np.stack([across + lean * frame.width, line[:, 1] - drop], 1), np.float32)


def _arch(local: Field, frame: Frame, rim: Rim, squeeze: float, rng: np.random.Generator) -> Field:
    """The upper part, from the left temple over the forehead to the right one."""
    brow, hair = local[BROWS, 1].max(), local[HAIR_LINE, 1]
    top = max(brow + rng.uniform(*rim.top) * (hair - brow), brow + 0.06 * frame.width)
    temple = local[TEMPLES, 1].mean()
    left, right = local[TEMPLES, 0]
    middle, half = 0.5 * (left + right), 0.5 * (right - left) * squeeze
    steps = np.linspace(-0.96, 0.96, 13)
    t = np.sign(steps) * np.abs(steps) ** 0.8
    arch = (1 - np.abs(t) ** rng.uniform(1.7, 2.3)) ** (1 / rng.uniform(1.5, 2.0))
    tent = rng.uniform(*rim.peak) * frame.width * np.maximum(1 - np.abs(t) / 0.45, 0)
    skew = rng.uniform(-0.02, 0.02) * frame.width * t
    return np.asarray(
        np.stack([middle + half * t, temple + (top - temple) * arch + tent + skew], 1), np.float32
    )


def _off_hair(head: Head, frame: Frame, knots: Field, centre: Field) -> Field:
    """Knots drawn in to where the skin begins, so that fringe and side hair are covered."""
    lab = cv2.cvtColor(cv2.GaussianBlur(head.crop, (0, 0), 2), cv2.COLOR_BGR2LAB)

    def seen(places: Field) -> Field:
        x, y = np.clip(np.round(places), 0, SIDE - 1).astype(int).T
        return np.asarray(lab[y, x], np.float32)

    skin = np.median(seen(head.points[CHEEKS, :2]), axis=0)
    inward = centre - knots
    inward /= np.maximum(np.linalg.norm(inward, axis=1, keepdims=True), 1)
    pull = np.full(len(knots), PULL_BLIND, np.float32)
    for step in PULLS:
        other = f32([0.6, 1.5, 1.5]) * (seen(knots + inward * (step * frame.width)) - skin)
        pull = np.where(np.linalg.norm(other, axis=1) < NOT_SKIN, step, pull)
    high = knots[:, 1] < head.points[TEMPLES, 1].mean()
    pull = np.minimum(pull, np.where(high, PULLS[0], PULL_CHEEK)).astype(np.float32)
    pull = _smooth(pull[:, None], 3) * frame.width
    return np.asarray(knots + inward * pull, np.float32)


def _round_features(head: Head, frame: Frame, knots: Field, centre: Field) -> Field:
    """A line through the knots, 200 even steps, that leaves eyes, nose and mouth free."""
    features = head.points[FEATURES, :2]
    out = features - centre
    out = out / np.maximum(np.linalg.norm(out, axis=1, keepdims=True), 1)
    free = features + 0.07 * frame.width * out
    line = f32(np.vstack([curve(knots, 6, closed=True), free]))
    hull = cv2.convexHull(line)[:, 0]
    ring = np.vstack([hull, hull[:1]])
    run = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(ring, axis=0), axis=1))])
    steps = np.linspace(0, run[-1], 200, endpoint=False)
    return f32(np.stack([np.interp(steps, run, axis) for axis in ring.T], 1))


def _smooth(line: Field, reach: int) -> Field:
    """A closed line averaged over its neighbours."""
    weights = np.hanning(2 * reach + 3)[1:-1]
    padded = np.vstack([line[-reach:], line, line[:reach]])
    columns = [np.convolve(column, weights / weights.sum(), "valid") for column in padded.T]
    return np.asarray(np.stack(columns, 1), np.float32)
