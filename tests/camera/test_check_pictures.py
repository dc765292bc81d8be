"""What `kiosk check` answers."""

import json
from pathlib import Path

import cv2

from kiosk.camera.check_pictures import check_files
from kiosk.camera.inspector import Inspector
from tests.camera.pictures import dim, stand


def test_answers_one_line_of_json_a_file(tmp_path: Path, inspector: Inspector) -> None:
    good, dark, text = tmp_path / "good.png", tmp_path / "dark.png", tmp_path / "text.jpg"
    cv2.imwrite(str(good), stand())
    cv2.imwrite(str(dark), dim(stand(), 0.3))
    text.write_text("no picture")
    answers = [json.loads(line) for line in check_files([good, dark, text], inspector)]
    assert [answer["file"] for answer in answers] == [str(good), str(dark), str(text)]
    assert answers[0]["reasons"] == []
    assert answers[1]["reasons"] == ["DARK"]
    assert "not a JPEG or PNG" in answers[2]["error"]


def test_a_finding_carries_the_number_behind_it(tmp_path: Path, inspector: Inspector) -> None:
    file = tmp_path / "tilted.png"
    cv2.imwrite(str(file), stand(roll_deg=20))
    answer = json.loads(next(check_files([file], inspector)))
    tilt = next(finding for finding in answer["findings"] if finding["reason"] == "TILT")
    glasses = next(finding for finding in answer["findings"] if finding["reason"] == "GLASSES")
    assert tilt["verdict"] == "fail"
    assert tilt["value"] > tilt["limit"]
    assert tilt["unit"] == "deg"
    assert glasses == {
        "reason": "GLASSES",
        "verdict": "skipped",
        "value": None,
        "unit": "",
        "limit": None,
    }
