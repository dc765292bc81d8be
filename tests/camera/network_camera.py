"""A camera on the network that does what a test wants, byte by byte, over loopback."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

import cv2

from kiosk.camera.source import Pixels
from tests.camera.cameras import WAIT, noisy

Script = Callable[["Line"], None]
"""What the camera does with whoever connects."""


class Line:
    """One connection. Writing to somebody who went away ends the script."""

    def __init__(self, connection: socket.socket, unplugged: Event) -> None:
        self._connection = connection
        self._unplugged = unplugged
        self._number = 0

    def answer(self) -> None:
        """Begin an endless answer of pictures."""
        self._connection.recv(4096)
        self.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n"
        )

    def show(self, pixels: Pixels | None = None) -> None:
        """One picture; one that differs from all others where none is given."""
        self._number += 1
        self.write(part(jpeg(noisy(self._number) if pixels is None else pixels)))

    def show_for_ever(self, *, per_second: float = 100.0) -> None:
        """Pictures until the camera is unplugged."""
        while not self._unplugged.wait(1 / per_second):
            self.show()

    def write(self, data: bytes) -> None:
        """As it is."""
        self._connection.sendall(data)

    def hang(self, seconds: float = 2 * WAIT) -> bool:
        """Say nothing for a while; whether that was ended by unplugging."""
        return self._unplugged.wait(seconds)


def jpeg(pixels: Pixels) -> bytes:
    """A picture as a camera sends it."""
    return cv2.imencode(".jpg", pixels)[1].tobytes()


def part(data: bytes) -> bytes:
    """A picture with what stands around it in a stream."""
    head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(data)}\r\n\r\n"
    return head.encode() + data + b"\r\n"


class NetworkCamera:
    """Plays its scripts one after the other to those who connect; the last one again and again."""

    def __init__(self, *scripts: Script) -> None:
        self._scripts = scripts
        self.unplugged = Event()
        self.connections = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/video"
        self._lines: list[Thread] = []
        self._thread = Thread(target=self._accept, name="network-camera")
        self._thread.start()

    def close(self) -> None:
        """Pull the plug, for good."""
        self.unplugged.set()
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for thread in (self._thread, *self._lines):
            thread.join(WAIT)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:  # closed
                return
            script = self._scripts[min(self.connections, len(self._scripts) - 1)]
            self.connections += 1
            thread = Thread(target=self._serve, args=(connection, script), name="network-camera")
            self._lines.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket, script: Script) -> None:
        with connection:
            try:
                script(Line(connection, self.unplugged))
            except OSError:  # whoever looked went away
                return


@contextmanager
def network_camera(*scripts: Script) -> Iterator[NetworkCamera]:
    """A camera that is plugged in as long as the test looks."""
    camera = NetworkCamera(*scripts)
    try:
        yield camera
    finally:
        camera.close()


def live(line: Line) -> None:
    """A camera that works."""
    line.answer()
    line.show_for_ever()
