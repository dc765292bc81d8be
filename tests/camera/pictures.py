"""Frames of a 720p webcam, made from the invented portraits."""

from functools import cache
from importlib.resources import files
from pathlib import Path

import cv2
import numpy as np

from kiosk.camera.source import Frame, Pixels

MODELS = Path(str(files("kiosk.resources"))) / "models"
FACES = Path(__file__).parent.parent / "data" / "faces"
NAMES = ("P001.jpg", "P005.jpg", "P006.jpg", "P007.jpg", "P010.jpg")
WIDTH, HEIGHT = 1280, 720
NOISE_SIGMA = 2.5


@cache
def portrait(name: str) -> Pixels:
    """The 900 x 900 portrait of a test face."""
    pixels = cv2.imread(str(FACES / name))
    assert pixels is not None, name
    return np.asarray(pixels, np.uint8)


def stand(
    name: str = "P006.jpg",
    *,
    portrait_px: int = 640,
    roll_deg: float = 0.0,
    at: tuple[int, int] = (WIDTH // 2, HEIGHT // 2),
) -> Pixels:
    """Somebody before the webcam: the portrait at a size, place and roll (clockwise as seen)."""
    small = cv2.resize(portrait(name), (portrait_px, portrait_px), interpolation=cv2.INTER_AREA)
    centre = portrait_px / 2
    place = np.asarray(cv2.getRotationMatrix2D((centre, centre), -roll_deg, 1.0), np.float64)
    place[:, 2] += np.array([at[0] - centre, at[1] - centre])
    frame = cv2.warpAffine(small, place, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REPLICATE)
    return with_noise(np.asarray(frame, np.uint8))


def with_noise(pixels: Pixels) -> Pixels:
    """The same picture as a webcam's sensor sees it."""
    noise = np.random.default_rng(7).normal(0.0, NOISE_SIGMA, pixels.shape)
    return np.asarray(np.clip(pixels + noise, 0, 255), np.uint8)


def dim(pixels: Pixels, factor: float) -> Pixels:
    """The same picture with this much of its light."""
    return np.asarray(cv2.convertScaleAbs(pixels, alpha=factor), np.uint8)


def blur(pixels: Pixels, sigma: float) -> Pixels:
    """The same picture out of focus, with the noise that no lens takes away."""
    return with_noise(np.asarray(cv2.GaussianBlur(pixels, (0, 0), sigma), np.uint8))


def light_from_the_left(pixels: Pixels, right_share: float) -> Pixels:
    """The same picture with its right half in the shade."""
    shade = np.interp(np.arange(WIDTH), [600, 680], [1.0, right_share])
    return np.asarray(pixels * shade[np.newaxis, :, np.newaxis], np.uint8)


def empty_room() -> Pixels:
    """A wall, and nobody before it."""
    return with_noise(np.full((HEIGHT, WIDTH, 3), 170, np.uint8))


def side_by_side(left: Pixels, right: Pixels) -> Pixels:
    """The middle halves of two frames, one beside the other."""
    quarter = WIDTH // 4
    return np.hstack((left[:, quarter:-quarter], right[:, quarter:-quarter]))


def frame_of(pixels: Pixels, taken_at: float = 0.0) -> Frame:
    """A frame that was taken at that second."""
    return Frame(round(taken_at * 30), taken_at, pixels)
