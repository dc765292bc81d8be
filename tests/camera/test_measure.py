"""What a camera is measured at."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event

import cv2
import numpy as np
import pytest

from kiosk.camera.choice import Camera
from kiosk.camera.loop import CameraState
from kiosk.camera.measure import CameraMeasure, measure, measure_camera, measure_noise
from kiosk.camera.source import CameraBusyError, CameraLostError, Frame, FrameSource, Pixels
from kiosk.camera.watch import Patience
from kiosk.domain.photo import PhotoProfile, Verdict
from kiosk.domain.reason import Reason
from tests.camera.cameras import WAIT, LiveCamera, ScriptedCamera, endless, noisy

SECONDS = 0.1
BLACK = np.zeros((48, 64, 3), np.uint8)


def watch(
    profile: PhotoProfile, way: Callable[[], FrameSource], patience: Patience | None = None
) -> CameraMeasure:
    return measure(Camera("0", "C270", way, patience or Patience()), SECONDS, profile)


def test_a_live_camera_is_measured_in_every_way(profile: PhotoProfile) -> None:
    found = watch(profile, LiveCamera)
    assert (found.name, found.state, found.detail) == ("C270", CameraState.LIVE, "")
    assert found.opening_seconds is not None
    assert 0 <= found.opening_seconds < WAIT
    assert (found.width, found.height) == (64, 48)
    assert found.frames_per_second == pytest.approx(30.0)
    assert [finding.reason for finding in found.light] == [Reason.DARK, Reason.BRIGHT]
    assert found.noise


def test_a_camera_of_another_program_is_told_with_the_words_of_the_system(
    profile: PhotoProfile,
) -> None:
    def busy() -> FrameSource:
        raise CameraBusyError("used by another program")

    found = watch(profile, busy)
    assert found == CameraMeasure("C270", CameraState.BUSY, "used by another program")


def test_a_driver_that_hangs_is_left_behind(profile: PhotoProfile) -> None:
    let_go = Event()

    def hang() -> FrameSource:
        let_go.wait(WAIT)
        raise CameraLostError("too late")

    found = watch(profile, hang, Patience(open_seconds=0.05))
    let_go.set()
    assert (found.state, found.opening_seconds) == (CameraState.STALLED, None)


@pytest.mark.parametrize(
    ("picture", "state"), [(BLACK, CameraState.BLACK), (noisy(1), CameraState.FROZEN)]
)
def test_a_covered_and_a_frozen_camera_are_told(
    profile: PhotoProfile, picture: Pixels, state: CameraState
) -> None:
    class Paced(ScriptedCamera):
        def read(self) -> Frame:
            self.closed.wait(0.005)
            return super().read()

    found = watch(profile, lambda: Paced(endless(picture, per_second=200.0)))
    assert found.state is state
    assert (found.width, found.height) == (64, 48)


def test_a_folder_of_one_picture_may_stand_still(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "one.png"), noisy(1, level=200))
    found = measure_camera(str(tmp_path), 0.3)
    assert (found.state, found.name) == (CameraState.LIVE, tmp_path.name)
    assert found.light[0].verdict is Verdict.PASS


def test_what_is_not_there_is_missing() -> None:
    assert measure_camera("a camera nobody has").state is CameraState.MISSING


def test_a_picture_out_of_focus_is_less_sharp_and_a_white_wall_is_neither(
    profile: PhotoProfile,
) -> None:
    edges = np.full((480, 640, 3), 60, np.uint8)
    edges[:, 200:300] = edges[200:260] = 220
    soft = np.asarray(cv2.GaussianBlur(edges, (0, 0), 4), np.uint8)
    measured = [
        watch(profile, partial(ScriptedCamera, [Frame(1, 0.0, shown)]))
        for shown in (edges, soft, np.full_like(edges, 250))
    ]
    sharp, blurred, wall = (found.sharpness for found in measured)
    assert (sharp and sharp.verdict, blurred and blurred.verdict) == (Verdict.PASS, Verdict.FAIL)
    assert wall is None


@pytest.mark.parametrize("deviation", [0.0, 2.0, 8.0])
def test_noise_is_told_in_levels_whatever_is_to_be_seen(deviation: float) -> None:
    picture = np.full((240, 320), 100.0)
    picture[:, 160:] = 180.0
    grain = np.random.default_rng(1).normal(0.0, deviation, picture.shape)
    measured = measure_noise(np.clip(picture + grain, 0, 255).astype(np.uint8))
    assert measured == pytest.approx(deviation, abs=0.4)
