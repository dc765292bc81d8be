"""Is the wall behind the person plain?

Advice only: the portrait is asked to have a plain background, but a face recognition can do without
one. Colour and brightness do not count, nor a soft shadow on the wall: only edges do, as shelves,
posters and people have.
"""

import math
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.camera.face import Box, Face
from kiosk.camera.portrait import place_portrait
from kiosk.camera.source import Pixels
from kiosk.domain.photo import Finding, PhotoProfile
from kiosk.domain.reason import Reason

_HEAD_PX = 48
"""The height of the head where it is measured: weave and noise vanish, things do not."""
_SAMPLES = 0.3
"""Rows and columns to leave out, per pixel of the small picture: three are averaged for each."""
_ASIDE: Final = 0.5
"""How far to look beyond the portrait on both sides, in widths of the portrait."""
_HEAD_ROOM: Final = 1.35
"""The head with its hair or hijab, in sizes of the head."""
_EDGE = 12.0
"""Levels from pixel to pixel, in the strongest of the three colours."""
_LEAST_PX = 150
"""Less background than this says nothing."""


def check_background(pixels: Pixels, face: Face, profile: PhotoProfile) -> Finding:
    """Judge the share of the background that is edges."""
    clutter = measure_clutter(pixels, face, _beside_the_head(pixels, face, profile.head_share))
    return profile.judge(Reason.BACKGROUND, "clutter", clutter, "of the background")


def _beside_the_head(pixels: Pixels, face: Face, head_share: float) -> Box:
    """The portrait and more on both sides, from its top to the eyes: below are the shoulders."""
    height, width = pixels.shape[:2]
    seen = place_portrait(face, width, height, head_share).possible
    left = max(0.0, seen.left - _ASIDE * seen.width)
    right = min(float(width), seen.right + _ASIDE * seen.width)
    eyes = (face.left_eye[1] + face.right_eye[1]) / 2
    return Box(left, seen.top, right - left, max(0.0, eyes - seen.top))


def measure_clutter(pixels: Pixels, face: Face, place: Box) -> float:
    """How much of a place around the head, but not on it, is edges: 0 to 1.

    0 as well where the head leaves hardly any background: there is nothing to object to.
    """
    left, top = int(place.left), int(place.top)
    part = pixels[top : int(place.bottom), left : int(place.right)]
    scale = _HEAD_PX / face.head.height
    size = (math.floor(part.shape[1] * scale), math.floor(part.shape[0] * scale))
    if min(size) < 1:
        return 0.0
    step = max(1, math.floor(_SAMPLES / scale))
    small = cv2.resize(part[::step, ::step], size, interpolation=cv2.INTER_AREA)
    behind = _off_the_head(face.head, (left, top), scale, size)
    if np.count_nonzero(behind) < _LEAST_PX:
        return 0.0
    return float((_steepness(np.asarray(small, np.uint8))[behind] > _EDGE).mean())


def _off_the_head(
    head: Box, corner: tuple[int, int], scale: float, size: tuple[int, int]
) -> NDArray[np.bool_]:
    mask = np.zeros((size[1], size[0]), np.uint8)
    middle = tuple((at - zero) * scale for at, zero in zip(head.centre, corner, strict=True))
    axes = (head.width * _HEAD_ROOM * scale, head.height * _HEAD_ROOM * scale)
    cv2.ellipse(mask, (middle, axes, 0.0), 1, cv2.FILLED)
    return np.asarray(mask == 0, np.bool_)


def _steepness(picture: Pixels) -> NDArray[np.float32]:
    across = cv2.Sobel(picture, cv2.CV_32F, 1, 0, scale=1 / 8)
    along = cv2.Sobel(picture, cv2.CV_32F, 0, 1, scale=1 / 8)
    return np.asarray(np.hypot(across, along).max(axis=2), np.float32)
