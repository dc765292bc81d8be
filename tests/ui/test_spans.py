"""Stretches of time in words."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.ui.spans import time_left, time_needed
from kiosk.ui.text import Texts

TEXTS = Texts("en")
MINUTES = {"day": 1440, "hour": 60, "minute": 1}


def minutes(words: str) -> int:
    """The minutes that words stand for."""
    if words == TEXTS("span.moment"):
        return 0
    said = words.split()
    pairs = zip(said[::2], said[1::2], strict=True)
    return sum(int(count) * MINUTES[unit.rstrip("s")] for count, unit in pairs)


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(days=2, hours=3, minutes=59), "2 hari 3 jam"),
        (timedelta(days=1, minutes=5), "1 hari"),
        (timedelta(hours=2, minutes=40), "2 jam 40 menit"),
        (timedelta(minutes=1, seconds=59), "1 menit"),
        (timedelta(seconds=59), "kurang dari 1 menit"),
        (timedelta(), "kurang dari 1 menit"),
    ],
)
def test_time_left_is_rounded_down(time: timedelta, words: str) -> None:
    assert time_left(time, Texts("id")) == words


@given(seconds=st.integers(0, 10**7))
def test_time_left_is_never_too_much_and_an_hour_exact_within_a_day(seconds: int) -> None:
    time = timedelta(seconds=seconds)
    said = timedelta(minutes=minutes(time_left(time, TEXTS)))
    assert said <= time
    assert time - said < timedelta(hours=1)


@given(seconds=st.integers(0, 10**7))
def test_time_needed_is_never_too_little(seconds: int) -> None:
    time = timedelta(seconds=seconds)
    assert timedelta(minutes=minutes(time_needed(time, TEXTS))) >= time
