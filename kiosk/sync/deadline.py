"""A limit on a whole exchange, whatever the other end trickles out meanwhile.

A socket's own timeout starts again with every byte, so a slow drip could hold a call for ever.
"""

import contextlib
import socket
import time
from collections.abc import Generator
from threading import Event, Lock, Thread


class Deadline:
    """Cuts the watched line once an exchange has taken too long, or at cancel()."""

    def __init__(self) -> None:
        self._cancelled = Event()
        self._passed = False
        self._ends_at = 0.0
        self._lock = Lock()
        self._line: socket.socket | None = None

    @property
    def passed(self) -> bool:
        """Whether the last exchange took too long."""
        return self._passed

    @property
    def cancelled(self) -> bool:
        """Whether cancel() was called: no exchange may begin any more."""
        return self._cancelled.is_set()

    def watch(self, connected: socket.socket) -> None:
        """Make this the line to cut, as the newest is the one in use; right away if it is over.

        A handle of our own is kept: TLS takes the socket away from whoever connected it, and a
        connection that will be closed lets go of it before it is read.
        """
        with self._lock:
            self._let_go()
            self._line = connected.dup()
        if self._passed or self.cancelled:
            self._cut()

    def cancel(self) -> None:
        """From any thread: cut the exchange under way, for good."""
        self._cancelled.set()
        self._cut()

    @contextlib.contextmanager
    def running(self, seconds: float) -> Generator[None]:
        """Hold one exchange to the limit. A line on which it fails is not used again."""
        over = Event()
        self._passed, self._ends_at = False, time.monotonic() + seconds
        guard = Thread(target=self._guard, args=(over,), name="sync-deadline", daemon=True)
        guard.start()
        try:
            yield
        except BaseException:
            self._cut()
            raise
        finally:
            over.set()
            guard.join()

    def extend(self, seconds: float) -> None:
        """Give the exchange under way more time, as it has shown that it goes on."""
        self._ends_at += seconds

    def _guard(self, over: Event) -> None:
        while (left := self._ends_at - time.monotonic()) > 0:
            if over.wait(left):
                return
        self._passed = True
        self._cut()

    def _cut(self) -> None:
        with self._lock:
            if self._line is not None:
                with contextlib.suppress(OSError):  # already gone
                    self._line.shutdown(socket.SHUT_RDWR)
            self._let_go()

    def _let_go(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line = None
