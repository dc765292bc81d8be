"""All that may cover a face, and how much of it is covered."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import ArrayLike

from training.composites.drawn import Field
from training.composites.hair import draw_hair_over_ears, draw_hair_over_eyes
from training.composites.hands import Place, draw_hand
from training.composites.masks import draw_mask
from training.composites.negatives import draw_negative
from training.composites.objects import draw_object

__all__ = [
    "Covered",
    "Place",
    "covered",
    "draw_hair_over_ears",
    "draw_hair_over_eyes",
    "draw_hand",
    "draw_mask",
    "draw_negative",
    "draw_object",
]

LEFT_EYE = [33, 160, 158, 133, 153, 144]
RIGHT_EYE = [263, 387, 385, 362, 380, 373]
MOUTH = [61, 40, 0, 270, 291, 321, 17, 91]
NOSE = [197, 49, 2, 279]


@dataclass(frozen=True, slots=True)
class Covered:
    """Shares of the parts of a face that lie under something, 0 to 1; left as in the picture."""

    left_eye: float
    right_eye: float
    nose: float
    mouth: float


def covered(alpha: Field, points: ArrayLike) -> Covered:
    """Measure how much of a face an accessory's alpha hides."""
    mesh = np.asarray(points, np.float32)[:, :2]

    def share(indices: list[int]) -> float:
        area = np.zeros(alpha.shape, np.uint8)
        cv2.fillConvexPoly(area, cv2.convexHull(np.round(mesh[indices]).astype(np.int32)), 1)
        return float(alpha[area > 0].mean()) if area.any() else 0.0

    return Covered(share(LEFT_EYE), share(RIGHT_EYE), share(NOSE), share(MOUTH))
