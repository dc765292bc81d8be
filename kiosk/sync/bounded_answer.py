"""An HTTP answer that is counted as it comes off the line, head, framing and all.

The library below bounds each line of a head, but not how many interim answers, trailers or chunk
extensions there are: whoever sends those without end would fill the memory, or never finish.
"""

import io
import socket
from collections.abc import Callable
from http.client import HTTPException, HTTPResponse
from typing import Any


class TooLongError(HTTPException):
    """More bytes than any answer of the centre has."""


class BoundedAnswer(HTTPResponse):
    """Reads at most `limit` bytes; `received` is told of each piece as it comes, 0 at the end."""

    def __init__(
        self,
        limit: int,
        received: Callable[[int], None],
        connected: socket.socket,
        **settings: Any,
    ) -> None:
        super().__init__(connected, **settings)
        raw = self.fp.detach()
        self.fp = io.BufferedReader(_Counted(raw, limit, received))


class _Counted(io.RawIOBase):
    def __init__(self, raw: io.RawIOBase, limit: int, received: Callable[[int], None]) -> None:
        self._raw, self._left, self._received = raw, limit, received

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        count = self._raw.readinto(buffer) or 0
        self._received(count)
        self._left -= count
        if self._left < 0:
            raise TooLongError
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()
