"""Faces made of geometry alone, for rules that need no model."""

from types import MappingProxyType

import numpy as np

from kiosk.camera.detector import DetectedFace
from kiosk.camera.face import (
    CHIN,
    FOREHEAD,
    LEFT_EDGE,
    LEFT_EYE_CORNERS,
    OVAL,
    RIGHT_EDGE,
    RIGHT_EYE_CORNERS,
    Box,
    Face,
    Landmarks,
    build_face,
)

AT_REST = MappingProxyType({"eyeBlinkLeft": 0.1, "eyeBlinkRight": 0.1, "jawOpen": 0.0})


def face_at(x: float, y: float, height: float, **shapes: float) -> Face:
    """An upright oval face around a point, looking straight into the camera."""
    points = np.full((478, 2), (x, y), np.float32)
    angles = np.linspace(0, 2 * np.pi, len(OVAL), endpoint=False)
    points[list(OVAL), 0] = x + np.sin(angles) * height * 0.38
    points[list(OVAL), 1] = y - np.cos(angles) * height * 0.5
    points[FOREHEAD], points[CHIN] = (x, y - height / 2), (x, y + height / 2)
    points[LEFT_EDGE], points[RIGHT_EDGE] = (x - height * 0.38, y), (x + height * 0.38, y)
    eye_y = y - height * 0.1
    points[list(LEFT_EYE_CORNERS)] = [(x - height * 0.27, eye_y), (x - height * 0.11, eye_y)]
    points[list(RIGHT_EYE_CORNERS)] = [(x + height * 0.11, eye_y), (x + height * 0.27, eye_y)]
    return build_face(Landmarks(points, {**AT_REST, **shapes}, np.eye(4, dtype=np.float32)))


def detected(
    left: float, top: float, height: float, *, score: float = 0.9, nose: float = 0.5
) -> DetectedFace:
    """A detection of the usual proportions."""
    return DetectedFace(Box(left, top, height * 0.75, height), score, nose)
