"""HttpCentral against portals, broken servers and crooks."""

from threading import Thread

import pytest

from kiosk.sync.central import (
    CentralUnavailableError,
    UnavailableReason,
)
from kiosk.sync.transport import (
    MAX_ANSWER_BYTES,
    CentreAddress,
    Timeouts,
)
from tests.sync.calls import (
    EMPTY_PAGE,
    FORM,
    OK_HEADER,
    QUICK,
    SIGNED,
    central_at,
    scripted,
    unavailable,
)
from tests.sync.scripted_server import (
    Reply,
    endless,
    raw,
    reply,
    silent,
)


@pytest.mark.parametrize(
    "answer",
    [
        reply(200, b"<html>Selamat datang", None, "text/html; charset=utf-8"),
        reply(302, b"", {"Location": "http://127.0.0.1:1/login"}),
        reply(307, b"", {"Location": "/v1/elsewhere"}),
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
