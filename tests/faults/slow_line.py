"""A line as the villages have it: so many bytes a second in each direction, and a long way to go.

What several connections carry shares the line. TCP's own slow start is not played; a new connection
costs one round trip, as it does on every line.
"""

import asyncio
from asyncio import AbstractEventLoop, Queue, Server, StreamReader, StreamWriter
from collections.abc import Coroutine, Generator
from contextlib import contextmanager, suppress
from threading import Thread
from typing import Any, Final
from urllib.parse import urlsplit

_CHUNK_BYTES: Final = 1400
"""About what one packet carries: then the turn goes to the next connection."""


class _Direction:
    """One way over the line."""

    def __init__(self, bytes_per_second: float, delay: float) -> None:
        self._bytes_per_second = bytes_per_second
        self._delay = delay
        self._free_at = 0.0

    async def carry(self, source: StreamReader, sink: StreamWriter) -> None:
        """Pass on what comes until its end, and close."""
        flying: Queue[tuple[float, bytes]] = Queue()
        landing = asyncio.create_task(_land(flying, sink))
        loop = asyncio.get_running_loop()
        chunk = b"?"
        while chunk:
            with suppress(ConnectionError):
                chunk = await source.read(_CHUNK_BYTES)
            sent_at = max(loop.time(), self._free_at) + len(chunk) / self._bytes_per_second
            self._free_at = sent_at
            flying.put_nowait((sent_at + self._delay, chunk))
            await _until(sent_at)
        await landing


class SlowLine:
    """Listens on loopback and passes everything on to one server."""

    def __init__(self, url: str, bytes_per_second: float, round_trip_seconds: float) -> None:
        self._server_port = urlsplit(url).port
        self._round_trip = round_trip_seconds
        self._up = _Direction(bytes_per_second, round_trip_seconds / 2)
        self._down = _Direction(bytes_per_second, round_trip_seconds / 2)
        self._loop: AbstractEventLoop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="slow-line")
        self._server: Server | None = None

    def start(self) -> str:
        """Return the address to call instead of the server's."""
        self._thread.start()
        self._server = self._do(asyncio.start_server(self._pass_on, "127.0.0.1", 0))
        port = self._server.sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"

    def stop(self) -> None:
        """Cut whatever is connected."""
        self._do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _pass_on(self, source: StreamReader, sink: StreamWriter) -> None:
        """Until one end closes, or the line itself."""
        with suppress(asyncio.CancelledError, ConnectionError):
            await asyncio.sleep(self._round_trip)
            far_source, far_sink = await asyncio.open_connection("127.0.0.1", self._server_port)
            try:
                await asyncio.gather(
                    self._up.carry(source, far_sink), self._down.carry(far_source, sink)
                )
            finally:
                far_sink.transport.abort()
        sink.transport.abort()

    async def _end(self) -> None:
        if self._server is not None:
            self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.sleep(0)  # what was aborted is closed in the next turn

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()


@contextmanager
def slow_line(
    url: str, *, bytes_per_second: float = 32_000, round_trip_seconds: float = 0.6
) -> Generator[str]:
    """The address of a server, as if it were far away: by default 256 kbit/s and 600 ms."""
    line = SlowLine(url, bytes_per_second, round_trip_seconds)
    address = line.start()
    try:
        yield address
    finally:
        line.stop()


async def _land(flying: "Queue[tuple[float, bytes]]", sink: StreamWriter) -> None:
    chunk = b"?"
    while chunk:
        lands_at, chunk = await flying.get()
        await _until(lands_at)
        with suppress(ConnectionError):
            sink.write(chunk)
            await sink.drain()
    sink.close()


async def _until(moment: float) -> None:
    await asyncio.sleep(max(0.0, moment - asyncio.get_running_loop().time()))
