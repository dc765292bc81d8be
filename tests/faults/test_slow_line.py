"""The slow line of the benchmark is as slow as it says."""

import time
from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from tests.faults.slow_line import slow_line
from tests.sync.scripted_server import ScriptedServer, reply, running

FAST = 200_000
ROUND_TRIP = 0.05
BODY = b"?" * 20_000


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with running(ScriptedServer(reply(200, b"{}"), reply(200, b"{}"))) as server:
        yield server


def test_a_request_takes_its_bytes_and_one_round_trip(server: ScriptedServer) -> None:
    with slow_line(server.url, bytes_per_second=FAST, round_trip_seconds=ROUND_TRIP) as url:
        line = HTTPConnection(urlsplit(url).netloc, timeout=5)
        began = time.monotonic()
        line.request("PUT", "/", BODY)
        answer = line.getresponse()
        seconds = time.monotonic() - began
        answer.read()
        line.close()

    assert answer.status == 200
    assert server.received[0].body == BODY
    assert seconds >= 2 * ROUND_TRIP + len(BODY) / FAST  # the first one is that of the connection
