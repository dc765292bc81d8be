"""When the picture is taken, and which frame it is."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.camera.hold import EMPTY_SECONDS, HOLD_SECONDS, UNSURE_SECONDS
from kiosk.camera.inspector import Inspection
from kiosk.camera.profile import load_profile
from kiosk.camera.shutter import RECENT_SECONDS, Shutter, ShutterState
from kiosk.domain.photo import Finding, PhotoReport, Verdict
from kiosk.domain.reason import Reason
from tests.camera.faces import face_at
from tests.camera.reports import FACE, inspection

PROFILE = load_profile()
STEP = 0.04


CLEARED_SECONDS = 2.0
"""How soon somebody who stands well, even doubtfully, is taken."""


class Scene:
    """Plays inspections to a shutter, 25 a second."""

    def __init__(self) -> None:
        self.shutter = Shutter(PROFILE)
        self.now = 0.0

    def show(self, picture: Inspection, seconds: float) -> ShutterState:
        """Show one picture until the time is over or the shutter fires."""
        state = ShutterState(0.0, None)
        end = self.now + seconds
        while self.now < end and state.picture is None:
            state = self.shutter.offer(picture, self.now)
            self.now += STEP
        return state


def test_fires_after_a_second_of_standing_well() -> None:
    scene = Scene()
    assert scene.show(inspection(), 5.0).picture
    assert HOLD_SECONDS <= scene.now <= HOLD_SECONDS + 3 * STEP


def test_the_ring_fills_steadily() -> None:
    scene = Scene()
    quarter = scene.show(inspection(), 0.25).progress
    half = scene.show(inspection(), 0.25).progress
    assert 0.1 < quarter < 0.3
    assert quarter < half < 0.6


def test_keeps_the_sharpest_frame_of_the_window() -> None:
    scene = Scene()
    sharpest = inspection(blur=0.3)
    scene.show(inspection(blur=0.5), 0.4)
    scene.show(sharpest, STEP)
    assert scene.show(inspection(blur=0.5), 2.0).picture is sharpest


def test_prefers_a_clear_finding_to_a_doubtful_one() -> None:
    scene = Scene()
    clear = inspection(blur=0.6)
    scene.show(inspection(unsure=(Reason.TILT,), blur=0.3), 0.4)
    assert scene.show(clear, 3.0).picture is clear


def test_a_doubtful_finding_makes_the_wait_longer_but_does_not_block() -> None:
    scene = Scene()
    assert scene.show(inspection(unsure=(Reason.SHADOW,)), 5.0).picture
    assert UNSURE_SECONDS <= scene.now <= UNSURE_SECONDS + 3 * STEP


def test_never_takes_a_picture_with_a_blocking_cause() -> None:
    scene = Scene()
    state = scene.show(inspection(Reason.DARK), 10.0)
    assert state.progress == 0.0
    assert state.picture is None


def test_one_bad_frame_among_good_ones_is_noise_and_is_not_the_one_kept() -> None:
    scene = Scene()
    blink = inspection(Reason.EYES_CLOSED, blur=0.1)
    scene.show(inspection(), 0.5)
    scene.show(blink, STEP)
    picture = scene.show(inspection(), 2.0).picture
    assert picture
    assert picture is not blink
    assert scene.now < 2 * HOLD_SECONDS


def test_moving_empties_the_ring_and_forgets_the_frames_before() -> None:
    scene = Scene()
    before = inspection(blur=0.2)
    after = inspection(blur=0.5)
    scene.show(before, 0.9)
    assert scene.show(inspection(Reason.TILT), EMPTY_SECONDS + STEP).progress == 0.0
    assert scene.show(after, 2.0).picture is after


def moved(right_px: float = 0.0, yaw_deg: float = 0.0) -> Inspection:
    """A good frame of a head that is so far to the right and turned so far."""
    face = face_at(32 + right_px, 24, 20)
    return replace(inspection(), face=replace(face, yaw_deg=yaw_deg))


def test_nobody_is_taken_while_the_head_turns_through_the_middle() -> None:
    shutter = Shutter(PROFILE)
    angles = [*np.linspace(-10, 10, 15), *np.linspace(10, -10, 15)] * 5
    seen = [moved(yaw_deg=float(yaw)) for yaw in angles]
    states = [shutter.offer(each, number * STEP) for number, each in enumerate(seen)]
    assert not any(state.picture for state in states)


def test_nobody_is_taken_while_the_head_moves() -> None:
    shutter = Shutter(PROFILE)
    for number in range(100):
        place = abs(number % 50 - 25) * STEP * FACE.eye_distance_px  # one eye distance a second
        assert not shutter.offer(moved(right_px=place), number * STEP).picture


def test_the_small_movements_of_somebody_who_sits_still_do_not_count() -> None:
    scene = Scene()
    for number in range(24):
        sway = 0.1 * (-1) ** number
        scene.show(moved(right_px=sway, yaw_deg=10 * sway), STEP)
    assert scene.show(moved(), 0.2).picture


def test_somebody_who_talks_is_not_taken() -> None:
    """Open and shut, the mouth is shut in most frames."""
    scene = Scene()
    talks = inspection(Reason.MOUTH_OPEN)
    for _ in range(30):
        assert not scene.show(inspection(), 4 * STEP).picture
        scene.show(talks, STEP)


@given(st.sampled_from(sorted(PROFILE.blocking)), st.integers(0, 29))
def test_one_bad_frame_of_thirty_does_not_stop_the_shutter(reason: Reason, place: int) -> None:
    shutter = Shutter(PROFILE)
    frames = [inspection(reason) if n % 30 == place else inspection() for n in range(50)]
    taken = [s.picture for n, f in enumerate(frames) if (s := shutter.offer(f, n * STEP)).picture]
    assert taken
    assert not PROFILE.blocks(taken[0].report)


@given(st.sampled_from(sorted(PROFILE.blocking)), st.integers(0, 29))
def test_one_good_frame_of_thirty_does_not_fire_the_shutter(reason: Reason, place: int) -> None:
    shutter = Shutter(PROFILE)
    for n in range(300):
        frame = inspection() if n % 30 == place else inspection(reason)
        assert not shutter.offer(frame, n * STEP).picture


@pytest.mark.parametrize("reason", sorted(PROFILE.blocking))
@pytest.mark.parametrize("unsure", [(), (Reason.BACKGROUND,)])
def test_takes_a_picture_soon_after_the_cause_is_gone(
    reason: Reason, unsure: tuple[Reason, ...]
) -> None:
    scene = Scene()
    scene.show(inspection(reason), 3.0)
    well_from = scene.now
    assert scene.show(inspection(unsure=unsure), 5.0).picture
    assert scene.now - well_from <= CLEARED_SECONDS


def test_a_frame_of_long_before_is_not_kept_when_the_ring_took_long_to_fill() -> None:
    scene = Scene()
    sharp_once = inspection(blur=0.1)
    scene.show(sharp_once, STEP)
    for _ in range(6):
        scene.show(inspection(blur=0.5), 9 * STEP)
        scene.show(inspection(Reason.MOUTH_OPEN), STEP)
    picture = scene.show(inspection(blur=0.5), 2.0).picture
    assert picture
    assert picture is not sharp_once


def test_of_two_good_frames_the_straighter_face_is_better() -> None:
    scene = Scene()
    straight, slanted = (
        replace(inspection(), report=PhotoReport("test", (tilt, sharp)))
        for tilt in (_within(Reason.TILT, 1.0, 11.0), _within(Reason.TILT, 7.0, 11.0))
        for sharp in (_within(Reason.BLUR, 0.4, 0.71),)
    )
    scene.show(slanted, 0.4)
    scene.show(straight, STEP)
    assert scene.show(slanted, 2.0).picture is straight


def test_a_measure_that_must_be_large_is_better_when_it_is_larger() -> None:
    """Whichever side of its limit a value must be on, farther from it is better."""
    scene = Scene()
    sharper, duller = (
        replace(inspection(), report=PhotoReport("test", (_within(Reason.BLUR, value, 50.0),)))
        for value in (200.0, 60.0)
    )
    scene.show(duller, 0.4)
    scene.show(sharper, STEP)
    assert scene.show(duller, 2.0).picture is sharper


def _within(reason: Reason, value: float, limit: float) -> Finding:
    return Finding(reason, Verdict.PASS, value, "", limit)


def test_a_gap_between_frames_does_not_count_as_standing_still() -> None:
    shutter = Shutter(PROFILE)
    shutter.offer(inspection(), 0.0)
    assert shutter.offer(inspection(), 30.0).picture is None


def test_begins_anew_after_a_picture() -> None:
    scene = Scene()
    assert scene.show(inspection(), 2.0).picture
    assert scene.show(inspection(), 0.5).picture is None


def test_the_button_takes_the_best_frame_of_the_last_second() -> None:
    scene = Scene()
    least_bad = inspection(Reason.SHADOW)
    scene.show(inspection(Reason.NO_FACE, face=None), 2.0)
    scene.show(least_bad, 0.2)
    scene.show(inspection(Reason.SHADOW, Reason.TILT), RECENT_SECONDS - 0.3)
    assert scene.shutter.now() is least_bad


def test_the_button_does_not_take_a_frame_of_long_ago() -> None:
    scene = Scene()
    newest = inspection(Reason.SHADOW)
    scene.show(inspection(Reason.TILT, blur=0.1), 0.2)
    scene.show(newest, RECENT_SECONDS * 2)
    assert scene.shutter.now() is newest


def test_there_is_nothing_for_the_button_before_the_first_frame() -> None:
    shutter = Shutter(PROFILE)
    assert shutter.now() is None
    shutter.offer(inspection(), 0.0)
    shutter.reset()
    assert shutter.now() is None
