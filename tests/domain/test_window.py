"""When things are open, and how long a number is kept."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.window import WIB, is_open, keep_number_until, wib

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MOMENTS = st.integers(0, 10**8).map(lambda seconds: NOON + timedelta(seconds=seconds))


def test_wib_is_seven_hours_ahead_of_greenwich() -> None:
    assert wib(NOON).isoformat() == "2026-03-02T19:00:00+07:00"
    assert wib(datetime(2026, 3, 2, 23, tzinfo=UTC)).date() == date(2026, 3, 3)


def test_a_time_without_an_offset_is_a_bug() -> None:
    with pytest.raises(ValueError, match="without an offset"):
        wib(NOON.replace(tzinfo=None))


@given(opens=MOMENTS, closes=MOMENTS, now=MOMENTS)
def test_a_window_is_open_from_its_first_moment_until_before_its_last(
    opens: datetime, closes: datetime, now: datetime
) -> None:
    assert is_open(opens, closes, now) is (now >= opens and not now >= closes)
    assert is_open(opens, closes, now.astimezone(WIB)) is is_open(opens, closes, now)


@pytest.mark.parametrize(
    ("day", "until"),
    [
        (date(2026, 3, 2), date(2026, 9, 2)),
        (date(2026, 7, 31), date(2027, 1, 31)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 30), date(2028, 2, 29)),
        (date(2026, 12, 15), date(2027, 6, 15)),
    ],
)
def test_the_number_is_kept_for_six_months(day: date, until: date) -> None:
    assert keep_number_until(day) == until


@given(day=st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_six_months_are_never_less_than_181_days(day: date) -> None:
    assert 181 <= (keep_number_until(day) - day).days <= 184
