"""Is the face in focus and still?

The blur effect of Crete et al., "The blur effect: perception and estimation with a new
no-reference perceptual blur metric" (2007): how little a picture loses when it is blurred again.
Unlike the variance of the Laplacian it does not call a dark but sharp face blurred.
"""

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from kiosk.camera.face import SIDE_PX, AlignedFace
from kiosk.domain.photo import Finding, PhotoProfile
from kiosk.domain.reason import Reason

_BLUR_PX = 7
"""The paper's 9 sees too little of the blur that spoils a face of this size."""
_CALM_PX = 0.9
_EDGE_OVER_NOISE = 6.0
"""Times the median gradient, which most of the smooth skin gives. Only true edges are asked: skin
that is soft by nature, or by a studio's brush, is not out of focus."""
_MARGIN_PX = (SIDE_PX - 176) // 2
"""Only the inner face is measured: hair and collar are sharp in other places than skin."""


def check_sharpness(face: AlignedFace, profile: PhotoProfile) -> Finding:
    """Judge the blur effect, 0 (sharp) to 1 (blurred)."""
    inner = face.grey[_MARGIN_PX:-_MARGIN_PX, _MARGIN_PX:-_MARGIN_PX]
    if face.scale > 1.0:  # a small face was enlarged; that it is small is for TOO_SMALL to say
        native = 1.0 / face.scale
        inner = np.asarray(
            cv2.resize(inner, None, fx=native, fy=native, interpolation=cv2.INTER_AREA), np.uint8
        )
    return profile.judge(Reason.BLUR, "blur_effect", measure_blur(inner), "blur effect")


def measure_blur(grey: NDArray[np.uint8]) -> float:
    """The larger of the two directions' blur effects."""
    calm = cv2.GaussianBlur(grey.astype(np.float32), (0, 0), _CALM_PX)
    return max(_blur_along(calm, 0, (1, _BLUR_PX)), _blur_along(calm, 1, (_BLUR_PX, 1)))


def _blur_along(grey: MatLike, axis: int, kernel: tuple[int, int]) -> float:
    steps = _steps(grey, axis)
    edges = np.flatnonzero(steps > _EDGE_OVER_NOISE * _median(steps[::3, ::3]))
    before = steps.ravel()[edges]
    after = _steps(cv2.blur(grey, kernel), axis).ravel()[edges]
    total = float(before.sum())
    return float(np.minimum(before, after).sum()) / total if total else 1.0


def _steps(grey: MatLike, axis: int) -> NDArray[np.float32]:
    """How far the levels of neighbours lie apart."""
    one, other = (grey[1:], grey[:-1]) if axis == 0 else (grey[:, 1:], grey[:, :-1])
    return np.asarray(cv2.absdiff(one, other), np.float32)


def _median(values: NDArray[np.float32]) -> float:
    """That of numpy, without its detours: they cost more than all else here."""
    low, high = (values.size - 1) // 2, values.size // 2
    ordered = np.partition(values.ravel(), (low, high))
    return float(ordered[low] + ordered[high]) / 2
