"""A limit on a whole exchange, whatever the other end trickles out meanwhile.

A socket's own timeout starts again with every byte, so a slow drip could hold a call for ever.
"""

import contextlib
import socket
from collections.abc import Generator
from threading import Event, Lock, Thread

_CUT_AGAIN_SECONDS = 0.1


class Deadline:
    """Cuts the watched socket once an exchange has taken `seconds`, or at cancel()."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._cancelled = Event()
        self._passed = False
        self._lock = Lock()
        self._socket: socket.socket | None = None

    @property
    def passed(self) -> bool:
        """Whether the last exchange took too long."""
        return self._passed

    @property
    def cancelled(self) -> bool:
        """Whether cancel() was called: no exchange may begin any more."""
        return self._cancelled.is_set()

    def watch(self, connected: socket.socket) -> None:
        """Make this the socket to cut; the newest one is the one in use."""
        with self._lock:
            self._socket = connected

    def cancel(self) -> None:
        """From any thread: cut the exchange under way, for good."""
        self._cancelled.set()
        self._cut()

    @contextlib.contextmanager
    def running(self) -> Generator[None]:
        """Hold one exchange to the limit."""
        over = Event()
        self._passed = False
        guard = Thread(target=self._guard, args=(over,), name="sync-deadline", daemon=True)
        guard.start()
        try:
            yield
        finally:
            over.set()
            guard.join()

    def _guard(self, over: Event) -> None:
        if over.wait(self._seconds):
            return
        self._passed = True
        self._cut()
        while not over.wait(_CUT_AGAIN_SECONDS):  # it may have been connecting just then
            self._cut()

    def _cut(self) -> None:
        with self._lock:
            connected = self._socket
        if connected is None:
            return
        with contextlib.suppress(OSError):  # already gone
            # Not SSLSocket.shutdown(), which would pull the TLS layer from under the reader.
            socket.socket.shutdown(connected, socket.SHUT_RDWR)
