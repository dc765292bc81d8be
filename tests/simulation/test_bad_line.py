"""A line that breaks."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from threading import Thread

from kiosk.simulation.bad_line import BadLine

A_LOT = 4 * 64 * 1024


@contextmanager
def echo() -> Iterator[int]:
    """A server that sends back what it is sent; its port."""
    with socket.create_server(("127.0.0.1", 0)) as door:

        def answer() -> None:
            try:
                while True:
                    near, _ = door.accept()
                    Thread(target=_echo, args=(near,), daemon=True).start()
            except OSError:
                return

        thread = Thread(target=answer)
        thread.start()
        yield door.getsockname()[1]
        door.shutdown(socket.SHUT_RDWR)
        thread.join()


def _echo(near: socket.socket) -> None:
    with near:
        try:
            while piece := near.recv(16384):
                near.sendall(piece)
        except OSError:
            return


def sent_back(line: BadLine) -> int:
    """How many of A_LOT of bytes come back before the line is dead."""
    port = int(line.url.rsplit(":", 1)[1])
    came = 0
    with socket.create_connection(("127.0.0.1", port), 10) as near:
        try:
            while came < A_LOT:
                near.sendall(bytes(4096))
                piece = near.recv(16384)
                if not piece:
                    break
                came += len(piece)
        except OSError:
            pass
    return came


def test_a_line_without_faults_hands_everything_on() -> None:
    with echo() as port:
        line = BadLine(port, 0.0, Random(1))
        line.start()
        assert sent_back(line) >= A_LOT
        line.stop()
    assert (line.connections, line.cuts) == (1, 0)


def test_a_line_with_faults_dies_at_different_places() -> None:
    with echo() as port:
        line = BadLine(port, 0.999, Random(1))
        line.start()
        places = {sent_back(line) for _ in range(6)}
        line.stop()
    assert line.cuts == 6
    assert len(places) > 1
    assert max(places) < A_LOT
