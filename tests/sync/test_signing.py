"""Signatures and what they are bound to."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.sync.protocol import Signed
from kiosk.sync.signing import (
    SignatureError,
    SigningContext,
    public_key_of,
    sign,
    sign_bytes,
    token_statement,
    verify,
    verify_bytes,
)

PRIVATE = bytes(range(32))
PUBLIC = public_key_of(PRIVATE)
OTHER_PUBLIC = public_key_of(bytes(32))


def test_returns_exactly_what_was_signed() -> None:
    signed = sign(b'{"seq": 1}', SigningContext.OUTCOME, PRIVATE, "k1")

    assert verify(signed, SigningContext.OUTCOME, PUBLIC) == b'{"seq": 1}'
    assert signed.key_id == "k1"


@pytest.mark.parametrize("context", [c for c in SigningContext if c != SigningContext.OUTCOME])
def test_a_signature_for_one_kind_does_not_pass_for_another(context: SigningContext) -> None:
    signed = sign(b"{}", SigningContext.OUTCOME, PRIVATE, "k1")

    with pytest.raises(SignatureError):
        verify(signed, context, PUBLIC)


def test_the_payload_cannot_be_shifted_into_the_context() -> None:
    contexts = [context.value for context in SigningContext]

    assert not any(a != b and a.startswith(b) for a in contexts for b in contexts)


def test_another_key_does_not_verify() -> None:
    signed = sign(b"{}", SigningContext.CONFIG, PRIVATE, "k1")

    with pytest.raises(SignatureError):
        verify(signed, SigningContext.CONFIG, OTHER_PUBLIC)


@given(payload=st.binary(max_size=64), position=st.integers(min_value=0))
def test_no_flipped_bit_verifies(payload: bytes, position: int) -> None:
    signature = sign_bytes(payload, SigningContext.RECEIPT, PRIVATE)
    whole = bytearray(payload + signature)
    whole[position // 8 % len(whole)] ^= 1 << position % 8

    with pytest.raises(SignatureError):
        verify_bytes(
            bytes(whole[: len(payload)]),
            bytes(whole[len(payload) :]),
            SigningContext.RECEIPT,
            PUBLIC,
        )


@given(payload=st.text(max_size=20), signature=st.text(max_size=100))
def test_nonsense_is_a_signature_error_and_nothing_else(payload: str, signature: str) -> None:
    signed = Signed(payload=payload, signature=signature, key_id="k1")

    with pytest.raises(SignatureError):
        verify(signed, SigningContext.RECEIPT, PUBLIC)


def test_a_key_of_the_wrong_length_is_a_signature_error() -> None:
    signed = sign(b"{}", SigningContext.CONFIG, PRIVATE, "k1")

    with pytest.raises(SignatureError):
        verify(signed, SigningContext.CONFIG, b"short")


def test_a_token_statement_does_not_depend_on_the_time_zone() -> None:
    device = UUID(int=7)
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)

    assert token_statement(device, noon) == (
        b"00000000-0000-0000-0000-000000000007\n2026-03-02T12:00:00.000000+00:00"
    )
    wib = timezone(timedelta(hours=7))
    assert token_statement(device, noon.astimezone(wib)) == token_statement(device, noon)
