"""Wakes the requests that wait for an office's next outcome."""

import asyncio
import contextlib
import threading
from collections import defaultdict
from collections.abc import Iterator


class Listener:
    """One waiting request. Belongs to the event loop it was made in."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._rung = asyncio.Event()

    def wake(self) -> None:
        """End the wait; may be called from any thread."""
        self._loop.call_soon_threadsafe(self._rung.set)

    async def wait(self, seconds: float) -> None:
        """Wait for the bell, at most so long; what rings from then on is heard by the next wait."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._rung.wait(), seconds)
        self._rung.clear()


class Bell:
    """Rung from any thread, heard in the event loop of the server."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: dict[str, set[Listener]] = defaultdict(set)
        self._muted = False

    @contextlib.contextmanager
    def listening(self, office_id: str) -> Iterator[Listener]:
        """Hear every ring for this office from now on; listen before looking, and none is lost."""
        listener = Listener()
        with self._lock:
            self._listeners[office_id].add(listener)
            if self._muted:
                listener.wake()
        try:
            yield listener
        finally:
            self._forget(office_id, listener)

    @property
    def is_muted(self) -> bool:
        """Whether the server stops: whoever is woken waits no more."""
        return self._muted

    @property
    def has_listeners(self) -> bool:
        """Whether anybody waits at all."""
        return bool(self._listeners)

    def ring(self, office_id: str) -> None:
        """Wake everybody who waits for this office."""
        with self._lock:
            for listener in self._listeners.get(office_id, ()):
                listener.wake()

    def mute(self) -> None:
        """The server stops: nobody waits any more, and nobody starts to."""
        with self._lock:
            self._muted = True
            for listeners in self._listeners.values():
                for listener in listeners:
                    listener.wake()

    def unmute(self) -> None:
        """The server starts."""
        with self._lock:
            self._muted = False

    def _forget(self, office_id: str, listener: Listener) -> None:
        with self._lock:
            self._listeners[office_id].discard(listener)
            if not self._listeners[office_id]:
                del self._listeners[office_id]
