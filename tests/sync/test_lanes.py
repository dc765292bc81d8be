"""How many parts go at a time."""

import pytest

from kiosk.sync.lanes import LONGEST_SHARED_SECONDS, STEADY_PARTS, Lane, Lanes


class Stopwatch:
    """Stands still until it is put forward."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def stopwatch() -> Stopwatch:
    return Stopwatch()


@pytest.fixture
def lanes(stopwatch: Stopwatch) -> Lanes:
    return Lanes(stopwatch)


def carry(lanes: Lanes, stopwatch: Stopwatch, seconds: float = 1.0) -> float:
    with lanes.entered() as lane:
        assert lane is not None
        stopwatch.seconds += seconds
        return lane.arrived()


def steady(lanes: Lanes, stopwatch: Stopwatch, seconds: float = 1.0) -> Lanes:
    for _ in range(STEADY_PARTS):
        carry(lanes, stopwatch, seconds)
    return lanes


def at_a_time(lanes: Lanes) -> int:
    """How many are let in before one has to wait."""
    with lanes.entered() as first, lanes.entered() as second, lanes.entered() as third:
        return sum(isinstance(lane, Lane) for lane in (first, second, third))


def test_nothing_is_known_of_a_new_line(lanes: Lanes) -> None:
    assert at_a_time(lanes) == 1


def test_two_go_when_a_few_have_gone_well(lanes: Lanes, stopwatch: Stopwatch) -> None:
    assert at_a_time(steady(lanes, stopwatch)) == 2


def test_whoever_is_not_let_in_can_come_later(lanes: Lanes) -> None:
    with lanes.entered():
        pass
    assert at_a_time(lanes) == 1


def test_a_failure_leaves_one_until_the_line_is_steady_again(
    lanes: Lanes, stopwatch: Stopwatch
) -> None:
    steady(lanes, stopwatch)
    with lanes.entered() as lane:
        assert lane is not None
        lane.failed()

    assert at_a_time(lanes) == 1
    assert at_a_time(steady(lanes, stopwatch)) == 2


@pytest.mark.parametrize(("longer", "together"), [(0.0, 2), (0.1, 1)])
def test_on_a_slow_line_one_goes_after_the_other(
    lanes: Lanes, stopwatch: Stopwatch, longer: float, together: int
) -> None:
    steady(lanes, stopwatch)
    carry(lanes, stopwatch, LONGEST_SHARED_SECONDS + longer)

    assert at_a_time(lanes) == together


def test_two_that_go_together_share_the_seconds(lanes: Lanes, stopwatch: Stopwatch) -> None:
    """One has the line for itself for two seconds, then both have it for four."""
    steady(lanes, stopwatch)
    with lanes.entered() as early:
        stopwatch.seconds += 2
        with lanes.entered() as late:
            stopwatch.seconds += 4
            assert early is not None
            assert late is not None
            assert (early.arrived(), late.arrived()) == (4.0, 2.0)


def test_how_long_a_failure_took_is_told_in_seconds_of_the_clock(
    lanes: Lanes, stopwatch: Stopwatch
) -> None:
    steady(lanes, stopwatch)
    with lanes.entered(), lanes.entered() as lane:
        stopwatch.seconds += 4
        assert lane is not None
        assert lane.failed() == 4.0
