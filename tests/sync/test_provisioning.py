"""The provisioning file: what is taken, and everything that is not."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.config import ConfigError
from kiosk.paths import Folders
from kiosk.sync.protocol import Signed, base64_bytes, base64_text
from kiosk.sync.provisioning import (
    MAX_PROVISION_BYTES,
    MAX_QR_BYTES,
    Provisioning,
    ProvisioningProblem,
    kept_file,
    machine_file,
    open_provisioning,
    provisioned_file,
    read_provisioning,
    sign_provisioning,
)
from kiosk.sync.signing import SigningContext, public_key_of, sign
from tests.sync.scripted_central import CONFIGS, NOON, RECEIPTS

SAID = {
    "version": 1,
    "issued_at": NOON.isoformat(),
    "expires_at": (NOON + timedelta(hours=72)).isoformat(),
    "centre_url": "https://loket.kabupaten.example",
    "code": "7Q4M-2XA9-BC0D",
    "office_name": "Kantor Desa Genteng Kulon",
    "config_key": base64_text(public_key_of(CONFIGS)),
    "settings": {"camera": {"source": "0"}, "session": {"idle_seconds": 90, "presence": False}},
}


def provisioning(**changes: object) -> Provisioning:
    return Provisioning.model_validate_json(json.dumps(SAID | changes))


FILE = sign_provisioning(provisioning(), CONFIGS)


def signed_anyhow(payload: bytes, key: bytes = CONFIGS, key_id: str = "k") -> bytes:
    context = SigningContext.PROVISION
    return sign(payload, context, key, key_id).model_dump_json().encode()


def test_says_what_was_signed_and_fits_into_a_qr_code() -> None:
    assert read_provisioning(FILE, NOON) == provisioning()
    assert len(FILE) <= MAX_QR_BYTES


@given(position=st.integers(0, len(FILE) - 1), byte=st.integers(0, 255))
def test_any_changed_byte_is_refused(position: int, byte: int) -> None:
    changed = bytearray(FILE)
    changed[position] = byte
    is_same = bytes(changed) == FILE
    assert isinstance(open_provisioning(bytes(changed)), Provisioning) is is_same


@given(start=st.integers(0, len(FILE)), length=st.integers(1, 40))
def test_anything_left_out_is_refused(start: int, length: int) -> None:
    cut = FILE[:start] + FILE[start + length :]
    assert isinstance(open_provisioning(cut), Provisioning) is (cut == FILE)


@given(st.binary(max_size=200))
def test_whatever_is_no_file_is_refused(data: bytes) -> None:
    assert open_provisioning(data) is ProvisioningProblem.FORMAT


def test_white_space_around_it_does_no_harm() -> None:
    assert open_provisioning(b"\r\n " + FILE + b"\n") == provisioning()


def test_ends_at_the_second() -> None:
    end = NOON + timedelta(hours=72)
    assert isinstance(read_provisioning(FILE, end - timedelta(seconds=1)), Provisioning)
    assert read_provisioning(FILE, end) is ProvisioningProblem.EXPIRED


@pytest.mark.parametrize("context", [c for c in SigningContext if c != SigningContext.PROVISION])
def test_a_signature_for_something_else_is_none(context: SigningContext) -> None:
    signed = Signed.model_validate_json(FILE)
    other = sign(base64_bytes(signed.payload), context, CONFIGS, signed.key_id)
    data = other.model_dump_json().encode()
    assert open_provisioning(data) is ProvisioningProblem.CHANGED


def test_it_names_the_key_that_signed_it() -> None:
    payload = base64_bytes(Signed.model_validate_json(FILE).payload)
    by_another = signed_anyhow(payload, RECEIPTS)
    assert open_provisioning(by_another) is ProvisioningProblem.CHANGED
    assert open_provisioning(signed_anyhow(payload)) is ProvisioningProblem.CHANGED


def test_a_file_of_a_later_loket_says_so() -> None:
    later = json.dumps({"version": 2, "whatever": [1]}).encode()
    assert open_provisioning(signed_anyhow(later)) is ProvisioningProblem.NEWER_VERSION


@pytest.mark.parametrize(
    "change",
    [
        {"centre_url": "ftp://centre.example"},
        {"centre_url": "https://centre.example/\n"},
        {"code": "12345"},
        {"office_name": "Desa\u202e"},
        {"pin": "sha256/abc"},
        {"ca": "no certificate"},
        {"proxy": "proxy.example"},
        {"settings": {"centre": {"url": "https://elsewhere.example"}}},
        {"settings": {"camera": {"source": {"deeper": 1}}}},
        {"settings": {"camera": {"source": 1.5}}},
        {"settings": {"camera": {"source": None}}},
        {"settings": {"Camera": {"source": "0"}}},
        {"settings": {"camera": {"source": "x" * 501}}},
        {"settings": {f"table_{number}": {} for number in range(21)}},
        {"settings": {"camera": {f"key_{number}": 1 for number in range(41)}}},
        {"settings": {"camera": {"source": 2**63}}},
        {"version": 0},
        {"anything": "else"},
    ],
    ids=str,
)
def test_what_cannot_stand_in_a_file_is_refused(change: dict[str, object]) -> None:
    data = signed_anyhow(json.dumps(SAID | change).encode())
    assert open_provisioning(data) is ProvisioningProblem.FORMAT


@pytest.mark.parametrize(
    "data",
    [b"[" * 30_000, b'{"payload":' * 3_000, FILE + b" " * 10 + b"x" * MAX_PROVISION_BYTES],
    ids=["nested lists", "nested objects", "too long"],
)
def test_what_is_too_deep_or_too_long_is_refused(data: bytes) -> None:
    assert open_provisioning(data) is ProvisioningProblem.FORMAT
    deep = signed_anyhow(b'{"version":1,"settings":' + b'{"a":' * 5_000 + b"}" * 5_000 + b"}")
    assert open_provisioning(deep) is ProvisioningProblem.FORMAT


def test_neither_code_nor_proxy_shows_where_it_is_printed() -> None:
    said = repr(provisioning(proxy="http://name:secret@proxy.example"))
    assert "7Q4M" not in said
    assert "secret" not in said


# --- which file holds -----------------------------------------------------------------------------


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    for name in ("data", "etc"):
        (tmp_path / name).mkdir()
    return Folders(data=tmp_path / "data", settings_file=tmp_path / "etc" / "kiosk.toml")


def issued(hours: int, key: bytes = CONFIGS) -> bytes:
    at = (NOON + timedelta(hours=hours)).isoformat()
    config_key = base64_text(public_key_of(key))
    return sign_provisioning(provisioning(issued_at=at, config_key=config_key), key)


def test_without_a_file_there_is_none(folders: Folders) -> None:
    assert provisioned_file(folders) is None


def test_the_later_file_of_one_centre_holds(folders: Folders) -> None:
    kept, of_machine = kept_file(folders), machine_file(folders)
    of_machine.write_bytes(issued(1))
    assert holds(folders) == of_machine
    kept.write_bytes(issued(2))
    assert holds(folders) == kept
    of_machine.write_bytes(issued(3))
    assert holds(folders) == of_machine
    of_machine.write_bytes(issued(4, RECEIPTS))
    assert holds(folders) == kept


def test_the_computers_file_is_left_alone_where_it_cannot_be_used(folders: Folders) -> None:
    machine_file(folders).write_bytes(FILE[:-1])
    assert provisioned_file(folders) is None
    kept_file(folders).write_bytes(FILE)
    assert holds(folders) == kept_file(folders)


def test_what_this_user_keeps_is_not_lost_in_silence(folders: Folders) -> None:
    kept_file(folders).write_bytes(FILE[:-1])
    with pytest.raises(ConfigError, match="provision again"):
        provisioned_file(folders)


def test_it_names_its_settings_as_the_settings_file_does(folders: Folders) -> None:
    said = provisioning(ca="-----BEGIN CERTIFICATE-----\nAA==", pin=f"sha256/{'A' * 43}=")
    assert said.tables(folders.data) == {
        "centre": {
            "url": "https://loket.kabupaten.example",
            "pin": f"sha256/{'A' * 43}=",
            "ca_file": str(folders.data / "provision-ca.pem"),
        },
        "camera": {"source": "0"},
        "session": {"idle_seconds": 90, "presence": False},
    }


def holds(folders: Folders) -> Path:
    found = provisioned_file(folders)
    assert found is not None
    return found.path
