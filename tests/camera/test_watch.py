"""Is the camera still showing the world?"""

import numpy as np
import pytest

from kiosk.camera.source import Frame
from kiosk.camera.watch import REPLAY, CameraFrozenError, Patience, PictureWatch
from tests.camera.cameras import noisy

PATIENCE = Patience(frozen_seconds=5.0, black_seconds=1.5)
BLACK = np.zeros((48, 64, 3), np.uint8)


def test_a_live_picture_is_never_frozen() -> None:
    watch = PictureWatch(PATIENCE)
    assert not any(watch.is_black(Frame(n, n / 10, noisy(n))) for n in range(200))


def test_a_picture_that_stands_still_is_noticed_after_five_seconds() -> None:
    watch = PictureWatch(PATIENCE)
    still = noisy(1)
    for tenth in range(50):
        watch.is_black(Frame(tenth, tenth / 10, still))
    with pytest.raises(CameraFrozenError):
        watch.is_black(Frame(50, 5.0, still))


def test_one_different_picture_shows_that_the_camera_lives() -> None:
    watch = PictureWatch(PATIENCE)
    for second in range(4):
        watch.is_black(Frame(second, float(second), noisy(1)))
    watch.is_black(Frame(4, 4.0, noisy(2)))
    for second in range(5, 9):
        assert not watch.is_black(Frame(second, float(second), noisy(1)))


def test_a_replay_may_stand_still() -> None:
    watch = PictureWatch(REPLAY)
    assert not any(watch.is_black(Frame(n, float(n), noisy(1))) for n in range(1000))


def test_a_covered_lens_is_black_after_a_moment_and_light_again_at_once() -> None:
    watch = PictureWatch(PATIENCE)
    said = [watch.is_black(Frame(n, n / 2, BLACK)) for n in range(20)]
    assert said == [False] * 3 + [True] * 17
    assert not watch.is_black(Frame(20, 10.0, noisy(1)))
    assert not watch.is_black(Frame(21, 10.5, BLACK))
