"""The landmarks of the largest face: the only module that knows MediaPipe."""

import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import cv2
import mediapipe
import numpy as np
from mediapipe.tasks.python import BaseOptions, vision

from kiosk.camera.face import Box, Landmarks
from kiosk.camera.source import Pixels

logger = logging.getLogger(__name__)

_STDERR = 2
_NEAR = 1.6
"""The side of what `find_near` looks at, in heights of the detector's box."""
_GREY = (127, 127, 127)


class ModelUnreadableError(Exception):
    """A model file is missing or damaged: the installation has to be repaired."""


class LandmarkFinder:
    """Finds 478 points on the largest face. Belongs to one thread; must be closed.

    With `still=False` it follows a face from frame to frame, which is faster and calmer.
    """

    def __init__(self, model: Path, *, still: bool = False) -> None:
        """Raise ModelUnreadableError."""
        _require_whole(model)
        mode = vision.RunningMode.IMAGE if still else vision.RunningMode.VIDEO
        options = vision.FaceLandmarkerOptions(
            base_options=BaseOptions(model_asset_path=str(model)),
            running_mode=mode,
            output_face_blendshapes=True,
            output_facial_transformation_matrixes=True,
        )
        try:
            with _native_messages_logged():
                self._landmarker = vision.FaceLandmarker.create_from_options(options)
        except (OSError, RuntimeError, ValueError) as error:
            raise ModelUnreadableError(f"{model}: {error}") from error
        self._still = still
        self._last_ms = -1

    def find(self, pixels: Pixels, taken_at_ms: int) -> Landmarks | None:
        """Return the landmarks in pixels of the picture, or None without a face."""
        rgb = cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB)
        image = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=rgb)
        height, width = pixels.shape[:2]
        return _read(self._detect(image, taken_at_ms), width, height)

    def find_near(self, pixels: Pixels, box: Box) -> Landmarks | None:
        """Search once more around a face that the detector saw: for single pictures only.

        A face that fills the picture is missed without a border around it, and an odd one less
        often when nothing else is in view.
        """
        side = round(_NEAR * max(box.width, box.height))
        left, top = (round(middle - side / 2) for middle in box.centre)
        place = np.array([[1, 0, -left], [0, 1, -top]], np.float64)
        near = cv2.warpAffine(pixels, place, (side, side), borderValue=_GREY)
        landmarks = self.find(np.asarray(near, np.uint8), 0)
        if landmarks is None:
            return None
        return replace(landmarks, points=landmarks.points + np.array([left, top], np.float32))

    def close(self) -> None:
        """Free the model; without it MediaPipe complains at exit."""
        self._landmarker.close()

    def _detect(self, image: Any, taken_at_ms: int) -> Any:
        if self._still:
            return self._landmarker.detect(image)
        self._last_ms = max(self._last_ms + 1, taken_at_ms)  # they must increase
        return self._landmarker.detect_for_video(image, self._last_ms)


def _require_whole(model: Path) -> None:
    """Check the archive first: where MediaPipe fails to read it, it leaves a thread behind."""
    try:
        with ZipFile(model) as archive:
            damaged = archive.testzip()
    except (OSError, BadZipFile) as error:
        raise ModelUnreadableError(f"{model}: {error}") from error
    if damaged:
        raise ModelUnreadableError(f"{model}: {damaged} is damaged")


def _read(result: Any, width: int, height: int) -> Landmarks | None:
    if not result.face_landmarks:
        return None
    points = [(point.x * width, point.y * height) for point in result.face_landmarks[0]]
    shapes = {shape.category_name: shape.score for shape in result.face_blendshapes[0]}
    pose = np.asarray(result.facial_transformation_matrixes[0], np.float32)
    return Landmarks(np.array(points, np.float32), shapes, pose)


@contextmanager
def _native_messages_logged() -> Iterator[None]:
    """Send what the C++ part writes to stderr while it loads to the debug log.

    It has no switch of its own, and greets every start with four harmless warnings.
    """
    try:
        kept = os.dup(_STDERR)
    except OSError:  # a windowed program on Windows has no stderr
        yield
        return
    with tempfile.TemporaryFile() as caught:
        os.dup2(caught.fileno(), _STDERR)
        try:
            yield
        finally:
            os.dup2(kept, _STDERR)
            os.close(kept)
        caught.seek(0)
        for line in caught.read().decode("utf-8", "replace").splitlines():
            logger.debug("mediapipe: %s", line)
