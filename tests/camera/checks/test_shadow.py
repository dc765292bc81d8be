"""Even light, side light and cast shadows: on even surfaces, and on invented people."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.camera.appearance import HeadCrop, crop_head
from kiosk.camera.checks.shadow import SIDE_USUAL, check_shadow, combine, measure_side_light
from kiosk.camera.face import FACE_PX, SIDE_PX, AlignedFace, Face, align
from kiosk.camera.inspector import Inspector
from kiosk.camera.profile import load_profile
from kiosk.camera.shading import Shading, ShadingNetwork, part_of, to_input
from kiosk.camera.source import Pixels
from kiosk.domain.photo import Cue, Finding, Verdict
from tests.camera.appearances import seen
from tests.camera.faces import face_at
from tests.camera.pictures import MODELS, NAMES, frame_of, stand

PROFILE = load_profile()
MIDDLE = SIDE_PX / 2
EVEN = Shading(even=0.97, side=0.01, cast=0.01, top=0.01)


def aligned(pixels: Pixels) -> AlignedFace:
    return align(pixels, face_at(MIDDLE, MIDDLE, FACE_PX))


def skin(level: float, *, right: float | None = None) -> Pixels:
    """An even surface of this luma, its right half of another."""
    pixels = np.full((SIDE_PX, SIDE_PX, 3), level, np.uint8)
    pixels[:, SIDE_PX // 2 :] = level if right is None else right
    return pixels


def test_even_light_throws_no_shadow_whatever_the_skin() -> None:
    for level in (40, 90, 140, 220):
        assert measure_side_light(aligned(skin(level))) < 0.02


@given(st.floats(60, 220), st.floats(0.3, 1.0))
def test_the_shadow_is_the_ratio_of_both_sides(level: float, share: float) -> None:
    left = measure_side_light(aligned(skin(level, right=level * share)))
    right = measure_side_light(aligned(skin(level * share, right=level)))
    assert left == pytest.approx(right, abs=0.03)
    assert left <= -np.log(share) + 0.05


def test_deeper_shade_measures_more() -> None:
    measured = [measure_side_light(aligned(skin(180, right=180 * s))) for s in (1, 0.8, 0.6, 0.4)]
    assert measured == sorted(measured)
    assert measured[-1] > SIDE_USUAL


def judged(shading: Shading, *, right: float = 180, yaw_deg: float = 0.0, **worn: float) -> Finding:
    """What is found of a face whose left side has level 180, wearing what is likely."""
    pixels = skin(180, right=right)
    face = replace(face_at(MIDDLE, MIDDLE, FACE_PX), yaw_deg=yaw_deg)
    return check_shadow(face, align(pixels, face), shading, seen(**worn).probabilities, PROFILE)


def test_what_mirror_and_network_say_is_added_up() -> None:
    assert combine(1.0, SIDE_USUAL) == pytest.approx(1.0)
    assert combine(0.0, SIDE_USUAL + 0.1) > 0 > combine(0.0, SIDE_USUAL - 0.1)


def test_even_light_passes() -> None:
    assert judged(EVEN).verdict is Verdict.PASS


@pytest.mark.parametrize(
    ("side", "cast", "top", "cue"),
    [
        (0.9, 0.05, 0.04, Cue.SIDE_LIGHT),
        (0.05, 0.9, 0.04, Cue.CAST_SHADOW),
        (0.05, 0.04, 0.9, None),
    ],
)
def test_the_remedy_is_that_of_the_likeliest_light(
    side: float, cast: float, top: float, cue: Cue | None
) -> None:
    finding = judged(Shading(0.01, side, cast, top), right=60)
    assert finding.verdict is Verdict.FAIL
    assert finding.cue is cue


@pytest.mark.parametrize("worn", ["lower_mask", "lower_hand", "lower_object", "glasses_dark"])
def test_what_darkens_the_face_itself_leaves_shadows_unjudged(worn: str) -> None:
    finding = judged(Shading(0.01, 0.9, 0.05, 0.04), right=60, **{worn: 0.9})
    assert finding.verdict is Verdict.SKIPPED
    assert finding.value is None


@pytest.mark.parametrize("yaw_deg", [-35.0, 35.0])
def test_a_turned_face_is_not_judged(yaw_deg: float) -> None:
    finding = judged(Shading(0.01, 0.9, 0.05, 0.04), right=60, yaw_deg=yaw_deg)
    assert finding.verdict is Verdict.SKIPPED


# --- the network that ships -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def network() -> ShadingNetwork:
    return ShadingNetwork(MODELS)


def face_in(inspector: Inspector, pixels: Pixels) -> Face:
    face = inspector.inspect(frame_of(pixels)).face
    assert face
    return face


def shaded(pixels: Pixels, face: Face, lit: float, *, falls: str) -> Pixels:
    """The picture with one half of the face, or its upper part, left with a share of the light."""
    height, width = pixels.shape[:2]
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    if falls == "aside":
        away = (x - face.box.centre[0]) / (0.05 * face.box.width)
    else:
        away = (y - face.box.top - 0.45 * face.box.height) / (0.02 * face.box.height)
    light = lit + (1 - lit) / (1 + np.exp(-np.clip(away, -30, 30)))
    linear = (pixels / 255.0) ** 2.2 * light[..., np.newaxis]
    return np.asarray(linear ** (1 / 2.2) * 255, np.uint8)


def log_odds(network: ShadingNetwork, pixels: Pixels, face: Face) -> float:
    return network.look(crop_head(pixels, face)).log_odds


@pytest.mark.parametrize("name", NAMES)
def test_even_light_on_people_is_even(
    inspector: Inspector, network: ShadingNetwork, name: str
) -> None:
    pixels = stand(name)
    assert log_odds(network, pixels, face_in(inspector, pixels)) < -1.0


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("falls", ["aside", "above"])
def test_a_shadow_on_people_is_seen(
    inspector: Inspector, network: ShadingNetwork, name: str, falls: str
) -> None:
    pixels = stand(name)
    face = face_in(inspector, pixels)
    assert log_odds(network, shaded(pixels, face, 0.12, falls=falls), face) > 1.0


def test_neither_exposure_nor_the_side_tells_the_network_anything(network: ShadingNetwork) -> None:
    crop = crop_head(stand(), face_at(640, 360, 300)).pixels
    dimmed = np.asarray(cv2.convertScaleAbs(crop, alpha=0.5), np.uint8)
    assert np.abs(to_input(part_of(dimmed)) - to_input(part_of(crop))).max() < 0.02
    mirrored = np.ascontiguousarray(crop[:, ::-1])
    one, other = (network.look(HeadCrop(picture, 80.0, 176.0)) for picture in (crop, mirrored))
    assert one.even == pytest.approx(other.even, abs=1e-4)


def test_shares_add_up_and_black_is_no_failure(network: ShadingNetwork) -> None:
    for level in (0, 128, 255):
        seen_light = network.look(HeadCrop(np.full((256, 256, 3), level, np.uint8), 80.0, 176.0))
        total = seen_light.even + seen_light.side + seen_light.cast + seen_light.top
        assert total == pytest.approx(1.0)
        assert np.isfinite(seen_light.log_odds)
