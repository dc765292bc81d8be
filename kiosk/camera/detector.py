"""All the faces in a picture, small and far ones too."""

import math
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


@dataclass(frozen=True, slots=True)
class DetectedFace:
    """Where a face and its eyes are, in pixels of the picture."""

    box: Box
    eye_distance_px: float


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
        faces = (_read(row / scale) for row in np.asarray(rows, np.float32))
        return tuple(sorted(faces, key=lambda face: -face.box.height))


def _read(row: NDArray[np.float32]) -> DetectedFace:
    left, top, width, height, *points = (float(value) for value in row)
    return DetectedFace(Box(left, top, width, height), math.dist(points[0:2], points[2:4]))
