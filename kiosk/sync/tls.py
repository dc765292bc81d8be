"""Whom a connection to the centre trusts: the operating system's authorities, or our own; and pins.

A pin is the SHA-256 of a certificate's SubjectPublicKeyInfo in base64 (RFC 7469, section 2.4).
"""

import hashlib
import ssl
from binascii import Error as Base64Error
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from pathlib import Path

import truststore
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import load_der_x509_certificate

from kiosk.sync.protocol import base64_bytes

_PIN_KIND = "sha256/"


class WrongPinError(ssl.SSLError):
    """Somebody trusted, but with none of the keys that are pinned."""


def client_context(ca_file: Path | None) -> ssl.SSLContext:
    """What verifies the other end: the authorities in `ca_file` alone, or the system's.

    Nothing is taken from the environment but where OpenSSL itself looks for the system's. Raises
    OSError for a file that holds no certificates.
    """
    if ca_file is None:
        return truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cafile=ca_file)
    return context


def read_pin(text: str) -> bytes:
    """The hash that `sha256/...` names; raise ValueError for anything else."""
    try:
        pin = base64_bytes(text.removeprefix(_PIN_KIND))
    except (ValueError, Base64Error):
        pin = b""
    if not text.startswith(_PIN_KIND) or len(pin) != hashlib.sha256().digest_size:
        raise ValueError(f"not a pin: {text}")
    return pin


def check_pin(shown: Callable[[], bytes | None], pins: AbstractSet[bytes]) -> None:
    """Raise WrongPinError unless the certificate of the other end has one of these keys.

    `shown` gives it in DER. Raises ConnectionError where the other end was gone before.
    """
    try:
        certificate = shown()
    except ValueError as error:
        raise ConnectionError("gone before the handshake") from error
    if _pin_of(certificate or b"") not in pins:
        raise WrongPinError("the certificate has another key than those that are pinned")


def _pin_of(certificate: bytes) -> bytes | None:
    try:
        key = load_der_x509_certificate(certificate).public_key()
    except (ValueError, UnsupportedAlgorithm):
        return None
    spki = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(spki).digest()
