"""Whole scripts before the camera: said in time, taken in time, never taken in a bad stretch."""

from itertools import pairwise

import pytest

from kiosk.camera.guidance import SHOWN_SECONDS, Instruction
from kiosk.domain.photo import PhotoProfile
from tests.camera.acted import (
    GOOD,
    Act,
    Heard,
    absent,
    act,
    at_times,
    bad,
    captures,
    good,
    reactions,
    restless,
)

PERSON = "P006.jpg"
REACTION_SECONDS = 0.7
CAPTURE_SECONDS = 2.0

LESSON = (absent(1.6), bad("TILT", 2.0), bad("DARK", 2.0), good(2.4), absent(1.6))
OTHER_LESSON = (bad("TOO_SMALL", 2.0), bad("SHADOW", 2.0), bad("BLUR", 2.0), good(2.4))


def assert_calm(heard: Heard) -> None:
    """Every sentence but the first stays long enough to be read."""
    times = [at for at, key in heard.said if key != Instruction.LOOKING]
    assert all(later - earlier >= SHOWN_SECONDS - 1e-6 for earlier, later in pairwise(times))


@pytest.mark.slow
@pytest.mark.parametrize("script", [LESSON, OTHER_LESSON], ids=["lesson", "other lesson"])
@pytest.mark.parametrize("frames_a_second", [30, 10])
def test_a_lesson_is_followed(
    profile: PhotoProfile, script: tuple[Act, ...], frames_a_second: int
) -> None:
    heard = act(script, PERSON, profile, frames_a_second)
    assert_calm(heard)
    assert {truth for _, truth in heard.taken} == {GOOD}
    assert all(seconds <= CAPTURE_SECONDS for seconds in captures(script, heard))
    late = {
        truth: seconds for truth, seconds in reactions(script, heard) if seconds > REACTION_SECONDS
    }
    assert not late


@pytest.mark.slow
def test_nobody_is_taken_who_sways(profile: PhotoProfile) -> None:
    assert not act((restless(5.0),), PERSON, profile, 15).taken


@pytest.mark.slow
def test_a_bad_frame_now_and_then_neither_speaks_nor_stops(profile: PhotoProfile) -> None:
    script = (at_times("DARK", 4.0, every=1.0, wrong_seconds=0.05),)
    heard = act(script, PERSON, profile, 30)
    assert [key for _, key in heard.said] == [Instruction.LOOKING, Instruction.HOLD_STILL]
    assert captures(script, heard)[0] <= CAPTURE_SECONDS


@pytest.mark.slow
def test_a_good_frame_now_and_then_takes_nothing(profile: PhotoProfile) -> None:
    script = (at_times("TILT", 4.0, every=1.0, wrong_seconds=0.95),)
    assert not act(script, PERSON, profile, 30).taken
