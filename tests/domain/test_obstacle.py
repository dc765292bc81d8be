"""What stands between a registration and a batch."""

import pytest

from kiosk.domain.obstacle import IS_CHECKED, WAITS_FOR_RESIDENT, Obstacle, obstacle_of
from kiosk.domain.submission import CentreState

SETTLED = {
    CentreState.JOINED,
    CentreState.SELECTING,
    CentreState.ACCEPTED,
    CentreState.NOT_SELECTED,
    CentreState.INELIGIBLE,
    CentreState.WITHDRAWN,
}


def test_every_state_waits_for_the_resident_or_the_centre_or_is_settled() -> None:
    assert set(CentreState) == WAITS_FOR_RESIDENT | IS_CHECKED | SETTLED
    assert not WAITS_FOR_RESIDENT & IS_CHECKED
    assert not SETTLED & (WAITS_FOR_RESIDENT | IS_CHECKED)


@pytest.mark.parametrize("state", [None, *CentreState])
def test_only_what_waits_for_the_resident_stands_in_the_way(state: CentreState | None) -> None:
    found = obstacle_of(state, unsent=False, held=False)
    assert (found is not None) is (state in WAITS_FOR_RESIDENT)


@pytest.mark.parametrize("state", [None, CentreState.PHOTO_REJECTED, CentreState.SUBMITTED])
def test_what_answers_the_centre_is_done_but_not_sent(state: CentreState | None) -> None:
    assert obstacle_of(state, unsent=True, held=False) is Obstacle.UNSENT


def test_what_an_officer_must_decide_goes_before_everything_else() -> None:
    assert obstacle_of(CentreState.PHOTO_REJECTED, unsent=True, held=True) is Obstacle.HELD
