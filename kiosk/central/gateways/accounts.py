"""Where gateways are, and how the centre is known there. Secrets stay out of every repr."""

import ipaddress
from dataclasses import dataclass, field
from email.utils import parseaddr
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, ConfigDict, Field

from kiosk.central.messages.messages import Channel
from kiosk.domain.email import Email, parse_email

_CLOSED: Final = ConfigDict(extra="forbid", hide_input_in_errors=True)
_PLAIN_SIGNS: Final = range(0x20, 0x7F)


class Security(StrEnum):
    """How a connection to a mail server is protected."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"
    """Within this computer only."""


def _secret(value: str) -> str:
    if not all(ord(sign) in _PLAIN_SIGNS for sign in value):
        raise ValueError("letters, digits and signs of ASCII on one line")
    return value


def _mailbox(value: str) -> str:
    name, address = parseaddr(value)
    if not isinstance(parse_email(address), Email) or "\n" in name or "\r" in name:
        raise ValueError('an e-mail address, or "Name <address>"')
    return value


def _bare_mailbox(value: str) -> str:
    if value and not isinstance(parse_email(value), Email):
        raise ValueError("an e-mail address of small letters, digits and dots, or nothing")
    return value


def _url(value: str) -> str:
    address = urlsplit(value)
    is_safe = address.scheme == "https" or (address.scheme == "http" and is_here(address.hostname))
    if not address.hostname or not is_safe or address.username is not None:
        raise ValueError("an address that begins with https:// (http:// only for this computer)")
    return value


def _file(value: Path | None) -> Path | None:
    if value is not None and not value.is_file():
        raise ValueError("a PEM file that is there")
    return value


def is_here(host: str | None) -> bool:
    """Whether this names our own computer."""
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return host == "localhost"


Secret = Annotated[str, AfterValidator(_secret)]
Name = Annotated[str, Field(min_length=1, max_length=253), AfterValidator(_secret)]
CaFile = Annotated[Path | None, AfterValidator(_file)]
"""PEM file of who vouches for the server, in place of the usual authorities."""


@dataclass(frozen=True, slots=True)
class SmtpAccount:
    """One mail server."""

    __pydantic_config__ = _CLOSED

    host: Name
    sender: Annotated[str, AfterValidator(_mailbox)]
    """What residents see: `Loket <loket@example.com>`."""
    port: Annotated[int, Field(ge=1, le=65535)] = 587
    security: Security = Security.STARTTLS
    user: Secret = ""
    password: Secret = field(default="", repr=False)
    bounces: Annotated[str, AfterValidator(_bare_mailbox)] = ""
    """The mailbox for bounces; it must take `name+anything@domain` as well."""
    ca_file: CaFile = None

    def __post_init__(self) -> None:
        """Refuse to tell a password, or whom a mail is for, in clear."""
        if self.security is Security.NONE and not is_here(self.host):
            raise ValueError('security "starttls" or "tls" (none only within this computer)')


@dataclass(frozen=True, slots=True)
class SmsAccount:
    """One SMS gateway."""

    __pydantic_config__ = _CLOSED

    url: Annotated[str, AfterValidator(_url)]
    token: Annotated[str, Field(min_length=1), AfterValidator(_secret)] = field(repr=False)
    sender: Name = "LOKET"
    ca_file: CaFile = None


@dataclass(frozen=True, slots=True)
class Gateways:
    """Who hands messages on; None: they stay in the box for the operator."""

    __pydantic_config__ = _CLOSED

    email: SmtpAccount | None = None
    sms: SmsAccount | None = None

    def place(self, channel: Channel) -> str:
        """Where messages of this channel go, for the operator to read."""
        if channel is Channel.EMAIL and self.email is not None:
            return f"{self.email.host}:{self.email.port} ({self.email.security})"
        if channel is Channel.SMS and self.sms is not None:
            return urlsplit(self.sms.url).netloc
        return "the box of this centre"
