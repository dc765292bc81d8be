"""What the networks say of pictures that they were not trained on.

The training script writes them: of each picture what networks say that were trained without its
source and without its person. So an evaluation needs no training and no PyTorch.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from kiosk.camera.appearance import Appearance
from kiosk.camera.checks.appearance import NEEDS_A_FACE, check_appearance
from kiosk.camera.inspector import Inspection
from kiosk.camera.labels import LabelsError, read_table
from kiosk.camera.neck import measure_neck
from kiosk.domain.photo import Finding, PhotoProfile

PROBABILITIES: Final = (
    "glasses_none", "glasses_clear", "glasses_dark",
    "headwear_bare", "headwear_hijab", "headwear_hat", "headwear_peci", "headwear_other",
    "ear_left_area", "ear_right_area",
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


def judge_by_predictions(
    inspection: Inspection,
    predictions: Mapping[str, Probabilities],
    file: str,
    profile: PhotoProfile,
) -> tuple[Finding, ...]:
    """The findings, with what the predictions say in place of the kiosk's own networks.

    Raise LabelsError when a picture with a face has no line among the predictions.
    """
    findings = inspection.report.findings
    if inspection.face is None:
        return findings
    if file not in predictions:
        raise LabelsError(f"the predictions say nothing of picture {file}")
    others = (finding for finding in findings if finding.reason not in NEEDS_A_FACE)
    seen = Appearance(predictions[file], measure_neck(inspection.frame.pixels, inspection.face))
    return (*others, *check_appearance(seen, inspection.face, profile))
