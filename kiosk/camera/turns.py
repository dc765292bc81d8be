"""Checks that take turns, so that a live frame never pays for all of them.

Shadows and what is worn change slowly. At most one such check is made in a frame, and the others
repeat what they found last; on a slow computer as many as it takes to keep every answer fresh. All
that looks at the same crop of a frame is one check: to cut it out costs as much as a network. What
is another from frame to frame (a blink, a blur, a flash of light) does not belong here: by that the
best frame of a window is chosen.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from kiosk.camera.face import AlignedFace, Face
from kiosk.camera.source import Frame
from kiosk.domain.photo import Finding

RENEW_SECONDS: Final = 0.18
"""A fresher answer is left as it is: at 30, 15 and 25 frames a second each is made every 0.2 s."""
OLDEST_SECONDS: Final = 0.25
"""An older answer is renewed at once. What reads the answers counts on at most 0.3 s."""


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """What a check may look at."""

    frame: Frame
    face: Face
    aligned: AlignedFace


Check = Callable[[Sight], tuple[Finding, ...]]


@dataclass(slots=True)
class _Turn:
    check: Check
    findings: tuple[Finding, ...] = ()
    made_at: float = -math.inf


class Turns:
    """Belongs to one thread. Time comes with the frames."""

    def __init__(self, checks: Sequence[Check]) -> None:
        self._turns = tuple(_Turn(check) for check in checks)

    def look(self, sight: Sight) -> tuple[Finding, ...]:
        """Make the check that is due longest and all that are too old; return all answers."""
        now = sight.frame.taken_at
        first = min(self._turns, key=lambda turn: turn.made_at)
        for turn in self._turns:
            fresh_seconds = RENEW_SECONDS if turn is first else OLDEST_SECONDS
            if not 0 <= now - turn.made_at < fresh_seconds:
                turn.findings, turn.made_at = turn.check(sight), now
        return tuple(finding for turn in self._turns for finding in turn.findings)

    def forget(self) -> None:
        """Somebody else may come: make every check the next time."""
        for turn in self._turns:
            turn.made_at = -math.inf
