"""Are both eyes open?

The blendshapes alone call a hearty smile closed and a lid that is lowered gently open. So the
picture is asked as well: an open eye shows the sides of the iris, edges that stand upright between
the corners of the eye; of a closed one the lash line is left, which lies.
"""

import math
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
_LOWERED_WEIGHT: Final = 0.5
"""Some closed lids are read as a gaze that is lowered. A logistic fit on 568 labelled faces gives
1 : 0.9 : 2.2 for blink, gaze and edges. 1 : 0.5 : 1 finds as many closed eyes at no more false ones
and leaves residents more room to glance at the screen."""


def check_eyes(
    face: Face, aligned: AlignedFace, sharpness: Finding, profile: PhotoProfile
) -> Finding:
    """Judge blink and lowered lids (blendshapes, mean of both eyes) plus how the edges lie.

    Nobody can tell in a picture that is blurred: then the check is skipped.
    """
    if sharpness.verdict is Verdict.FAIL:
        return Finding(Reason.EYES_CLOSED, Verdict.SKIPPED)
    shapes = face.blendshapes
    blink = (shapes["eyeBlinkLeft"] + shapes["eyeBlinkRight"]) / 2
    lowered = (shapes["eyeLookDownLeft"] + shapes["eyeLookDownRight"]) / 2
    lying = (_lying(aligned, LEFT_EYE_CORNERS) + _lying(aligned, RIGHT_EYE_CORNERS)) / 2
    closing = blink + _LOWERED_WEIGHT * lowered + lying
    return profile.judge(Reason.EYES_CLOSED, "eye_closing", closing, "lids and lashes")


def _lying(face: AlignedFace, corners: tuple[int, int]) -> float:
    """-1 where all edges of an eye stand, 1 where all lie; an open eye is about 0.3."""
    eye = cv2.GaussianBlur(cut_eye(face, corners), (0, 0), _CALM_PX)
    standing = float(np.abs(cv2.Sobel(eye, cv2.CV_32F, 1, 0)[_BETWEEN_LIDS]).sum())
    lying = float(np.abs(cv2.Sobel(eye, cv2.CV_32F, 0, 1)[_BETWEEN_LIDS]).sum())
    both = standing + lying
    return (lying - standing) / both if both else 1.0


def cut_eye(face: AlignedFace, corners: tuple[int, int]) -> NDArray[np.float32]:
    """Cut out one eye, its corners level and always as far apart."""
    left, right = sorted(face.points[list(corners)].tolist())
    middle = ((left[0] + right[0]) / 2, (left[1] + right[1]) / 2)
    angle = math.degrees(math.atan2(right[1] - left[1], right[0] - left[0]))
    scale = _EYE_PX / max(1.0, math.dist(left, right))
    place = np.asarray(cv2.getRotationMatrix2D(middle, angle, scale), np.float64)
    place[:, 2] += (_WIDTH_PX / 2 - middle[0], _HEIGHT_PX / 2 - middle[1])
    size = (_WIDTH_PX, _HEIGHT_PX)
    eye = cv2.warpAffine(face.grey, place, size, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(eye, np.float32)
