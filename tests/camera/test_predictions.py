"""What networks said of pictures that they were not trained on."""

from pathlib import Path

import pytest

from kiosk.camera.labels import LabelsError
from kiosk.camera.predictions import PROBABILITIES, read_predictions

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
