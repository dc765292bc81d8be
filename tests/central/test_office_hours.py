"""Office hours: a kiosk is missed after a working day, not after a weekend."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.central.devices.office_hours import OfficeHours
from kiosk.domain.window import WIB

HOURS = OfficeHours()
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(WIB))  # noqa: DTZ001  # hypothesis adds the zone


def march(day: int, hour: int, minute: int = 0) -> datetime:
    """In 2026, when the second was a Monday."""
    return datetime(2026, 3, day, hour, minute, tzinfo=WIB)


@pytest.mark.parametrize(
    ("now", "since"),
    [
        (march(3, 14, 30), march(3, 7, 30)),
        (march(3, 9), march(2, 9, 30)),
        (march(3, 22), march(3, 8)),
        (march(2, 8, 30), datetime(2026, 2, 27, 9, tzinfo=WIB)),
        (march(8, 12), march(6, 8)),
    ],
    ids=["one day", "over night", "after closing", "on Monday", "on Sunday"],
)
def test_seven_hours_of_office_time_ago(now: datetime, since: datetime) -> None:
    assert HOURS.back_from(now, timedelta(hours=7)) == since


@given(now=MOMENTS, hours=st.integers(1, 200), more=st.integers(1, 200))
def test_more_office_time_is_longer_ago(now: datetime, hours: int, more: int) -> None:
    less = HOURS.back_from(now, timedelta(hours=hours))
    assert HOURS.back_from(now, timedelta(hours=hours + more)) < less <= now
