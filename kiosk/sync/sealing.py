"""Sealed envelopes: one part of a submission that only the centre can open.

Layout, in bytes: magic (4), version (1), header length (2, big-endian), header (JSON), HPKE `enc`
(32), ciphertext with its tag (at least 16), Ed25519 signature of the device (64) over everything
before it under the ENVELOPE context. HPKE is RFC 9180 base mode with X25519, HKDF-SHA256 and
AES-256-GCM; the exact header bytes are its `info`, so a header cannot be moved to other content.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import Field, ValidationError

from kiosk.sync.protocol import (
    MAX_FORM_BYTES,
    MAX_KTP_BYTES,
    MAX_PATCH_BYTES,
    MAX_PHOTO_BYTES,
    ContentType,
    Moment,
    Part,
    Wire,
)
from kiosk.sync.signing import (
    SIGNATURE_BYTES,
    SignatureError,
    SigningContext,
    sign_bytes,
    verify_bytes,
)

MAGIC = b"LKTE"
FORMAT = 1
MAX_HEADER_BYTES = 512
ENC_BYTES = 32
TAG_BYTES = 16
MAX_ENVELOPE_BYTES: Mapping[Part, int] = {
    Part.FORM: MAX_FORM_BYTES,
    Part.PHOTO: MAX_PHOTO_BYTES,
    Part.KTP: MAX_KTP_BYTES,
    Part.PATCH: MAX_PATCH_BYTES,
}
_PREFIX_BYTES = len(MAGIC) + 1 + 2
_OVERHEAD_BYTES = _PREFIX_BYTES + MAX_HEADER_BYTES + ENC_BYTES + TAG_BYTES + SIGNATURE_BYTES
_ANSWER_KEY_INFO = b"loket answer key v1"
_ANSWER_INFO = b"loket answer v1"
_HPKE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class EnvelopeError(Exception):
    """An envelope that cannot be made, read or trusted. Never names its content."""


class EnvelopeTooLargeError(EnvelopeError):
    """More bytes than its part may have."""


class EnvelopeFormatError(EnvelopeError):
    """Not an envelope of this version: cut off, foreign, or with a header of another form."""


class EnvelopeKeyError(EnvelopeError):
    """A key that is none: wrong length, or a point that yields no secret."""


class EnvelopeSignatureError(EnvelopeError):
    """The device did not sign these bytes."""


class EnvelopeUnsealError(EnvelopeError):
    """This private key does not open it."""


class EnvelopeHeader(Wire):
    """What travels in the open, bound to the content by HPKE and by the signature."""

    device: UUID
    submission: UUID
    part: Part
    revision: int = Field(ge=1, le=999)
    content_type: ContentType = ContentType.JSON
    key_id: str = Field(pattern=r"^[A-Za-z0-9._-]{1,64}$")
    made_at: Moment

    def encode(self) -> bytes:
        """The one JSON form of this header: fields in this order, no spaces."""
        return self.model_dump_json().encode()


@dataclass(frozen=True, slots=True)
class SealedEnvelope:
    """A well-formed envelope, neither verified nor opened yet."""

    header: EnvelopeHeader
    header_bytes: bytes
    sealed: bytes
    """`enc`, ciphertext and tag."""
    signed: bytes
    """Everything before the signature."""
    signature: bytes


def max_content_bytes(part: Part) -> int:
    """How much content surely fits in one envelope of this part."""
    return MAX_ENVELOPE_BYTES[part] - _OVERHEAD_BYTES


def seal(
    content: bytes, header: EnvelopeHeader, centre_public_key: bytes, device_key: bytes
) -> bytes:
    """Close `content` for the centre and sign it as this device.

    Both keys are raw, 32 bytes. Raises EnvelopeTooLargeError before anything is sealed, and
    EnvelopeKeyError where the centre's key cannot be sealed for.
    """
    if len(content) > max_content_bytes(header.part):
        raise EnvelopeTooLargeError(f"{header.part}: {len(content)} bytes of content")
    header_bytes = header.encode()
    try:
        recipient = X25519PublicKey.from_public_bytes(centre_public_key)
        sealed = _HPKE.encrypt(content, recipient, header_bytes)
    except ValueError as error:
        raise EnvelopeKeyError(f"cannot seal for key {header.key_id}") from error
    signed = _prefix(header_bytes) + header_bytes + sealed
    return signed + sign_bytes(signed, SigningContext.ENVELOPE, device_key)


def parse_envelope(data: bytes) -> SealedEnvelope:
    """Take an envelope apart without trusting it; raise EnvelopeError unless it is well formed."""
    if len(data) > max(MAX_ENVELOPE_BYTES.values()):
        raise EnvelopeTooLargeError(f"{len(data)} bytes")
    header_bytes = data[_PREFIX_BYTES : _PREFIX_BYTES + int.from_bytes(data[5:7], "big")]
    if len(header_bytes) > MAX_HEADER_BYTES or not data.startswith(_prefix(header_bytes)):
        raise EnvelopeFormatError("not an envelope of this version")
    signed, signature = data[:-SIGNATURE_BYTES], data[-SIGNATURE_BYTES:]
    sealed = signed[_PREFIX_BYTES + len(header_bytes) :]
    if len(sealed) < ENC_BYTES + TAG_BYTES:
        raise EnvelopeFormatError("cut off")
    header = _parse_header(header_bytes)
    if len(data) > MAX_ENVELOPE_BYTES[header.part]:
        raise EnvelopeTooLargeError(f"{header.part}: {len(data)} bytes")
    return SealedEnvelope(header, header_bytes, sealed, signed, signature)


def open_envelope(
    envelope: SealedEnvelope, centre_private_key: bytes, device_public_key: bytes
) -> bytes:
    """Return the content, after checking that the device signed it.

    Both keys are raw, 32 bytes. Raises EnvelopeSignatureError or EnvelopeUnsealError.
    """
    try:
        verify_bytes(
            envelope.signed, envelope.signature, SigningContext.ENVELOPE, device_public_key
        )
    except SignatureError as error:
        raise EnvelopeSignatureError(f"not signed by device {envelope.header.device}") from error
    private_key = X25519PrivateKey.from_private_bytes(centre_private_key)
    try:
        return _HPKE.decrypt(envelope.sealed, private_key, envelope.header_bytes)
    except InvalidTag as error:
        raise EnvelopeUnsealError(f"key {envelope.header.key_id} does not open it") from error


def answer_key(device_key: bytes) -> bytes:
    """The device's X25519 key for what is sealed for it; made of its Ed25519 key, never kept."""
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=_ANSWER_KEY_INFO)
    return made.derive(device_key)


