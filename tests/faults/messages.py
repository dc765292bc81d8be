"""HTTP/1.1 messages as bytes, as far as a proxy has to understand them."""

import re
from asyncio import IncompleteReadError, LimitOverrunError, StreamReader
from dataclasses import dataclass, field
from typing import Final

END_OF_HEAD: Final = b"\r\n\r\n"
LARGEST_HEAD_BYTES: Final = 64 * 1024
_LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_WITHOUT_BODY: Final = (b" 204 ", b" 304 ")


class GoneError(Exception):
    """Whoever was to speak closed the connection, or does not speak HTTP."""


@dataclass(frozen=True, slots=True)
class Head:
    """Start line and headers, with the empty line after them."""

    raw: bytes = field(repr=False)

    @property
    def method(self) -> str:
        """Of a request."""
        return self.raw.split(b" ", 1)[0].decode("ascii", "replace")

    @property
    def path(self) -> str:
        """Of a request, with its query."""
        return self.raw.split(b" ", 2)[1].decode("ascii", "replace")

    @property
    def body_bytes(self) -> int:
        """How long the body is."""
        found = _LENGTH.search(self.raw)
        return int(found[1]) if found else 0


@dataclass(frozen=True, slots=True)
class Message:
    """One request or answer, whole."""

    head: Head
    body: bytes = field(repr=False)

    @property
    def raw(self) -> bytes:
        """As it goes over the line."""
        return self.head.raw + self.body


async def read_head(reader: StreamReader) -> Head:
    """The next head; raise GoneError where none comes."""
    try:
        return Head(await reader.readuntil(END_OF_HEAD))
    except (IncompleteReadError, LimitOverrunError, ConnectionError) as error:
        raise GoneError from error


async def read_body(reader: StreamReader, count: int) -> bytes:
    """Exactly so many bytes; raise GoneError where fewer come."""
    try:
        return await reader.readexactly(count)
    except (IncompleteReadError, ConnectionError) as error:
        raise GoneError from error


async def read_answer(reader: StreamReader, method: str) -> Message:
    """One answer to a request of this method."""
    head = await read_head(reader)
    start = head.raw.split(b"\r\n", 1)[0] + b" "
    has_body = method != "HEAD" and not any(status in start for status in _WITHOUT_BODY)
    return Message(head, await read_body(reader, head.body_bytes) if has_body else b"")
