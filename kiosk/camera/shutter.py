"""When to take the picture, and which frame it is."""

from dataclasses import dataclass
from typing import Final

from kiosk.camera.hold import HoldStill, Standing, standing_of
from kiosk.camera.inspector import Inspection
from kiosk.camera.lasting import LastingCauses
from kiosk.camera.stillness import Stillness
from kiosk.domain.photo import Finding, PhotoCheck, PhotoProfile, Verdict

RECENT_SECONDS: Final = 1.0
WINDOW_SECONDS: Final = 2.0
"""A ring that was interrupted may take longer to fill; an older frame is not that moment's."""
_FINE: Final = (PhotoCheck.SHARPNESS, PhotoCheck.POSE, PhotoCheck.EYES)
"""Of two good frames the one with the sharper, straighter face and the more open eyes is better."""


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
        self._causes = LastingCauses(profile)
        self._stillness = Stillness()
        self._hold = HoldStill()
        self._best: Inspection | None = None
        self._best_at = 0.0
        self._recent: Inspection | None = None
        self._recent_at = 0.0

    def offer(self, inspection: Inspection, now: float) -> ShutterState:
        """Take the newest inspection; return the picture when the window is full."""
        self._remember(inspection, now)
        standing = self._standing(inspection, now)
        progress = self._hold.update(standing, now)
        if progress == 0.0 or now - self._best_at > WINDOW_SECONDS:
            self._best = None
        if standing is not Standing.BAD and self._better(self._best, inspection) is inspection:
            self._best, self._best_at = inspection, now
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
        self._causes.reset()
        self._stillness.reset()
        self._hold.reset()
        self._best = self._recent = None

    def _standing(self, inspection: Inspection, now: float) -> Standing:
        """Bad as well while a cause still lasts, or while the head moves."""
        lasting = self._causes.update(inspection.report, now)
        still = self._stillness.is_still(inspection.face, now)
        if lasting or not still:
            return Standing.BAD
        return standing_of(inspection.report, self._profile)

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
        """No face, failed, unsure, then how near blur, pose and eyes are to their limits."""
        judged = [f for f in inspection.report.findings if f.reason in self._profile.blocking]
        return (
            inspection.face is None,
            sum(f.verdict is Verdict.FAIL for f in judged),
            sum(f.verdict is Verdict.UNSURE for f in judged),
            sum(_nearness(check, judged) for check in _FINE),
        )


def _nearness(check: PhotoCheck, findings: list[Finding]) -> float:
    """How near a check's worst finding is to the limit where it fails: 1 is there, 2 far beyond."""
    return max((_share_of_limit(f) for f in findings if f.check is check), default=0.0)


def _share_of_limit(finding: Finding) -> float:
    """Works for limits above and below the value: one that does not fail is on the good side."""
    if finding.value is None or finding.limit is None:
        return 0.0
    small, large = sorted((abs(finding.value), abs(finding.limit)))
    share = small / large if large else 0.0
    return 2.0 - share if finding.verdict is Verdict.FAIL else share
