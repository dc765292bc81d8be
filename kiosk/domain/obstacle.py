"""What still stands between a registration and a batch."""

from collections.abc import Mapping
from enum import StrEnum

from kiosk.domain.submission import CentreState


class Obstacle(StrEnum):
    """The nearest to the goal first; the value ends the keys of its words."""

    NOT_JOINED = "not_joined"
    TEST = "test"
    CODE = "code"
    PHOTO = "photo"
    CORRECTION = "correction"
    UNSENT = "unsent"
    TOO_SLOW = "too_slow"
    HELD = "held"
    UNFINISHED = "unfinished"


_ASKED_FOR: Mapping[CentreState, Obstacle] = {
    CentreState.ELIGIBLE: Obstacle.NOT_JOINED,
    CentreState.TEST_PENDING: Obstacle.TEST,
    CentreState.EMAIL_PENDING: Obstacle.CODE,
    CentreState.OTP_PENDING: Obstacle.CODE,
    CentreState.PHOTO_REJECTED: Obstacle.PHOTO,
    CentreState.PHOTO_REDO: Obstacle.PHOTO,
    CentreState.ACTION_NEEDED: Obstacle.CORRECTION,
}
WAITS_FOR_RESIDENT = frozenset(_ASKED_FOR)
"""Where the centre waits for somebody to come to a counter."""
IS_CHECKED = frozenset(
    {
        CentreState.SUBMITTED,
        CentreState.IDENTITY_PENDING,
        CentreState.PHOTO_VERIFYING,
        CentreState.MANUAL_REVIEW,
    }
)
"""Where somebody at the centre has to act: nobody at the counter can hurry it."""


def obstacle_of(centre_state: CentreState | None, *, unsent: bool, held: bool) -> Obstacle | None:
    """What a registration lacks; None where nothing is to be done at the counter.

    What was made to answer the centre, such as a photo taken again, counts as done and unsent.
    """
    if held:
        return Obstacle.HELD
    if unsent:
        return Obstacle.UNSENT
    return None if centre_state is None else _ASKED_FOR.get(centre_state)
