"""A line to the centre on which, by a seeded chance, everything goes wrong that can."""

import asyncio
import socket
import struct
from asyncio import StreamReader, StreamWriter
from collections import Counter
from contextlib import suppress
from random import Random
from typing import Final, Self

from tests.faults.fault import Fault, brings_a_part, draw
from tests.faults.lies import answer, endless_head, lie
from tests.faults.messages import (
    LARGEST_HEAD_BYTES,
    GoneError,
    Head,
    Message,
    read_answer,
    read_body,
    read_head,
)

LOOPBACK: Final = "127.0.0.1"
_STALL_SECONDS: Final = 6.0
"""Longer than any kiosk of the suite waits."""
_DRIP_SECONDS: Final = 0.1
_DELAY_SECONDS: Final = 0.8
_ECHO_SECONDS: Final = 3.0
_CENTRE_SECONDS: Final = 20.0
_CHUNK: Final = b"x" * 65_536
_KEPT: Final = 20
"""So many answers of before are remembered, to be given again."""
_RESET_ON_CLOSE: Final = struct.pack("ii", 1, 0)


class FaultProxy:
    """Listens on a port of its own for one kiosk. Lives in an event loop."""

    def __init__(self, centre_port: int, seed: int, chance: float) -> None:
        """`chance`: of every request that something happens to it."""
        self.faults: Counter[Fault] = Counter()
        self.requests = 0
        self.pieces = 0
        self.bugs: list[str] = []
        self._centre_port = centre_port
        self._random = Random(seed)
        self._chance = chance
        self._receipts: list[bytes] = []
        self._outcomes: list[bytes] = []
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(
            self._accept, LOOPBACK, 0, limit=LARGEST_HEAD_BYTES
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    @property
    def url(self) -> str:
        """What the kiosk takes for the centre."""
        return f"http://{LOOPBACK}:{self._server.sockets[0].getsockname()[1]}"

    def draw(self, method: str, path: str) -> Fault | None:
        """What happens to the next request."""
        return draw(self._random, self._chance, method, path)

    def _accept(self, reader: StreamReader, writer: StreamWriter) -> None:
        self._begin(asyncio.create_task(self._serve(reader, writer)))

    def _begin(self, task: asyncio.Task[None]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._end)

    def _end(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.bugs.append(f"the line itself is broken: {error!r}")

    async def _serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Request after request, until one of them ends the connection."""
        try:
            with suppress(GoneError, ConnectionError, TimeoutError):
                while await self._pass_on(reader, writer):
                    pass
        finally:
            await _close(writer)

    async def _pass_on(self, reader: StreamReader, writer: StreamWriter) -> bool:
        """One request; returns whether the connection goes on."""
        head = await read_head(reader)
        fault = self.draw(head.method, head.path)
        self.requests += 1
        self.pieces += head.path.startswith("/v1/uploads")
        if fault is not None:
            self.faults[fault] += 1
        if fault in {Fault.RESET, Fault.CUT_UP, Fault.STALL_UP}:
            return await self._interrupt(fault, head, reader, writer)
        request = Message(head, await read_body(reader, head.body_bytes))
        told = self._told(fault)
        if told is not None:
            writer.write(told)
            await writer.drain()
            return fault is not Fault.NOT_HTTP
        if fault in {Fault.ENDLESS, Fault.DRIP}:
            return await self._never_end(fault, writer)
        return await self._ask_with(fault, request, writer)

    async def _interrupt(
        self, fault: Fault, head: Head, reader: StreamReader, writer: StreamWriter
    ) -> bool:
        """The centre hears the beginning of the request, at most."""
        if fault is not Fault.RESET:
            arrived = await read_body(reader, self._random.randrange(head.body_bytes + 1))
            _, upstream = await self._call_centre()
            try:
                upstream.write(head.raw + arrived)
                await upstream.drain()
                if fault is Fault.STALL_UP:
                    await asyncio.sleep(_STALL_SECONDS)
            finally:
                await _close(upstream)
        _reset(writer)
        return False

    def _told(self, fault: Fault | None) -> bytes | None:
        """What somebody else answers, or the centre answered another time."""
        if fault is None:
            return None
        if fault is Fault.REPLAYED_RECEIPT and self._receipts:
            return self._random.choice(self._receipts)
        if fault is Fault.REPLAYED_OUTCOMES and self._outcomes:
            return self._random.choice(self._outcomes)
        return lie(fault, self._random)

    async def _never_end(self, fault: Fault, writer: StreamWriter) -> bool:
        """Until the kiosk has had enough."""
        if fault is Fault.ENDLESS:
            writer.write(endless_head())
            while not writer.is_closing():
                writer.write(_CHUNK)
                await writer.drain()
        else:
            for byte in answer(200, bytes(500)):
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(_DRIP_SECONDS)
        return False

    async def _ask_with(self, fault: Fault | None, request: Message, writer: StreamWriter) -> bool:
        """The centre does its part, perhaps more than once."""
        sent = request
        if fault is Fault.ALTERED_UP and request.body:
            sent = Message(request.head, self._changed(request.body))
        if fault is Fault.DUPLICATE:
            await self._ask(request)
        elif fault is Fault.ECHO:
            self._begin(asyncio.create_task(self._echo(request)))
        elif fault is Fault.DELAY:
            await asyncio.sleep(self._random.random() * _DELAY_SECONDS)
        heard = await self._ask(sent)
        self._remember(request.head, heard)
        return await self._hand_down(fault, heard, writer)

    async def _hand_down(self, fault: Fault | None, heard: Message, writer: StreamWriter) -> bool:
        if fault is Fault.ALTERED_DOWN and heard.body:
            heard = Message(heard.head, self._changed(heard.body))
        if fault in {Fault.LOST_ANSWER, Fault.CUT_DOWN, Fault.STALL_DOWN, Fault.ECHO}:
            if fault in {Fault.CUT_DOWN, Fault.STALL_DOWN}:
                writer.write(heard.raw[: self._random.randrange(len(heard.raw))])
                await writer.drain()
            if fault is Fault.STALL_DOWN:
                await asyncio.sleep(_STALL_SECONDS)
            _reset(writer)
            return False
        writer.write(heard.raw)
        await writer.drain()
        return True

    async def _echo(self, request: Message) -> None:
        """What was on its way for long arrives after what was sent later."""
        await asyncio.sleep(self._random.random() * _ECHO_SECONDS)
        with suppress(GoneError, ConnectionError, TimeoutError):
            await self._ask(request)

    async def _ask(self, request: Message) -> Message:
        async with asyncio.timeout(_CENTRE_SECONDS):
            reader, writer = await self._call_centre()
            try:
                writer.write(request.raw)
                await writer.drain()
                return await read_answer(reader, request.head.method)
            finally:
                await _close(writer)

    async def _call_centre(self) -> tuple[StreamReader, StreamWriter]:
        return await asyncio.open_connection(LOOPBACK, self._centre_port, limit=LARGEST_HEAD_BYTES)

    def _remember(self, head: Head, heard: Message) -> None:
        kept = None
        if heard.head.raw.startswith(b"HTTP/1.1 20") and heard.body:
            if brings_a_part(head.method, head.path):
                kept = self._receipts
            elif head.path.startswith("/v1/outcomes"):
                kept = self._outcomes
        if kept is not None:
            kept.append(heard.raw)
            del kept[:-_KEPT]

    def _changed(self, content: bytes) -> bytes:
        """One bit of it is another."""
        changed = bytearray(content)
        changed[self._random.randrange(len(changed))] ^= 1 << self._random.randrange(8)
        return bytes(changed)


async def _close(writer: StreamWriter) -> None:
    writer.close()
    with suppress(ConnectionError):
        await writer.wait_closed()


def _reset(writer: StreamWriter) -> None:
    """Hang up without a goodbye."""
    connected = writer.get_extra_info("socket")
    with suppress(OSError):  # gone already
        connected.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
    writer.transport.abort()
