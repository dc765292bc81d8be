"""The portrait that is sent."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.camera.crop import MOST_BYTES, TALLEST_PX, cut_portrait, portrait_jpeg
from kiosk.camera.inspector import Inspector
from kiosk.camera.portrait import place_portrait
from kiosk.camera.source import Pixels
from tests.camera.faces import face_at
from tests.camera.pictures import HEIGHT, WIDTH, frame_of, stand


def decode(jpeg: bytes) -> Pixels:
    pixels = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert pixels is not None
    return np.asarray(pixels, np.uint8)


@pytest.mark.parametrize("portrait_px", [460, 640, 720])
def test_the_head_fills_four_fifths_of_the_portrait(inspector: Inspector, portrait_px: int) -> None:
    frame = frame_of(stand(portrait_px=portrait_px))
    face = inspector.inspect(frame).face
    portrait = decode(portrait_jpeg(frame, face))
    again = inspector.inspect(frame_of(portrait)).face
    assert again
    assert again.head.height / portrait.shape[0] == pytest.approx(0.8, abs=0.03)
    assert again.head.centre[0] / portrait.shape[1] == pytest.approx(0.5, abs=0.03)


def test_the_portrait_is_three_to_four_upright_and_small_enough(inspector: Inspector) -> None:
    frame = frame_of(stand(portrait_px=720))
    jpeg = portrait_jpeg(frame, inspector.inspect(frame).face)
    height, width = decode(jpeg).shape[:2]
    assert width / height == pytest.approx(3 / 4, abs=0.01)
    assert len(jpeg) <= MOST_BYTES


def test_the_portrait_is_not_mirrored(inspector: Inspector) -> None:
    pixels = stand()
    pixels[:, WIDTH // 2 :] //= 2
    frame = frame_of(pixels)
    portrait = decode(portrait_jpeg(frame, inspector.inspect(frame).face))
    half = portrait.shape[1] // 2
    assert portrait[:, :half].mean() > portrait[:, half:].mean() * 1.5


def test_without_a_face_it_is_the_middle_of_the_frame() -> None:
    pixels = stand()
    assert np.array_equal(cut_portrait(pixels, None), pixels[:, 370:910])


def test_even_pure_noise_becomes_small_enough() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (2160, 3840, 3), np.uint8)
    jpeg = portrait_jpeg(frame_of(noise), None)
    assert len(jpeg) <= MOST_BYTES
    assert decode(jpeg).shape[0] <= TALLEST_PX


def test_the_file_carries_no_metadata() -> None:
    jpeg = portrait_jpeg(frame_of(stand()), None)
    assert b"Exif" not in jpeg
    assert b"http" not in jpeg


@given(
    x=st.floats(-200, WIDTH + 200),
    y=st.floats(-200, HEIGHT + 200),
    height=st.floats(20, 1200),
    head_share=st.floats(0.2, 0.95),
)
def test_the_portrait_never_leaves_the_frame(
    x: float, y: float, height: float, head_share: float
) -> None:
    face = face_at(x, y, height)
    box = place_portrait(face, WIDTH, HEIGHT, head_share).possible
    assert box.left >= -1e-6
    assert box.top >= -1e-6
    assert box.right <= WIDTH + 1e-6
    assert box.bottom <= HEIGHT + 1e-6
    assert box.width / box.height == pytest.approx(3 / 4)
    cut = cut_portrait(np.zeros((HEIGHT, WIDTH, 3), np.uint8), face, head_share=head_share)
    assert cut.shape[1] / cut.shape[0] == pytest.approx(3 / 4, abs=1.5 / cut.shape[0])
