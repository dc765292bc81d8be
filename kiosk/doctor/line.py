"""One step after the other towards the centre: its name, a connection, its certificate."""

import hashlib
import socket
import ssl
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPException, HTTPSConnection
from pathlib import Path
from typing import Final, Self
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import Certificate, NameOID, load_der_x509_certificate

from kiosk.sync.tls import client_context

STEP_SECONDS: Final = 3.0
"""For each step: a line that takes longer carries no photo."""
_PORTS: Final = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Place:
    """A host and a port."""

    host: str
    port: int

    @classmethod
    def of(cls, address: str) -> Self:
        """The place that an address names, which was checked before."""
        parts = urlsplit(address)
        return cls(parts.hostname or "", parts.port or _PORTS[parts.scheme])

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Shown:
    """The certificate that somebody showed.

    Attributes:
        distrust: why it is not trusted, in the words of TLS; empty where it is.
        pin: what its key would be pinned by.
    """

    issuer: str
    ends_at: datetime
    pin: str
    distrust: str


def addresses_of(host: str) -> tuple[str, ...]:
    """The numbers behind a name; raises OSError. A dead name server may take its time."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def reach(place: Place) -> None:
    """Connect, and hang up; raises OSError."""
    socket.create_connection((place.host, place.port), STEP_SECONDS).close()


def look_at_certificate(centre: Place, proxy: Place | None, ca_file: Path | None) -> Shown:
    """What the other end shows, be it trusted or not: nothing is sent to it.

    Raises OSError where it shows none.
    """
    try:
        return _shown(centre, proxy, client_context(ca_file), "")
    except ssl.SSLCertVerificationError as error:
        return _shown(centre, proxy, _trusting_context(), error.verify_message or str(error))


def _shown(centre: Place, proxy: Place | None, context: ssl.SSLContext, distrust: str) -> Shown:
    first = proxy or centre
    line = HTTPSConnection(first.host, first.port, timeout=STEP_SECONDS, context=context)
    if proxy is not None:
        line.set_tunnel(centre.host, centre.port)
    with closing(line):
        try:
            line.connect()
        except HTTPException as error:
            raise ConnectionError(type(error).__name__) from error
        shown = line.sock.getpeercert(binary_form=True)
    certificate = load_der_x509_certificate(shown or b"")
    return Shown(_issuer(certificate), certificate.not_valid_after_utc, _pin(certificate), distrust)


def _trusting_context() -> ssl.SSLContext:
    """Only to see who is there: nothing is asked or told over it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _issuer(certificate: Certificate) -> str:
    return ", ".join(_names(certificate)) or "nobody"


def _names(certificate: Certificate) -> Iterator[str]:
    for kind in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME):
        for name in certificate.issuer.get_attributes_for_oid(kind):
            yield str(name.value)


def _pin(certificate: Certificate) -> str:
    spki = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return f"sha256/{b64encode(hashlib.sha256(spki).digest()).decode()}"