def public_answer_key(device_key: bytes) -> bytes:
    """The public half, for whoever answers."""
    private = X25519PrivateKey.from_private_bytes(answer_key(device_key))
    return private.public_key().public_bytes_raw()


def seal_answer(content: bytes, public_key: bytes) -> bytes:
    """Close what only the kiosk that asked may read; raise EnvelopeKeyError for a key that is none.

    Who made it says a signature inside: nothing about it is proved by the sealing.
    """
    try:
        recipient = X25519PublicKey.from_public_bytes(public_key)
        return _HPKE.encrypt(content, recipient, _ANSWER_INFO)
    except ValueError as error:
        raise EnvelopeKeyError("cannot seal for the kiosk's key") from error


def open_answer(sealed: bytes, device_key: bytes) -> bytes:
    """Return what was sealed for this device; raise EnvelopeUnsealError."""
    private = X25519PrivateKey.from_private_bytes(answer_key(device_key))
    try:
        return _HPKE.decrypt(sealed, private, _ANSWER_INFO)
    except (InvalidTag, ValueError) as error:
        raise EnvelopeUnsealError("not sealed for this kiosk") from error


def _prefix(header_bytes: bytes) -> bytes:
    return MAGIC + bytes([FORMAT]) + len(header_bytes).to_bytes(2, "big")


def _parse_header(header_bytes: bytes) -> EnvelopeHeader:
    try:
        header = EnvelopeHeader.model_validate_json(header_bytes)
    except ValidationError as error:
        raise EnvelopeFormatError("header of another form") from error
    if header.encode() != header_bytes:  # a second reading of the same bytes must not exist
        raise EnvelopeFormatError("header is not in its one form")
    return header
