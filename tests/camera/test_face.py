"""The geometry of a face."""

import math

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.camera.face import (
    CHIN,
    FACE_PX,
    FOREHEAD,
    SIDE_PX,
    Box,
    Face,
    Landmarks,
    align,
    build_face,
    cut_square,
)
from tests.camera.faces import AT_REST, face_at
from tests.camera.pictures import empty_room

ROOM = empty_room()


def turned(face: Face, degrees: float) -> Face:
    """The same face, rolled clockwise as seen."""
    angle = math.radians(degrees)
    matrix = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    middle = np.array(face.box.centre)
    points = ((face.points - middle) @ matrix.T + middle).astype(np.float32)
    return build_face(Landmarks(points, AT_REST, np.eye(4, dtype=np.float32)))


def pose(*, yaw: float = 0.0, pitch: float = 0.0, roll: float = 0.0) -> Landmarks:
    y, p, r = (math.radians(angle) for angle in (yaw, pitch, roll))
    about_z = np.array([[math.cos(r), -math.sin(r), 0], [math.sin(r), math.cos(r), 0], [0, 0, 1]])
    about_y = np.array([[math.cos(y), 0, math.sin(y)], [0, 1, 0], [-math.sin(y), 0, math.cos(y)]])
    about_x = np.array([[1, 0, 0], [0, math.cos(p), -math.sin(p)], [0, math.sin(p), math.cos(p)]])
    matrix = np.eye(4, dtype=np.float32)
    matrix[:3, :3] = about_z @ about_y @ about_x
    return Landmarks(face_at(0, 0, 200).points, AT_REST, matrix)


@given(st.floats(-60, 60))
def test_roll_is_the_angle_of_the_eyes(degrees: float) -> None:
    assert turned(face_at(300, 200, 150), degrees).roll_deg == pytest.approx(degrees, abs=0.1)


@given(st.floats(-50, 50), st.floats(-40, 40), st.floats(-30, 30))
def test_yaw_and_pitch_come_from_the_pose(yaw: float, pitch: float, roll: float) -> None:
    face = build_face(pose(yaw=yaw, pitch=pitch, roll=roll))
    assert face.yaw_deg == pytest.approx(yaw, abs=0.1)
    assert face.pitch_deg == pytest.approx(pitch, abs=0.1)


@given(st.floats(60, 900), st.floats(-30, 30))
def test_every_face_is_aligned_upright_and_at_one_size(height: float, degrees: float) -> None:
    face = turned(face_at(640, 360, height), degrees)
    aligned = align(ROOM, face)
    forehead, chin = aligned.points[[FOREHEAD, CHIN]]
    assert aligned.pixels.shape == (SIDE_PX, SIDE_PX, 3)
    assert forehead == pytest.approx([SIDE_PX / 2, (SIDE_PX - FACE_PX) / 2], abs=0.5)
    assert chin == pytest.approx([SIDE_PX / 2, (SIDE_PX + FACE_PX) / 2], abs=0.5)


def test_the_aligned_points_lie_on_the_aligned_picture() -> None:
    pixels = empty_room()
    face = turned(face_at(640, 360, 300), 17.0)
    x, y = face.points[1].round().astype(int)
    pixels[y - 4 : y + 5, x - 4 : x + 5] = (0, 0, 255)
    aligned = align(pixels, face)
    at_x, at_y = aligned.points[1].round().astype(int)
    assert aligned.pixels[at_y, at_x, 2] > 200
    assert aligned.pixels[at_y, at_x, 0] < 60


def test_the_head_reaches_from_crown_to_chin() -> None:
    face = face_at(300, 400, 200)
    assert face.head.bottom == pytest.approx(face.box.bottom)
    assert face.head.height == pytest.approx(260)
    assert face.head.centre[0] == pytest.approx(300)


def test_a_box_knows_what_lies_inside() -> None:
    box = Box(10, 20, 30, 40)
    assert box.contains(10, 60)
    assert not box.contains(9, 30)
    assert not box.contains(20, 61)
    assert (box.right, box.bottom, box.centre) == (40, 60, (25, 40))


@pytest.mark.parametrize("scale", [0.21, 0.4109, 0.5, 0.59])
@pytest.mark.parametrize("middle", [(640, 300), (90, 60), (1250, 700)])
def test_a_square_is_cut_as_if_the_whole_picture_had_been_shrunk(
    scale: float, middle: tuple[int, int]
) -> None:
    place = np.asarray(cv2.getRotationMatrix2D(middle, 7.0, scale), np.float64)
    place[:, 2] += np.array([128.0, 120.0]) - middle
    shrunk = cv2.resize(ROOM, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    whole = cv2.warpAffine(
        shrunk, place * (1 / scale, 1 / scale, 1), (256, 256), borderMode=cv2.BORDER_REPLICATE
    )
    assert (cut_square(ROOM, place, scale, 256) == whole).all()
