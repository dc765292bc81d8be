"""Is the face lit well enough, and evenly?"""

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.camera.face import OVAL, SIDE_PX, AlignedFace
from kiosk.domain.photo import Finding, PhotoProfile
from kiosk.domain.reason import Reason

_CRUSHED = 25
_CLIPPED = 247
"""Luma levels of ISO/IEC 29794-5 for under- and over-exposure."""


def check_light(face: AlignedFace, profile: PhotoProfile) -> tuple[Finding, ...]:
    """Judge exposure and evenness inside the face oval."""
    oval = _oval_mask(face)
    luma = face.grey[oval]
    crushed = float((luma <= _CRUSHED).mean())
    clipped = float((luma >= _CLIPPED).mean())
    return (
        profile.judge(Reason.DARK, "crushed_share", crushed, "of the face"),
        profile.judge(Reason.BRIGHT, "clipped_share", clipped, "of the face"),
        profile.judge(Reason.SHADOW, "side_shadow", _side_difference(face.grey, oval), "of light"),
    )


def _oval_mask(face: AlignedFace) -> NDArray[np.bool_]:
    mask = np.zeros((SIDE_PX, SIDE_PX), np.uint8)
    cv2.fillConvexPoly(mask, face.points[list(OVAL)].round().astype(np.int32), 1)
    return mask.astype(np.bool_)


def _side_difference(grey: NDArray[np.uint8], oval: NDArray[np.bool_]) -> float:
    half = SIDE_PX // 2
    left = float(grey[:, :half][oval[:, :half]].mean())
    right = float(grey[:, half:][oval[:, half:]].mean())
    return abs(left - right) / max(left, right, 1.0)
