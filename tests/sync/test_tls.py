"""Pins: whose key it must be."""

from pathlib import Path

import pytest

from kiosk.sync.tls import WrongPinError, check_pin, read_pin
from tests.sync.authority import make_certificate


def gone() -> bytes:
    raise ValueError("handshake not done yet")


@pytest.mark.parametrize("certificate", [b"", b"\x30\x00", bytes(100)])
def test_what_is_no_certificate_has_no_key(certificate: bytes, tmp_path: Path) -> None:
    pin = read_pin(make_certificate(tmp_path / "centre.pem").pin)

    with pytest.raises(WrongPinError):
        check_pin(lambda: certificate, {pin})


def test_whoever_is_gone_has_not_the_wrong_key(tmp_path: Path) -> None:
    pin = read_pin(make_certificate(tmp_path / "centre.pem").pin)

    with pytest.raises(ConnectionError):
        check_pin(gone, {pin})
