"""HttpCentral against portals, broken servers and crooks."""

from contextlib import closing
from http import HTTPMethod, HTTPStatus
from threading import Thread

import pytest

from kiosk.sync.central import (
    CentralUnavailableError,
    UnavailableReason,
)
from kiosk.sync.transport import (
    MAX_ANSWER_BYTES,
    CentreAddress,
    Request,
    Timeouts,
    Transport,
)
from tests.sync.calls import (
    EMPTY_PAGE,
    FORM,
    NOON,
    OK_HEADER,
    QUICK,
    SIGNED,
    central_at,
    scripted,
    unavailable,
)
from tests.sync.scripted_server import (
    Reply,
    ScriptedServer,
    dripping,
    endless,
    raw,
    reply,
    running,
    silent,
)

LARGE = 256 * 1024


@pytest.mark.parametrize(
    "answer",
    [
        reply(200, b"<html>Selamat datang", None, "text/html; charset=utf-8"),
        reply(302, b"", {"Location": "http://127.0.0.1:1/login"}),
        reply(307, b"", {"Location": "/v1/elsewhere"}),
        raw(b"HTTP/1.1 302 Found\r\nLocation: http://[::1/\r\nContent-Length: 0\r\n\r\n"),
        raw(b"HTTP/1.1 302 Found\r\nLocation: /\xff\r\nContent-Length: 0\r\n\r\n"),
        reply(401, b"<html>", {"WWW-Authenticate": "Basic"}, "text/html"),
        reply(403, b"<html>", None, "text/html"),
        reply(404, b"<html>", None, "text/html"),
        reply(511, b"<html>", None, "text/html"),
    ],
)
def test_a_captive_portal_is_recognised(answer: Reply) -> None:
    assert unavailable(answer) is UnavailableReason.CAPTIVE_PORTAL


def test_a_redirect_is_not_followed() -> None:
    with (
        scripted(reply(307, b"", {"Location": "/v1/elsewhere"})) as (central, server),
        pytest.raises(CentralUnavailableError),
    ):
        central.put_part(FORM, b"envelope", None)

    assert len(server.received) == 1


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"null", b'{"payload": 1}', b"[" * 100_000, b"\xff\xfe"]
)
def test_an_answer_of_another_form_is_not_believed(body: bytes) -> None:
    assert unavailable(reply(201, body)) is UnavailableReason.BAD_ANSWER


def test_an_unknown_field_is_not_believed() -> None:
    body = SIGNED.model_dump_json().replace("{", '{"more": 1, ').encode()

    assert unavailable(reply(201, body)) is UnavailableReason.BAD_ANSWER


def test_an_endless_body_is_cut() -> None:
    answer = endless(OK_HEADER + b"\r\n", b" " * 65536)

    assert unavailable(answer) is UnavailableReason.BAD_ANSWER


def test_a_body_just_over_the_limit_is_refused() -> None:
    body = SIGNED.model_dump_json().encode()

    assert unavailable(reply(201, body.ljust(MAX_ANSWER_BYTES + 1))) is UnavailableReason.BAD_ANSWER
    with scripted(reply(201, body.ljust(MAX_ANSWER_BYTES))) as (central, _):
        assert central.put_part(FORM, b"envelope", None) == SIGNED


def test_a_compressed_body_is_refused() -> None:
    answer = reply(201, b"\x1f\x8b" + bytes(20), {"Content-Encoding": "gzip"})

    assert unavailable(answer) is UnavailableReason.BAD_ANSWER


@pytest.mark.parametrize(
    "beginning",
    [
        b"",
        b"HTTP/1.1 201 Created\r\nX-Slow: ",
        OK_HEADER + b"Content-Length: 99999\r\n\r\n",
        OK_HEADER + b"Content-Length: 99999\r\nConnection: close\r\n\r\n",
    ],
    ids=["status line", "header", "body", "last body"],
)
def test_a_slow_drip_does_not_hold_the_kiosk(beginning: bytes) -> None:
    answer = endless(beginning, b" ", pause_seconds=0.01)

    assert unavailable(answer, timeouts=QUICK) is UnavailableReason.TIMEOUT


def test_a_slow_drip_without_a_length_is_not_taken_for_the_end() -> None:
    """When the deadline cuts the line, what was read so far may look complete."""
    beginning = OK_HEADER + b"\r\n" + SIGNED.model_dump_json().encode()

    assert (
        unavailable(endless(beginning, b" ", pause_seconds=0.01), timeouts=QUICK)
        is UnavailableReason.TIMEOUT
    )


def test_silence_is_a_time_out() -> None:
    timeouts = Timeouts(connect=1.0, read=0.1, total=5.0)

    assert unavailable(silent, timeouts=timeouts) is UnavailableReason.TIMEOUT


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (raw(b""), UnavailableReason.OFFLINE),
        (raw(OK_HEADER + b"Content-Length: 9\r\n\r\n{"), UnavailableReason.OFFLINE),
        (raw(b"220 mail.example.com ESMTP\r\n"), UnavailableReason.BAD_ANSWER),
        (raw(b"HTTP/1.1 201 Created\r\n" + b"X: y\r\n" * 200), UnavailableReason.BAD_ANSWER),
        (
            raw(b"HTTP/1.1 201 Created\r\nX: " + b"y" * 100_000),
            UnavailableReason.BAD_ANSWER,
        ),
    ],
)
def test_a_broken_answer_is_no_answer(answer: Reply, reason: UnavailableReason) -> None:
    assert unavailable(answer) is reason


