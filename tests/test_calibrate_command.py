"""`kiosk calibrate`, on clips of invented people."""

import json
from pathlib import Path

import pytest

from kiosk.camera.calibration_file import CALIBRATIONS, CalibrationFile
from kiosk.camera.source import Pixels
from kiosk.cli import main
from kiosk.command import Exit
from tests.camera.clips import PER_SECOND, write_clip
from tests.camera.pictures import empty_room, stand


def record(file: Path, pixels: Pixels, seconds: float) -> Path:
    """A clip in which nothing moves."""
    return write_clip(file, [pixels] * round(seconds * PER_SECOND))


@pytest.fixture(scope="module")
def sitting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return record(tmp_path_factory.mktemp("clips") / "sitting.avi", stand(), 3.6)


def test_measures_a_clip_and_keeps_what_it_measured(
    sitting: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["--home", str(tmp_path), "calibrate", "--json", "--replay", str(sitting)])
    answer = json.loads(capsys.readouterr().out)
    kept = CalibrationFile(tmp_path / "store" / CALIBRATIONS, "sitting.avi").read()
    assert status == Exit.OK
    assert kept
    assert answer["camera"] == "sitting.avi"
    assert answer["problem"] is None
    assert answer["calibration"]["pitch_deg"] == kept.pitch_deg


def test_says_it_in_words(
    sitting: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["--home", str(tmp_path), "calibrate", "--replay", str(sitting)])
    assert "sitting.avi is set up" in capsys.readouterr().out


def test_an_empty_chair_is_refused_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clip = record(tmp_path / "empty.avi", empty_room(), 1.0)
    home = ["--home", str(tmp_path / "home")]
    assert main([*home, "calibrate", "--replay", str(clip)]) == Exit.FOUND
    assert "Nobody is before the camera." in capsys.readouterr().out
    assert main([*home, "calibrate", "--json", "--replay", str(clip)]) == Exit.FOUND
    assert json.loads(capsys.readouterr().out)["problem"] == "NOBODY"
    assert not (tmp_path / "home" / "store" / CALIBRATIONS).exists()


def test_a_file_that_is_no_clip_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("not a clip")
    assert main(["--home", str(tmp_path), "calibrate", "--replay", str(file)]) == Exit.UNUSABLE
    assert "letter.txt" in capsys.readouterr().err


def test_a_camera_that_is_not_there_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["--home", str(tmp_path), "calibrate", "--camera", "no such camera"])
    assert status == Exit.CAMERA
    assert "no such camera" in capsys.readouterr().err
