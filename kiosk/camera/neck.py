"""Is there skin or cloth below the chin?

A hijab closes around the chin, a hat does not: a second opinion beside the network, from colour.
"""

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.camera.face import CHIN, LEFT_EDGE, RIGHT_EDGE, Face, Points
from kiosk.camera.source import Pixels

MAYBE_CLOTH: Final = 20.0
SURELY_CLOTH: Final = 35.0
"""Distances from which on it looks like cloth. On the dev half of the labelled set 88 and 78 of 100
hijabs lie above; of 100 bare heads with hair over the ears 21 and 6."""

_CHEEKS: Final = (50, 280, 205, 425, 117, 346)
_ASIDE: Final = (-0.15, 0.0, 0.15)
_BELOW: Final = (0.15, 0.23)
_PATCH: Final = 0.05
"""Places below the chin, and half the side of a patch, in widths of the face."""
_LIGHTNESS_WEIGHT: Final = 0.15
"""Shade falls on every neck: lightness counts little beside colour."""


def measure_neck(pixels: Pixels, face: Face) -> float:
    """How far the colour below the chin is from that of the cheeks, in units of CIE Lab."""
    width = face.distance(LEFT_EDGE, RIGHT_EDGE)
    roll = np.radians(face.roll_deg)
    right = np.array([np.cos(roll), np.sin(roll)], np.float32)
    down = np.array([-np.sin(roll), np.cos(roll)], np.float32)
    below = [
        face.points[CHIN] + width * (aside * right + lower * down)
        for lower in _BELOW
        for aside in _ASIDE
    ]
    half = max(1, round(_PATCH * width))
    skin = np.median(_colours(pixels, face.points[list(_CHEEKS)], half), axis=0)
    apart = _colours(pixels, np.stack(below), half) - skin
    distances = np.hypot(apart[:, 1], apart[:, 2]) + _LIGHTNESS_WEIGHT * np.abs(apart[:, 0])
    return float(np.median(distances))


def _colours(pixels: Pixels, places: Points, half: int) -> NDArray[np.float32]:
    """The median colours of square patches, in 8-bit Lab: (n, 3). Outside, the border repeats."""
    height, width = pixels.shape[:2]
    around = np.arange(-half, half + 1, max(1, half // 4))
    found = []
    for x, y in np.round(places).astype(int):
        rows, columns = np.clip(y + around, 0, height - 1), np.clip(x + around, 0, width - 1)
        patch = cv2.cvtColor(pixels[rows[:, None], columns[None, :]], cv2.COLOR_BGR2LAB)
        found.append(np.median(patch.reshape(-1, 3), axis=0))
    return np.asarray(found, np.float32)
