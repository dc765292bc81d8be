"""The calendar of batches, at its edges above all."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.batch import BatchCalendar, BatchState, BatchWindow
from kiosk.domain.window import WIB

MONDAY = datetime(2026, 3, 2, 8, tzinfo=WIB)
MOMENT = timedelta(microseconds=1)
ORDER = list(BatchState)
MOMENTS = st.integers(-10_000, 10_000).map(lambda minutes: MONDAY + timedelta(minutes=minutes))
SKEWS = st.integers(-3_000, 3_000).map(lambda seconds: timedelta(seconds=seconds))


def batch(
    name: str = "g1",
    opens: int = 0,
    closes: int = 60,
    quota: int = 100,
    said: BatchState = BatchState.PLANNED,
) -> BatchWindow:
    """Opens and closes so many minutes after Monday morning."""
    return BatchWindow(
        batch_id=name,
        name=f"Gelombang {name}",
        opens_at=MONDAY + timedelta(minutes=opens),
        closes_at=MONDAY + timedelta(minutes=closes),
        quota=quota,
        said=said,
    )


BATCHES = st.builds(
    lambda name, opens, lasts, quota, said: batch(str(name), opens, opens + lasts, quota, said),
    st.integers(1, 9),
    st.integers(-9_000, 9_000),
    st.integers(1, 9_000),
    st.sampled_from([0, 1, 100]),
    st.sampled_from(BatchState),
)
CALENDARS = st.lists(BATCHES, max_size=5, unique_by=lambda one: one.batch_id).map(
    lambda batches: BatchCalendar(tuple(batches))
)


def test_it_is_open_from_its_first_moment_until_just_before_its_last() -> None:
    one = batch()
    assert one.state(one.opens_at - MOMENT) is BatchState.PLANNED
    assert one.state(one.opens_at) is BatchState.OPEN
    assert one.state(one.closes_at - MOMENT) is BatchState.OPEN
    assert one.state(one.closes_at) is BatchState.CLOSED


def test_the_same_moment_in_another_zone_is_the_same_moment() -> None:
    one = batch()
    for zone in (UTC, WIB):
        assert one.state(one.closes_at.astimezone(zone)) is BatchState.CLOSED
        assert one.time_left(one.opens_at.astimezone(zone)) == timedelta(hours=1)


@pytest.mark.parametrize("said", [BatchState.CLOSED, BatchState.DECIDED])
def test_a_batch_that_the_centre_closed_early_stays_closed(said: BatchState) -> None:
    assert batch(said=said).state(MONDAY) is said


def test_a_batch_that_the_centre_opened_is_open_even_where_our_clock_is_behind() -> None:
    early = MONDAY - timedelta(hours=1)
    assert batch(said=BatchState.OPEN).state(early) is BatchState.OPEN


@given(one=BATCHES, now=MOMENTS, later=MOMENTS)
def test_a_batch_never_goes_back(one: BatchWindow, now: datetime, later: datetime) -> None:
    first, second = sorted((now, later))
    assert ORDER.index(one.state(first)) <= ORDER.index(one.state(second))
    assert ORDER.index(one.state(now)) >= ORDER.index(one.said)


@given(one=BATCHES, now=MOMENTS)
def test_time_is_left_exactly_until_the_closing_moment(one: BatchWindow, now: datetime) -> None:
    left = one.time_left(now)
    assert left >= timedelta()
    assert (left == timedelta()) is (now >= one.closes_at)


@given(calendar=CALENDARS, now=MOMENTS)
def test_of_several_open_ones_the_current_one_closes_first(
    calendar: BatchCalendar, now: datetime
) -> None:
    current = calendar.current(now)
    others = [one for one in calendar.batches if one.state(now) is BatchState.OPEN]
    assert (current is None) is (not others)
    if current is not None:
        assert now < current.closes_at == min(one.closes_at for one in others)


@given(calendar=CALENDARS, now=MOMENTS)
def test_closings_lie_ahead_in_order_and_once_each(calendar: BatchCalendar, now: datetime) -> None:
    closings = calendar.closings(now)
    assert list(closings) == sorted(set(closings))
    assert all(moment > now for moment in closings)
    current = calendar.current(now)
    assert current is None or current.closes_at in closings


@given(calendar=CALENDARS, now=MOMENTS, skew=SKEWS)
def test_a_wrong_clock_that_is_corrected_changes_nothing(
    calendar: BatchCalendar, now: datetime, skew: timedelta
) -> None:
    ours = now + skew
    assert calendar.open(ours - skew) == calendar.open(now)


@given(calendar=CALENDARS, now=MOMENTS)
def test_the_next_one_opens_first_of_those_to_come(calendar: BatchCalendar, now: datetime) -> None:
    planned = [one for one in calendar.batches if one.state(now) is BatchState.PLANNED]
    following = calendar.next_planned(now)
    assert (following is None) is (not planned)
    assert following is None or following.opens_at == min(one.opens_at for one in planned)


def test_without_any_batch_nothing_is_open_and_nothing_closes() -> None:
    empty = BatchCalendar()
    assert empty.current(MONDAY) is None
    assert empty.next_planned(MONDAY) is None
    assert empty.closings(MONDAY) == ()


def test_a_quota_of_nobody_is_a_batch_like_any_other() -> None:
    calendar = BatchCalendar((batch(quota=0),))
    current = calendar.current(MONDAY)
    assert current is not None
    assert current.quota == 0


def test_the_next_batch_may_open_in_the_moment_the_last_one_closes() -> None:
    calendar = BatchCalendar((batch("g1", 0, 60), batch("g2", 60, 120)))
    turn = MONDAY + timedelta(minutes=60)
    assert [one.batch_id for one in calendar.open(turn - MOMENT)] == ["g1"]
    assert [one.batch_id for one in calendar.open(turn)] == ["g2"]
