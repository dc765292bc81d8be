"""Is there enough light on the face, and not too much?

Absolute brightness is the known trap: ISO/IEC 29794-5 `LuminanceMean` scores all equally lit Black
sitters below 50, 12 % of the White. Skin of any colour has highlights in good light, and none loses
its detail in black or white: those are what is measured, inside the face.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.camera.face import OVAL, SIDE_PX, AlignedFace
from kiosk.domain.photo import Finding, PhotoProfile
from kiosk.domain.reason import Reason

_CRUSHED = 25
"""The level of ISO/IEC 29794-5 for under-exposure."""
_CLIPPED = 240
"""Below the standard's 247: the soft shoulder of a webcam's curve has lost the skin before."""
_HIGHLIGHT_SHARE = 0.98
_EDGE_PX = 13


def check_light(face: AlignedFace, profile: PhotoProfile) -> tuple[Finding, ...]:
    """Judge the highlights (0..1) and the lost shadows and lights as shares of the face."""
    share = _histogram(face)
    highlight = float(np.searchsorted(share.cumsum(), _HIGHLIGHT_SHARE)) / 255
    crushed = float(share[: _CRUSHED + 1].sum())
    clipped = float(share[_CLIPPED:].sum())
    return (
        profile.judge(Reason.DARK, "highlight", highlight, "of white"),
        profile.judge(Reason.DARK, "crushed_share", crushed, "of the face"),
        profile.judge(Reason.BRIGHT, "clipped_share", clipped, "of the face"),
    )


def _histogram(face: AlignedFace) -> NDArray[np.float32]:
    """How much of the face has each of the 256 levels of luma; hair at the edge does not count."""
    mask = np.zeros((SIDE_PX, SIDE_PX), np.uint8)
    cv2.fillConvexPoly(mask, face.points[list(OVAL)].round().astype(np.int32), 255)
    mask = np.asarray(cv2.erode(mask, np.ones((_EDGE_PX, _EDGE_PX), np.uint8)), np.uint8)
    counts = cv2.calcHist([face.grey], [0], mask, [256], [0, 256]).ravel()
    return np.asarray(counts / max(1.0, float(counts.sum())), np.float32)
