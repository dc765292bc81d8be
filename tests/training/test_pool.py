"""Which rows of the pool may teach, and what their words mean."""

import csv
from pathlib import Path

import cv2
import numpy as np

from training.pool import EAR, EYES, EYEWEAR, HEADWEAR, LOWER, UNKNOWN, Row, read_crop, read_rows

ROW = {
    "file": "a.jpg", "source": "studio/faces@0123:sheet.png", "licence_ok": "1", "composite": "0",
    "eyewear": "none", "headwear": "none", "ear_left": "visible", "ear_right": "visible",
    "lower_face": "none", "eyes_covered": "no", "split": "train", "person": "p1", "notes": "",
    "jl_x": "81.5", "jr_x": "174.5", "yaw": "-3.5",
}  # fmt: skip


def pool(folder: Path, *changes: dict[str, str]) -> list[Row]:
    with (folder / "labels.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, ROW.keys())
        table.writeheader()
        table.writerows(ROW | change for change in changes)
    return read_rows(folder)


def test_a_row_is_read_with_its_labels_and_its_place(tmp_path: Path) -> None:
    (row,) = pool(tmp_path, {"split": "val", "eyewear": "sun", "lower_face": "hand"})
    assert (row.file, row.source, row.person) == ("a.jpg", "studio/faces", "p1")
    assert (row.validation, row.drawn) == (True, False)
    assert (row.edges_x, row.yaw_deg) == ((81.5, 174.5), -3.5)
    visible = EAR["visible"]
    assert list(row.labels) == [
        EYEWEAR["sun"], HEADWEAR["bare"], visible, visible, LOWER["hand"], EYES["no"],
    ]  # fmt: skip


def test_what_has_no_clear_licence_is_left_out(tmp_path: Path) -> None:
    rows = pool(tmp_path, {"file": "ours.jpg"}, {"file": "theirs.jpg", "licence_ok": "0"})
    assert [row.file for row in rows] == ["ours.jpg"]


def test_nobody_teaches_who_is_measured(tmp_path: Path) -> None:
    rows = pool(
        tmp_path,
        {"file": "measured.jpg", "person": "p1", "notes": "child; faces_dev_split"},
        {"file": "same-person.jpg", "person": "p1"},
        {"file": "another.jpg", "person": "p2"},
    )
    assert [row.file for row in rows] == ["another.jpg"]


def test_what_nobody_judged_is_unknown(tmp_path: Path) -> None:
    unknown = dict.fromkeys(
        ("eyewear", "headwear", "ear_left", "ear_right", "lower_face", "eyes_covered"), ""
    )
    (row,) = pool(tmp_path, unknown)
    assert (row.labels == UNKNOWN).all()


def test_a_peci_is_named_in_the_notes(tmp_path: Path) -> None:
    hat, peci = pool(
        tmp_path, {"headwear": "hat"}, {"headwear": "hat", "notes": "drawn black peci"}
    )
    assert (hat.labels[1], peci.labels[1]) == (HEADWEAR["hat"], HEADWEAR["peci"])


def test_a_face_whose_edges_are_unknown_has_the_usual_ones(tmp_path: Path) -> None:
    (row,) = pool(tmp_path, {"jl_x": "", "jr_x": "", "yaw": ""})
    assert (row.edges_x, row.yaw_deg) == ((80.0, 176.0), 0.0)


def test_a_crop_is_read_beside_its_table(tmp_path: Path) -> None:
    (row,) = pool(tmp_path, {"file": "a.png"})
    (tmp_path / "crops").mkdir()
    crop = np.random.default_rng(1).integers(0, 255, (256, 256, 3)).astype(np.uint8)
    cv2.imwrite(str(tmp_path / "crops" / "a.png"), crop)
    assert np.array_equal(read_crop(tmp_path, row), crop)
