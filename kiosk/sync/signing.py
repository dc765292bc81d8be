"""Ed25519 signatures, each bound to one kind of statement by a context string.

A signature made for one kind never passes for another: what is signed is the context's text in
ASCII, one zero byte, then the exact payload bytes. Keys are raw: 32 bytes private or public.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kiosk.sync.protocol import Signed, base64_bytes, base64_text, utc_text

SIGNATURE_BYTES = 64


class SigningContext(StrEnum):
    """What kind of statement a signature stands for."""

    ENVELOPE = "loket envelope v1"
    TOKEN = "loket token v1"  # noqa: S105
    RECEIPT = "loket receipt v1"
    OUTCOME = "loket outcome v1"
    CONFIG = "loket config v1"
    BUNDLE = "loket bundle v1"
    QUESTION = "loket question v1"
    REFUSAL = "loket refusal v1"
    CARRIED = "loket carried outcomes v1"
    PROVISION = "loket provisioning v1"
    RELEASE = "loket release v1"


class SignatureError(Exception):
    """The signature does not fit bytes, context and key."""


def public_key_of(private_key: bytes) -> bytes:
    """The raw public half of a raw Ed25519 private key."""
    return Ed25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw()


def sign_bytes(payload: bytes, context: SigningContext, private_key: bytes) -> bytes:
    """Sign the context and the payload; 64 bytes."""
    return Ed25519PrivateKey.from_private_bytes(private_key).sign(_message(payload, context))


def verify_bytes(
    payload: bytes, signature: bytes, context: SigningContext, public_key: bytes
) -> None:
    """Raise SignatureError unless the owner of `public_key` signed exactly this."""
    try:
        key = Ed25519PublicKey.from_public_bytes(public_key)
        key.verify(signature, _message(payload, context))
    except (InvalidSignature, ValueError) as error:
        raise SignatureError(context.value) from error


def sign(payload: bytes, context: SigningContext, private_key: bytes, key_id: str) -> Signed:
    """Wrap the exact bytes with their signature, ready to send or to keep."""
    return Signed(
        payload=base64_text(payload),
        signature=base64_text(sign_bytes(payload, context, private_key)),
        key_id=key_id,
    )


def verify(signed: Signed, context: SigningContext, public_key: bytes) -> bytes:
    """Return the payload that was signed; raise SignatureError when it was not."""
    try:
        payload, signature = base64_bytes(signed.payload), base64_bytes(signed.signature)
    except ValueError as error:
        raise SignatureError(context.value) from error
    verify_bytes(payload, signature, context, public_key)
    return payload


def token_statement(device_id: UUID, made_at: datetime) -> bytes:
    """What a device signs under the TOKEN context to renew its bearer token."""
    return f"{device_id}\n{utc_text(made_at)}".encode()


def _message(payload: bytes, context: SigningContext) -> bytes:
    return context.value.encode("ascii") + b"\0" + payload
