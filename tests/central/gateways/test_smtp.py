"""Mail to a real server on loopback, and everything that such servers answer."""

import logging
import socket
import ssl
from collections.abc import Iterator
from dataclasses import replace
from email.utils import parsedate_to_datetime
from pathlib import Path
from uuid import UUID

import pytest

from kiosk.central.gateways.accounts import Security, SmtpAccount
from kiosk.central.gateways.smtp import SUBJECT, SmtpGateway
from kiosk.central.messages.messages import (
    Channel,
    GatewayDownError,
    Message,
    MessengerError,
    UndeliverableError,
)
from tests.central.certificate import make_certificate
from tests.central.clock import MORNING, SettableClock
from tests.central.gateways.mail_server import PASSWORD, USER, MailServer, mail_server

MESSAGE = Message(
    UUID(int=7), UUID(int=1), Channel.EMAIL, "siti@example.com", "Kode Loket Anda: 123456\n"
)
SENDER = "Loket Desa <loket@example.com>"


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


def account(port: int) -> SmtpAccount:
    return SmtpAccount("127.0.0.1", SENDER, port=port, security=Security.NONE)


def gateway(account: SmtpAccount, answer_seconds: float = 5) -> SmtpGateway:
    return SmtpGateway(account, SettableClock(), answer_seconds)


def test_a_mail_arrives_with_the_id_by_which_it_would_come_back(server: MailServer) -> None:
    gateway(account(server.port)).send(MESSAGE)

    (mail,) = server.handler.mails
    assert (mail.sender, mail.recipients) == ("loket@example.com", ["siti@example.com"])
    assert mail.text == MESSAGE.text
    headers = mail.content
    assert (headers["From"], headers["To"]) == (SENDER, "siti@example.com")
    assert (headers["Subject"], headers["Auto-Submitted"]) == (SUBJECT, "auto-generated")
    assert headers["Message-ID"] == f"<{MESSAGE.message_id.hex}@example.com>"
    assert parsedate_to_datetime(headers["Date"]) == MORNING


def test_bounces_come_back_to_an_address_of_each_mail_s_own(server: MailServer) -> None:
    gateway(replace(account(server.port), bounces="bounce@example.com")).send(MESSAGE)

    assert server.handler.mails[0].sender == f"bounce+{MESSAGE.message_id.hex}@example.com"


def test_the_password_goes_over_a_protected_line_alone(tmp_path: Path) -> None:
    files = make_certificate(tmp_path)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(files.certificate, files.private_key)
    with mail_server(tls) as server:
        strict = SmtpAccount(
            "127.0.0.1",
            SENDER,
            server.port,
            user=USER,
            password=PASSWORD,
            ca_file=files.certificate,
        )
        gateway(strict).send(MESSAGE)
        assert [mail.was_encrypted for mail in server.handler.mails] == [True]

        with pytest.raises(GatewayDownError, match="SSLCertVerificationError"):
            gateway(replace(strict, ca_file=None)).send(MESSAGE)  # nobody vouches for it
        with pytest.raises(GatewayDownError, match="SMTPAuthenticationError 535"):
            gateway(replace(strict, password="canary")).send(MESSAGE)
        assert len(server.handler.mails) == 1


def test_a_server_without_starttls_is_told_nothing(server: MailServer) -> None:
    demanding = replace(account(server.port), security=Security.STARTTLS)

    with pytest.raises(GatewayDownError, match="SMTPNotSupportedError"):
        gateway(demanding).send(MESSAGE)

    assert server.handler.mails == []


@pytest.mark.parametrize(
    "answer", ["550 No such user here", "550 5.1.1 User unknown", "552 5.2.2 Mailbox full"]
)
def test_a_mailbox_that_is_refused_gets_nothing_later_either(
    server: MailServer, answer: str
) -> None:
    server.handler.recipient_answer = answer
    with pytest.raises(UndeliverableError):
        gateway(account(server.port)).send(MESSAGE)


@pytest.mark.parametrize(
    "answer", ["450 4.2.0 Greylisted", "452 Mailbox full", "554 5.7.1 Relay access denied"]
)
def test_other_refusals_concern_this_mail_for_now(server: MailServer, answer: str) -> None:
    server.handler.recipient_answer = answer
    with pytest.raises(MessengerError) as caught:
        gateway(account(server.port)).send(MESSAGE)
    assert type(caught.value) is MessengerError


def test_a_mail_refused_as_a_whole_is_bounced_only_for_its_mailbox(server: MailServer) -> None:
    server.handler.data_answer = "554 Message looks like spam"
    with pytest.raises(MessengerError) as caught:
        gateway(account(server.port)).send(MESSAGE)
    assert type(caught.value) is MessengerError
    server.handler.data_answer = "552 5.2.2 Mailbox full"
    with pytest.raises(UndeliverableError):
        gateway(account(server.port)).send(MESSAGE)


def test_a_server_that_is_not_there_is_down() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(GatewayDownError, match="ConnectionRefusedError"):
        gateway(account(port)).send(MESSAGE)


@pytest.mark.parametrize("security", Security)
def test_a_server_that_hangs_is_given_up(security: Security) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        hanging = replace(account(silent.getsockname()[1]), security=security)
        with pytest.raises(GatewayDownError):
            gateway(hanging, answer_seconds=0.05).send(MESSAGE)


@pytest.mark.parametrize("answer", ["550 5.1.1 <siti@example.com> unknown", "450 siti@example.com"])
def test_neither_errors_nor_log_repeat_what_the_server_says(
    server: MailServer, answer: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "kiosk")
    server.handler.recipient_answer = answer
    with pytest.raises(MessengerError) as caught:
        gateway(account(server.port)).send(MESSAGE)
    ours = [one.getMessage() for one in caplog.records if one.name.startswith("kiosk")]
    assert "siti" not in f"{caught.value!r} {caught.value.__cause__} {ours}"
