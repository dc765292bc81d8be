"""The calendar of batches: the next window by the centre's clock, in WIB."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.central.batches.weekly_window import Weekday, WeeklyWindow
from kiosk.domain.window import WIB, wib

USUAL = WeeklyWindow(quota=1000)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # hypothesis adds the zone
CLOCK_TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))


def wib_time(month: int, day: int, hour: int) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=WIB)


@pytest.mark.parametrize(
    ("now", "monday"),
    [
        (wib_time(11, 22, 12), 23),
        (wib_time(11, 23, 7), 23),
        (wib_time(11, 23, 8), 30),
        (wib_time(11, 26, 9), 30),
    ],
)
def test_a_batch_opens_on_monday_and_closes_on_thursday(now: datetime, monday: int) -> None:
    opens, closes = USUAL.next_after(now)
    assert opens == wib_time(11, monday, 8)
    assert closes == opens + timedelta(days=3, hours=8)


@given(
    now=MOMENTS,
    window=st.builds(
        WeeklyWindow,
        quota=st.just(1),
        opens_on=st.sampled_from(Weekday),
        opens_at=CLOCK_TIMES,
        closes_on=st.sampled_from(Weekday),
        closes_at=CLOCK_TIMES,
    ),
)
def test_any_window_is_ahead_on_its_days_and_within_a_week(
    now: datetime, window: WeeklyWindow
) -> None:
    opens, closes = window.next_after(now)
    assert timedelta() < opens - now <= timedelta(weeks=1)
    assert timedelta() < closes - opens <= timedelta(weeks=1)
    assert (wib(opens).weekday(), wib(opens).time()) == _said(window.opens_on, window.opens_at)
    assert (wib(closes).weekday(), wib(closes).time()) == _said(window.closes_on, window.closes_at)


def _said(day: Weekday, at: time) -> tuple[int, time]:
    return list(Weekday).index(day), at
