"""The head crop, the windows of the networks, and the networks themselves."""

import math
import shutil
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.camera.appearance import (
    EYES_AT,
    FACE_PX,
    OUTPUTS,
    SIDE_PX,
    WINDOWS,
    Appearance,
    AppearanceNetworks,
    HeadCrop,
    Region,
    crop_head,
    look_at,
    to_blob,
)
from kiosk.camera.face import Face, Landmarks, build_face
from kiosk.camera.landmarks import ModelUnreadableError
from kiosk.camera.source import Pixels
from tests.camera.faces import face_at
from tests.camera.pictures import HEIGHT, MODELS, WIDTH, stand

HEAVIEST_BYTES = 2_000_000


def rolled(face: Face, roll_deg: float) -> Face:
    """The same face, leaning to a side."""
    centre = np.array(face.box.centre)
    angle = math.radians(roll_deg)
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    points = np.asarray((face.points - centre) @ turn.T + centre, np.float32)
    return build_face(Landmarks(points, face.blendshapes, np.eye(4, dtype=np.float32)))


def with_lit_eyes(face: Face) -> Pixels:
    """A dark frame with the left eye lit in blue and the right one in red."""
    frame = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    radius = round(16 * 0.04 * face.height_px)
    for (x, y), colour in ((face.left_eye, (255, 0, 0)), (face.right_eye, (0, 0, 255))):
        at = (round(16 * x), round(16 * y))
        cv2.circle(frame, at, radius, colour, cv2.FILLED, cv2.LINE_AA, shift=4)
    return frame


def centre_of(light: Pixels) -> tuple[float, float]:
    rows, columns = np.indices(light.shape)
    return float(np.average(columns, weights=light)), float(np.average(rows, weights=light))


@cache
def noise() -> Pixels:
    return np.random.default_rng(3).integers(0, 255, (SIDE_PX, SIDE_PX, 3)).astype(np.uint8)


def mirrored(crop: HeadCrop) -> HeadCrop:
    pixels = np.ascontiguousarray(crop.pixels[:, ::-1])
    last = SIDE_PX - 1
    return HeadCrop(pixels, last - crop.right_edge_x, last - crop.left_edge_x)


@pytest.mark.parametrize(
    ("x", "y", "height", "roll_deg"),
    [
        (640, 360, 300, 0),
        (640, 360, 300, 20),
        (500, 300, 300, -35),
        (200, 500, 110, 10),
        (640, 360, 520, -12),
    ],
)
def test_the_eyes_land_at_their_place_however_somebody_sits(
    x: float, y: float, height: float, roll_deg: float
) -> None:
    face = rolled(face_at(x, y, height), roll_deg)
    crop = crop_head(with_lit_eyes(face), face)
    apart = FACE_PX / 2  # the eyes of this face are half its width apart
    left, right = centre_of(crop.pixels[..., 0]), centre_of(crop.pixels[..., 2])
    assert left == pytest.approx((EYES_AT[0] - apart / 2, EYES_AT[1]), abs=1.0)
    assert right == pytest.approx((EYES_AT[0] + apart / 2, EYES_AT[1]), abs=1.0)
    edges = EYES_AT[0] - FACE_PX / 2, EYES_AT[0] + FACE_PX / 2
    assert (crop.left_edge_x, crop.right_edge_x) == pytest.approx(edges, abs=0.5)


def test_what_lies_outside_the_frame_repeats_its_border() -> None:
    frame = np.full((HEIGHT, WIDTH, 3), 90, np.uint8)
    assert (crop_head(frame, face_at(20, 20, 300)).pixels == 90).all()


@pytest.mark.parametrize("region", Region)
def test_every_window_lies_in_the_crop(region: Region) -> None:
    window = WINDOWS[region]
    assert 0 <= window.left <= window.left + window.width <= SIDE_PX
    assert 0 <= window.top <= window.top + window.height <= SIDE_PX


@given(left=st.floats(-300, 500), right=st.floats(-300, 500))
def test_the_windows_of_the_ears_never_leave_the_crop(left: float, right: float) -> None:
    window = WINDOWS[Region.EAR]
    views = look_at(HeadCrop(noise(), left, right), Region.EAR)
    assert [view.shape for view in views] == [(window.height, window.width, 3)] * 2


