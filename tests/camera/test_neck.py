"""Skin below the chin is told from cloth by its colour, not by its shade."""

import cv2
import numpy as np
import pytest

from kiosk.camera.face import CHIN, Landmarks, build_face
from kiosk.camera.neck import MAYBE_CLOTH, SURELY_CLOTH, measure_neck
from kiosk.camera.source import Pixels
from tests.camera.faces import face_at

FACE = face_at(320, 200, 200)
SKINS = [(140, 170, 215), (80, 110, 160), (45, 60, 90)]
"""BGR."""


def head_above(neck: tuple[int, int, int], skin: tuple[int, int, int]) -> Pixels:
    """A face of one colour, and another colour from the chin on."""
    picture = np.full((480, 640, 3), skin, np.uint8)
    picture[int(FACE.points[CHIN, 1]) + 4 :] = neck
    return picture


@pytest.mark.parametrize("skin", SKINS)
@pytest.mark.parametrize("shade", [1.0, 0.7])
def test_a_neck_of_the_same_skin_is_no_cloth(skin: tuple[int, int, int], shade: float) -> None:
    blue, green, red = (round(part * shade) for part in skin)
    assert measure_neck(head_above((blue, green, red), skin), FACE) < MAYBE_CLOTH


@pytest.mark.parametrize("skin", SKINS)
@pytest.mark.parametrize("cloth", [(160, 60, 30), (60, 120, 40), (190, 40, 140)])
def test_coloured_cloth_is_cloth_below_any_skin(
    cloth: tuple[int, int, int], skin: tuple[int, int, int]
) -> None:
    assert measure_neck(head_above(cloth, skin), FACE) >= SURELY_CLOTH


def test_a_tilted_head_is_measured_below_its_own_chin() -> None:
    upright = head_above((160, 60, 30), SKINS[0])
    turn = cv2.getRotationMatrix2D((320, 200), -20, 1.0)
    tilted = np.asarray(
        cv2.warpAffine(upright, turn, (640, 480), borderMode=cv2.BORDER_REPLICATE), np.uint8
    )
    points = np.asarray(FACE.points @ turn[:, :2].T + turn[:, 2], np.float32)
    face = build_face(Landmarks(points, FACE.blendshapes, np.eye(4, dtype=np.float32)))
    assert measure_neck(tilted, face) == pytest.approx(measure_neck(upright, FACE), abs=2)


def test_below_the_edge_of_the_picture_its_border_repeats() -> None:
    cut = head_above((160, 60, 30), SKINS[0])[: int(FACE.points[CHIN, 1]) + 10]
    assert measure_neck(cut, FACE) >= SURELY_CLOTH
