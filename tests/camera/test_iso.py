"""The measures of ISO/IEC 29794-5: the mapping against BSI's table, the measures on pictures."""

import csv
import math
from pathlib import Path

import cv2
import numpy as np
import pytest

from kiosk.camera.face import Face
from kiosk.camera.inspector import Inspector
from kiosk.camera.iso import ISO_MEASURES, IsoScore, iso_quality, measure_iso
from kiosk.camera.source import Pixels
from tests.camera.faces import face_at
from tests.camera.pictures import dim, frame_of, light_from_the_left, portrait, stand

TABLE = Path(__file__).parent.parent / "data" / "ofiq" / "expected_results.csv"


def inspected(pixels: Pixels, inspector: Inspector) -> tuple[Pixels, Face]:
    face = inspector.inspect(frame_of(pixels)).face
    assert face is not None
    return pixels, face


@pytest.fixture(scope="module")
def measured(inspector: Inspector) -> dict[str, IsoScore]:
    return measure_iso(*inspected(portrait("P006.jpg"), inspector))


@pytest.mark.parametrize("measure", ISO_MEASURES)
def test_maps_as_the_reference_implementation_does(measure: str) -> None:
    with TABLE.open(encoding="ascii", newline="") as table:
        rows = list(csv.DictReader(table, delimiter=";"))
    assert len(rows) == 28
    scores = [iso_quality(measure, float(row[measure])) for row in rows]
    assert scores == [int(row[f"{measure}.scalar"]) for row in rows]


@pytest.mark.parametrize("measure", ISO_MEASURES)
@pytest.mark.parametrize("raw", [0.0, 1e-9, 0.5, 1.0, 1e6])
def test_a_quality_is_from_0_to_100_whatever_was_measured(measure: str, raw: float) -> None:
    assert 0 <= iso_quality(measure, raw) <= 100


def test_gives_every_measure(measured: dict[str, IsoScore]) -> None:
    assert tuple(measured) == ISO_MEASURES
    assert all(math.isfinite(score.raw) for score in measured.values())


def test_a_studio_portrait_is_open_eyed_even_lit_and_straight(
    measured: dict[str, IsoScore],
) -> None:
    for measure in ("EyesOpen", "MouthClosed", "OverExposurePrevention", "NaturalColour"):
        assert measured[measure].quality >= 90, measure
    for measure in ("HeadPoseYaw", "HeadPoseRoll", "HeadPosePitch"):
        assert measured[measure].quality >= 97, measure


def test_left_and_right_margins_add_up_to_the_width(measured: dict[str, IsoScore]) -> None:
    apart = measured["InterEyeDistance"].raw
    both = measured["LeftwardCropOfTheFaceImage"].raw + measured["RightwardCropOfTheFaceImage"].raw
    assert (both - 1.0) * apart == pytest.approx(900, rel=0.01)


def test_above_and_below_add_up_to_the_height(measured: dict[str, IsoScore]) -> None:
    both = measured["MarginAboveOfTheFaceImage"].raw + measured["MarginBelowOfTheFaceImage"].raw
    assert both * measured["HeadSize"].raw == pytest.approx(1.0, rel=0.001)


def test_does_not_depend_on_roll_and_size_what_light_the_face_has(inspector: Inspector) -> None:
    upright = measure_iso(*inspected(stand(), inspector))
    tilted = measure_iso(*inspected(stand(roll_deg=15, portrait_px=560), inspector))
    assert tilted["LuminanceMean"].raw == pytest.approx(upright["LuminanceMean"].raw, abs=0.01)
    assert abs(tilted["HeadPoseRoll"].raw - upright["HeadPoseRoll"].raw) == pytest.approx(15, abs=1)


def test_less_light_is_less_luminance(inspector: Inspector) -> None:
    bright = measure_iso(*inspected(stand(), inspector))
    dark = measure_iso(*inspected(dim(stand(), 0.5), inspector))
    assert dark["LuminanceMean"].raw < bright["LuminanceMean"].raw / 2
    assert dark["UnderExposurePrevention"].raw > bright["UnderExposurePrevention"].raw


def test_light_from_one_side_is_not_uniform(inspector: Inspector) -> None:
    even = measure_iso(*inspected(stand(), inspector))
    one_sided = measure_iso(*inspected(light_from_the_left(stand(), 0.4), inspector))
    assert one_sided["IlluminationUniformity"].raw < even["IlluminationUniformity"].raw / 2


def test_blue_skin_is_no_natural_colour(inspector: Inspector) -> None:
    pixels, face = inspected(portrait("P006.jpg"), inspector)
    assert measure_iso(pixels[:, :, ::-1], face)["NaturalColour"].quality < 50


def test_a_grey_picture_has_no_colour_to_judge(inspector: Inspector) -> None:
    pixels, face = inspected(portrait("P006.jpg"), inspector)
    grey = np.asarray(cv2.cvtColor(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR))
    assert measure_iso(np.asarray(grey, np.uint8), face)["NaturalColour"] == IsoScore(0.0, 100)


@pytest.mark.parametrize("at", [(0, 0), (640, 360), (5000, -800)])
def test_a_face_anywhere_is_measured_without_a_crash(at: tuple[int, int]) -> None:
    for score in measure_iso(stand(), face_at(*at, height=200)).values():
        assert 0 <= score.quality <= 100
