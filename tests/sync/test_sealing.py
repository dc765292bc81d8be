"""Envelopes: only the centre opens them, and only unchanged ones."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from kiosk.sync.protocol import MAX_FORM_BYTES, MAX_PHOTO_BYTES, Part
from kiosk.sync.sealing import (
    MAX_HEADER_BYTES,
    EnvelopeError,
    EnvelopeFormatError,
    EnvelopeHeader,
    EnvelopeKeyError,
    EnvelopeSignatureError,
    EnvelopeTooLargeError,
    EnvelopeUnsealError,
    max_content_bytes,
    open_envelope,
    parse_envelope,
    seal,
)
from kiosk.sync.signing import SigningContext, public_key_of, sign_bytes

CENTRE_PRIVATE = bytes([7] * 32)
CENTRE_PUBLIC = X25519PrivateKey.from_private_bytes(CENTRE_PRIVATE).public_key().public_bytes_raw()
DEVICE_PRIVATE = bytes([9] * 32)
DEVICE_PUBLIC = public_key_of(DEVICE_PRIVATE)
CONTENT = b'{"full_name":"Siti Contoh"}'


def header(part: Part = Part.FORM) -> EnvelopeHeader:
    return EnvelopeHeader(
        device=UUID(int=1),
        submission=UUID(int=2),
        part=part,
        revision=1,
        key_id="seal-1",
        made_at=datetime(2026, 3, 2, 12, tzinfo=UTC),
    )


def sealed(content: bytes = CONTENT, part: Part = Part.FORM) -> bytes:
    return seal(content, header(part), CENTRE_PUBLIC, DEVICE_PRIVATE)


def resigned(signed: bytes) -> bytes:
    """As a malicious device would: any bytes, honestly signed."""
    return signed + sign_bytes(signed, SigningContext.ENVELOPE, DEVICE_PRIVATE)


def opened(data: bytes) -> bytes:
    return open_envelope(parse_envelope(data), CENTRE_PRIVATE, DEVICE_PUBLIC)


ENVELOPE = sealed()


def with_header(header_bytes: bytes) -> bytes:
    envelope = parse_envelope(ENVELOPE)
    length = len(header_bytes).to_bytes(2, "big")
    return resigned(b"LKTE\x01" + length + header_bytes + envelope.sealed)


def test_the_centre_reads_what_the_kiosk_sealed() -> None:
    assert parse_envelope(ENVELOPE).header == header()
    assert opened(ENVELOPE) == CONTENT


def test_the_content_is_not_in_the_envelope() -> None:
    assert b"Siti" not in ENVELOPE


def test_the_same_content_never_seals_twice_to_the_same_bytes() -> None:
    assert sealed() != sealed()


def test_another_centre_does_not_open_it() -> None:
    with pytest.raises(EnvelopeUnsealError):
        open_envelope(parse_envelope(ENVELOPE), bytes([8] * 32), DEVICE_PUBLIC)


def test_another_device_did_not_sign_it() -> None:
    with pytest.raises(EnvelopeSignatureError):
        open_envelope(parse_envelope(ENVELOPE), CENTRE_PRIVATE, public_key_of(bytes(32)))


def test_a_header_cannot_be_put_on_other_content() -> None:
    other = header().model_copy(update={"submission": UUID(int=3)})

    with pytest.raises(EnvelopeUnsealError):
        opened(with_header(other.encode()))


@given(st.binary(max_size=300))
def test_random_bytes_are_no_envelope(data: bytes) -> None:
    with pytest.raises(EnvelopeError):
        parse_envelope(data)


@given(st.binary(max_size=300))
def test_random_bytes_after_a_right_beginning_are_no_envelope(data: bytes) -> None:
    with pytest.raises(EnvelopeError):
        parse_envelope(b"LKTE\x01" + data)


def test_no_truncation_opens() -> None:
    for length in range(len(ENVELOPE)):
        with pytest.raises(EnvelopeError):
            opened(ENVELOPE[:length])


@given(st.integers(min_value=0, max_value=len(ENVELOPE) * 8 - 1))
def test_no_flipped_bit_opens(position: int) -> None:
    data = bytearray(ENVELOPE)
    data[position // 8] ^= 1 << position % 8

    with pytest.raises(EnvelopeError):
        opened(bytes(data))


@given(st.binary(min_size=1, max_size=40))
def test_nothing_can_be_appended(tail: bytes) -> None:
    with pytest.raises(EnvelopeError):
        opened(ENVELOPE + tail)


@pytest.mark.parametrize(
    "change",
    [
        (b'"part":"form"', b'"part":"test"'),
        (b'"revision":1', b'"revision":"1"'),
        (b'"revision":1', b'"revision":1,"revision":1'),
        (b'"revision":1', b'"revision":0'),
        (b'"revision":1', b'"revision":1,"note":"x"'),
        (b'"revision":1', b'"revision": 1'),
        (b"12:00:00Z", b"12:00:00"),
        (b"seal-1", b"seal/1"),
        (b"{", b"["),
    ],
)
def test_a_header_of_another_form_is_refused(change: tuple[bytes, bytes]) -> None:
    with pytest.raises(EnvelopeFormatError):
        parse_envelope(with_header(header().encode().replace(*change)))


def test_a_header_over_the_limit_is_refused() -> None:
    with pytest.raises(EnvelopeFormatError, match="of this version"):
        parse_envelope(with_header(header().encode().ljust(MAX_HEADER_BYTES + 1)))


def test_another_version_is_refused() -> None:
    with pytest.raises(EnvelopeFormatError):
        parse_envelope(resigned(b"LKTE\x02" + ENVELOPE[5:-64]))


@pytest.mark.parametrize(
    ("part", "limit"), [(Part.FORM, MAX_FORM_BYTES), (Part.PHOTO, MAX_PHOTO_BYTES)]
)
def test_the_largest_content_fits_and_one_byte_more_is_not_sealed(part: Part, limit: int) -> None:
    largest = bytes(max_content_bytes(part))

    assert len(sealed(largest, part)) <= limit
    assert opened(sealed(largest, part)) == largest
    with pytest.raises(EnvelopeTooLargeError):
        sealed(largest + b"x", part)


@pytest.mark.parametrize("size", [MAX_FORM_BYTES + 1, MAX_PHOTO_BYTES + 1])
def test_a_form_envelope_over_its_limit_is_refused(size: int) -> None:
    with pytest.raises(EnvelopeTooLargeError):
        parse_envelope(ENVELOPE.ljust(size, b"x"))


@pytest.mark.parametrize("key", [b"short", bytes(32)])
def test_a_key_that_is_none_is_not_sealed_for(key: bytes) -> None:
    with pytest.raises(EnvelopeKeyError):
        seal(CONTENT, header(), key, DEVICE_PRIVATE)