@pytest.mark.parametrize(
    ("beginning", "chunk"),
    [
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\nX: " + b"y" * 60_000 + b"\r\n\r\n"),
        (OK_HEADER + b"Transfer-Encoding: chunked\r\n\r\n1;", b"x" * 4096),
        (OK_HEADER + b"Transfer-Encoding: chunked\r\n\r\n", b"1;x=yyyyyyyyyyyyy\r\n{\r\n"),
        (OK_HEADER + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X: " + b"y" * 4096 + b"\r\n"),
    ],
    ids=["100", "large 100", "chunk extension", "chunk extensions", "trailers"],
)
def test_what_frames_an_answer_is_bounded_too(beginning: bytes, chunk: bytes) -> None:
    """Without the limit on bytes each of these would go on until the time is over."""
    answer = endless(beginning, chunk)

    assert unavailable(answer, timeouts=Timeouts(read=5.0)) in {
        UnavailableReason.BAD_ANSWER,
        UnavailableReason.OFFLINE,
    }


@pytest.mark.parametrize(
    "answer",
    [
        reply(204, b""),
        reply(304, b""),
        reply(201, b'{"payload": "e30=", "signature": "AA==", "key_id": "r1"', None),
        reply(201, SIGNED, None, "text/plain"),
        reply(201, SIGNED, {"Content-Encoding": "br"}),
        reply(201, SIGNED, {"Content-Encoding": "identity, gzip"}),
    ],
    ids=["204", "304", "cut JSON", "another type", "br", "two encodings"],
)
def test_what_a_box_in_between_makes_of_an_answer_is_no_receipt(answer: Reply) -> None:
    assert unavailable(answer) in {
        UnavailableReason.BAD_ANSWER,
        UnavailableReason.CAPTIVE_PORTAL,
    }


def test_no_cache_in_between_is_asked_to_keep_or_give_anything() -> None:
    with scripted(reply(200, EMPTY_PAGE)) as (central, server):
        central.outcomes(0, 0)

    assert server.received[0].headers["Cache-Control"] == "no-store"


def test_a_large_body_has_the_time_that_its_size_takes() -> None:
    """The server reads for 0.6 s, which is more than any small question may take."""
    timeouts = Timeouts(connect=1.0, read=1.0, total=0.3, slowest=200_000)
    question = Request(HTTPMethod.PUT, "large", {}, bytes(LARGE))
    with running(ScriptedServer(reply(201, SIGNED))) as server:
        server.seconds_per_piece = 0.6 / (LARGE // server.PIECE_BYTES)
        address = CentreAddress(server.url, timeouts=timeouts)
        with closing(Transport(address, lambda: NOON)) as transport:
            assert transport.exchange(question, {}).status == HTTPStatus.CREATED

    assert server.received[0].body == bytes(LARGE)


def test_a_small_question_does_not_wait_as_long_as_a_large_one() -> None:
    timeouts = Timeouts(connect=1.0, read=1.0, total=0.2, slowest=200_000)

    assert unavailable(silent, timeouts=timeouts) is UnavailableReason.TIMEOUT


def test_a_long_answer_that_keeps_its_pace_is_read_to_the_end() -> None:
    """Half a second for 100 kB, where the whole may take 0.2 and a second more per 100 kB."""
    body = SIGNED.model_dump_json().encode().ljust(100_000)
    pieces = [body[at : at + 10_000] for at in range(0, len(body), 10_000)]
    timeouts = Timeouts(connect=1.0, read=1.0, total=0.2, slowest=100_000)
    with scripted(dripping(pieces, 0.05), timeouts=timeouts) as (central, _):
        assert central.put_part(FORM, b"envelope", None) == SIGNED


def test_a_dead_line_is_offline() -> None:
    with (
        central_at(CentreAddress("http://127.0.0.1:9")) as central,
        pytest.raises(CentralUnavailableError) as caught,
    ):
        central.outcomes(0, 0)
    assert caught.value.reason is UnavailableReason.OFFLINE


def test_no_cookie_is_kept() -> None:
    with scripted(reply(200, EMPTY_PAGE, {"Set-Cookie": "track=1"})) as (central, server):
        central.outcomes(0, 0)
        central.outcomes(0, 0)

    assert server.received[1].headers["Cookie"] is None


def test_closing_ends_the_call_under_way() -> None:
    reasons: list[UnavailableReason] = []

    def call() -> None:
        with pytest.raises(CentralUnavailableError) as caught:
            central.outcomes(0, 0)
        reasons.append(caught.value.reason)

    with scripted(silent) as (central, server):
        thread = Thread(target=call)
        thread.start()
        while not server.received:
            thread.join(0.01)
        central.close()
        thread.join(5)
        with pytest.raises(CentralUnavailableError):
            central.outcomes(0, 0)

    assert reasons == [UnavailableReason.CLOSED]
    assert len(server.received) == 1
