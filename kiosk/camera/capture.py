"""A camera, stream or file read by OpenCV."""

import time

import cv2
import numpy as np

from kiosk.camera.source import CameraLostError, Frame


class CaptureSource:
    """Frames of an opened `cv2.VideoCapture`, as fast as it gives them."""

    def __init__(self, capture: cv2.VideoCapture, name: str) -> None:
        self._capture = capture
        self._name = name
        self._count = 0

    def read(self) -> Frame:
        """Wait for the next frame; raise CameraLostError when there is none."""
        there, pixels = self._capture.read()
        if not there:
            raise CameraLostError(f"{self._name} gives no more pictures")
        self._count += 1
        return Frame(self._count, time.monotonic(), np.asarray(pixels, np.uint8))

    def close(self) -> None:
        """Let go of the device. May be called twice."""
        self._capture.release()
