"""When the picture is taken, and which frame it is."""

from kiosk.camera.hold import GRACE_SECONDS, HOLD_SECONDS, UNSURE_SECONDS
from kiosk.camera.inspector import Inspection
from kiosk.camera.profile import load_profile
from kiosk.camera.shutter import RECENT_SECONDS, Shutter, ShutterState
from kiosk.domain.reason import Reason
from tests.camera.reports import inspection

PROFILE = load_profile()
STEP = 0.04


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
    assert HOLD_SECONDS * 2 < scene.now <= UNSURE_SECONDS + 3 * STEP


def test_never_takes_a_picture_with_a_blocking_cause() -> None:
    scene = Scene()
    state = scene.show(inspection(Reason.DARK), 10.0)
    assert state.progress == 0.0
    assert state.picture is None


def test_one_bad_frame_among_good_ones_is_noise_and_is_not_the_one_kept() -> None:
    scene = Scene()
    blink = inspection(Reason.EYES_CLOSED, blur=0.1)
    scene.show(inspection(), 0.5)
    scene.show(blink, GRACE_SECONDS - 2 * STEP)
    picture = scene.show(inspection(), 2.0).picture
    assert picture
    assert picture is not blink
    assert scene.now < 2 * HOLD_SECONDS


def test_moving_empties_the_ring_and_forgets_the_frames_before() -> None:
    scene = Scene()
    before = inspection(blur=0.2)
    after = inspection(blur=0.5)
    scene.show(before, 0.9)
    assert scene.show(inspection(Reason.TILT), GRACE_SECONDS + 3 * STEP).progress == 0.0
    assert scene.show(after, 2.0).picture is after


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
