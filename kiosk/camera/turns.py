"""Checks that take turns, so that a live frame never pays for all of them.

Shadows and what is worn change slowly. One such check is made in each frame, and the others repeat
what they found last; on a slow computer as many as it takes to keep every answer fresh. What is
another from frame to frame (a blink, a blur, a flash of light) does not belong here: by that the
best frame of a window is chosen.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from kiosk.camera.appearance import HeadCrop, crop_head
from kiosk.camera.face import AlignedFace, Face
from kiosk.camera.source import Frame
from kiosk.domain.photo import Finding

OLDEST_SECONDS: Final = 0.25
"""An older answer is renewed at once. What reads the answers counts on at most 0.3 s."""


@dataclass(frozen=True, eq=False)
class Sight:
    """What a check may look at."""

    frame: Frame
    face: Face
    aligned: AlignedFace

    @cached_property
    def head(self) -> HeadCrop:
        """The head crop of the networks, made once for all of them."""
        return crop_head(self.frame.pixels, self.face)


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
        """Make the check that was made longest ago and all that are too old; return all answers."""
        now = sight.frame.taken_at
        longest_ago = min(turn.made_at for turn in self._turns)
        begun = False
        for turn in self._turns:
            is_next = turn.made_at == longest_ago and not begun
            if is_next or not 0 <= now - turn.made_at < OLDEST_SECONDS:
                turn.findings, turn.made_at = turn.check(sight), now
                begun = True
        return tuple(finding for turn in self._turns for finding in turn.findings)

    def forget(self) -> None:
        """Somebody else may come: make every check the next time."""
        for turn in self._turns:
            turn.made_at = -math.inf
