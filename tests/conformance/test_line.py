"""The line to a centre under test: where it may lead, and that nothing holds it for ever."""

import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

import pytest
from requests.structures import CaseInsensitiveDict

from kiosk.conformance.bench import refused
from kiosk.conformance.line import Answer, Call, Line, NoAnswerError, UnsafeAddressError
from kiosk.conformance.rules import BrokenError

ASK = Call("GET", "config", seconds=0.5)
Talk = Callable[[socket.socket, Event], None]


@contextmanager
def a_server_that(talks: Talk) -> Iterator[str]:
    """One connection after another, each to this talk, until the test ends."""
    listener = socket.create_server(("127.0.0.1", 0))
    over = Event()

    def serve() -> None:
        while not over.is_set():
            with suppress(OSError):
                connected, _ = listener.accept()
                with connected:
                    talks(connected, over)

    thread = Thread(target=serve)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    over.set()
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join()


def says_nothing(_line: socket.socket, over: Event) -> None:
    over.wait()


def trickles(line: socket.socket, over: Event) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\n")
    while not over.wait(0.05):
        line.sendall(b"X: y\r\n")


def never_stops(line: socket.socket, _over: Event) -> None:
    line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    for _ in range(40):
        line.sendall(bytes(64 * 1024))


def speaks_no_http(line: socket.socket, _over: Event) -> None:
    line.sendall(b"hello\r\n\r\n")


@pytest.mark.parametrize("talks", [says_nothing, trickles, never_stops, speaks_no_http])
def test_no_centre_holds_the_suite_for_ever(talks: Talk) -> None:
    with a_server_that(talks) as url:
        line = Line(url)
        began = time.monotonic()
        with pytest.raises(NoAnswerError):
            line.send(ASK)
        assert time.monotonic() - began < 2
        line.close()


@pytest.mark.parametrize(
    "url", ["http://centre.example", "ftp://127.0.0.1", "127.0.0.1:80", "http://10.0.0.7", "https:"]
)
def test_a_line_leads_to_this_computer_or_over_tls(url: str) -> None:
    with pytest.raises(UnsafeAddressError):
        Line(url)


def test_a_file_without_authorities_is_refused(tmp_path: Path) -> None:
    (tmp_path / "none.pem").write_text("")
    with pytest.raises(ssl.SSLError):
        Line("https://centre.example", tmp_path / "none.pem")


def answer(status: int, body: bytes) -> Answer:
    return Answer("GET /v1/x", status, CaseInsensitiveDict(), body, 0.0)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (answer(200, b"{}"), "200 instead of 403"),
        (answer(403, b"no"), "without a problem document"),
        (answer(403, b'{"type": "slot", "title": "x", "status": 403}'), "of type slot"),
        (
            answer(403, b'{"type": "grant_invalid", "title": "x", "status": 403, "field": "y"}'),
            "the field y",
        ),
    ],
)
def test_what_is_no_such_refusal_is_said_in_words(told: Answer, words: str) -> None:
    with pytest.raises(BrokenError, match=words):
        refused(told, 403, "grant_invalid", "Loket-Grant")


def test_a_date_that_no_time_has_is_none() -> None:
    headers = CaseInsensitiveDict({"Date": "Mon, 01 Jan 2026 00:00:00 +99999999999999"})
    assert Answer("GET /v1/config", 200, headers, b"", 0).said_at is None


def test_a_turn_in_digits_that_are_no_number_is_waited_for_all_the_same() -> None:
    answers = [b"425 Too Early\r\nRetry-After: \xb2", b"200 OK"]

    def puts_off(line: socket.socket, _over: Event) -> None:
        line.recv(65536)
        line.sendall(
            b"HTTP/1.1 %b\r\nContent-Length: 0\r\nConnection: close\r\n\r\n" % answers.pop(0)
        )

    with a_server_that(puts_off) as url:
        assert Line(url).send(ASK).status == 200
