"""Slips with a QR code, as a webcam sees them that is held out to it."""

from dataclasses import dataclass

import cv2
import numpy as np
import segno

from kiosk.camera.source import Pixels
from tests.camera.pictures import HEIGHT, WIDTH, with_noise

VIEW_DEG = 64.0
"""How wide the webcam looks."""
CODE_MM = 30.0
_QUIET_ZONE_MM = 8.0
_PX_A_MM = 8


@dataclass(frozen=True, slots=True)
class Held:
    """Where a slip is, and how it is turned."""

    distance_mm: float = 300.0
    turned_deg: float = 10.0
    roll_deg: float = 0.0
    aside_mm: float = 0.0


HELD_WELL = Held()


def held_out(
    content: "str | bytes",
    held: Held = HELD_WELL,
    *,
    blur_sigma: float = 0.7,
    light: float = 1.0,
) -> Pixels:
    """A frame with the slip of a code, before a room that is not plain."""
    paper = _paper(content)
    place = _place(paper.shape[0], held)
    room = _room()
    fine = np.diag([2.0, 2.0, 1.0]) @ place
    size = (2 * WIDTH, 2 * HEIGHT)
    seen = cv2.warpPerspective(paper, fine, size, dst=cv2.resize(room, size), borderMode=5)
    small = cv2.resize(seen, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), blur_sigma)
    lit = np.asarray(cv2.convertScaleAbs(soft, alpha=light), np.uint8)
    return with_noise(np.asarray(cv2.cvtColor(lit, cv2.COLOR_GRAY2BGR), np.uint8))


def _paper(content: "str | bytes") -> cv2.typing.MatLike:
    matrix = segno.make(content, error="m", micro=False).matrix
    squares = np.array([[0 if dark else 255 for dark in row] for row in matrix], np.uint8)
    side = round(CODE_MM * _PX_A_MM)
    code = cv2.resize(squares, (side, side), interpolation=cv2.INTER_NEAREST)
    edge = round(_QUIET_ZONE_MM * _PX_A_MM)
    return cv2.copyMakeBorder(code, edge, edge, edge, edge, cv2.BORDER_CONSTANT, value=[245])


def _place(side_px: int, held: Held) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
    """The homography of a square paper that is turned about its middle."""
    half = side_px / _PX_A_MM / 2
    corners = np.array([[-half, -half, 0], [half, -half, 0], [half, half, 0], [-half, half, 0]])
    spun, _ = cv2.Rodrigues(np.array([0, 0, np.radians(held.roll_deg)]))
    turned, _ = cv2.Rodrigues(np.radians([held.turned_deg, held.turned_deg, 0.0]))
    there = corners @ (turned @ spun).T + np.array([held.aside_mm, 0, held.distance_mm])
    focal = WIDTH / 2 / np.tan(np.radians(VIEW_DEG / 2))
    seen = there[:, :2] / there[:, 2:] * focal + np.array([WIDTH / 2, HEIGHT / 2])
    of_paper = np.array([[0, 0], [side_px, 0], [side_px, side_px], [0, side_px]], np.float32)
    return np.asarray(cv2.getPerspectiveTransform(of_paper, seen.astype(np.float32)), np.float64)


def _room() -> cv2.typing.MatLike:
    random = np.random.default_rng(11)
    room = np.full((HEIGHT, WIDTH), 120, np.uint8)
    for _ in range(25):
        x, y = int(random.integers(0, WIDTH)), int(random.integers(0, HEIGHT))
        wide, tall = (int(side) for side in random.integers(10, 150, 2))
        grey = [int(random.integers(0, 255))]
        cv2.rectangle(room, (x, y), (x + wide, y + tall), grey, -1)
    return room
