"""All the faces in a picture, small and far ones too."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from cv2.typing import MatLike
from cv2.utils import logging
from numpy.typing import NDArray

from kiosk.camera.face import Box
from kiosk.camera.landmarks import ModelUnreadableError
from kiosk.camera.source import Pixels

LONG_SIDE_PX = 320
_MIN_SCORE = 0.6
_NO_DISTANCE = 1e-3
_EYES_SHARE = 0.33
"""Between the eyes of somebody who looks into the camera, in heights of the detector's box."""


@dataclass(frozen=True, slots=True)
class DetectedFace:
    """Where a face is, in pixels of the picture.

    `score` is how sure the detector is, 0 to 1. `nose` lies between 0, the left eye, and 1, the
    right one; beyond them the face shows its side.
    """

    box: Box
    score: float
    nose: float

    @property
    def eye_distance_px(self) -> float:
        """Between the eyes if the face were turned to the camera."""
        return self.box.height * _EYES_SHARE

    @property
    def shows_its_side(self) -> bool:
        """Whether the nose covers an eye or lies beyond it."""
        return not 0.0 <= self.nose <= 1.0


class FaceDetector:
    """YuNet on a small copy of the picture. Belongs to one thread."""

    def __init__(self, model: Path) -> None:
        """Raise ModelUnreadableError."""
        level = logging.getLogLevel()
        logging.setLogLevel(
            logging.LOG_LEVEL_ERROR
        )  # it warns of a choice between engines that is not ours to make
        try:
            self._net = cv2.FaceDetectorYN.create(str(model), "", (64, 64), _MIN_SCORE)
        except cv2.error as error:
            raise ModelUnreadableError(f"{model}: {error}") from error
        finally:
            logging.setLogLevel(level)

    def detect(self, pixels: Pixels) -> tuple[DetectedFace, ...]:
        """Return the faces, the largest first."""
        scale = LONG_SIDE_PX / max(pixels.shape[:2])
        small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        self._net.setInputSize((small.shape[1], small.shape[0]))
        rows: MatLike | None = self._net.detect(small)[1]
        if rows is None:
            return ()
        to_picture = np.array([1 / scale] * 14 + [1.0], np.float32)
        faces = (_read(row * to_picture) for row in np.asarray(rows, np.float32))
        return tuple(sorted(faces, key=lambda face: -face.box.height))


def _read(row: NDArray[np.float32]) -> DetectedFace:
    left, top, width, height, *points, score = (float(value) for value in row)
    eyes, nose = np.array(points[0:4]).reshape(2, 2), np.array(points[4:6])
    across = eyes[1] - eyes[0]
    apart = max(float(across @ across), _NO_DISTANCE)
    return DetectedFace(
        Box(left, top, width, height), score, float((nose - eyes[0]) @ across) / apart
    )
