"""What an officer is told of the next try is what the queue does."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.submission import KioskState
from kiosk.domain.turn import Turn, Wait, turn_of

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TIMES = st.integers(-9, 9).map(lambda minutes: NOW + minutes * MINUTE)


@dataclass(frozen=True, slots=True)
class Part:
    """What the queue knows of one part."""

    state: KioskState = KioskState.QUEUED
    waits_for_form: bool = False
    placed_at: datetime = NOW - MINUTE
    next_try_at: datetime = NOW - MINUTE


@pytest.mark.parametrize(
    ("part", "pause", "turn"),
    [
        (Part(), None, Turn(Wait.NOTHING)),
        (Part(next_try_at=NOW + MINUTE), None, Turn(Wait.OWN_TIME, NOW + MINUTE)),
        (Part(), NOW + MINUTE, Turn(Wait.LINE, NOW + MINUTE)),
        (Part(next_try_at=NOW + MINUTE), NOW + 2 * MINUTE, Turn(Wait.LINE, NOW + 2 * MINUTE)),
        (Part(next_try_at=NOW + 3 * MINUTE), NOW + MINUTE, Turn(Wait.OWN_TIME, NOW + 3 * MINUTE)),
        (Part(waits_for_form=True), NOW + MINUTE, Turn(Wait.FORM)),
        (Part(KioskState.UPLOADING), NOW + MINUTE, Turn(Wait.SENDING)),
        (Part(KioskState.QUARANTINED), None, Turn(Wait.DECISION)),
        # A clock from the future put it there: it is due all the same.
        (Part(placed_at=NOW + MINUTE, next_try_at=NOW + 9 * MINUTE), None, Turn(Wait.NOTHING)),
    ],
)
def test_says_what_it_waits_for(part: Part, pause: datetime | None, turn: Turn) -> None:
    assert turn_of(part, pause, NOW) == turn


@given(placed_at=TIMES, next_try_at=TIMES, pause=st.none() | TIMES)
def test_the_later_of_its_own_time_and_the_pause_counts(
    placed_at: datetime, next_try_at: datetime, pause: datetime | None
) -> None:
    part = Part(placed_at=placed_at, next_try_at=next_try_at)
    own = NOW if placed_at > NOW else next_try_at
    expected = max(own, pause or own, NOW)
    turn = turn_of(part, pause, NOW)
    assert (turn.at or NOW) == expected
    assert (turn.at is None) == (turn.wait is Wait.NOTHING)
