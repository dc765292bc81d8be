"""Are both eyes open?

The blendshapes alone call a hearty smile closed and a lid that is lowered gently open. So the
picture is asked as well: an open eye shows the sides of the iris, edges that stand upright between
the corners of the eye; of a closed one the lash line is left, which lies.
"""

import math
from dataclasses import dataclass
from statistics import fmean
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.camera.face import LEFT_EYE_CORNERS, RIGHT_EYE_CORNERS, AlignedFace, Face
from kiosk.domain.photo import Finding, PhotoProfile, Verdict
from kiosk.domain.reason import Reason

_WIDTH_PX, _HEIGHT_PX = 64, 32
_EYE_PX = 48
"""From corner to corner in the cut-out."""
_CALM_PX = 1.0
_BETWEEN_LIDS = (slice(8, 24), slice(12, 52))
"""Rows and columns of the cut-out: without brow, corners and the fold of the lid."""
_LOWERED_WEIGHT: Final = 0.75
"""Some closed lids are read as a gaze that is lowered. Found on 568 labelled faces: from 0.75 to 1
as many closed eyes are found, with each source of pictures left out in turn, at no false ones; the
least of it leaves most room to glance at the screen."""


@dataclass(frozen=True, slots=True)
class _Eye:
    """One eye as the picture shows it; `lids` are points of the upper and the lower one."""

    corners: tuple[int, int]
    lids: tuple[tuple[int, int], ...]


_EYES: Final = (
    _Eye(LEFT_EYE_CORNERS, ((160, 144), (159, 145), (158, 153))),
    _Eye(RIGHT_EYE_CORNERS, ((385, 380), (386, 374), (387, 373))),
)


def check_eyes(
    face: Face, aligned: AlignedFace, sharpness: Finding, profile: PhotoProfile
) -> Finding:
    """Judge blink and lowered lids (blendshapes), how the edges lie, and how narrow the eyes are.

    All are means of both eyes. Nobody can tell in a blurred picture: then the check is skipped.
    """
    if sharpness.verdict is Verdict.FAIL:
        return Finding(Reason.EYES_CLOSED, Verdict.SKIPPED)
    shapes = face.blendshapes
    blink = (shapes["eyeBlinkLeft"] + shapes["eyeBlinkRight"]) / 2
    lowered = (shapes["eyeLookDownLeft"] + shapes["eyeLookDownRight"]) / 2
    lying = fmean(_lying(aligned, eye) for eye in _EYES)
    narrow = fmean(_narrow(face, eye) for eye in _EYES)
    closing = blink + _LOWERED_WEIGHT * lowered + lying + narrow
    return profile.judge(Reason.EYES_CLOSED, "eye_closing", closing, "lids and lashes")


def _narrow(face: Face, eye: _Eye) -> float:
    """1 without the gap between the lids, in widths of the eye: 0.75 is usual, 1 is shut."""
    return 1.0 - fmean(face.distance(*lids) for lids in eye.lids) / face.distance(*eye.corners)


def _lying(face: AlignedFace, eye: _Eye) -> float:
    """-1 where all edges stand, 1 where all lie; the second also where there are none."""
    seen = cv2.GaussianBlur(_cut_out(face, eye), (0, 0), _CALM_PX)
    standing = float(np.abs(cv2.Sobel(seen, cv2.CV_32F, 1, 0)[_BETWEEN_LIDS]).sum())
    lying = float(np.abs(cv2.Sobel(seen, cv2.CV_32F, 0, 1)[_BETWEEN_LIDS]).sum())
    both = standing + lying
    return (lying - standing) / both if both else 1.0


def _cut_out(face: AlignedFace, eye: _Eye) -> NDArray[np.float32]:
    """One eye, its corners level and always as far apart."""
    left, right = sorted(face.points[list(eye.corners)].tolist())
    middle = ((left[0] + right[0]) / 2, (left[1] + right[1]) / 2)
    angle = math.degrees(math.atan2(right[1] - left[1], right[0] - left[0]))
    scale = _EYE_PX / max(1.0, math.dist(left, right))
    place = np.asarray(cv2.getRotationMatrix2D(middle, angle, scale), np.float64)
    place[:, 2] += (_WIDTH_PX / 2 - middle[0], _HEIGHT_PX / 2 - middle[1])
    size = (_WIDTH_PX, _HEIGHT_PX)
    seen = cv2.warpAffine(face.grey, place, size, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(seen, np.float32)
