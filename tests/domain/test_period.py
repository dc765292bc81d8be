"""Days and months in the time of Jakarta."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.period import Period, Span, period_of

MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
SPANS = st.sampled_from(Span)


@given(SPANS, MOMENTS)
def test_a_moment_belongs_to_its_own_period_only(span: Span, now: datetime) -> None:
    period = period_of(span, now)
    assert period.holds(now)
    assert period.start <= now < period.end
    if span is not Span.ALL:
        assert not period.earlier().holds(now)
        assert not period.later().holds(now)


@given(st.sampled_from((Span.DAY, Span.MONTH)), MOMENTS)
def test_periods_follow_each_other_without_a_gap(span: Span, now: datetime) -> None:
    period = period_of(span, now)
    assert period.later().earlier() == period == period.earlier().later()
    assert period.earlier().end == period.start
    assert period.later().start == period.end


def test_the_evening_in_london_is_the_next_day_in_jakarta() -> None:
    now = datetime(2026, 2, 28, 17, 0, tzinfo=UTC)
    assert period_of(Span.DAY, now) == Period(Span.DAY, date(2026, 3, 1))
    assert period_of(Span.MONTH, now - timedelta(seconds=1)).first == date(2026, 2, 1)


def test_the_day_of_this_month_is_today_and_of_another_its_first() -> None:
    now = datetime(2026, 3, 16, 3, 0, tzinfo=UTC)
    month = period_of(Span.MONTH, now)
    assert month.as_span(Span.DAY, now).first == date(2026, 3, 16)
    assert month.earlier().as_span(Span.DAY, now).first == date(2026, 2, 1)
    day = Period(Span.DAY, date(2026, 2, 14))
    assert day.as_span(Span.MONTH, now).first == date(2026, 2, 1)
    assert period_of(Span.ALL, now).as_span(Span.MONTH, now) == month
