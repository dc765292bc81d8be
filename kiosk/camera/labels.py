"""Labelled pictures: a CSV file that says of each picture what a careful person sees in it."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Final


class LabelsError(ValueError):
    """A table of labels or predictions that cannot be used; the message names line and column."""


@dataclass(frozen=True, slots=True)
class LabelledPicture:
    """One line of the table; an empty text says that nobody judged it.

    `source` is where the picture comes from and `person` whom it shows: what is tuned on some is
    measured on others.
    """

    file: str
    source: str
    person: str
    faces: str
    blur: str
    glasses: str
    head_cover: str
    roll_deg: float | None
    yaw: str
    pitch: str
    light: str
    ears: str
    eyes: str
    mouth: str
    occlusion: str
    spoof: str
    compliant: str
    skin: str
    derived: str
    notes: str

    def is_noted(self, *words: str) -> bool:
        """Whether one of the words stands in its notes."""
        return any(word in self.notes for word in words)


WORDS: Final[Mapping[str, frozenset[str]]] = {
    "faces": frozenset({"0", "1", "2+"}),
    "blur": frozenset({"0", "1"}),
    "glasses": frozenset({"none", "clear", "sun"}),
    "head_cover": frozenset({"none", "hat", "hijab", "turban", "other"}),
    "yaw": frozenset({"", "frontal", "slight", "profile"}),
    "pitch": frozenset({"", "level", "up", "down"}),
    "light": frozenset({"ok", "dark", "over", "shadow"}),
    "ears": frozenset({"", "both", "one", "none"}),
    "eyes": frozenset({"", "open", "closed"}),
    "mouth": frozenset({"", "open", "closed"}),
    "occlusion": frozenset({"none", "mask", "hand", "other"}),
    "spoof": frozenset({"0", "1"}),
    "compliant": frozenset({"0", "1"}),
    "skin": frozenset({"", "light", "medium", "dark"}),
    "derived": frozenset({"0", "1"}),
}
"""The words that a column may hold."""

_COLUMN_OF = {"person": "person_group"}
_FREE_TEXT = ("file", "source", "notes")


def read_labels(file: Path) -> tuple[LabelledPicture, ...]:
    """Read a table of labels; raise LabelsError."""
    columns = [_COLUMN_OF.get(field.name, field.name) for field in fields(LabelledPicture)]
    rows = read_table(file, columns)
    pictures = tuple(_picture(row, f"{file.name}, picture {row['file']}") for row in rows)
    if len({picture.file for picture in pictures}) < len(pictures):
        raise LabelsError(f"{file.name}: a picture is named twice")
    return pictures


def read_table(file: Path, columns: list[str]) -> list[dict[str, str]]:
    """Read a CSV file that must have these columns and may have others; raise LabelsError."""
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            table = csv.DictReader(lines, restval="")
            names = table.fieldnames or ()
            rows = list(table)
    except OSError as error:
        raise LabelsError(f"{file} cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise LabelsError(f"{file.name}: {error}") from error
    for column in columns:
        if column not in names:
            raise LabelsError(f"{file.name}: column {column} is missing")
    return rows


def _picture(row: Mapping[str, str], where: str) -> LabelledPicture:
    for column, words in WORDS.items():
        if row[column] not in words:
            raise LabelsError(f"{where}: {column} must not be {row[column]!r}")
    return LabelledPicture(
        person=row["person_group"],
        roll_deg=_degrees(row["roll_deg"], where),
        **{name: row[name] for name in (*_FREE_TEXT, *WORDS)},
    )


def _degrees(text: str, where: str) -> float | None:
    if not text:
        return None
    try:
        return float(text)
    except ValueError:
        raise LabelsError(f"{where}: roll_deg must be a number, not {text!r}") from None
