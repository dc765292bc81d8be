"""A mail server on loopback: speaks SMTP, keeps what it takes, and refuses what it is told to."""

import asyncio
import email
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import default
from functools import partial
from threading import Thread
from typing import Any, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER = "loket"
PASSWORD = "canary-of-the-mail-password"


@dataclass
class Mail:
    """One mail as it came in."""

    sender: str
    recipients: list[str]
    content: EmailMessage
    was_encrypted: bool

    @property
    def text(self) -> str:
        return str(self.content.get_content()).replace("\r\n", "\n")


class MailHandler:
    """What the server does with mails; a test may change its answers at any time."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.recipient_answer = "250 OK"
        self.data_answer = "250 OK"

    async def handle_RCPT(
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if self.recipient_answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.recipient_answer

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.data_answer.startswith("2"):
            content = email.message_from_bytes(cast("bytes", envelope.content), policy=default)
            self.mails.append(
                Mail(
                    str(envelope.mail_from),
                    [str(one) for one in envelope.rcpt_tos],
                    content,
                    session.ssl is not None,
                )
            )
        return self.data_answer


@dataclass(frozen=True)
class MailServer:
    """Where it listens, and what it does."""

    port: int
    handler: MailHandler


@contextmanager
def mail_server(tls: ssl.SSLContext | None = None, port: int = 0) -> Iterator[MailServer]:
    """Serve. With `tls`, nothing is taken before STARTTLS, and then only with a password."""
    handler = MailHandler()
    strict: dict[str, Any] = {}
    if tls is not None:
        strict = {
            "tls_context": tls,
            "require_starttls": True,
            "auth_required": True,
            "authenticator": _authenticate,
        }
    with _served(partial(SMTP, handler, hostname="mail.example.com", **strict), port) as bound:
        yield MailServer(bound, handler)


@contextmanager
def _served(protocol: Callable[[], asyncio.BaseProtocol], port: int) -> Iterator[int]:
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(loop.create_server(protocol, "127.0.0.1", port))
    thread = Thread(target=loop.run_forever, name="mail server")
    thread.start()
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        asyncio.run_coroutine_threadsafe(_close(server), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _close(server: asyncio.Server) -> None:
    server.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def _authenticate(
    _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: object
) -> AuthResult:
    is_right = data == LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=is_right, handled=False)
