"""The measures of ISO/IEC 29794-5 that a face mesh alone can give, and their mapping to 0..100.

Formulas and constants are those of OFIQ 1.0.3, the reference implementation (MIT, Federal Office
for Information Security, Germany); the mapping is tested against its published conformance table.
OFIQ measures on the 98 points of another mesh and leaves covered skin out of the exposures, so that
raw values come near to its own and are not equal. Nothing here decides about a photo: luminance on
this scale scores dark skin below light skin in the same light, and no limits are agreed upon.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from kiosk.camera.face import CHIN, LEFT_EYE_CORNERS, RIGHT_EYE_CORNERS, Face, Points
from kiosk.camera.source import Pixels

_HULL = (
    127, 234, 93, 132, 58, 172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 288,
    361, 323, 454, 356, 70, 63, 105, 66, 107, 336, 296, 334, 293, 300,
)  # fmt: skip
"""Jaw and brows: the outline of OFIQ's landmarks ends at the brows, not at the hair."""
_NOSE_TIP, _MOUTH_CORNERS = 1, (61, 291)
_LEFT_LIDS, _RIGHT_LIDS = ((160, 144), (159, 145), (158, 153)), ((385, 380), (386, 374), (387, 373))
_LIPS = ((82, 87), (13, 14), (312, 317))
_SIDE_PX = 616
_ALIGNED = np.array([[251, 272], [364, 272], [308, 336], [262, 402], [355, 402]], np.float32)
"""Where eyes, nose tip and corners of the mouth lie in the aligned face."""
_ZONE_SHARE = 0.3
_DARKEST, _BRIGHTEST = 25, 247
_LEVELS = np.arange(256) / 255.0
_LINEAR = np.where(_LEVELS > 0.04045, ((_LEVELS + 0.055) / 1.055) ** 2.4, _LEVELS / 12.92)  # noqa: PLR2004
_LUMINANCE = np.array([0.0722, 0.7152, 0.2126])
_XYZ_D50 = np.array(
    [[0.14309, 0.38508, 0.43605], [0.06062, 0.71689, 0.22249], [0.71419, 0.09710, 0.01393]]
) / np.array([[0.964221], [1.0], [0.825211]])
"""From linear B, G, R to X, Y, Z over the white of D50."""


@dataclass(frozen=True, slots=True)
class IsoScore:
    """A measured value in its own unit, and its quality from 0 to 100."""

    raw: float
    quality: int


def _sigmoid(x: float, x0: float, w: float) -> float:
    return 1.0 / (1.0 + math.exp(max(-700.0, min(700.0, (x0 - x) / w))))


def _rising(x0: float, w: float) -> Callable[[float], float]:
    return lambda x: 100.0 * _sigmoid(x, x0, w)


def _falling(h: float, x0: float, w: float, a: float = 1.0) -> Callable[[float], float]:
    return lambda x: h * (a - _sigmoid(x, x0, w))


def _cosine(degrees: float) -> float:
    return 100.0 * max(0.0, math.cos(math.radians(degrees))) ** 2


def _around(variance: float) -> float:
    return 100.0 * math.sin(math.pi * 60.0 * variance / (60.0 * variance + 1.0))


_QUALITY: Final[Mapping[str, Callable[[float], float]]] = {
    "IlluminationUniformity": lambda x: 100.0 * x**0.3,
    "LuminanceMean": lambda x: 100.0 * _sigmoid(x, 0.2, 0.05) * (1.0 - _sigmoid(x, 0.8, 0.05)),
    "LuminanceVariance": _around,
    "UnderExposurePrevention": _falling(120.0, 0.92, 0.05, 0.832),
    "OverExposurePrevention": lambda x: 1.0 / (x + 0.01),
    "DynamicRange": lambda x: 12.5 * x,
    "NaturalColour": _falling(200.0, 0.0, 10.0),
    "EyesOpen": _rising(0.02, 0.01),
    "MouthClosed": _falling(100.0, 0.2, 0.06),
    "InterEyeDistance": _rising(70.0, 20.0),
    "HeadSize": lambda x: 200.0 * (1.0 - _sigmoid(abs(x - 0.45), 0.0, 0.05)),
    "LeftwardCropOfTheFaceImage": _rising(0.9, 0.1),
    "RightwardCropOfTheFaceImage": _rising(0.9, 0.1),
    "MarginAboveOfTheFaceImage": _rising(1.4, 0.1),
    "MarginBelowOfTheFaceImage": _rising(1.8, 0.1),
    "HeadPoseYaw": _cosine,
    "HeadPosePitch": _cosine,
    "HeadPoseRoll": _cosine,
}
ISO_MEASURES: Final = tuple(_QUALITY)
"""The names of the measures, as OFIQ writes them."""


def iso_quality(measure: str, raw: float) -> int:
    """Map the raw value of one of ISO_MEASURES to 0..100."""
    return math.floor(min(100.0, max(0.0, _QUALITY[measure](raw))) + 0.5)


