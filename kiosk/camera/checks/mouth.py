"""Is the mouth closed? A smile that shows the teeth is allowed."""

import math

from kiosk.camera.face import CHIN, Face
from kiosk.domain.photo import Finding, PhotoProfile
from kiosk.domain.reason import Reason

_LIPS = ((13, 14), (82, 87), (312, 317))
"""Inner edges of upper and lower lip: middle, left, right."""
_GAP_WEIGHT = 2.0
"""Brings the gap to the range of the blendshape. Together they are surer than either alone."""


def check_mouth(face: Face, profile: PhotoProfile) -> Finding:
    """Judge how far the jaw is open plus the gap between the lips.

    The gap is the largest of three over the distance from the eyes to the chin, as in `MouthClosed`
    of ISO/IEC 29794-5; the jaw is the blendshape, 0 to 1.
    """
    eyes = [(a + b) / 2 for a, b in zip(face.left_eye, face.right_eye, strict=True)]
    gap = max(face.distance(*pair) for pair in _LIPS) / math.dist(eyes, face.points[CHIN])
    opening = face.blendshapes["jawOpen"] + _GAP_WEIGHT * gap
    return profile.judge(Reason.MOUTH_OPEN, "mouth_opening", opening, "jaw and lips")
