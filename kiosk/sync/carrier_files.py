"""The two files on the stick: the bundle that goes out, and the answer that comes back.

Bundle, in bytes: magic (4), format (1), the envelopes one after another, the manifest (JSON) that
says what they are, its length (4, big-endian), SHA-256 of everything before it (32), Ed25519
signature of the device (64) over that hash under the BUNDLE context. Answer: magic (4), format (1),
JSON, SHA-256 of everything before it (32); what is in it proves itself.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from pydantic import Field, ValidationError

from kiosk.sync.protocol import (
    Key32,
    Moment,
    Part,
    Secret,
    Sha256Hex,
    Signed,
    Wire,
    base64_bytes,
    base64_text,
)
from kiosk.sync.sealing import MAX_ENVELOPE_BYTES
from kiosk.sync.signing import (
    SIGNATURE_BYTES,
    SignatureError,
    SigningContext,
    public_key_of,
    sign_bytes,
    verify_bytes,
)
from kiosk.sync.stick import CarrierError, CarrierProblem, open_file, stick_faults_named

BUNDLE_SUFFIX = ".lktb"
ANSWER_SUFFIX = ".lkta"
BUNDLE_MAGIC = b"LKTB"
ANSWER_MAGIC = b"LKTA"
FORMAT = 1
MAX_PARTS = 10_000
MAX_BUNDLE_BYTES = 1024**3
MAX_MANIFEST_BYTES = 8 * 1024 * 1024
MAX_ANSWER_BYTES = 64 * 1024 * 1024
_LENGTH_BYTES, _HASH_BYTES = 4, 32
_TRAILER_BYTES = _LENGTH_BYTES + _HASH_BYTES + SIGNATURE_BYTES
_BEGIN_BYTES = len(BUNDLE_MAGIC) + 1
_CHUNK_BYTES = 1024 * 1024


class CarriedPart(Wire):
    """One envelope in a bundle."""

    submission_id: UUID
    part: Part
    revision: int = Field(ge=1, le=999)
    sha256: Sha256Hex
    size_bytes: int = Field(ge=1, le=max(MAX_ENVELOPE_BYTES.values()))
    grant: Secret | None = Field(default=None, repr=False)


class Manifest(Wire):
    """What is in a bundle: the envelopes in their order, and what the kiosk asks."""

    device_id: UUID
    device_key: Key32
    made_at: Moment
    parts: list[CarriedPart] = Field(max_length=MAX_PARTS)
    question: Signed
    """Of an `OutcomeQuestion`."""


class AnswerFile(Wire):
    """What the centre said, for the kiosk whose bundle was carried."""

    device_id: UUID
    carried_at: Moment
    receipts: list[Signed] = Field(max_length=MAX_PARTS)
    refusals: list[Signed] = Field(max_length=MAX_PARTS)
    """Of `PartRefusal`s."""
    outcomes: list[str] = Field(max_length=MAX_PARTS)
    """What each `SealedAnswer` had sealed."""


@dataclass(frozen=True, slots=True)
class Device:
    """The kiosk that signs: its id, and the private half of its key, raw."""

    id: UUID
    key: bytes = field(repr=False)


def bundle_pieces(
    device: Device,
    question: Signed,
    made_at: datetime,
    parts: Iterable[tuple[CarriedPart, bytes]],
) -> Iterator[bytes]:
    """The bytes of a bundle, in order, with no more than one envelope in memory at a time."""
    digest = hashlib.sha256()
    listed: list[CarriedPart] = []

    def counted(piece: bytes) -> bytes:
        digest.update(piece)
        return piece

    yield counted(BUNDLE_MAGIC + bytes([FORMAT]))
    for part, envelope in parts:
        listed.append(part)
        yield counted(envelope)
    manifest = Manifest(
        device_id=device.id,
        device_key=base64_text(public_key_of(device.key)),
        made_at=made_at,
        parts=listed,
        question=question,
    )
    encoded = manifest.model_dump_json().encode()
    yield counted(encoded + len(encoded).to_bytes(_LENGTH_BYTES, "big"))
    whole = digest.digest()
    yield whole + sign_bytes(whole, SigningContext.BUNDLE, device.key)


def read_manifest(file: BinaryIO) -> Manifest:
    """Check a whole bundle and return what it says of itself; raise CarrierError.

    Whole and of one hand: that this hand is a kiosk of the centre, only the centre can say.
    """
    size = _size_of(file)
    _check_beginning(file, BUNDLE_MAGIC)
    if not _BEGIN_BYTES + _TRAILER_BYTES <= size <= MAX_BUNDLE_BYTES:
        raise CarrierError(CarrierProblem.DAMAGED, f"{size} bytes")
    file.seek(size - _TRAILER_BYTES)
    trailer = file.read(_TRAILER_BYTES)
    whole, signature = trailer[_LENGTH_BYTES:-SIGNATURE_BYTES], trailer[-SIGNATURE_BYTES:]
    if _hash_of(file, size - _HASH_BYTES - SIGNATURE_BYTES) != whole:
        raise CarrierError(CarrierProblem.DAMAGED, "hash")
    length = int.from_bytes(trailer[:_LENGTH_BYTES], "big")
    manifest = _parse_manifest(file, size - _TRAILER_BYTES - length, length)
    try:
        key = base64_bytes(manifest.device_key)
        verify_bytes(whole, signature, SigningContext.BUNDLE, key)
    except SignatureError as error:
        raise CarrierError(CarrierProblem.FORGED, "signature") from error
    return manifest


def read_envelopes(
    file: BinaryIO, parts: Sequence[CarriedPart]
) -> Iterator[tuple[CarriedPart, bytes]]:
    """Each envelope of a checked bundle; raise CarrierError where it has changed meanwhile."""
    file.seek(_BEGIN_BYTES)
    for part in parts:
        with stick_faults_named():
            envelope = file.read(part.size_bytes)
        if hashlib.sha256(envelope).hexdigest() != part.sha256:
            raise CarrierError(CarrierProblem.DAMAGED, part.sha256)
        yield part, envelope


def answer_bytes(answer: AnswerFile) -> bytes:
    """The answer as a file."""
    content = ANSWER_MAGIC + bytes([FORMAT]) + answer.model_dump_json().encode()
    return content + hashlib.sha256(content).digest()


def parse_answer(content: bytes) -> AnswerFile:
    """Read an answer; raise CarrierError. Nothing in it is trusted yet."""
    body, whole = content[:-_HASH_BYTES], content[-_HASH_BYTES:]
    _check_magic(content[:_BEGIN_BYTES], ANSWER_MAGIC)
    if hashlib.sha256(body).digest() != whole:
        raise CarrierError(CarrierProblem.DAMAGED, "hash")
    try:
        return AnswerFile.model_validate_json(body[_BEGIN_BYTES:])
    except ValidationError as error:
        raise CarrierError(CarrierProblem.DAMAGED, "form") from error


def read_answer(path: Path) -> AnswerFile:
    """Read an answer from the stick; raise CarrierError."""
    with open_file(path) as file, stick_faults_named():
        content = file.read(MAX_ANSWER_BYTES + 1)
    if len(content) > MAX_ANSWER_BYTES:
        raise CarrierError(CarrierProblem.NOT_OURS, "too large")
    return parse_answer(content)


def _parse_manifest(file: BinaryIO, start: int, length: int) -> Manifest:
    if length > MAX_MANIFEST_BYTES or start < _BEGIN_BYTES:
        raise CarrierError(CarrierProblem.DAMAGED, "length of the manifest")
    with stick_faults_named():
        file.seek(start)
        encoded = file.read(length)
    try:
        manifest = Manifest.model_validate_json(encoded)
    except ValidationError as error:
        raise CarrierError(CarrierProblem.DAMAGED, "manifest") from error
    if _BEGIN_BYTES + sum(part.size_bytes for part in manifest.parts) != start:
        raise CarrierError(CarrierProblem.DAMAGED, "sizes")
    return manifest


def _size_of(file: BinaryIO) -> int:
    with stick_faults_named():
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
    return size


def _check_beginning(file: BinaryIO, magic: bytes) -> None:
    with stick_faults_named():
        beginning = file.read(_BEGIN_BYTES)
    _check_magic(beginning, magic)


def _check_magic(beginning: bytes, magic: bytes) -> None:
    if not beginning.startswith(magic):
        raise CarrierError(CarrierProblem.NOT_OURS, "magic")
    if beginning[len(magic) :] != bytes([FORMAT]):
        raise CarrierError(CarrierProblem.NEWER, "format")


def _hash_of(file: BinaryIO, size: int) -> bytes:
    digest, left = hashlib.sha256(), size
    with stick_faults_named():
        file.seek(0)
        while left > 0 and (chunk := file.read(min(left, _CHUNK_BYTES))):
            digest.update(chunk)
            left -= len(chunk)
    return digest.digest()
