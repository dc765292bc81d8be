"""How long the resident has stood well."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from kiosk.domain.photo import PhotoProfile, PhotoReport, Verdict

HOLD_SECONDS: Final = 1.0
UNSURE_SECONDS: Final = 1.5
"""A finding near its limit makes the wait longer, it does not block."""
EMPTY_SECONDS: Final = 0.25
"""So fast does bad standing empty a full ring: four times as fast as good standing fills it.

One bad frame of thirty costs an eighth of a second; one of five lets the ring never fill.
"""
_LONGEST_STEP: Final = 0.25
"""What one frame may weigh: nobody knows what happened in a longer gap."""


class Standing(Enum):
    """One report in a word."""

    GOOD = auto()
    UNSURE = auto()
    BAD = auto()


_CHANGE_PER_SECOND: Final = {
    Standing.GOOD: 1 / HOLD_SECONDS,
    Standing.UNSURE: 1 / UNSURE_SECONDS,
    Standing.BAD: -1 / EMPTY_SECONDS,
}


def standing_of(report: PhotoReport, profile: PhotoProfile) -> Standing:
    """Judge a report by the causes that block."""
    verdicts = {f.verdict for f in report.findings if f.reason in profile.blocking}
    if Verdict.FAIL in verdicts:
        return Standing.BAD
    return Standing.UNSURE if Verdict.UNSURE in verdicts else Standing.GOOD


@dataclass(slots=True)
class HoldStill:
    """The ring that fills while everything is good. Time comes as a parameter, in seconds."""

    progress: float = 0.0
    _seen_at: float | None = None

    def update(self, standing: Standing, now: float) -> float:
        """Return how full the ring is, 0 to 1."""
        seconds = 0.0 if self._seen_at is None else min(now - self._seen_at, _LONGEST_STEP)
        self._seen_at = now
        change = seconds * _CHANGE_PER_SECOND[standing]
        self.progress = min(1.0, max(0.0, self.progress + change))
        return self.progress

    def reset(self) -> None:
        """Begin anew."""
        self.progress, self._seen_at = 0.0, None
