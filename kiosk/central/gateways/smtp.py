"""Mail by SMTP (RFC 5321), with STARTTLS or TLS, to one server that takes it from there."""

import re
import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Final

from kiosk.central.gateways.accounts import Security, SmtpAccount
from kiosk.central.messages.messages import (
    GatewayDownError,
    Message,
    MessengerError,
    UndeliverableError,
)
from kiosk.central.settings.configuration import Clock

ANSWER_SECONDS: Final = 10.0
"""For connecting, and for each answer. A mail takes about eight of them."""
SUBJECT: Final = "Kartu Prakerja lewat Loket: konfirmasi e-mail Anda"
_PERMANENT = 500
_MAILBOX_STATUS = re.compile(rb"\A\s*5\.([0-9]+)\.")
_OF_THE_MAILBOX: Final = frozenset({b"1", b"2"})
"""RFC 3463: addresses and mailboxes. Others, such as 5.7 for policy, are between the servers."""


class SmtpGateway:
    """Hands on one mail at a time, each in a connection of its own."""

    def __init__(
        self, account: SmtpAccount, clock: Clock, answer_seconds: float = ANSWER_SECONDS
    ) -> None:
        self._account = account
        self._clock = clock
        self._seconds = answer_seconds
        self._sender = parseaddr(account.sender)[1]

    def send(self, message: Message) -> None:
        """Hand it on, or raise MessengerError."""
        try:
            server = self._connected()
        except (smtplib.SMTPException, OSError) as error:
            raise _down(error) from None
        try:
            self._hand_over(server, message)
        except smtplib.SMTPRecipientsRefused as refused:
            ((code, text),) = refused.recipients.values()
            raise _refusal(code, text, is_at_recipient=True) from None  # it names the recipient
        except smtplib.SMTPDataError as refused:
            raise _refusal(refused.smtp_code, refused.smtp_error) from None
        except (smtplib.SMTPException, OSError) as error:
            raise _down(error) from None
        finally:
            with suppress(smtplib.SMTPException, OSError):  # what was taken stays taken
                server.quit()
            server.close()

    def _connected(self) -> smtplib.SMTP:
        account, name = self._account, self._sender.rpartition("@")[2]
        context = ssl.create_default_context(cafile=account.ca_file)
        if account.security is Security.TLS:
            return smtplib.SMTP_SSL(
                account.host,
                account.port,
                local_hostname=name,
                timeout=self._seconds,
                context=context,
            )
        server = smtplib.SMTP(account.host, account.port, name, self._seconds)
        if account.security is Security.STARTTLS:
            try:
                server.starttls(context=context)  # or raises: nothing is told in clear
            except (smtplib.SMTPException, OSError):
                server.close()
                raise
        return server

    def _hand_over(self, server: smtplib.SMTP, message: Message) -> None:
        server.ehlo_or_helo_if_needed()
        if self._account.user:
            server.login(self._account.user, self._account.password)
        of_mail, of_recipient = [], []
        if server.has_extn("dsn"):  # RFC 3461: told of failures only, without the code in them
            of_mail = [f"ENVID={message.message_id.hex}", "RET=HDRS"]
            of_recipient = ["NOTIFY=FAILURE"]
        server.send_message(
            self._mail(message),
            self._envelope_sender(message),
            [message.recipient],
            of_mail,
            of_recipient,
        )

    def _mail(self, message: Message) -> EmailMessage:
        mail = EmailMessage()
        mail["From"] = self._account.sender
        mail["To"] = message.recipient
        mail["Subject"] = SUBJECT
        mail["Date"] = format_datetime(self._clock())
        mail["Message-ID"] = f"<{message.message_id.hex}@{self._sender.rpartition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
        mail["Content-Language"] = "id"
        mail.set_content(message.text)
        return mail

    def _envelope_sender(self, message: Message) -> str:
        """Where a bounce goes: an address of each mail's own, where there is a mailbox for them."""
        if not self._account.bounces:
            return self._sender
        name, _, domain = self._account.bounces.rpartition("@")
        return f"{name}+{message.message_id.hex}@{domain}"


def _refusal(code: int, text: bytes | str, *, is_at_recipient: bool = False) -> MessengerError:
    """A mailbox that is not there never will be; all else may pass, as a greylist does."""
    told = text if isinstance(text, bytes) else text.encode()
    enhanced = _MAILBOX_STATUS.match(told)
    concerns_mailbox = enhanced[1] in _OF_THE_MAILBOX if enhanced else is_at_recipient
    if code >= _PERMANENT and concerns_mailbox:
        return UndeliverableError(f"the mail server refused the recipient with {code}")
    return MessengerError(f"the mail server answered {code}")


def _down(error: Exception) -> GatewayDownError:
    """Named by its kind and number: a server's words may repeat whom a mail was for."""
    code = getattr(error, "smtp_code", None) or getattr(error, "errno", None)
    return GatewayDownError(type(error).__name__ + (f" {code}" if code else ""))
