"""From many findings to one instruction that can be read and followed."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

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

    @property
    def key(self) -> str:
        """The key of the sentence."""
        return f"reason.{self.reason.value}" if self.reason else self.instruction.value


_LOOKING = Guidance(None, Instruction.LOOKING)
_HOLD_STILL = Guidance(None, Instruction.HOLD_STILL)


class Guide:
    """Picks one instruction from report after report. Pure: time is a parameter, in seconds.

    Causes are ranked by the order of the findings: first somebody must be there, then stand in the
    right place, then look straight, then have light, be sharp, and open the eyes.
    """

    def __init__(self, profile: PhotoProfile) -> None:
        self._profile = profile
        self.reset()

    def reset(self) -> None:
        """Begin anew, for the next picture."""
        self._shown = self._wanted = _LOOKING
        self._shown_at = self._wanted_since = float("-inf")

    def update(self, report: PhotoReport, now: float) -> Guidance:
        """Take the newest report; return what to show."""
        failed = self._profile.blocks(report)
        wanted = Guidance(failed[0], Instruction.LOOKING) if failed else _HOLD_STILL
        if wanted != self._wanted:
            self._wanted, self._wanted_since = wanted, now
        settled = now - self._wanted_since >= SETTLE_SECONDS
        was_read = now - self._shown_at >= SHOWN_SECONDS
        if wanted != self._shown and settled and was_read:
            self._shown, self._shown_at = wanted, now
        return self._shown
