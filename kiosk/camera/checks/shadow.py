"""Does the light fall evenly on the face?

Two witnesses are asked, and what they say is added up as log odds. The network (`shading`) has
learned side light, light from above and the shadows of brims, hair, leaves and window frames, but
easily takes soft side light for the form of a face. The mirror does not: the face is brought to a
symmetric shape, its light smoothed until features vanish, and compared with its mirror image. Both
see ratios of light only, which say nothing about the colour of the skin.
"""

from collections.abc import Mapping
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.camera.face import (
    CHIN,
    FOREHEAD,
    LEFT_EDGE,
    OVAL,
    RIGHT_EDGE,
    AlignedFace,
    Face,
)
from kiosk.camera.shading import Shading
from kiosk.domain.photo import Cue, Finding, PhotoProfile, Verdict
from kiosk.domain.reason import Reason

_GRID_PX = 64
_SMOOTH_PX = 2.5
_DARKEST = 8.0
"""Added before the logarithm, so that the noise of black does not count as a ratio."""
_NOSE_PX = 2
_ANCHORS = (33, 263, CHIN, FOREHEAD, LEFT_EDGE, RIGHT_EDGE, 1)
_TEMPLATE = np.array(
    [[19, 26.25], [45, 26.25], [32, 57], [32, 7], [13, 30], [51, 30], [32, 36.25]], np.float32
)
"""Where outer eye corners, chin, forehead, edges and nose tip of a symmetric face lie."""


SIDE_WEIGHT: Final = 6.0
"""Log odds of the network that one unit of log ratio is worth."""
SIDE_USUAL: Final = 0.45
"""Log ratio at which the mirror has nothing to say: half of the faces with side light lie above,
nineteen of twenty in even light below."""
_DARKENING: Final = ("lower_mask", "lower_hand", "lower_object", "glasses_dark")
_COVERED: Final = 0.5
"""How likely one of these is, from which on nobody can tell it from a shadow."""
_MOST_TURNED_DEG: Final = 20.0
"""Of a face that is turned further, one half is hardly seen; TURNED has refused it long before."""


def check_shadow(
    face: Face,
    aligned: AlignedFace,
    shading: Shading,
    seen: Mapping[str, float],
    profile: PhotoProfile,
) -> Finding:
    """Judge the log odds of a shadow; not where the networks have `seen` what darkens a face."""
    darkened = max(seen[name] for name in _DARKENING) > _COVERED
    if darkened or abs(face.yaw_deg) > _MOST_TURNED_DEG:
        return Finding(Reason.SHADOW, Verdict.SKIPPED)
    odds = combine(shading.log_odds, measure_side_light(aligned))
    return profile.judge(Reason.SHADOW, "shadow", odds, "log odds", cue=_cue(shading))


def combine(log_odds: float, side_light: float) -> float:
    """Add up what the network and the mirror say: positive where there is a shadow."""
    return log_odds + SIDE_WEIGHT * (side_light - SIDE_USUAL)


def _cue(shading: Shading) -> Cue | None:
    """Light from above has no remedy of its own."""
    if shading.top > max(shading.side, shading.cast):
        return None
    return Cue.SIDE_LIGHT if shading.side > shading.cast else Cue.CAST_SHADOW


def measure_side_light(face: AlignedFace) -> float:
    """The upper quartile of the differences over the face."""
    anchors = np.c_[face.points[list(_ANCHORS)], np.ones(len(_ANCHORS), np.float32)]
    place = np.linalg.lstsq(anchors, _TEMPLATE, rcond=None)[0].T
    half = np.asarray(cv2.resize(face.grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    grid = cv2.warpAffine(
        half, place * (2, 2, 1), (_GRID_PX, _GRID_PX), borderMode=cv2.BORDER_REPLICATE
    )
    oval = np.c_[face.points[list(OVAL)], np.ones(len(OVAL), np.float32)] @ place.T
    inside = _symmetric_mask(np.asarray(oval, np.float32))
    light = _smooth(np.log(grid.astype(np.float32) + _DARKEST), inside)
    difference = np.abs(light - light[:, ::-1])[inside]
    return float(np.percentile(difference, 75)) if difference.size else 0.0


def _symmetric_mask(oval: NDArray[np.float32]) -> NDArray[np.bool_]:
    """The face without its edge and its middle line, the same on both sides."""
    mask = np.zeros((_GRID_PX, _GRID_PX), np.uint8)
    cv2.fillConvexPoly(mask, cv2.convexHull(oval.round().astype(np.int32)), 1)
    mask = np.asarray(cv2.erode(mask, np.ones((3, 3), np.uint8)), np.uint8)
    mask[:, _GRID_PX // 2 - _NOSE_PX : _GRID_PX // 2 + _NOSE_PX] = 0
    return np.asarray(mask & mask[:, ::-1], np.bool_)


def _smooth(light: NDArray[np.float32], inside: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Average over the neighbours that belong to the face."""
    weight = inside.astype(np.float32)
    total = cv2.GaussianBlur(light * weight, (0, 0), _SMOOTH_PX)
    count = cv2.GaussianBlur(weight, (0, 0), _SMOOTH_PX)
    return np.asarray(total / np.maximum(count, 1e-3), np.float32)
