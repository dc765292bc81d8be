"""From many findings to one instruction that can be read and followed."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kiosk.camera.hold import HoldStill, standing_of
from kiosk.domain.photo import PhotoProfile, PhotoReport
from kiosk.domain.reason import Reason

SHOWN_SECONDS: Final = 1.5
"""Nobody reads a sentence that goes away sooner."""
SETTLE_SECONDS: Final = 0.3
"""A cause that comes and goes within this time is not worth a sentence."""


class Instruction(StrEnum):
    """What the page says when nothing has to be corrected; the value is the key of its sentence."""

    LOOKING = "photo.looking"
    HOLD_STILL = "photo.hold_still"


@dataclass(frozen=True, slots=True)
class Guidance:
    """The one thing to say now: a cause to correct, or an instruction when `reason` is None."""

    reason: Reason | None
    instruction: Instruction
    hold_progress: float

    @property
    def key(self) -> str:
        """The key of the sentence."""
        return f"reason.{self.reason.value}" if self.reason else self.instruction.value


class Guide:
    """Picks one instruction from report after report. Pure: time is a parameter, in seconds.

    Causes are ranked by the order of the findings: first somebody must be there, then stand in the
    right place, then look straight, then have light, be sharp, and open the eyes.
    """

    def __init__(self, profile: PhotoProfile) -> None:
        self._profile = profile
        self._hold = HoldStill()
        self._shown: Reason | Instruction = Instruction.LOOKING
        self._shown_at: float | None = None
        self._next: Reason | Instruction = Instruction.LOOKING
        self._next_since = 0.0

    def update(self, report: PhotoReport | None, now: float) -> Guidance:
        """Take the newest report, or None while there is none yet."""
        progress = 0.0
        wanted: Reason | Instruction = Instruction.LOOKING
        if report is not None:
            progress = self._hold.update(standing_of(report, self._profile), now)
            failed = self._profile.blocks(report)
            wanted = failed[0] if failed else Instruction.HOLD_STILL
        shown = self._choose(wanted, now)
        if isinstance(shown, Reason):
            return Guidance(shown, Instruction.LOOKING, progress)
        return Guidance(None, shown, progress)

    def reset(self) -> None:
        """Begin anew, for the next picture."""
        self._hold.reset()
        self._shown = self._next = Instruction.LOOKING
        self._shown_at = None

    def _choose(self, wanted: Reason | Instruction, now: float) -> Reason | Instruction:
        if self._shown_at is None:
            self._shown_at = self._next_since = now
        if wanted != self._next:
            self._next, self._next_since = wanted, now
        settled = now - self._next_since >= SETTLE_SECONDS
        read = self._shown is Instruction.LOOKING or now - self._shown_at >= SHOWN_SECONDS
        if wanted != self._shown and settled and read:
            self._shown, self._shown_at = wanted, now
        return self._shown
