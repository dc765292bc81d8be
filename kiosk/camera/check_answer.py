"""What `kiosk check` says about one picture, or about one moment of a clip."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from kiosk.camera.guidance import Guidance
from kiosk.camera.inspector import Inspection
from kiosk.camera.iso import IsoScore
from kiosk.camera.lasting import MOST_URGENT_FIRST
from kiosk.camera.photo_file import PictureError
from kiosk.domain.photo import Finding, PhotoProfile, PhotoReport, Verdict

GOOD = ("check.good",)


class Say(Protocol):
    """The sentences of one language."""

    def __call__(self, key: str, **values: object) -> str:
        """Look a sentence up and fill it in."""
        ...


class Outcome(StrEnum):
    """One picture in a word."""

    PASS = "pass"  # noqa: S105
    RETAKE = "retake"
    UNREADABLE = "unreadable"


class ClipEvent(StrEnum):
    """Why a moment of a clip is told."""

    GUIDANCE = "guidance"
    CAPTURE = "capture"


@dataclass(frozen=True, slots=True)
class Moment:
    """When in a clip, in seconds from its start, and why it is told."""

    at: float
    event: ClipEvent


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """The answer about a file; `keys` and `values` make the sentence to say.

    `inspection` is None where the file could not be read, `moment` where it is no clip, and `iso`
    where nobody asked for it.
    """

    file: Path
    outcome: Outcome
    keys: tuple[str, ...]
    values: Mapping[str, object] = field(default_factory=dict)
    ms: float = 0.0
    inspection: Inspection | None = None
    moment: Moment | None = None
    iso: Mapping[str, IsoScore] | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What every check found."""
        return self.inspection.report.findings if self.inspection else ()

    @property
    def reasons(self) -> tuple[str, ...]:
        """The codes that fail, whether they block or not, each once."""
        return _codes(self.findings, Verdict.FAIL)

    @property
    def unsure(self) -> tuple[str, ...]:
        """The codes that are near their limit and do not fail."""
        failed = self.reasons
        return tuple(code for code in _codes(self.findings, Verdict.UNSURE) if code not in failed)

    def sentence(self, say: Say) -> str:
        """What to say to the person."""
        parts = (say(key, **self.values) for key in self.keys)
        return " ".join(f"{part}." if part[-1].isalnum() else part for part in parts)


def outcome_of(report: PhotoReport, profile: PhotoProfile) -> Outcome:
    """A photo is taken again when a cause fails that blocks."""
    return Outcome.RETAKE if profile.blocks(report) else Outcome.PASS


def advice_on(report: PhotoReport, profile: PhotoProfile) -> tuple[str, ...]:
    """The keys of the most urgent blocking cause's sentences, or of "the photo is good"."""
    failed = [
        finding
        for finding in report.findings
        if finding.verdict is Verdict.FAIL and finding.reason in profile.blocking
    ]
    if not failed:
        return GOOD
    return cause_keys(min(failed, key=lambda finding: MOST_URGENT_FIRST.index(finding.reason)))


def cause_keys(finding: Finding) -> tuple[str, ...]:
    """The keys of what is wrong and what to do."""
    return f"{finding.key}.title", f"{finding.key}.action"


def guidance_keys(guidance: Guidance) -> tuple[str, ...]:
    """The keys of what the photo page says."""
    if guidance.finding:
        return cause_keys(guidance.finding)
    return guidance.key, f"{guidance.key}_do"


def unreadable(file: Path, error: PictureError, ms: float = 0.0) -> Answer:
    """The answer about a file that cannot be checked."""
    return Answer(file, Outcome.UNREADABLE, (error.problem.value,), error.values, ms)


def as_json(answer: Answer, says: Mapping[str, Say]) -> str:
    """One line, in ASCII: a name in any encoding goes through, and comes back as it was."""
    line: dict[str, object] = {"file": str(answer.file)}
    if answer.moment:
        line |= {"at": round(answer.moment.at, 3), "event": answer.moment.event.value}
    line |= {
        "verdict": answer.outcome.value,
        "reasons": answer.reasons,
        "unsure": answer.unsure,
        "findings": [_finding_as_json(finding) for finding in answer.findings],
        "guidance": {language: answer.sentence(say) for language, say in says.items()},
        "ms": round(answer.ms, 1),
    }
    if answer.iso is not None:
        line["iso"] = {
            name: {"raw": score.raw, "quality": score.quality} for name, score in answer.iso.items()
        }
    return json.dumps(line)


def _finding_as_json(finding: Finding) -> dict[str, object]:
    return {
        "check": finding.check.value,
        "verdict": finding.verdict.value,
        "reason": finding.reason.value,
        "value": finding.value,
        "unit": finding.unit,
        "limit": finding.limit,
    }


def _codes(findings: Iterable[Finding], verdict: Verdict) -> tuple[str, ...]:
    return tuple(dict.fromkeys(f.reason.value for f in findings if f.verdict is verdict))
