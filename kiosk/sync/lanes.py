"""How many parts are under way at a time: one while the line is bad or slow, else two."""

import math
import time
from collections import deque
from collections.abc import Callable, Generator
from contextlib import contextmanager
from threading import Lock
from typing import NamedTuple

MOST_LANES = 2
"""While the centre answers one part, the other one fills the line."""
STEADY_PARTS = 3
"""So many parts in a row must have gone well before two go at a time."""
LONGEST_SHARED_SECONDS = 10.0
"""Where one part takes longer, two would both take twice as long, and lose more when it breaks."""


class Reading(NamedTuple):
    """Seconds: all that passed, and how many of the line's a part had that was always under way."""

    passed: float
    of_line: float


class Lane:
    """The way of one part; it belongs to one thread."""

    def __init__(self, lanes: "Lanes") -> None:
        self._lanes = lanes
        self._began = lanes.read()

    def arrived(self) -> float:
        """It went well; returns how many seconds of the line it took."""
        seconds = self._lanes.read().of_line - self._began.of_line
        self._lanes.judge(seconds)
        return seconds

    def failed(self) -> float:
        """It did not arrive; returns how many seconds passed over it."""
        self._lanes.judge(math.inf)
        return self._lanes.read().passed - self._began.passed


class Lanes:
    """Shared by whoever sends over the same line.

    Time is shared out: what is under way beside another part takes half of the line's seconds, so
    that all parts together never take more than there were.
    """

    def __init__(self, stopwatch: Callable[[], float] = time.monotonic) -> None:
        """`stopwatch` counts seconds from any beginning."""
        self._stopwatch = stopwatch
        self._lock = Lock()
        self._busy = 0
        self._line_seconds = 0.0
        self._read_at = 0.0
        self._lately: deque[float] = deque(maxlen=STEADY_PARTS)

    @contextmanager
    def entered(self) -> Generator[Lane | None]:
        """A lane for one part; None where the line bears no further one now."""
        if not self._enter():
            yield None
            return
        try:
            yield Lane(self)
        finally:
            self._leave()

    def read(self) -> Reading:
        """How late it is."""
        with self._lock:
            self._advance()
            return Reading(self._read_at, self._line_seconds)

    def judge(self, seconds: float) -> None:
        """A part took so many seconds of the line, or endlessly many."""
        with self._lock:
            self._lately.append(seconds)

    def _enter(self) -> bool:
        with self._lock:
            if self._busy >= self._bearable():
                return False
            self._advance()
            self._busy += 1
            return True

    def _leave(self) -> None:
        with self._lock:
            self._advance()
            self._busy -= 1

    def _bearable(self) -> int:
        is_steady = len(self._lately) == STEADY_PARTS
        return MOST_LANES if is_steady and max(self._lately) <= LONGEST_SHARED_SECONDS else 1

    def _advance(self) -> None:
        now = self._stopwatch()
        self._line_seconds += (now - self._read_at) / max(1, self._busy)
        self._read_at = now
