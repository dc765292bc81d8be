"""Photos of a drawn identity card: held out to a webcam, well and badly."""

from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike

from kiosk.camera.source import Pixels
from kiosk.demo.specimen_card import SIZE_PX, card_mask, draw_card
from tests.camera.pictures import HEIGHT, WIDTH

CARD_MM = (85.6, 54.0)
VIEW_DEG = 64.0
Matrix = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


@dataclass(frozen=True, slots=True)
class CardScene:
    """How the card is held, and what spoils the photo.

    `width_px` is how wide the card is seen; `out` how much of it lies outside at the left; `glare`
    the share of the card's height that a blown spot takes; `fingers` a hand at its lower edge.
    """

    seed: int = 1
    width_px: float = 440.0
    at: tuple[float, float] = (0.5, 0.46)
    turned_deg: tuple[float, float] = (5.0, -8.0)
    roll_deg: float = 3.0
    blur_sigma: float = 0.7
    light: float = 0.9
    glare: float = 0.0
    fingers: bool = True


def photograph(scene: CardScene) -> Pixels:
    """A frame of 1280x720."""
    random = np.random.default_rng(scene.seed)
    room = _room(random).astype(np.float32)
    card = draw_card().astype(np.float32)
    if scene.glare:
        card += _shine(scene.glare, random)
    place = _place(scene)
    seen = _warp(card, place)
    mask = np.asarray(_warp(card_mask(), place), np.float32)[..., np.newaxis] / 255
    picture = room * (1 - mask) + seen * mask
    if scene.fingers:
        picture = _hold(picture, place, random)
    lit = picture * scene.light * _slope(random)
    soft = cv2.GaussianBlur(lit, (0, 0), scene.blur_sigma)
    noisy = soft + random.normal(0.0, 2.5, soft.shape)
    return np.asarray(np.clip(noisy, 0, 255), np.uint8)


def corners_of(scene: CardScene) -> Matrix:
    """Where the card's corners are, from the upper left clockwise."""
    width, height = SIZE_PX
    square = np.array([[[0, 0], [width, 0], [width, height], [0, height]]], np.float64)
    return np.asarray(cv2.perspectiveTransform(square, _place(scene))[0], np.float64)


def empty(seed: int) -> Pixels:
    """The room of a scene without the card."""
    random = np.random.default_rng(seed)
    room = _room(random).astype(np.float32)
    return np.asarray(np.clip(room + random.normal(0.0, 2.5, room.shape), 0, 255), np.uint8)


def _place(scene: CardScene) -> Matrix:
    focal = WIDTH / 2 / np.tan(np.radians(VIEW_DEG / 2))
    distance = focal * CARD_MM[0] / scene.width_px
    half = np.array([CARD_MM[0] / 2, CARD_MM[1] / 2])
    flat = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * half
    spun, _ = cv2.Rodrigues(np.array([0, 0, np.radians(scene.roll_deg)]))
    turned, _ = cv2.Rodrigues(np.radians(np.array([*scene.turned_deg, 0.0])))
    there = np.column_stack([flat, np.zeros(4)]) @ (turned @ spun).T
    middle = (np.array(scene.at) - 0.5) * [WIDTH, HEIGHT] / focal * distance
    there += np.array([*middle, distance])
    seen = there[:, :2] / there[:, 2:] * focal + np.array([WIDTH / 2, HEIGHT / 2])
    wide, tall = SIZE_PX
    square = np.array([[0, 0], [wide, 0], [wide, tall], [0, tall]], np.float32)
    return np.asarray(cv2.getPerspectiveTransform(square, seen.astype(np.float32)), np.float64)


def _warp(card: MatLike, place: Matrix) -> MatLike:
    """Seen at three times the size and shrunk, as light adds up on a sensor."""
    fine = np.diag([3.0, 3.0, 1.0]) @ place
    large = cv2.warpPerspective(card, fine, (3 * WIDTH, 3 * HEIGHT))
    return cv2.resize(large, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)


def _room(random: np.random.Generator) -> Pixels:
    """Furniture, posters, a shirt and a face's oval: straight edges, round ones and texture."""
    room = np.full((HEIGHT, WIDTH, 3), random.integers(60, 220, 3), np.uint8)
    for _ in range(14):
        x, y = int(random.integers(-100, WIDTH)), int(random.integers(-100, HEIGHT))
        wide, tall = (int(side) for side in random.integers(30, 420, 2))
        colour = [int(level) for level in random.integers(20, 240, 3)]
        box = cv2.boxPoints(((x, y), (wide, tall), float(random.normal(0, 4)))).astype(np.int32)
        cv2.fillConvexPoly(room, box, colour, cv2.LINE_AA)
    skin = [int(level) for level in random.integers((60, 90, 130), (150, 180, 220))]
    middle = (int(random.integers(400, 880)), int(random.integers(150, 400)))
    cv2.ellipse(room, (middle[0], HEIGHT), (330, 280), 0, 180, 360, [90, 110, 80], -1)
    cv2.ellipse(room, middle, (130, 170), 0, 0, 360, skin, -1, cv2.LINE_AA)
    for row in range(0, HEIGHT, 9):
        cv2.line(room, (middle[0] - 250, row), (middle[0] + 250, row), [70, 80, 60], 1)
    return np.asarray(cv2.GaussianBlur(room, (0, 0), 1.0), np.uint8)


def _shine(share: float, random: np.random.Generator) -> Matrix:
    """A lamp in the laminate: far more light than any paper gives back."""
    width, height = SIZE_PX
    spot = np.zeros((height, width), np.float32)
    at = (int(random.integers(width // 4, 3 * width // 4)), int(random.integers(300, 800)))
    axes = (round(share * height * 0.8), round(share * height * 0.5))
    cv2.ellipse(spot, at, axes, float(random.uniform(-40, 40)), 0, 360, [1.0], -1)
    return np.asarray(cv2.GaussianBlur(spot, (0, 0), 24)[..., np.newaxis] * 400.0, np.float64)


def _hold(picture: MatLike, place: Matrix, random: np.random.Generator) -> Matrix:
    """A thumb on the lower edge, and fingers behind it."""
    wide, tall = SIZE_PX
    held = picture.copy()
    across = float(random.uniform(0.1, 0.9)) * wide
    skin = [float(level) for level in random.integers((60, 90, 130), (150, 180, 220))]
    tips = np.array([[[across, tall - 170], [across + 120, tall + 500]]], np.float64)
    (tip_x, tip_y), (end_x, end_y) = cv2.perspectiveTransform(tips, place)[0]
    tip, end = (round(tip_x), round(tip_y)), (round(end_x), round(end_y))
    side = max(8, round(0.16 * np.hypot(tip[0] - end[0], tip[1] - end[1]) * 1.6))
    cv2.line(held, tip, end, skin, 2 * side, cv2.LINE_AA)
    cv2.circle(held, tip, side, skin, -1, cv2.LINE_AA)
    nail = [min(255.0, level * 1.15) for level in skin]
    cv2.circle(held, tip, round(side * 0.6), nail, -1, cv2.LINE_AA)
    return np.asarray(held, np.float64)


def _slope(random: np.random.Generator) -> Matrix:
    """Light that comes more from one side."""
    left, right = random.uniform(0.75, 1.0, 2)
    return np.linspace(left, right, WIDTH)[np.newaxis, :, np.newaxis]
