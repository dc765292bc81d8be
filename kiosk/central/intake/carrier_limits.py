"""How often somebody may call who shows no token: counted in memory, in a window that moves on."""

from collections import deque
from datetime import datetime, timedelta
from threading import Lock

from kiosk.central.settings.configuration import Clock

_MOST_CALLERS = 10_000
"""So many are remembered at once; then those who have been quiet for longest are forgotten."""


class RecentCalls:
    """So many calls in a window for each caller. Any thread may ask."""

    def __init__(self, clock: Clock, window: timedelta, most: int) -> None:
        self._clock = clock
        self._window = window
        self._most = most
        self._times: dict[str, deque[datetime]] = {}
        self._lock = Lock()

    def wait_of(self, caller: str) -> timedelta | None:
        """How long this caller has to wait; None where it may call now."""
        with self._lock:
            times = self._times.get(caller, deque())
            begin = self._clock() - self._window
            while times and times[0] <= begin:
                times.popleft()
            return None if len(times) < self._most else times[0] - begin

    def count(self, caller: str) -> None:
        """One more call."""
        with self._lock:
            times = self._times.pop(caller, deque())
            times.append(self._clock())
            self._times[caller] = times
            if len(self._times) > _MOST_CALLERS:
                del self._times[next(iter(self._times))]
