"""What a cheap webcam at a counter does to a picture, for augmentation. Labels stay true."""

import cv2
import numpy as np

from training.composites.drawn import Field, Pixels

Rng = np.random.Generator

SIDE = 256
_seeded = np.random.default_rng(20220811)
_coarse = _seeded.standard_normal((192, 192, 3), dtype=np.float32)
GRAIN: Field = _seeded.standard_normal((384, 384, 3), dtype=np.float32)
"""Noise of a sensor: each pixel its own, cut at a random place and strength."""
BLOTCHES: Field = np.asarray(
    0.4 * GRAIN + cv2.resize(_coarse, (384, 384), interpolation=cv2.INTER_CUBIC), np.float32
)
"""Noise after a camera's own smoothing and compression: larger soft blots."""


def degrade(crop: Pixels, rng: Rng, *, relit: bool = True) -> Pixels:
    """One random webcam's view of a crop: placed, lit, blurred, noisy and compressed."""
    side = round(SIDE * _detail(rng))
    picture = _placed(crop, side, rng)
    picture = _blurred(picture, rng)
    picture = np.asarray(cv2.LUT(picture, _tones(rng)), np.uint8)
    if relit and rng.random() < 0.4:
        picture = _side_lit(picture, rng)
    if rng.random() < 0.7:
        picture = _noisy(picture, rng)
    if rng.random() < 0.25:
        picture = _sharpened(picture, rng)
    if rng.random() < 0.7:
        picture = _compressed(picture, rng)
    if rng.random() < 0.06:
        picture = _gray(picture)
    if side != SIDE:
        whole = cv2.resize(picture, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR)
        picture = np.asarray(whole, np.uint8)
    return _bordered(picture, rng) if rng.random() < 0.12 else picture


def _gray(picture: Pixels) -> Pixels:
    return np.asarray(cv2.merge([cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)] * 3), np.uint8)


def _detail(rng: Rng) -> float:
    """Size of the source's face as a share of the crop's: half of them lose nothing."""
    return 1.0 if rng.random() < 0.4 else float(rng.uniform(0.35, 1.0))


def _placed(crop: Pixels, side: int, rng: Rng) -> Pixels:
    """A little shifted, scaled and rolled, as landmarks err, at the source's size."""
    shrink = side / SIDE
    scale = rng.uniform(0.9, 1.12) * shrink
    turn = cv2.getRotationMatrix2D((SIDE / 2, SIDE / 2), rng.uniform(-8, 8), scale)
    shift = rng.uniform(-6, 6, 2) * shrink + (side - SIDE) / 2
    turn = np.column_stack([turn[:, :2], turn[:, 2] + shift])
    if shrink < 0.7:  # below it, bilinear sampling alone would alias
        cell = 2 if shrink > 0.5 else 3
        crop = np.asarray(cv2.blur(crop, (cell, cell)), np.uint8)
    placed = cv2.warpAffine(
        crop, turn, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(placed, np.uint8)


def _blurred(picture: Pixels, rng: Rng) -> Pixels:
    """Mild defocus or motion, never so strong that thin frames vanish."""
    chance = rng.random()
    if chance < 0.25:
        return np.asarray(cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.4, 1.3)), np.uint8)
    if chance < 0.35:
        length = int(rng.integers(3, 6))
        kernel = np.zeros((length, length), np.float32)
        reach = (length - 1) / 2
        angle = rng.uniform(0, np.pi)
        step = np.round(np.array([np.cos(angle), np.sin(angle)]) * reach).astype(int)
        centre = np.full(2, int(reach))
        cv2.line(kernel, (centre - step).tolist(), (centre + step).tolist(), 1.0)
        return np.asarray(cv2.filter2D(picture, -1, kernel / kernel.sum()), np.uint8)
    return picture


def _tones(rng: Rng) -> Pixels:
    """Exposure, contrast, gamma and white balance as one table, (1, 256, 3)."""
    value = np.arange(256, dtype=np.float32)[:, None] / 255
    gamma = np.exp(rng.normal(0, 0.22))
    exposure = np.exp(rng.normal(-0.05, 0.28))
    contrast = rng.uniform(0.7, 1.25)
    warmth, green = rng.normal(0, 0.09), rng.normal(0, 0.035)
    balance = np.exp(np.array([-warmth, green, warmth], np.float32))
    haze = max(0.0, rng.normal(-0.02, 0.04))
    toned = (value**gamma * exposure * balance - 0.45) * contrast + 0.45
    table = np.clip(toned * (1 - haze) + haze, 0, 1) * 255
    return np.asarray(np.round(table)[None], np.uint8)


def _side_lit(picture: Pixels, rng: Rng) -> Pixels:
    """A lamp or window at one side: a slope of light over the picture."""
    height, width = picture.shape[:2]
    angle, slope = rng.uniform(0, 2 * np.pi), rng.uniform(0.1, 0.55)
    corners = np.array([[-1, -1], [1, -1], [-1, 1], [1, 1]], np.float32)
    lean = (1 + slope * (corners @ [np.cos(angle), np.sin(angle)]) / 1.2).reshape(2, 2)
    gain = cv2.resize(lean.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    fixed = np.clip(gain * 128, 16, 255).astype(np.uint8)
    return np.asarray(cv2.multiply(picture, cv2.merge([fixed] * 3), scale=1 / 128), np.uint8)


def _noisy(picture: Pixels, rng: Rng) -> Pixels:
    """Noise of the sensor: mostly of brightness, some of colour, fine or blotchy."""
    height, width = picture.shape[:2]
    bank = GRAIN if rng.random() < 0.6 else BLOTCHES
    top, left = rng.integers(0, bank.shape[0] - height + 1, 2)
    window = bank[top : top + height, left : left + width]
    strength = float(rng.gamma(1.6, 2.5))
    if rng.random() < 0.5:
        window = np.asarray(cv2.merge([cv2.extractChannel(window, 0)] * 3), np.float32)
    return np.asarray(cv2.add(picture, window * strength, dtype=cv2.CV_8U), np.uint8)


def _sharpened(picture: Pixels, rng: Rng) -> Pixels:
    """A camera's own over-sharpening: halos along edges."""
    amount = rng.uniform(0.4, 1.8)
    soft = cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.8, 1.8))
    return np.asarray(cv2.addWeighted(picture, 1 + amount, soft, -amount, 0), np.uint8)


def _compressed(picture: Pixels, rng: Rng) -> Pixels:
    """JPEG or MJPEG blocks, the colour at half resolution."""
    quality = int(rng.uniform(25, 95))
    _, packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)


def _bordered(picture: Pixels, rng: Rng) -> Pixels:
    """The crop reached beyond the photo: streaks, black or blur from an edge inwards."""
    framed = picture.copy()
    for edge in range(4):
        if rng.random() < 0.5:
            continue
        turned = np.rot90(framed, edge)
        depth = int(rng.uniform(4, 42))
        style = rng.random()
        if style < 0.6:
            turned[:depth] = turned[depth]
        elif style < 0.8:
            turned[:depth] = 0
        else:
            turned[:depth] = cv2.blur(np.ascontiguousarray(turned[:depth]), (15, 15))
    return framed
