"""When to take the picture, and which frame it is."""

from dataclasses import dataclass
from typing import Final

from kiosk.camera.hold import HoldStill, Standing, standing_of
from kiosk.camera.inspector import Inspection
from kiosk.domain.photo import PhotoCheck, PhotoProfile, Verdict

RECENT_SECONDS: Final = 1.0
_FINE: Final = frozenset({PhotoCheck.SHARPNESS, PhotoCheck.EYES})
"""Between two good frames, the one with the sharper face and the more open eyes is better."""


@dataclass(frozen=True, slots=True, eq=False)
class ShutterState:
    """How full the hold-still ring is, and the picture once it was taken."""

    progress: float
    picture: Inspection | None


class Shutter:
    """Fires after the resident stood well for about a second, and keeps the best frame of it.

    Pure: time is a parameter, in seconds. Only the best frame is held, never a queue of them.
    """

    def __init__(self, profile: PhotoProfile) -> None:
        self._profile = profile
        self._hold = HoldStill()
        self._best: Inspection | None = None
        self._recent: Inspection | None = None
        self._recent_at = 0.0

    def offer(self, inspection: Inspection, now: float) -> ShutterState:
        """Take the newest inspection; return the picture when the window is full."""
        self._remember(inspection, now)
        standing = standing_of(inspection.report, self._profile)
        progress = self._hold.update(standing, now)
        if progress == 0.0:
            self._best = None
        if standing is not Standing.BAD:
            self._best = self._better(self._best, inspection)
        if progress < 1.0:
            return ShutterState(progress, None)
        picture = self._best
        self.reset()
        return ShutterState(1.0, picture)

    def now(self) -> Inspection | None:
        """The best frame of the last second, good or not: for the button."""
        return self._recent

    def reset(self) -> None:
        """Begin anew and let go of every frame."""
        self._hold.reset()
        self._best = self._recent = None

    def _remember(self, inspection: Inspection, now: float) -> None:
        expired = now - self._recent_at > RECENT_SECONDS
        better = self._better(None if expired else self._recent, inspection)
        if better is inspection:
            self._recent, self._recent_at = inspection, now

    def _better(self, one: Inspection | None, other: Inspection) -> Inspection:
        if one is None or self._faults(other) <= self._faults(one):
            return other
        return one

    def _faults(self, inspection: Inspection) -> tuple[bool, int, int, float]:
        """No face, failed, unsure, then blur and half-closed eyes: the smallest is the best."""
        judged = [f for f in inspection.report.findings if f.reason in self._profile.blocking]
        return (
            inspection.face is None,
            sum(f.verdict is Verdict.FAIL for f in judged),
            sum(f.verdict is Verdict.UNSURE for f in judged),
            sum(f.value or 0.0 for f in judged if f.check in _FINE),
        )
