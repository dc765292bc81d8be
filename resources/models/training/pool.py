"""The pool of labelled head crops: what of it may be learned from, and in which numbers."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

TASKS: Final = ("glasses", "headwear", "ear_left", "ear_right", "lower", "eyes")
UNKNOWN: Final = -1
"""A label that nobody gave: it takes no part in the loss."""

EYEWEAR: Final = {"none": 0, "clear": 1, "sun": 2}
HEADWEAR: Final = {"none": 0, "bare": 0, "hijab": 1, "hat": 2, "peci": 3, "other": 4}
EAR: Final = {"visible": 0, "hidden": 1}
LOWER: Final = {"none": 0, "mask": 1, "hand": 2, "object": 3}
EYES: Final = {"no": 0, "hair": 1, "hand": 2}


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One labelled crop of the pool."""

    file: str
    source: str
    person: str
    validation: bool
    drawn: bool
    labels: NDArray[np.int8]
    """In the order of `TASKS`; UNKNOWN where nobody judged."""
    edges_x: tuple[float, float]
    """Where the left and the right edge of the face lie in the crop, in pixels."""
    yaw_deg: float


def read_rows(folder: Path) -> list[Row]:
    """Read the rows whose licence allows to ship what was learned from them.

    Pictures that also stand in the measured set, and other pictures of their persons, are left out.
    """
    with (folder / "labels.csv").open(newline="", encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["licence_ok"] == "1"]
    measured = {row["person"] for row in rows if "faces_dev_split" in row["notes"]}
    return [_row(row) for row in rows if row["person"] not in measured]


def read_crop(folder: Path, row: Row) -> NDArray[np.uint8]:
    """Decode a crop: (256, 256, 3), BGR."""
    return np.asarray(cv2.imread(str(folder / "crops" / row.file)), np.uint8)


def _row(row: dict[str, str]) -> Row:
    peci = "peci" in row["notes"] or "pecglasses" in row["notes"]
    labels = [
        EYEWEAR.get(row["eyewear"], UNKNOWN),
        HEADWEAR["peci"] if peci else HEADWEAR.get(row["headwear"], UNKNOWN),
        EAR.get(row["ear_left"], UNKNOWN),
        EAR.get(row["ear_right"], UNKNOWN),
        LOWER.get(row["lower_face"], UNKNOWN),
        EYES.get(row["eyes_covered"], UNKNOWN),
    ]
    return Row(
        file=row["file"],
        source=row["source"].split(":")[0].split("@")[0],
        person=row["person"],
        validation=row["split"] == "val",
        drawn=row["composite"] == "1",
        labels=np.array(labels, np.int8),
        edges_x=(float(row["jl_x"] or 80.0), float(row["jr_x"] or 176.0)),
        yaw_deg=float(row["yaw"] or 0.0),
    )
