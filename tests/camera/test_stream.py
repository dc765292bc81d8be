"""A camera on the network, through OpenCV's own reader: a motion JPEG server on this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread

import cv2
import pytest

from kiosk.camera.loop import CameraLoop, CameraState
from kiosk.camera.opening import open_source
from kiosk.camera.source import CameraLostError, CameraMissingError, FrameSource
from kiosk.camera.watch import Patience
from tests.camera.cameras import WAIT, noisy


class NetworkCamera(ThreadingHTTPServer):
    """Sends pictures to whoever asks, until it is unplugged."""

    daemon_threads = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Pictures)
        self.unplugged = Event()
        self.url = f"http://127.0.0.1:{self.server_port}/video"


class _Pictures(BaseHTTPRequestHandler):
    server: NetworkCamera

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
        self.end_headers()
        number = 0
        while not self.server.unplugged.wait(0.01):
            number += 1
            jpeg = cv2.imencode(".jpg", noisy(number))[1].tobytes()
            head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(jpeg)}\r\n\r\n"
            try:
                self.wfile.write(head.encode() + jpeg + b"\r\n")
            except OSError:  # the reader went away
                return

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def network_camera() -> Iterator[NetworkCamera]:
    camera = NetworkCamera()
    thread = Thread(target=camera.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield camera
    finally:
        camera.unplugged.set()
        camera.shutdown()
        thread.join()
        camera.server_close()


def read_to_the_end(source: FrameSource) -> None:
    for _ in range(1000):  # what was on its way still arrives
        source.read()


def test_reads_pictures_of_the_right_size() -> None:
    with network_camera() as camera:
        source = open_source(camera.url)
        first, second = source.read(), source.read()
        source.close()
    assert first.pixels.shape == (48, 64, 3)
    assert (first.number, second.number) == (1, 2)


def test_an_unplugged_camera_is_lost() -> None:
    with network_camera() as camera:
        source = open_source(camera.url)
        source.read()
        camera.unplugged.set()
        with pytest.raises(CameraLostError):
            read_to_the_end(source)
        source.close()


def test_nobody_at_the_address_is_a_missing_camera() -> None:
    with network_camera() as camera:
        gone = camera.url
    with pytest.raises(CameraMissingError, match="no pictures"):
        open_source(gone)


def test_the_loop_says_that_a_camera_was_unplugged_and_finds_it_again() -> None:
    with network_camera() as camera:
        states: list[CameraState] = []
        reopened = Event()

        def open_camera() -> FrameSource:
            states.append(loop.state)
            if len(states) > 1:
                camera.unplugged.clear()
                reopened.set()
            return open_source(camera.url)

        loop = CameraLoop(open_camera, Patience(reopen_seconds=0.01))
        loop.start()
        try:
            assert loop.frames.take(WAIT)
            camera.unplugged.set()
            assert reopened.wait(WAIT)
            assert loop.frames.take(WAIT)
        finally:
            loop.stop()
    assert states[0] is CameraState.STARTING
    assert states[1] is CameraState.LOST
