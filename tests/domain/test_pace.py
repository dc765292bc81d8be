"""How long sending is said to take."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.pace import Delivery, Load, Pace, measured_pace

FORM, PHOTO = Delivery(5_000, 0.5), Delivery(150_000, 3.0)
DELIVERIES = st.lists(
    st.builds(Delivery, st.integers(1, 400_000), st.floats(0.001, 180)), min_size=1, max_size=20
)
LOADS = st.builds(Load, st.integers(0, 100), st.integers(0, 10_000_000))


def pace_of(*deliveries: Delivery) -> Pace:
    pace = measured_pace(deliveries)
    assert pace is not None
    return pace


def test_before_anything_was_measured_nothing_is_known() -> None:
    assert measured_pace([]) is None
    assert measured_pace([Delivery(0, 1.0), Delivery(1, 0.0)]) is None


def test_it_is_twice_what_was_measured() -> None:
    pace = pace_of(PHOTO)
    assert pace.time_for(Load(1, 150_000)) == timedelta(seconds=6)
    assert pace.time_for(Load(10, 1_500_000)) == timedelta(seconds=60)


def test_many_small_parts_are_judged_by_their_number() -> None:
    pace = pace_of(FORM, PHOTO)
    assert pace.time_for(Load(10, 50_000)) == timedelta(seconds=35)


def test_nothing_to_send_takes_no_time() -> None:
    assert pace_of(PHOTO).time_for(Load()) == timedelta()


@given(deliveries=DELIVERIES)
def test_the_same_again_is_never_said_to_take_less(deliveries: list[Delivery]) -> None:
    again = Load(len(deliveries), sum(each.size_bytes for each in deliveries))
    took = timedelta(seconds=sum(each.seconds for each in deliveries))
    assert pace_of(*deliveries).time_for(again) >= took


@given(deliveries=DELIVERIES, load=LOADS, more=LOADS)
def test_more_to_send_never_takes_less(deliveries: list[Delivery], load: Load, more: Load) -> None:
    pace = pace_of(*deliveries)
    assert pace.time_for(load + more) >= pace.time_for(load)


@given(deliveries=DELIVERIES, seconds=st.integers(-1_000, 10**6))
def test_what_there_is_room_for_goes_in_the_time(deliveries: list[Delivery], seconds: int) -> None:
    pace, time = pace_of(*deliveries), timedelta(seconds=seconds)
    room = pace.room_in(time)
    assert room >= 0
    if room:
        assert pace.time_for(Load(0, room)) <= time + timedelta(milliseconds=1)
