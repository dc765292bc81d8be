"""Single pictures in which the mesh is not found at first sight."""

from collections.abc import Iterator

import numpy as np
import pytest

from kiosk.camera.detector import FaceDetector
from kiosk.camera.inspector import DETECTOR_MODEL, LANDMARK_MODEL, Inspector
from kiosk.camera.landmarks import LandmarkFinder
from kiosk.camera.source import Pixels
from kiosk.domain.photo import PhotoProfile
from kiosk.domain.reason import Reason
from tests.camera.pictures import MODELS, frame_of, portrait, stand

TIGHT = 0.6


@pytest.fixture(scope="module")
def finder() -> Iterator[LandmarkFinder]:
    finder = LandmarkFinder(MODELS / LANDMARK_MODEL, still=True)
    yield finder
    finder.close()


def filled(name: str) -> Pixels:
    """A picture from brows to lips, without any border."""
    pixels = portrait(name)
    (face,) = FaceDetector(MODELS / DETECTOR_MODEL).detect(pixels)
    (x, y), width, height = face.box.centre, face.box.width * TIGHT, face.box.height * TIGHT
    rows = slice(round(y - height / 2), round(y + height / 2))
    return pixels[rows, round(x - width / 2) : round(x + width / 2)].copy()


@pytest.mark.parametrize("name", ["P001.jpg", "P010.jpg"])
def test_a_face_that_fills_the_picture_is_found_at_the_second_look(
    inspector: Inspector, finder: LandmarkFinder, name: str
) -> None:
    pixels = filled(name)
    assert finder.find(pixels, 0) is None
    inspection = inspector.inspect(frame_of(pixels))
    assert inspection.face
    assert Reason.TOO_BIG in inspection.report.failed(frozenset(Reason))


def test_the_second_look_finds_the_same_points(finder: LandmarkFinder) -> None:
    pixels = stand()
    (seen,) = FaceDetector(MODELS / DETECTOR_MODEL).detect(pixels)
    first, second = finder.find(pixels, 0), finder.find_near(pixels, seen.box)
    assert first
    assert second
    apart = np.linalg.norm(first.points - second.points, axis=1)
    assert float(np.median(apart)) < 0.01 * seen.box.height


def test_a_live_face_that_fills_the_frame_is_asked_to_go_back(profile: PhotoProfile) -> None:
    following = Inspector(profile, MODELS)
    seen = following.inspect(frame_of(filled("P001.jpg")))
    following.close()
    assert seen.face is None
    assert Reason.TOO_BIG in seen.report.failed(profile.blocking)
