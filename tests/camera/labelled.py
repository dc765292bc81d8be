"""Labelled pictures of nobody: a good photo, but for what a test changes."""

import csv
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from kiosk.camera.labels import LabelledPicture

_GOOD = LabelledPicture(
    file="good.png",
    source="studio",
    person="",
    faces="1",
    blur="0",
    glasses="none",
    head_cover="none",
    roll_deg=0.0,
    yaw="frontal",
    pitch="level",
    light="ok",
    ears="both",
    eyes="open",
    mouth="closed",
    occlusion="none",
    spoof="0",
    compliant="1",
    skin="medium",
    derived="0",
    notes="",
)


def labelled(file: str = "good.png", **changes: Any) -> LabelledPicture:
    """A good photo with these answers changed."""
    return replace(_GOOD, file=file, **changes)


def write_labels(file: Path, pictures: Iterable[LabelledPicture]) -> Path:
    """Write the table that holds them."""
    rows = [asdict(picture) for picture in pictures]
    for row in rows:
        row["person_group"] = row.pop("person")
        row["licence"] = "a column that nobody reads"
    with file.open("w", encoding="utf-8", newline="") as lines:
        table = csv.DictWriter(lines, rows[0].keys())
        table.writeheader()
        table.writerows(rows)
    return file
