"""What the photo check is worth: labelled pictures, the answers of the real check, the figures."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import closing
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Final

from kiosk.camera.check_pictures import inspect_file
from kiosk.camera.inspector import Inspector
from kiosk.camera.labels import LabelledPicture
from kiosk.camera.limit_choice import Severities, choose_without, named, severities
from kiosk.camera.photo_file import PictureError
from kiosk.camera.predictions import Probabilities, judge_by_predictions
from kiosk.camera.scoring import Reasons, Score, score
from kiosk.domain.photo import Finding, PhotoProfile, Verdict
from kiosk.domain.reason import Reason

PROCESSES: Final = 2
_PART: Final = 25

Findings = Mapping[str, tuple[Finding, ...]]
"""What the check found, by the name of the picture's file."""

Predictions = Mapping[str, Probabilities]
"""What networks said of pictures that they were not trained on, by the name of the file."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What the check found, and what it would find with networks that never saw the pictures."""

    shipped: Findings
    out_of_fold: Findings | None
    """None without predictions."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One way of judging the pictures, and its score for all and for each source."""

    name: str
    score: Score
    by_source: Mapping[str, Score]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All figures about one profile and one set of labelled pictures."""

    profile: PhotoProfile
    pictures: tuple[LabelledPicture, ...]
    unreadable: tuple[str, ...]
    trials: tuple[Trial, ...]
    factors: Mapping[str, Severities]
    """By the source that was left out: what the limits of each cause would be multiplied with."""


def judge_pictures(
    files: Sequence[Path],
    profile: PhotoProfile,
    models: Path,
    judged: Callable[[int], None] = lambda _: None,
    predictions: Predictions | None = None,
) -> Judged:
    """Run the still check on every picture, in two processes; one that is unreadable is left out.

    `judged` is told how many pictures are done. Raise LabelsError for a picture with a face of
    which the predictions say nothing.
    """
    parts = [files[start : start + _PART] for start in range(0, len(files), _PART)]
    found: dict[str, _Both] = {}
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        jobs = {
            pool.submit(_judge_part, part, profile, models, predictions): len(part)
            for part in parts
        }
        try:
            done = 0
            for job in as_completed(jobs):
                found |= job.result()
                done += jobs[job]
                judged(done)
        finally:
            pool.shutdown(cancel_futures=True)  # who stops it does not wait for the rest
    shipped, unseen = ({file: both[at] for file, both in found.items()} for at in (0, 1))
    return Judged(shipped, None if predictions is None else unseen)


_Both = tuple[tuple[Finding, ...], tuple[Finding, ...]]
"""What the check found with the kiosk's own networks, and with those of the predictions."""


def _judge_part(
    files: Iterable[Path], profile: PhotoProfile, models: Path, predictions: Predictions | None
) -> dict[str, _Both]:
    with closing(Inspector(profile, models, still=True)) as inspector:
        return dict(_judge(files, inspector, profile, predictions))


def _judge(
    files: Iterable[Path],
    inspector: Inspector,
    profile: PhotoProfile,
    predictions: Predictions | None,
) -> Iterator[tuple[str, _Both]]:
    for file in files:
        try:
            inspection = inspect_file(file, inspector)
        except PictureError:
            continue
        unseen = shipped = inspection.report.findings
        if predictions is not None:
            unseen = judge_by_predictions(inspection, predictions, file.name, profile)
        yield file.name, (shipped, unseen)


def evaluate(
    pictures: tuple[LabelledPicture, ...],
    findings: Findings,
    profile: PhotoProfile,
    out_of_fold: Findings | None = None,
) -> Evaluation:
    """Score the findings as they are, and with limits chosen without each picture's source.

    `out_of_fold` are the findings with what networks say that were trained without that source.
    """
    unseen = findings if out_of_fold is None else out_of_fold
    factors = _factors(pictures, unseen)
    trials = [_try("as shipped", pictures, _as_shipped(findings))]
    if out_of_fold is not None:
        trials.append(_try("networks without each source", pictures, _as_shipped(unseen)))
    without = "limits" if out_of_fold is None else "networks and limits"
    name = f"{without} without each source"
    trials.append(_try(name, pictures, _left_out(pictures, unseen, factors)))
    unreadable = tuple(picture.file for picture in pictures if picture.file not in findings)
    return Evaluation(profile, pictures, unreadable, tuple(trials), factors)


def _try(name: str, pictures: Sequence[LabelledPicture], reasons: Reasons) -> Trial:
    sources = sorted({picture.source for picture in pictures})
    by_source = {
        source: score([p for p in pictures if p.source == source], reasons) for source in sources
    }
    return Trial(name, score(pictures, reasons), by_source)


def _as_shipped(findings: Findings) -> Reasons:
    return {
        file: frozenset(f.reason for f in found if f.verdict is Verdict.FAIL)
        for file, found in findings.items()
    }


def _factors(
    pictures: Sequence[LabelledPicture], findings: Findings
) -> dict[str, dict[Reason, float]]:
    measured = {file: severities(found) for file, found in findings.items()}
    sources = {picture.source for picture in pictures}
    return {source: choose_without(source, pictures, measured) for source in sources}


def _left_out(
    pictures: Sequence[LabelledPicture], findings: Findings, factors: Mapping[str, Severities]
) -> Reasons:
    return {
        picture.file: named(findings[picture.file], factors[picture.source])
        for picture in pictures
        if picture.file in findings
    }
