"""SMS to a real HTTP server on loopback, and everything that gateways answer."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from threading import Event
from uuid import UUID

import pytest

from kiosk.central.gateways.accounts import SmsAccount
from kiosk.central.gateways.sms import SmsGateway
from kiosk.central.messages.messages import Channel, GatewayDownError, Message, UndeliverableError
from tests.central.clock import MORNING, SettableClock
from tests.central.gateways.sms_server import SmsServer, sms_server

TOKEN = "canary-of-the-sms-token"
MESSAGE = Message(
    UUID(int=7), UUID(int=1), Channel.SMS, "+6284012345678", "Kode Loket Anda: 123456."
)


@pytest.fixture
def server() -> Iterator[SmsServer]:
    with sms_server() as server:
        yield server


def gateway(url: str, answer_seconds: float = 5) -> SmsGateway:
    return SmsGateway(SmsAccount(url, TOKEN), SettableClock(), answer_seconds)


def test_an_sms_is_one_post_with_a_token_and_its_own_id(server: SmsServer) -> None:
    gateway(server.url).send(MESSAGE)

    ((headers, body),) = server.requests
    assert body == {
        "id": MESSAGE.message_id.hex,
        "from": "LOKET",
        "to": "+6284012345678",
        "text": MESSAGE.text,
    }
    assert headers["Authorization"] == f"Bearer {TOKEN}"
    assert headers["Idempotency-Key"] == MESSAGE.message_id.hex


@pytest.mark.parametrize(
    ("retry_after", "pause"),
    [
        ("90", timedelta(seconds=90)),
        (format_datetime(MORNING + timedelta(minutes=3)), timedelta(minutes=3)),
        ("soon", None),
        ("Mon, 01 Jan 2026 00:00:00 +99999999999999", None),
        ("\u0669", None),
        ("9" * 5000, timedelta(seconds=999_999_999)),
    ],
)
def test_a_gateway_may_ask_for_a_pause(
    server: SmsServer, retry_after: str, pause: timedelta | None
) -> None:
    server.status = 429
    server.headers = {"Retry-After": retry_after.encode().decode("latin-1")}

    with pytest.raises(GatewayDownError) as caught:
        gateway(server.url).send(MESSAGE)

    assert caught.value.retry_after == pause


@pytest.mark.parametrize("status", [401, 403, 404, 500, 502, 503])
def test_what_is_not_about_this_message_is_the_gateway_s_trouble(
    server: SmsServer, status: int
) -> None:
    server.status = status
    with pytest.raises(GatewayDownError, match=str(status)):
        gateway(server.url).send(MESSAGE)


@pytest.mark.parametrize("status", [400, 422])
def test_a_number_that_is_refused_is_not_tried_again(server: SmsServer, status: int) -> None:
    server.status = status
    with pytest.raises(UndeliverableError):
        gateway(server.url).send(MESSAGE)


def test_a_redirect_gets_neither_token_nor_message(server: SmsServer) -> None:
    with sms_server() as other:
        server.status, server.headers = 307, {"Location": other.url}
        with pytest.raises(GatewayDownError, match="307"):
            gateway(server.url).send(MESSAGE)
        assert other.requests == []


def test_a_huge_answer_is_not_read(server: SmsServer) -> None:
    server.body = bytes(64 * 1024 * 1024)
    server.headers = {"Content-Length": str(1024**5)}  # reading it all would never end
    gateway(server.url, answer_seconds=0.5).send(MESSAGE)


def test_a_gateway_that_hangs_or_is_gone_is_down(server: SmsServer) -> None:
    server.hangs_until = Event()
    with pytest.raises(GatewayDownError, match="ReadTimeout"):
        gateway(server.url, answer_seconds=0.05).send(MESSAGE)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(GatewayDownError, match="ConnectionError"):
        gateway(f"http://127.0.0.1:{port}/send").send(MESSAGE)


def test_a_netrc_of_the_user_takes_no_part(
    server: SmsServer, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path_factory.mktemp("home") / "netrc"
    netrc.write_text("machine 127.0.0.1 login other password other\n")
    monkeypatch.setenv("NETRC", str(netrc))

    gateway(server.url).send(MESSAGE)

    assert server.requests[0][0]["Authorization"] == f"Bearer {TOKEN}"


def test_secrets_stay_out_of_reprs() -> None:
    account = SmsAccount("https://sms.example.com/send", TOKEN)
    assert "canary" not in repr(account)
    assert "canary" not in repr(replace(account, token="another-canary"))
