"""The detector on invented people."""

import numpy as np
import pytest

from kiosk.camera.detector import FaceDetector
from kiosk.camera.inspector import DETECTOR_MODEL
from tests.camera.pictures import MODELS, NAMES, dim, empty_room, portrait, stand


@pytest.fixture(scope="module")
def detector() -> FaceDetector:
    return FaceDetector(MODELS / DETECTOR_MODEL)


@pytest.mark.parametrize("name", NAMES)
def test_is_sure_of_a_face_in_dim_light_too(detector: FaceDetector, name: str) -> None:
    for pixels in (stand(name), dim(stand(name), 0.25)):
        (face,) = detector.detect(pixels)
        assert 0.8 < face.score <= 1.0


def test_sees_nothing_on_a_wall(detector: FaceDetector) -> None:
    assert detector.detect(empty_room()) == ()


@pytest.mark.parametrize("name", NAMES)
def test_the_nose_of_a_frontal_face_lies_between_the_eyes(
    detector: FaceDetector, name: str
) -> None:
    seen = portrait(name)
    (face,) = detector.detect(seen)
    (mirrored,) = detector.detect(np.ascontiguousarray(seen[:, ::-1]))
    assert 0.3 < face.nose < 0.7
    assert not face.shows_its_side
    assert mirrored.nose == pytest.approx(1.0 - face.nose, abs=0.1)


def test_the_largest_face_comes_first(detector: FaceDetector) -> None:
    frame = stand("P006.jpg", portrait_px=700, at=(420, 360)).copy()
    frame[200:560, 900:1260] = stand("P005.jpg", portrait_px=400)[180:540, 460:820]
    heights = [face.box.height for face in detector.detect(frame)]
    assert len(heights) == 2
    assert heights == sorted(heights, reverse=True)
