"""Each portrait of an invented person shows one face, large enough to start a test from."""

from pathlib import Path

import cv2
import numpy as np
import pytest

ROOT = Path(__file__).parent.parent.parent
MODEL = ROOT / "resources" / "models" / "face_detection_yunet_2023mar.onnx"
PORTRAITS = sorted((ROOT / "tests/data/faces").glob("*.jpg"))
SAMPLES = sorted((ROOT / "resources/sample").glob("*.jpg"))


def by_name(portrait: Path) -> str:
    return f"{portrait.parent.name}-{portrait.stem}"


@pytest.mark.parametrize("portrait", [*PORTRAITS, *SAMPLES], ids=by_name)
def test_a_portrait_shows_exactly_one_face(portrait: Path) -> None:
    picture = cv2.imread(str(portrait))
    assert picture is not None
    height, width = picture.shape[:2]
    detector = cv2.FaceDetectorYN.create(str(MODEL), "", (width, height))
    _, faces = detector.detect(picture)
    assert np.shape(faces) == (1, 15)
    assert faces[0, 3] > 0.3 * height


@pytest.mark.parametrize("portrait", [*PORTRAITS, *SAMPLES], ids=by_name)
def test_a_portrait_is_small_enough_to_ship(portrait: Path) -> None:
    assert portrait.stat().st_size < 150_000