def measure_iso(pixels: Pixels, face: Face) -> dict[str, IsoScore]:
    """Measure the face in its picture; nothing where the points of the face make no sense."""
    height, width = pixels.shape[:2]
    place = _place(face)
    if place is None:
        return {}
    turned = np.asarray(cv2.warpAffine(pixels, place, (_SIDE_PX, _SIDE_PX)), np.uint8)
    points = np.c_[face.points, np.ones(len(face.points))] @ np.asarray(place).T
    raw = _geometry(face, width, height) | _light(turned, np.asarray(points, np.float32))
    return {
        name: IsoScore(round(raw[name], 6), iso_quality(name, raw[name])) for name in ISO_MEASURES
    }


def _geometry(face: Face, width: int, height: int) -> dict[str, float]:
    left, right = np.array(face.left_eye), np.array(face.right_eye)
    middle = (left + right) / 2
    tall = float(np.linalg.norm(face.points[CHIN] - middle))
    lids = (max(face.distance(*pair) for pair in lids) for lids in (_LEFT_LIDS, _RIGHT_LIDS))
    apart = face.eye_distance_px
    return {
        "EyesOpen": min(lids) / tall,
        "MouthClosed": max(face.distance(*pair) for pair in _LIPS) / tall,
        "InterEyeDistance": apart / max(1e-3, math.cos(math.radians(face.yaw_deg))),
        "HeadSize": tall / height,
        "LeftwardCropOfTheFaceImage": float(right[0]) / apart,
        "RightwardCropOfTheFaceImage": (width - float(left[0])) / apart,
        "MarginAboveOfTheFaceImage": float(middle[1]) / tall,
        "MarginBelowOfTheFaceImage": (height - float(middle[1])) / tall,
        "HeadPoseYaw": face.yaw_deg,
        "HeadPosePitch": face.pitch_deg,
        "HeadPoseRoll": face.roll_deg,
    }


def _place(face: Face) -> MatLike | None:
    """Turn and scale the face so that eyes, nose and mouth lie where the standard has them."""
    corners = (face.points[index] for index in (_NOSE_TIP, *_MOUTH_CORNERS))
    anchors = np.array([face.left_eye, face.right_eye, *corners], np.float32)
    place: MatLike | None = cv2.estimateAffinePartial2D(anchors, _ALIGNED, method=cv2.LMEDS)[0]
    return place


def _light(aligned: Pixels, points: Points) -> dict[str, float]:
    inside = np.zeros(aligned.shape[:2], np.uint8)
    cv2.fillConvexPoly(inside, cv2.convexHull(points[list(_HULL)].round().astype(np.int32)), 1)
    luminance = np.floor((_LINEAR[aligned] @ _LUMINANCE) * 255.0 + 0.5).astype(np.uint8)
    histogram = _histogram(luminance[inside.astype(np.bool_)])
    mean = float((histogram * _LEVELS).sum())
    left, right = _cheeks(points)
    shared = np.minimum(_histogram(luminance[left]), _histogram(luminance[right]))
    present = histogram[histogram > 0]
    return {
        "IlluminationUniformity": float(shared.sum()),
        "LuminanceMean": mean,
        "LuminanceVariance": float((histogram * (_LEVELS - mean) ** 2).sum()),
        "UnderExposurePrevention": float(histogram[: _DARKEST + 1].sum()),
        "OverExposurePrevention": float(histogram[_BRIGHTEST:].sum()),
        "DynamicRange": float(-(present * np.log2(present)).sum()),
        "NaturalColour": _colour_distance(np.hstack((aligned[right], aligned[left]))),
    }


def _histogram(luminance: NDArray[np.uint8]) -> NDArray[np.float64]:
    counts = np.bincount(luminance.ravel(), minlength=256)
    return np.asarray(counts / max(1, counts.sum()), np.float64)


def _cheeks(points: Points) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    """Squares half-way from eye to mouth, from below each eye's centre towards the nose."""
    eyes = (points[list(corners)].mean(axis=0) for corners in (LEFT_EYE_CORNERS, RIGHT_EYE_CORNERS))
    left, right = eyes
    mouth = points[list(_LIPS[1])].mean(axis=0)
    down = int(np.linalg.norm(mouth - (left + right) / 2) / 2)
    size = int(np.linalg.norm(right - left) * _ZONE_SHARE)
    return _square(left[0], left[1] + down, size), _square(right[0] - size, right[1] + down, size)


def _square(x: float, y: float, size: int) -> tuple[slice, slice]:
    left, top = max(0, round(x)), max(0, round(y))
    return slice(top, top + size), slice(left, left + size)


def _colour_distance(cheeks: Pixels) -> float:
    """How far the mean colour lies outside CIELAB a* 5..25, b* 5..35; 100 where it is no skin."""
    if not np.ptp(cheeks, axis=2).any():  # a grey picture has no colour to judge
        return 0.0
    mean = cheeks.reshape(-1, 3).mean(axis=0) / 255.0
    linear = np.where(mean > 0.04045, ((mean + 0.055) / 1.055) ** 2.4, mean / 12.92)  # noqa: PLR2004
    x, y, z = (_lab_cube(value) for value in _XYZ_D50 @ linear)
    a, b = 500.0 * (x - y), 200.0 * (y - z)
    if a < 0 or b < 0:
        return 100.0
    return math.hypot(max(5 - a, 0.0, a - 25), max(5 - b, 0.0, b - 35))


def _lab_cube(share: float) -> float:
    if share <= 216 / 24389:
        return (24389 / 27 * share + 16) / 116
    return float(np.cbrt(share))
