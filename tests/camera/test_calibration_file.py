"""Where calibrations are kept."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.camera.calibrate import Calibration
from kiosk.camera.calibration_file import CalibrationFile, CalibrationUnwritableError

ONE = Calibration(9.5, -1.0, 0.5, 92.0, 0.51, 0.42)
OTHER = Calibration(2.0, 0.0, 0.0, 80.0, 0.5, 0.4)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "store" / "cameras.json"


def test_what_is_kept_is_read_again(file: Path) -> None:
    CalibrationFile(file, "front").keep(ONE)
    assert CalibrationFile(file, "front").read() == ONE


def test_each_camera_has_its_own(file: Path) -> None:
    CalibrationFile(file, "front").keep(ONE)
    CalibrationFile(file, "side").keep(OTHER)
    assert CalibrationFile(file, "front").read() == ONE
    assert CalibrationFile(file, "side").read() == OTHER


def test_a_camera_nobody_calibrated_has_none(file: Path) -> None:
    assert CalibrationFile(file, "front").read() is None
    CalibrationFile(file, "front").keep(ONE)
    assert CalibrationFile(file, "side").read() is None


def test_a_new_calibration_replaces_the_old_one(file: Path) -> None:
    CalibrationFile(file, "front").keep(ONE)
    CalibrationFile(file, "front").keep(OTHER)
    assert CalibrationFile(file, "front").read() == OTHER


@given(st.binary() | st.text().map(str.encode) | st.just(b'{"front": {"pitch_deg": NaN}}'))
def test_a_damaged_file_is_as_good_as_none(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    file = tmp_path_factory.mktemp("damaged") / "cameras.json"
    file.write_bytes(content)
    assert CalibrationFile(file, "front").read() is None
    CalibrationFile(file, "front").keep(ONE)
    assert CalibrationFile(file, "front").read() == ONE


@pytest.mark.parametrize(
    "entry", ['{"front": 7}', '{"front": {}}', '{"front": {"pitch_deg": "x"}}']
)
def test_an_entry_of_another_kind_is_as_good_as_none(file: Path, entry: str) -> None:
    file.parent.mkdir()
    file.write_text(entry)
    assert CalibrationFile(file, "front").read() is None


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("a file where the folder should be")
    with pytest.raises(CalibrationUnwritableError):
        CalibrationFile(tmp_path / "store" / "cameras.json", "front").keep(ONE)
