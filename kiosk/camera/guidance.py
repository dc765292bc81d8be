"""From many findings to one instruction that can be read and followed."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kiosk.camera.lasting import MOST_URGENT_FIRST, LastingCauses
from kiosk.domain.photo import Finding, PhotoProfile, PhotoReport, Verdict
from kiosk.domain.reason import Reason

SHOWN_SECONDS: Final = 1.5
"""Nobody reads a sentence that goes away sooner."""
CALM_SECONDS: Final = 0.2
"""Nothing is praised sooner after a correction: by then the checks that are made in turns have
looked again, and what they found weighs enough to be waited for."""


class Instruction(StrEnum):
    """What the page says when nothing has to be corrected; the value is the key of its sentence."""

    LOOKING = "photo.looking"
    HOLD_STILL = "photo.hold_still"


@dataclass(frozen=True, slots=True)
class Guidance:
    """The one thing to say now: a cause to correct, or an instruction when `finding` is None.

    `finding` is the one for which the sentence came on screen; its value may have changed since.
    """

    finding: Finding | None
    instruction: Instruction

    @property
    def reason(self) -> Reason | None:
        """The cause to correct."""
        return self.finding.reason if self.finding else None

    @property
    def key(self) -> str:
        """The key of the sentence; with `.title`, `.action` and `.officer` for a cause."""
        return self.finding.key if self.finding else self.instruction.value


_LOOKING = Guidance(None, Instruction.LOOKING)
_HOLD_STILL = Guidance(None, Instruction.HOLD_STILL)


def most_urgent(report: PhotoReport, profile: PhotoProfile) -> Finding | None:
    """The finding to speak of when there is one picture only; None when the photo is taken."""
    blocking = set(profile.blocks(report))
    failed = (f for f in report.findings if f.verdict is Verdict.FAIL and f.reason in blocking)
    return min(failed, key=lambda f: MOST_URGENT_FIRST.index(f.reason), default=None)


class Guide:
    """Picks one instruction from report after report. Pure: time is a parameter, in seconds.

    A sentence that came on screen stays for SHOWN_SECONDS, whatever happens: where a change comes
    sooner, being readable wins over being quick. With changes that are 1.2 s apart or more, the
    right sentence still comes within 0.7 s. What does not wait is the shutter's ring, which empties
    with the first bad frames: a sentence that lags behind never takes a picture.
    """

    def __init__(self, profile: PhotoProfile) -> None:
        self._profile = profile
        self._causes = LastingCauses(profile)
        self.reset()

    def reset(self) -> None:
        """Begin anew, for the next picture."""
        self._causes.reset()
        self._shown = _LOOKING
        self._shown_at = float("-inf")
        self._calm_since: float | None = None

    def update(self, report: PhotoReport, now: float) -> Guidance:
        """Take the newest report; return what to show."""
        lasting = self._causes.update(report, now)
        if lasting:
            self._calm_since = None
        wanted = Guidance(lasting[0], Instruction.LOOKING) if lasting else self._praise(report, now)
        if wanted.key != self._shown.key and now - self._shown_at >= SHOWN_SECONDS:
            self._shown, self._shown_at = wanted, now
        return self._shown

    def _praise(self, report: PhotoReport, now: float) -> Guidance:
        """Ask to hold still after a calm while; until then go on with what is said already."""
        if self._calm_since is None or self._causes.undecided:
            self._calm_since = now
        is_calm = now - self._calm_since >= CALM_SECONDS and not self._profile.blocks(report)
        return _HOLD_STILL if is_calm else self._shown
