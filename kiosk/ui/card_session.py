"""One attempt at a photo of the identity card: what to say, and when it is taken. No Qt, no clock.

All times are those of the frames, in seconds.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from kiosk.camera.card import CardSight
from kiosk.camera.guidance import Guidance, Guide
from kiosk.camera.hold import HoldStill, Standing, standing_of
from kiosk.domain.photo import PhotoProfile, Verdict
from kiosk.domain.reason import Reason
from kiosk.ui.photo_session import PATIENCE_SECONDS

_STILL: Final = 0.03
"""How far a corner of a card that is held still moves from one look to the next, of its width."""
_RECENT_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class CardMoment:
    """What one frame leads to; `picture` is set when it was held still long enough."""

    guidance: Guidance
    progress: float
    picture: CardSight | None
    may_press: bool


class CardSession:
    """Guidance and ring of one attempt; keeps the sharpest picture, never a queue of them."""

    def __init__(self, profile: PhotoProfile) -> None:
        """`profile` is one of card_profile()."""
        self.profile = profile
        self._guide = Guide(profile)
        self._hold = HoldStill()
        self._began_at: float | None = None
        self._last: CardSight | None = None
        self._best: CardSight | None = None
        self._recent: CardSight | None = None

    def offer(self, sight: CardSight) -> CardMoment:
        """Take the newest look at the card."""
        now = sight.frame.taken_at
        if self._began_at is None:
            self._began_at = now
        standing = self._standing(sight)
        self._last = sight
        progress = self._hold.update(standing, now)
        if progress == 0.0:
            self._best = None
        elif standing is not Standing.BAD:
            self._best = _sharper(self._best, sight)
        self._remember(sight)
        guidance = self._guide.update(sight.report, now)
        picture = self._best if progress >= 1.0 else None
        return CardMoment(guidance, progress, picture, now - self._began_at >= PATIENCE_SECONDS)

    def press(self) -> CardSight | None:
        """The best picture of the last second, for the button; None before the first."""
        return self._recent

    def interrupt(self) -> None:
        """The camera went away: what was seen before it does not count any more."""
        self._guide.reset()
        self._hold.reset()
        self._last = self._best = self._recent = None

    def _standing(self, sight: CardSight) -> Standing:
        """Bad as well while the card moves."""
        if sight.card is None or self._last is None or self._last.card is None:
            return Standing.BAD
        moved = float(np.abs(sight.card.corners - self._last.card.corners).max())
        if moved > _STILL * sight.card.width_px:
            return Standing.BAD
        return standing_of(sight.report, self.profile)

    def _remember(self, sight: CardSight) -> None:
        recent = self._recent
        is_old = recent is None or (sight.frame.taken_at - recent.frame.taken_at > _RECENT_SECONDS)
        self._recent = sight if is_old else _sharper(recent, sight)


def _sharper(one: CardSight | None, other: CardSight) -> CardSight:
    return other if one is None or _faults(other) <= _faults(one) else one


def _faults(sight: CardSight) -> tuple[int, float]:
    """How many causes failed, then how blurred the print is."""
    findings = sight.report.findings
    blur = next((f.value for f in findings if f.reason is Reason.BLUR and f.value), 1.0)
    return sum(f.verdict is Verdict.FAIL for f in findings), blur
