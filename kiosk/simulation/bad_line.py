"""A line on loopback that breaks: what a village's connection does on a bad day."""

import socket
from contextlib import closing, suppress
from random import Random
from threading import Lock, Thread
from typing import Final

_LONGEST_MESSAGE: Final = 64 * 1024
_PIECE: Final = 16 * 1024
_PATIENCE_SECONDS: Final = 30.0


class BadLine:
    """Hands every connection on, and cuts some in the middle, whichever way bytes then go.

    `faults` of all connections are cut after a number of bytes that nobody expects.
    """

    def __init__(self, port: int, faults: float, random: Random) -> None:
        """`port`: where the centre listens, on this computer."""
        self._port, self._faults, self._random = port, faults, random
        self._lock = Lock()
        self._door = socket.create_server(("127.0.0.1", 0))
        self._thread = Thread(target=self._answer, name="bad line", daemon=True)
        self.cuts = 0
        self.connections = 0

    @property
    def url(self) -> str:
        """Where kiosks find the centre behind it."""
        return f"http://127.0.0.1:{self._door.getsockname()[1]}"

    def start(self) -> None:
        """Begin to hand on."""
        self._thread.start()

    def stop(self) -> None:
        """Take no connection any more; those under way end with their kiosks."""
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self._thread.join()

    def _answer(self) -> None:
        while True:
            try:
                near, _ = self._door.accept()
            except OSError:  # closed
                return
            Thread(target=self._connect, args=(near,), name="a line", daemon=True).start()

    def _connect(self, near: socket.socket) -> None:
        """One connection, with as many bytes as fate gives it; None: as many as there are."""
        with self._lock:
            self.connections += 1
            is_cut = self._random.random() < self._faults
            left = self._random.randrange(1, _LONGEST_MESSAGE) if is_cut else None
            self.cuts += is_cut
        with closing(near), suppress(OSError):
            far = socket.create_connection(("127.0.0.1", self._port), _PATIENCE_SECONDS)
            with closing(far):
                allowance = _Allowance(left)
                back = Thread(target=_hand_on, args=(far, near, allowance), daemon=True)
                back.start()
                _hand_on(near, far, allowance)
                back.join()


class _Allowance:
    """What may still pass, in both directions together."""

    def __init__(self, left: int | None) -> None:
        self._left = left
        self._lock = Lock()

    def take(self, count: int) -> int:
        """How many of these bytes may pass."""
        if self._left is None:
            return count
        with self._lock:
            passing = min(count, self._left)
            self._left -= passing
            return passing


def _hand_on(source: socket.socket, target: socket.socket, allowance: _Allowance) -> None:
    """Until the sender is done, or the allowance; then both ends hear that the line is dead."""
    with suppress(OSError):
        while piece := source.recv(_PIECE):
            passing = allowance.take(len(piece))
            target.sendall(piece[:passing])
            if passing < len(piece):
                break
        else:
            target.shutdown(socket.SHUT_WR)
            return
    for end in (source, target):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
