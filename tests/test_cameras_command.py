"""`kiosk cameras`, on a computer that has whatever cameras it has."""

import json
import tomllib
from pathlib import Path

import pytest

from kiosk.camera.cameras_command import as_json, as_text
from kiosk.camera.choice import camera_of, plugged_in
from kiosk.cli import main
from kiosk.command import Exit
from tests.camera.webcams import USB_1, USB_2, webcam

FRONT, SIDE = webcam(0, "Logi C270", USB_1), webcam(2, "Logi C270", USB_2)
ODD = webcam(4, 'The "best" \\ camera')


def test_each_line_can_be_copied_into_the_settings() -> None:
    webcams = (FRONT, SIDE, ODD)
    text = as_text(camera_of("0", lambda: webcams), plugged_in(lambda: webcams))
    lines = [line[line.index("source = ") :] for line in text.split("\n\n")[0].splitlines()]
    sources = [tomllib.loads(line)["source"] for line in lines]
    assert [camera_of(source, lambda: webcams).name for source in sources] == [
        f"Logi C270 @ {USB_1}",
        f"Logi C270 @ {USB_2}",
        ODD.name,
    ]


def test_a_camera_that_stands_in_is_told() -> None:
    chosen = camera_of("C920", lambda: (FRONT,))
    assert 'source = "C920", which is not there: Logi C270 is used' in as_text(chosen, ())
    assert json.loads(as_json(chosen, ()))["settings"]["instead_of"] == "C920"


def test_the_command_names_what_is_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status = main(["--home", str(tmp_path), "cameras", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert status == (Exit.OK if told["cameras"] else Exit.CAMERA)
    assert told["settings"]["source"] == "0"
