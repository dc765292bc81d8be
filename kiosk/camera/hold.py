"""How long the resident has stood well."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from kiosk.domain.photo import PhotoProfile, PhotoReport, Verdict

HOLD_SECONDS: Final = 1.0
UNSURE_SECONDS: Final = 2.5
"""A finding near its limit makes the wait longer, it does not block."""
GRACE_SECONDS: Final = 0.25
"""One bad frame among good ones is noise."""


class Standing(Enum):
    """One report in a word."""

    GOOD = auto()
    UNSURE = auto()
    BAD = auto()


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
    _good_at: float = 0.0

    def update(self, standing: Standing, now: float) -> float:
        """Return how full the ring is, 0 to 1."""
        if standing is Standing.BAD:
            if now - self._good_at > GRACE_SECONDS:
                self.reset()
            return self.progress
        if self._seen_at is not None:
            needed = HOLD_SECONDS if standing is Standing.GOOD else UNSURE_SECONDS
            step = min(now - self._seen_at, GRACE_SECONDS)
            self.progress = min(1.0, self.progress + step / needed)
        self._seen_at = self._good_at = now
        return self.progress

    def reset(self) -> None:
        """Begin anew."""
        self.progress, self._seen_at = 0.0, None
