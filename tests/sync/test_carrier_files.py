"""Bundle and answer as files: whole, of one hand, or not believed at all."""

import hashlib
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.sync.carrier_files import (
    ANSWER_MAGIC,
    BUNDLE_MAGIC,
    MAX_ANSWER_BYTES,
    AnswerFile,
    CarriedPart,
    Device,
    Manifest,
    answer_bytes,
    bundle_pieces,
    parse_answer,
    read_answer,
    read_envelopes,
    read_manifest,
)
from kiosk.sync.protocol import Part, Signed
from kiosk.sync.signing import SigningContext, sign_bytes
from kiosk.sync.stick import CarrierError, CarrierProblem

NOON = datetime(2026, 3, 2, 5, tzinfo=UTC)
DEVICE = Device(UUID(int=7), bytes([9] * 32))
SIGNED = Signed(payload="e30=", signature="AAAA", key_id="k")
ANSWER = AnswerFile(
    device_id=DEVICE.id, carried_at=NOON, receipts=[SIGNED], refusals=[], outcomes=["AAAA"]
)
TRAILER = 32 + 64


def part(envelope: bytes, grant: str | None = None) -> CarriedPart:
    return CarriedPart(
        submission_id=UUID(int=len(envelope)),
        part=Part.FORM,
        revision=1,
        sha256=hashlib.sha256(envelope).hexdigest(),
        size_bytes=len(envelope),
        grant=grant,
    )


def bundle(*envelopes: bytes) -> bytes:
    parts = [(part(envelope), envelope) for envelope in envelopes]
    return b"".join(bundle_pieces(DEVICE, SIGNED, NOON, parts))


def problem(content: bytes) -> CarrierProblem:
    with pytest.raises(CarrierError) as caught:
        read_manifest(BytesIO(content))
    return caught.value.problem


def signed_again(content: bytes) -> bytes:
    """What somebody with this kiosk's key would have written."""
    whole = hashlib.sha256(content).digest()
    return content + whole + sign_bytes(whole, SigningContext.BUNDLE, DEVICE.key)


WHOLE = bundle(b"one envelope", b"another")


@given(st.lists(st.binary(min_size=1, max_size=200), max_size=8))
def test_what_was_put_in_comes_out(envelopes: list[bytes]) -> None:
    file = BytesIO(bundle(*envelopes))
    manifest = read_manifest(file)
    assert [envelope for _, envelope in read_envelopes(file, manifest.parts)] == envelopes
    assert (manifest.device_id, manifest.question, manifest.made_at) == (DEVICE.id, SIGNED, NOON)


@given(st.binary(max_size=400))
def test_no_bytes_are_a_bundle_by_chance(content: bytes) -> None:
    assert problem(content) in {CarrierProblem.NOT_OURS, CarrierProblem.DAMAGED}
    assert problem(BUNDLE_MAGIC + b"\x01" + content) is CarrierProblem.DAMAGED


@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_a_bundle_with_one_changed_byte_is_refused(place: int, change: int) -> None:
    content = bytearray(WHOLE)
    content[place] ^= change
    assert problem(bytes(content)) in {
        CarrierProblem.NOT_OURS,
        CarrierProblem.NEWER,
        CarrierProblem.DAMAGED,
        CarrierProblem.FORGED,
    }


@given(st.integers(0, len(WHOLE) - 1))
def test_a_bundle_that_is_cut_off_is_refused(length: int) -> None:
    problem(WHOLE[:length])


@given(st.binary(min_size=1, max_size=50))
def test_a_bundle_with_something_behind_it_is_refused(more: bytes) -> None:
    assert problem(WHOLE + more) is CarrierProblem.DAMAGED


@given(st.integers(0, 2**32 - 1))
def test_a_manifest_of_any_length_is_looked_for_inside_the_file_only(length: int) -> None:
    body = WHOLE[: -TRAILER - 4]
    changed = body + length.to_bytes(4, "big")
    if changed != WHOLE[:-TRAILER]:
        assert problem(signed_again(changed)) is CarrierProblem.DAMAGED


@given(st.binary(max_size=300))
def test_a_signed_bundle_with_any_manifest_is_refused(manifest: bytes) -> None:
    content = BUNDLE_MAGIC + b"\x01" + manifest + len(manifest).to_bytes(4, "big")
    assert problem(signed_again(content)) is CarrierProblem.DAMAGED


def test_a_bundle_signed_by_somebody_else_is_forged() -> None:
    other = bytes([8] * 32)
    whole = WHOLE[-TRAILER:-64]
    forged = WHOLE[:-64] + sign_bytes(whole, SigningContext.BUNDLE, other)
    assert problem(forged) is CarrierProblem.FORGED


def test_a_signature_for_another_purpose_is_no_bundles() -> None:
    whole = WHOLE[-TRAILER:-64]
    forged = WHOLE[:-64] + sign_bytes(whole, SigningContext.ENVELOPE, DEVICE.key)
    assert problem(forged) is CarrierProblem.FORGED


def test_a_bundle_of_a_newer_kiosk_says_so() -> None:
    assert problem(BUNDLE_MAGIC + b"\x02" + WHOLE[5:]) is CarrierProblem.NEWER


def test_envelopes_that_change_between_two_looks_are_noticed() -> None:
    file = BytesIO(WHOLE)
    manifest = read_manifest(file)
    changed = BytesIO(WHOLE.replace(b"another", b"anothem"))
    with pytest.raises(CarrierError) as caught:
        list(read_envelopes(changed, manifest.parts))
    assert caught.value.problem is CarrierProblem.DAMAGED


def test_a_grant_is_kept_out_of_what_is_logged() -> None:
    assert "secret" not in repr(part(b"envelope", "secret"))


def test_an_answer_comes_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "answer"
    path.write_bytes(answer_bytes(ANSWER))
    assert read_answer(path) == ANSWER


@given(st.binary(max_size=300))
def test_no_bytes_are_an_answer_by_chance(content: bytes) -> None:
    for tried in (content, ANSWER_MAGIC + b"\x01" + content):
        with pytest.raises(CarrierError):
            parse_answer(tried)


@given(st.integers(0, len(answer_bytes(ANSWER)) - 1), st.integers(1, 255))
def test_an_answer_with_one_changed_byte_is_refused(place: int, change: int) -> None:
    content = bytearray(answer_bytes(ANSWER))
    content[place] ^= change
    with pytest.raises(CarrierError):
        parse_answer(bytes(content))


@given(st.binary(max_size=300))
def test_an_answer_with_any_content_is_refused(content: bytes) -> None:
    body = ANSWER_MAGIC + b"\x01" + content
    with pytest.raises(CarrierError) as caught:
        parse_answer(body + hashlib.sha256(body).digest())
    assert caught.value.problem is CarrierProblem.DAMAGED


def test_an_answer_without_end_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "answer"
    with path.open("wb") as file:
        file.truncate(MAX_ANSWER_BYTES + 1)
    with pytest.raises(CarrierError) as caught:
        read_answer(path)
    assert caught.value.problem is CarrierProblem.NOT_OURS


def test_a_manifest_names_no_part_that_is_larger_than_parts_may_be() -> None:
    with pytest.raises(ValueError, match="size_bytes"):
        Manifest.model_validate_json(
            '{"parts": [{"submission_id": "00000000-0000-0000-0000-000000000001", "part": "form",'
            ' "revision": 1, "sha256": "' + "0" * 64 + '", "size_bytes": 10000000}]}'
        )
