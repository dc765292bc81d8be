"""Retry delays."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.sync.backoff import DEFAULT_PACE, SHORTEST_DELAY, retry_delay

LONGEST = timedelta(seconds=DEFAULT_PACE.longest_delay_seconds)


@pytest.mark.parametrize(
    ("attempts", "jitter", "seconds"),
    [(0, 1.0, 5), (0, 0.5, 2.5), (1, 1.0, 10), (3, 1.0, 40), (3, 0.1, 4)],
)
def test_the_ceiling_doubles_and_the_delay_is_anywhere_below(
    attempts: int, jitter: float, seconds: float
) -> None:
    assert retry_delay(attempts, jitter=jitter) == timedelta(seconds=seconds)


@given(attempts=st.integers(-5, 10**9), jitter=st.floats(0, 1))
def test_is_never_longer_than_the_longest_nor_nothing(attempts: int, jitter: float) -> None:
    assert SHORTEST_DELAY <= retry_delay(attempts, jitter=jitter) <= LONGEST


def test_the_centre_sets_the_pace() -> None:
    pace = DEFAULT_PACE.model_copy(
        update={"first_delay_seconds": 60.0, "longest_delay_seconds": 90.0}
    )

    assert retry_delay(0, jitter=1.0, pace=pace) == timedelta(seconds=60)
    assert retry_delay(1, jitter=1.0, pace=pace) == timedelta(seconds=90)
