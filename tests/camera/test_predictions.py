"""What networks said of pictures that they were not trained on."""

from pathlib import Path

import numpy as np
import pytest

from kiosk.camera.face import Face
from kiosk.camera.inspector import Inspection
from kiosk.camera.labels import LabelsError
from kiosk.camera.predictions import PROBABILITIES, judge_by_predictions, read_predictions
from kiosk.camera.source import Frame
from kiosk.domain.photo import Finding, PhotoReport, Verdict
from kiosk.domain.reason import Reason
from tests.camera.appearances import PROFILE, seen
from tests.camera.faces import face_at

HEAD = ",".join(["file", "source_fold", *PROBABILITIES])


def table(folder: Path, first: str) -> Path:
    file = folder / "predictions.csv"
    values = ",".join([first, *["0.25"] * (len(PROBABILITIES) - 1)])
    file.write_text(f"{HEAD}\na.jpg,studio,{values}\n", "utf-8")
    return file


def test_reads_a_probability_for_every_answer(tmp_path: Path) -> None:
    read = read_predictions(table(tmp_path, "1"))
    assert read == {"a.jpg": dict.fromkeys(PROBABILITIES, 0.25) | {PROBABILITIES[0]: 1.0}}


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("", "picture a.jpg: glasses_none must be a number, not ''"),
        ("1.2", "glasses_none must be from 0 to 1, not 1.2"),
        ("nan", "glasses_none must be from 0 to 1, not nan"),
    ],
)
def test_what_is_no_probability_is_named(tmp_path: Path, value: str, message: str) -> None:
    with pytest.raises(LabelsError, match=message):
        read_predictions(table(tmp_path, value))


def test_every_answer_has_its_column(tmp_path: Path) -> None:
    file = tmp_path / "predictions.csv"
    file.write_text("file,source_fold,glasses_none\n", "utf-8")
    with pytest.raises(LabelsError, match="column glasses_clear is missing"):
        read_predictions(file)


# --- judged by them -------------------------------------------------------------------------------

TILTED = Finding(Reason.TILT, Verdict.FAIL, 20.0, "deg", 11.0)
GLASSES = Finding(Reason.GLASSES, Verdict.FAIL, 0.9, "probability", 0.8)


def inspection(face: Face | None) -> Inspection:
    frame = Frame(1, 0.0, np.zeros((4, 4, 3), np.uint8))
    return Inspection(frame, face, PhotoReport(PROFILE.version, (TILTED, GLASSES)))


def test_predictions_take_the_place_of_what_the_kiosks_networks_say() -> None:
    predictions = {"a.jpg": seen(headwear_hat=0.95).probabilities}
    judged = judge_by_predictions(inspection(face_at(0, 0, 200)), predictions, "a.jpg", PROFILE)
    assert {f.reason for f in judged if f.verdict is Verdict.FAIL} == {
        Reason.TILT,
        Reason.HEADWEAR,
    }
    assert [f.verdict for f in judged if f.reason is Reason.GLASSES] == [Verdict.PASS]


def test_without_a_face_there_is_nothing_to_predict() -> None:
    judged = judge_by_predictions(inspection(None), {}, "a.jpg", PROFILE)
    assert judged == (TILTED, GLASSES)


def test_a_picture_that_the_predictions_leave_out_is_named() -> None:
    with pytest.raises(LabelsError, match=r"nothing of picture a\.jpg"):
        judge_by_predictions(inspection(face_at(0, 0, 200)), {}, "a.jpg", PROFILE)
