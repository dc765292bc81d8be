"""How far a long check is: one line on standard error that rewrites itself."""

import time
from typing import Final, TextIO

_WIDTH: Final = 24
_REDRAW_SECONDS: Final = 0.1
_CLEAR = "\r\x1b[K"


class Progress:
    """A bar with speed and time left. Writes nothing unless the stream is a terminal."""

    def __init__(self, total: int, stream: TextIO) -> None:
        self._total = total
        self._stream = stream if total > 1 and stream.isatty() else None
        self._began = self._drawn = time.monotonic()

    def show(self, done: int) -> None:
        """Draw the bar, if the last one was not just now."""
        now = time.monotonic()
        if self._stream is None or now - self._drawn < _REDRAW_SECONDS:
            return
        self._drawn = now
        filled = _WIDTH * done // self._total
        per_second = done / max(now - self._began, _REDRAW_SECONDS)
        left = (self._total - done) / per_second if done else 0.0
        bar = "#" * filled + "." * (_WIDTH - filled)
        line = f"[{bar}] {done}/{self._total}  {per_second:.0f}/s  {left:.0f} s"
        self._stream.write(_CLEAR + line)
        self._stream.flush()

    def clear(self) -> None:
        """Take the bar away, before anything else is written."""
        if self._stream is not None:
            self._stream.write(_CLEAR)
            self._stream.flush()
