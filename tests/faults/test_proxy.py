"""The line of the suite does what it says, so that what holds over it means something."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from http import HTTPMethod

import pytest

from kiosk.sync.central import CentralError, CentralUnavailableError, UnavailableReason
from kiosk.sync.transport import CentreAddress, Request, Timeouts, Transport
from tests.faults.fault import Fault
from tests.faults.messages import GoneError, read_body, read_head
from tests.faults.proxy import LOOPBACK, FaultProxy
from tests.sync.runners import SetClock

HURRIED = Timeouts(connect=1.0, read=0.2, total=0.4, slowest=1e9)
BODY = b"a sealed envelope" * 100
ANSWER = (
    b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 14\r\n\r\n{"is": "fine"}'
)


class OneFault(FaultProxy):
    """Does the same to every request."""

    def __init__(self, centre_port: int, fault: Fault | None) -> None:
        super().__init__(centre_port, seed=1, chance=0.0)
        self._fault = fault

    def draw(self, method: str, path: str) -> Fault | None:
        return self._fault


class Heard:
    """A centre that answers everything alike."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await read_head(reader)
            self.bodies.append(await read_body(reader, head.body_bytes))
        except GoneError:
            self.bodies.append(b"cut")
        else:
            writer.write(ANSWER)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


def put(url: str) -> bytes:
    transport = Transport(CentreAddress(url, timeouts=HURRIED), SetClock())
    try:
        request = Request(HTTPMethod.PUT, "submissions/1/form", {}, BODY)
        return transport.exchange(request, {}).body
    finally:
        transport.close()


async def over(fault: Fault | None, ask: Callable[[str], Awaitable[bytes]]) -> tuple[bytes, Heard]:
    heard = Heard()
    centre = await asyncio.start_server(heard.answer, LOOPBACK, 0)
    async with centre, OneFault(centre.sockets[0].getsockname()[1], fault) as proxy:
        return await ask(proxy.url), heard


async def ask(url: str) -> bytes:
    return await asyncio.to_thread(put, url)


async def fail(url: str) -> bytes:
    with pytest.raises(CentralError) as raised:
        await ask(url)
    error = raised.value
    return error.reason.name.encode() if isinstance(error, CentralUnavailableError) else b"refused"


def test_without_a_fault_it_is_a_line() -> None:
    body, heard = asyncio.run(over(None, ask))
    assert (body, heard.bodies) == (b'{"is": "fine"}', [BODY])


@pytest.mark.parametrize("fault", [Fault.DUPLICATE, Fault.DELAY, Fault.ALTERED_UP])
def test_what_arrives_is_answered(fault: Fault) -> None:
    body, heard = asyncio.run(over(fault, ask))
    assert body == b'{"is": "fine"}'
    assert len(heard.bodies) == (2 if fault is Fault.DUPLICATE else 1)
    assert (BODY in heard.bodies) is (fault is not Fault.ALTERED_UP)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault.RESET, UnavailableReason.OFFLINE),
        (Fault.CUT_UP, UnavailableReason.OFFLINE),
        (Fault.PORTAL, UnavailableReason.CAPTIVE_PORTAL),
        (Fault.SIGN_IN, UnavailableReason.CAPTIVE_PORTAL),
        (Fault.REDIRECT, UnavailableReason.CAPTIVE_PORTAL),
        (Fault.SERVER_FAULT, UnavailableReason.SERVER_FAULT),
        (Fault.BUSY_SECONDS, UnavailableReason.BUSY),
        (Fault.BUSY_DATE, UnavailableReason.BUSY),
        (Fault.NOT_HTTP, UnavailableReason.BAD_ANSWER),
        (Fault.HUGE_HEADER, UnavailableReason.BAD_ANSWER),
        (Fault.COMPRESSED, UnavailableReason.BAD_ANSWER),
        (Fault.ENDLESS, UnavailableReason.BAD_ANSWER),
        (Fault.DRIP, UnavailableReason.TIMEOUT),
        (Fault.STALL_UP, UnavailableReason.TIMEOUT),
    ],
)
def test_what_the_centre_never_hears_whole(fault: Fault, reason: UnavailableReason) -> None:
    said, heard = asyncio.run(over(fault, fail))
    assert said.decode() == reason.name
    assert BODY not in heard.bodies


@pytest.mark.parametrize("fault", [Fault.LOST_ANSWER, Fault.CUT_DOWN, Fault.STALL_DOWN])
def test_what_the_centre_did_without_being_heard(fault: Fault) -> None:
    said, heard = asyncio.run(over(fault, fail))
    assert said.decode() in {UnavailableReason.OFFLINE.name, UnavailableReason.TIMEOUT.name}
    assert heard.bodies == [BODY]
