"""What the photo check must reach, and whether it does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kiosk.camera.scoring import CauseScore
from kiosk.camera.share import Share
from kiosk.domain.reason import Reason

FEW: Final = 35
"""Of fewer pictures with a cause, one may be missed whatever the percentage."""


@dataclass(frozen=True, slots=True)
class CauseGoal:
    """The least share that is found and the largest that is flagged without having the cause."""

    found: float
    false: float

    def is_found(self, score: CauseScore) -> bool:
        """Whether enough is found."""
        found = score.found
        allowed = 1 if found.whole < FEW else 0
        return found.whole - found.count <= max(allowed, (1 - self.found) * found.whole)

    def is_clean(self, score: CauseScore) -> bool:
        """Whether little enough is flagged for nothing."""
        return score.false.count <= self.false * score.false.whole


CAUSE_GOALS: Final[Mapping[Reason, CauseGoal]] = {
    Reason.GLASSES: CauseGoal(0.97, 0.01),
    Reason.HEADWEAR: CauseGoal(0.95, 0.01),
    Reason.EARS_HIDDEN: CauseGoal(0.92, 0.03),
    Reason.BLUR: CauseGoal(0.95, 0.03),
    Reason.DARK: CauseGoal(0.95, 0.01),
    Reason.BRIGHT: CauseGoal(0.90, 0.01),
    Reason.SHADOW: CauseGoal(0.85, 0.03),
    Reason.TILT: CauseGoal(0.99, 0.005),
    Reason.TURNED: CauseGoal(0.90, 0.03),
    Reason.EYES_CLOSED: CauseGoal(0.95, 0.005),
    Reason.MASK: CauseGoal(0.97, 0.005),
    Reason.OCCLUDED: CauseGoal(0.80, 0.01),
    Reason.NO_FACE: CauseGoal(0.99, 0.003),
    Reason.MANY_FACES: CauseGoal(0.97, 0.005),
}

GROUP_GOAL: Final = 0.97
"""For every group: nobody fares worse, and nothing that lost a batch gets through."""


def is_group_reached(share: Share) -> bool:
    """Whether enough photos of a group are accepted or, of those with a cause, stopped."""
    return share.count >= GROUP_GOAL * share.whole
