"""What the networks say of pictures that they were not trained on.

The training script leaves each source out in turn and writes what networks trained on the others
say of it, so that an evaluation needs no training and no PyTorch.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from kiosk.camera.labels import LabelsError, read_table

PROBABILITIES: Final = (
    "glasses_none", "glasses_clear", "glasses_dark",
    "headwear_bare", "headwear_hijab", "headwear_hat", "headwear_peci", "headwear_other",
    "ear_left_hidden", "ear_right_hidden",
    "lower_free", "lower_mask", "lower_hand", "lower_object",
    "eyes_free", "eyes_hair", "eyes_hand",
)  # fmt: skip
"""One column each; left and right as seen in the picture."""

Probabilities = Mapping[str, float]


def read_predictions(file: Path) -> dict[str, Probabilities]:
    """Read the probabilities by the name of the picture's file; raise LabelsError."""
    rows = read_table(file, ["file", "source_fold", *PROBABILITIES])
    return {
        row["file"]: {name: _probability(row, name, file.name) for name in PROBABILITIES}
        for row in rows
    }


def _probability(row: Mapping[str, str], name: str, table: str) -> float:
    where = f"{table}, picture {row['file']}: {name}"
    try:
        value = float(row[name])
    except ValueError:
        raise LabelsError(f"{where} must be a number, not {row[name]!r}") from None
    if not 0 <= value <= 1:
        raise LabelsError(f"{where} must be from 0 to 1, not {row[name]}")
    return value
