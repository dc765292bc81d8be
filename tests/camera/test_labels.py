"""Tables of labelled pictures."""

from pathlib import Path

import pytest

from kiosk.camera.labels import LabelsError, read_labels
from tests.camera.labelled import labelled, write_labels


def test_reads_what_the_table_says(tmp_path: Path) -> None:
    pictures = (
        labelled("a.jpg", person="p1", roll_deg=-15.0, notes="teeth_smile;small_178x218"),
        labelled("b.jpg", faces="0", roll_deg=None, yaw="", ears="", skin=""),
    )
    assert read_labels(write_labels(tmp_path / "labels.csv", pictures)) == pictures


def test_a_note_is_found_by_its_beginning() -> None:
    assert labelled(notes="teeth_smile;small_178x218").is_noted("light_borderline", "small_")
    assert not labelled(notes="teeth_smile").is_noted("small_")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"glasses": "sometimes"}, "labels.csv, picture good.png: glasses must not be 'sometimes'"),
        ({"blur": ""}, "blur must not be ''"),
        ({"roll_deg": "upright"}, "roll_deg must be a number, not 'upright'"),
    ],
)
def test_a_word_that_no_column_knows_is_named(
    tmp_path: Path, changes: dict[str, str], message: str
) -> None:
    file = write_labels(tmp_path / "labels.csv", [labelled(**changes)])
    with pytest.raises(LabelsError, match=message):
        read_labels(file)


def test_a_picture_has_one_line(tmp_path: Path) -> None:
    file = write_labels(tmp_path / "labels.csv", [labelled(), labelled()])
    with pytest.raises(LabelsError, match="named twice"):
        read_labels(file)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read: No such file"),
        (b"", "column file is missing"),
        (b"file,source\na.jpg,studio\n", "column person_group is missing"),
        (b"file\n\xff\n", "labels.csv: 'utf-8' codec"),
        (b"file\n" + b"a" * 200_000 + b"\n", "labels.csv: field larger than field limit"),
    ],
)
def test_a_file_that_is_no_table_of_labels_is_refused(
    tmp_path: Path, content: bytes | None, message: str
) -> None:
    file = tmp_path / "labels.csv"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(LabelsError, match=message):
        read_labels(file)