def test_the_window_follows_the_edge_of_the_face() -> None:
    pixels = noise()
    near, far = (look_at(HeadCrop(pixels, x, 176.0), Region.EAR)[0] for x in (90.0, 80.0))
    assert np.array_equal(near[:, :-10], far[:, 10:])


def test_the_right_ear_is_seen_as_if_it_were_the_left_one() -> None:
    crop = HeadCrop(noise(), 78.0, 171.0)
    left, right = look_at(crop, Region.EAR)
    left_in_mirror, right_in_mirror = look_at(mirrored(crop), Region.EAR)
    assert np.array_equal(left_in_mirror, right)
    assert np.array_equal(right_in_mirror, left)


def test_a_blob_holds_pictures_channel_by_channel_from_minus_one_to_one() -> None:
    picture = np.zeros((4, 6, 3), np.uint8)
    picture[..., 2] = 255
    blob = to_blob((picture, picture))
    assert blob.shape == (2, 3, 4, 6)
    assert (blob[:, 0] == -1).all()
    assert (blob[:, 2] == 1).all()


# --- the networks that ship -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def networks() -> AppearanceNetworks:
    return AppearanceNetworks(MODELS)


@pytest.fixture(scope="module")
def crop() -> HeadCrop:
    return crop_head(stand(), face_at(640, 360, 300))


def look_everywhere(networks: AppearanceNetworks, crop: HeadCrop) -> Appearance:
    seen: dict[str, float] = {}
    for region in Region:
        seen |= networks.look(crop, region)
    return Appearance(seen, neck=0.0)


def test_the_classes_of_an_output_share_one(networks: AppearanceNetworks, crop: HeadCrop) -> None:
    appearance = look_everywhere(networks, crop)
    for region in set(Region) - {Region.EAR}:
        for output, classes in OUTPUTS[region].items():
            assert appearance.of(output, *classes) == pytest.approx(1.0)
    assert all(0 <= share <= 1 for share in appearance.probabilities.values())
    assert 0 <= appearance.ear_area <= 1


def test_both_ears_count_together() -> None:
    said = {"ear_left_area": 0.02, "ear_right_area": 0.01}
    assert Appearance(said, neck=0.0).ear_area == pytest.approx(0.03)


def test_the_ears_of_a_mirrored_head_change_sides(
    networks: AppearanceNetworks, crop: HeadCrop
) -> None:
    seen = networks.look(crop, Region.EAR)
    in_mirror = networks.look(mirrored(crop), Region.EAR)
    assert in_mirror["ear_left_area"] == pytest.approx(seen["ear_right_area"], abs=1e-5)
    assert in_mirror["ear_right_area"] == pytest.approx(seen["ear_left_area"], abs=1e-5)


def test_the_same_head_is_judged_the_same_every_time(
    networks: AppearanceNetworks, crop: HeadCrop
) -> None:
    first = look_everywhere(networks, crop)
    look_everywhere(networks, HeadCrop(noise(), 80.0, 176.0))
    assert look_everywhere(networks, crop) == first
    assert look_everywhere(AppearanceNetworks(MODELS), crop) == first


def test_the_networks_are_light() -> None:
    sizes = [(MODELS / f"appearance_{region}.onnx").stat().st_size for region in Region]
    assert sum(sizes) < HEAVIEST_BYTES


@pytest.mark.parametrize("damage", ["missing", "empty", "cut off", "something else"])
@pytest.mark.parametrize("region", Region)
def test_a_network_that_cannot_be_read_is_named(
    tmp_path: Path, region: Region, damage: str
) -> None:
    for each in Region:
        shutil.copy(MODELS / f"appearance_{each}.onnx", tmp_path)
    file = tmp_path / f"appearance_{region}.onnx"
    whole = file.read_bytes()
    if damage == "missing":
        file.unlink()
    else:
        left = {"empty": b"", "cut off": whole[:5000], "something else": b"no network" * 100}
        file.write_bytes(left[damage])
    with pytest.raises(ModelUnreadableError, match=file.name):
        AppearanceNetworks(tmp_path)
