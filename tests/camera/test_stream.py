"""What a camera can do wrong, through OpenCV's own reader, thread and loop: sent over loopback."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event

import cv2
import numpy as np
import pytest

from kiosk.camera.loop import CameraLoop, CameraState
from kiosk.camera.measure import measure_camera
from kiosk.camera.opening import open_source
from kiosk.camera.replay import open_stream
from kiosk.camera.source import CameraLostError, CameraMissingError, FrameSource
from kiosk.camera.watch import Patience
from tests.camera.cameras import WAIT, noisy
from tests.camera.network_camera import Line, NetworkCamera, jpeg, live, network_camera, part

TIMEOUT_MS = 300
SHORT = Patience(stalled_seconds=0.1, frozen_seconds=0.1, black_seconds=0.05, reopen_seconds=0.01)
BLACK = np.zeros((48, 64, 3), np.uint8)


def begin(line: Line) -> None:
    line.answer()
    for _ in range(3):
        line.show()


def stall_inside_a_picture(line: Line) -> None:
    begin(line)
    picture = part(jpeg(noisy(99)))
    line.write(picture[: len(picture) // 2])
    line.hang()


def drip(line: Line) -> None:
    begin(line)
    for byte in part(jpeg(noisy(99))):
        line.write(bytes([byte]))
        if line.hang(0.02):
            return


def pull_the_plug(line: Line) -> None:
    begin(line)


def send_no_jpeg(line: Line) -> None:
    begin(line)
    for _ in range(20):
        line.write(part(b"no picture " * 50))
    line.hang()


def send_halves(line: Line) -> None:
    begin(line)
    for number in range(20):
        line.write(part(jpeg(noisy(number))[:600]))
    line.hang()


def repeat_one_picture(line: Line) -> None:
    line.answer()
    while not line.hang(0.01):
        line.show(noisy(5))


def answer_without_pictures(line: Line) -> None:
    line.answer()
    line.hang()


def accept_and_say_nothing(line: Line) -> None:
    line.hang()


class Watch:
    """Opens a camera again and again, and notes in which state the loop was each time."""

    def __init__(self, camera: NetworkCamera) -> None:
        self.states: list[CameraState] = []
        self.reopened = Event()
        self.loop = CameraLoop(self._open, SHORT)
        self._url = camera.url

    def _open(self) -> FrameSource:
        self.states.append(self.loop.state)
        if len(self.states) > 1:
            self.reopened.set()
        return open_stream(self._url, TIMEOUT_MS)

    def see(self, state: CameraState) -> bool:
        """Whether the loop is in a state before long, asked after every frame."""
        return any(self.loop.state is state for _ in iter(self._look, None))

    def _look(self) -> bool | None:
        return self.loop.frames.take(WAIT) is not None or None


@contextmanager
def watching(*scripts: Callable[[Line], None]) -> Iterator[tuple[Watch, NetworkCamera]]:
    with network_camera(*scripts) as camera:
        watch = Watch(camera)
        watch.loop.start()
        try:
            yield watch, camera
        finally:
            watch.loop.stop()
    for thread in threading.enumerate():
        if thread.name == "camera-reader":
            thread.join(WAIT)
            assert not thread.is_alive()


@pytest.mark.parametrize(
    ("script", "state"),
    [
        (stall_inside_a_picture, CameraState.STALLED),
        (drip, CameraState.STALLED),
        (pull_the_plug, CameraState.LOST),
        (send_no_jpeg, CameraState.LOST),
        (send_halves, CameraState.LOST),
        (repeat_one_picture, CameraState.FROZEN),
        (answer_without_pictures, CameraState.MISSING),
        (accept_and_say_nothing, CameraState.MISSING),
    ],
)
def test_trouble_is_told_and_the_camera_is_live_again_once_it_is_over(
    script: Callable[[Line], None], state: CameraState
) -> None:
    with watching(script, live) as (watch, camera):
        assert watch.reopened.wait(WAIT)
        assert watch.see(CameraState.LIVE)
        assert watch.states[:2] == [CameraState.STARTING, state]
        assert camera.connections >= 2


def test_black_pictures_are_told_and_the_camera_is_not_opened_again() -> None:
    def cover_and_uncover(line: Line) -> None:
        line.answer()
        while not uncovered.wait(0.005):
            line.show(BLACK)
        line.show_for_ever()

    uncovered = Event()
    with watching(cover_and_uncover) as (watch, camera):
        assert watch.see(CameraState.BLACK)
        uncovered.set()
        assert watch.see(CameraState.LIVE)
        assert camera.connections == 1


def test_damaged_pictures_do_not_stop_a_camera() -> None:
    def damage(line: Line) -> None:
        begin(line)
        for number in range(20):
            picture = bytearray(jpeg(noisy(number)))
            picture[700:-20:9] = bytes(len(picture[700:-20:9]))
            line.write(part(bytes(picture)))
        line.show_for_ever()

    with watching(damage) as (watch, camera):
        taken = [watch.loop.frames.take(WAIT) for _ in range(30)]
        assert all(frame and frame.pixels.shape == (48, 64, 3) for frame in taken)
        assert camera.connections == 1


def test_a_camera_that_changes_its_size_goes_on_in_its_first_one() -> None:
    def grow(line: Line) -> None:
        begin(line)
        while not line.hang(0.005):
            line.show(np.asarray(cv2.resize(noisy(next(numbers)), (320, 240)), np.uint8))

    numbers = iter(range(100_000))
    with network_camera(grow) as camera:
        source = open_source(camera.url)
        assert {source.read().pixels.shape for _ in range(20)} == {(48, 64, 3)}
        source.close()


@pytest.mark.slow
def test_an_8k_camera_is_taken_in_a_size_that_is_enough() -> None:
    def show_big(line: Line) -> None:
        line.answer()
        while not line.hang(0.05):
            line.write(big)

    big = part(jpeg(np.asarray(cv2.resize(noisy(1), (7680, 4320)), np.uint8)))
    with network_camera(show_big) as camera:
        source = open_source(camera.url)
        assert source.read().pixels.shape == (1080, 1920, 3)
        source.close()


def test_a_slow_camera_is_live_and_its_rate_is_measured() -> None:
    def crawl(line: Line) -> None:
        line.answer()
        line.show_for_ever(per_second=20)

    with network_camera(crawl) as camera:
        found = measure_camera(camera.url, 0.5)
    assert found.state is CameraState.LIVE
    assert found.frames_per_second == pytest.approx(20, rel=0.4)


def test_reads_pictures_of_the_right_size() -> None:
    with network_camera(live) as camera:
        source = open_source(camera.url)
        first, second = source.read(), source.read()
        source.close()
    assert first.pixels.shape == (48, 64, 3)
    assert (first.number, second.number) == (1, 2)


def test_an_unplugged_camera_is_lost() -> None:
    with network_camera(live) as camera:
        source = open_source(camera.url)
        source.read()
        camera.unplugged.set()
        with pytest.raises(CameraLostError):
            read_to_the_end(source)
        source.close()


def read_to_the_end(source: FrameSource) -> None:
    for _ in range(1000):  # what was on its way still arrives
        source.read()


def test_nobody_at_the_address_is_a_missing_camera() -> None:
    with network_camera(live) as camera:
        gone = camera.url
    with pytest.raises(CameraMissingError, match="no pictures"):
        open_source(gone)


def test_what_signs_in_at_a_camera_is_not_told_when_no_pictures_come() -> None:
    url = "http://officer:se@cret@127.0.0.1:9/video?pwd=secret"
    with pytest.raises(CameraMissingError) as missing:
        open_stream(url)
    assert "cret" not in str(missing.value)
    assert str(missing.value).endswith("/video")
