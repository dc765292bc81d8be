"""The release file: believed only as it was signed, whatever lies on a stick."""

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from kiosk.sync.protocol import Signed, base64_bytes
from kiosk.sync.release import (
    MAX_RELEASE_BYTES,
    Notes,
    Release,
    ReleasedFile,
    ReleaseProblem,
    is_newer,
    read_release,
    sign_release,
)
from kiosk.sync.signing import SigningContext, public_key_of, sign
from tests.releases import PRIVATE, PUBLIC, release

SIGNED = sign_release(release(), PRIVATE)
HASH = "0" * 64


def signed_text(payload: str) -> bytes:
    return sign(payload.encode(), SigningContext.RELEASE, PRIVATE, "k").model_dump_json().encode()


def test_what_was_signed_is_read() -> None:
    assert read_release(SIGNED, PUBLIC) == release()


def test_another_key_is_not_believed() -> None:
    assert read_release(SIGNED, public_key_of(bytes(32))) is ReleaseProblem.CHANGED


def test_a_signature_for_something_else_is_not_believed() -> None:
    payload = release().model_dump_json().encode()
    wrong = sign(payload, SigningContext.CONFIG, PRIVATE, "k").model_dump_json().encode()
    assert read_release(wrong, PUBLIC) is ReleaseProblem.CHANGED


@given(
    position=st.integers(min_value=0, max_value=len(SIGNED) - 1),
    byte=st.integers(min_value=0, max_value=255),
)
def test_no_changed_byte_changes_what_is_read(position: int, byte: int) -> None:
    changed = bytearray(SIGNED)
    changed[position] = byte
    found = read_release(bytes(changed), PUBLIC)
    assert found in {ReleaseProblem.FORMAT, ReleaseProblem.CHANGED} or found == release()


@given(st.binary(max_size=200))
def test_any_bytes_are_no_release(data: bytes) -> None:
    assert read_release(data, PUBLIC) is ReleaseProblem.FORMAT


@pytest.mark.parametrize(
    "data", [b"[" * 5000, SIGNED + b" " * MAX_RELEASE_BYTES, b"null", b"\xff\xfe"]
)
def test_what_is_too_deep_too_long_or_no_text_is_refused(data: bytes) -> None:
    assert read_release(data, PUBLIC) is ReleaseProblem.FORMAT


@pytest.mark.parametrize("change", [{"version": "9.1-rc"}, {"files": []}, {"more": 1}])
def test_what_was_signed_must_make_sense(change: dict[str, object]) -> None:
    payload = json.loads(release().model_dump_json()) | change
    assert read_release(signed_text(json.dumps(payload)), PUBLIC) is ReleaseProblem.FORMAT


@pytest.mark.parametrize(
    "name", ["../setup.exe", "a/b.deb", "a\\b.exe", "C:setup.exe", ".hidden", "", "a" * 101]
)
def test_no_name_of_a_file_leads_out_of_its_folder(name: str) -> None:
    with pytest.raises(ValidationError):
        ReleasedFile(name=name, sha256=HASH, size=1)


def test_notes_cannot_steer_a_terminal() -> None:
    with pytest.raises(ValidationError):
        Notes(id="Baru.", en="New.\x1b[2J")


def test_the_file_says_nothing_but_what_is_signed() -> None:
    payload = base64_bytes(Signed.model_validate_json(SIGNED).payload)
    assert Release.model_validate_json(payload) == release()


def test_versions_follow_each_other_by_their_numbers() -> None:
    versions = ["0.1", "0.1.1", "0.2.0", "0.9.9", "0.10", "1.0.0", "1.0.0.1", "10.0"]
    assert all(is_newer(later, earlier) for earlier, later in pairwise(versions))
    assert not any(is_newer(earlier, later) for earlier, later in pairwise(versions))
    assert not is_newer("1.0.0", "1")


NUMBERS = st.lists(st.integers(min_value=0, max_value=999_999), min_size=1, max_size=4)
VERSIONS = NUMBERS.map(lambda numbers: ".".join(map(str, numbers)))


@given(VERSIONS, VERSIONS)
def test_of_two_versions_one_is_newer_or_they_are_the_same(one: str, other: str) -> None:
    def padded(version: str) -> list[int]:
        return [*map(int, version.split(".")), 0, 0, 0][:4]

    found = (is_newer(one, other), is_newer(other, one))
    assert found == (padded(one) > padded(other), padded(one) < padded(other))
