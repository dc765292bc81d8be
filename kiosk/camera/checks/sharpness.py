"""Is the face in focus and still?

The blur effect of Crete et al., "The blur effect: perception and estimation with a new
no-reference perceptual blur metric" (2007): how little a picture loses when it is blurred again.
Unlike the variance of the Laplacian it does not call a dark but sharp face blurred.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk.camera.face import SIDE_PX, AlignedFace
from kiosk.domain.photo import Finding, PhotoProfile
from kiosk.domain.reason import Reason

_BLUR_PX = 9
_MARGIN_PX = (SIDE_PX - 176) // 2
"""Only the inner face is measured: hair and collar are sharp in other places than skin."""


def check_sharpness(face: AlignedFace, profile: PhotoProfile) -> Finding:
    """Judge the blur effect, 0 (sharp) to 1 (blurred)."""
    inner = face.grey[_MARGIN_PX:-_MARGIN_PX, _MARGIN_PX:-_MARGIN_PX]
    return profile.judge(Reason.BLUR, "blur_effect", measure_blur(inner), "blur effect")


def measure_blur(grey: NDArray[np.uint8]) -> float:
    """The larger of the two directions' blur effects."""
    return max(_blur_along(grey, (_BLUR_PX, 1)), _blur_along(grey, (1, _BLUR_PX)))


def _blur_along(grey: NDArray[np.uint8], kernel: tuple[int, int]) -> float:
    sharp = grey.astype(np.float32)
    blurred = cv2.blur(sharp, kernel)
    axis = 1 if kernel[0] > 1 else 0
    before = np.abs(np.diff(sharp, axis=axis))
    after = np.abs(np.diff(blurred, axis=axis))
    total = float(before.sum())
    if total == 0.0:
        return 1.0
    lost = float(np.maximum(before - after, 0.0).sum())
    return (total - lost) / total
