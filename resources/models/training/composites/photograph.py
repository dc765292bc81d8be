"""Cloth laid on a crop as a camera would have seen it there."""

from collections.abc import Sequence

import cv2
import numpy as np

from training.composites.cloth import speckle
from training.composites.drawn import Field, Pixels
from training.composites.paint import SIDE, Head, blurred, f32

GREY = 3.0


def exposed(
    head: Head,
    base: Field,
    layers: Sequence[tuple[Field, Field]],
    near: Field,
    rng: np.random.Generator,
) -> tuple[Pixels, Field]:
    """Lay layers (BGR, alpha) over a base, as sharp as the crop: the picture, and what they cover.

    Each shades what is below it, fully where that is `near` (the skin), hardly elsewhere.
    """
    picture = base
    covered = np.zeros((SIDE, SIDE), np.float32)
    grain = rng.uniform(0.4, 2.2) * speckle(rng)
    for colour, alpha in layers:
        soft = blurred(alpha, head.softness * 0.8)
        shade = _shade(head, alpha, rng) * (0.15 + 0.85 * near)
        cloth = blurred(colour, head.softness * 0.6) + grain[..., None]
        picture = picture * (1 - shade * (1 - soft))[..., None]
        picture += soft[..., None] * (cloth - picture)
        covered = np.maximum(covered, soft)
    if np.ptp(head.crop[::8, ::8].astype(np.int16), axis=2).mean() < GREY:
        picture = np.repeat(picture.mean(axis=2, keepdims=True), 3, axis=2)
    pixels = np.clip(picture + 0.5, 0, 255).astype(np.uint8)
    if rng.random() < 0.15:
        pixels, covered = _tight(pixels, covered, rng)
    if rng.random() < 0.6:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(60, 96))]
        pixels = cv2.imdecode(cv2.imencode(".jpg", pixels, quality)[1], cv2.IMREAD_COLOR)
    return np.asarray(pixels, np.uint8), np.asarray(np.clip(covered, 0, 1), np.float32)


def _tight(pixels: Pixels, covered: Field, rng: np.random.Generator) -> tuple[Pixels, Field]:
    """As cropped from a picture that ends close to the head: its borders are drawn out."""
    left, right, top, low = (int(side) for side in rng.integers(0, [50, 50, 45, 45]))
    part = (slice(top, SIDE - low), slice(left, SIDE - right))
    sides = (top, low, left, right)
    seen = cv2.copyMakeBorder(pixels[part], *sides, cv2.BORDER_REPLICATE)
    worn = cv2.copyMakeBorder(covered[part], *sides, cv2.BORDER_REPLICATE)
    return np.asarray(seen, np.uint8), np.asarray(worn, np.float32)


def _shade(head: Head, alpha: Field, rng: np.random.Generator) -> Field:
    """Shadow of a cloth's edge: close and soft, falling away from the light."""
    near, far = rng.uniform(1.0, 2.5), rng.uniform(4, 9)
    shift = f32([[1, 0, -head.light[0] * far], [0, 1, -head.light[1] * far]])
    cast = cv2.warpAffine(alpha, shift, (SIDE, SIDE), borderMode=cv2.BORDER_REPLICATE)
    close, wide = blurred(alpha, near), blurred(cast, far * 0.7)
    return np.asarray(
        np.clip(rng.uniform(0.15, 0.5) * close + rng.uniform(0.1, 0.45) * wide, 0, 0.75), np.float32
    )
