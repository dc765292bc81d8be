"""The search finds every secret in every disguise, so that finding nothing means something."""

import gzip
import zlib
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.canary import found_in, slices_of

SECRETS = {
    "nik": b"3510094101909001",
    "name": b"SITI NURJANAH",
    "phone": b"84012349001",
    "e-mail": b"siti.nurjanah@example.com",
} | slices_of(bytes(range(256)) * 8)
EVERYTHING = b" ".join(SECRETS.values())


@pytest.mark.parametrize(
    "hide",
    [
        bytes,
        lambda plain: plain[::-1],
        lambda plain: plain.hex().encode(),
        b64encode,
        lambda plain: b64encode(b"{" + plain),
        lambda plain: b64encode(b"{ " + plain),
        zlib.compress,
        gzip.compress,
        lambda plain: b"a dump of memory" + zlib.compress(b64encode(plain)) + b"more of it",
    ],
)
def test_what_is_there_is_found(tmp_path: Path, hide: Callable[[bytes], bytes]) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "core").write_bytes(hide(EVERYTHING))
    found = found_in(tmp_path, SECRETS)
    assert {line.rpartition(" in ")[0] for line in found} == SECRETS.keys()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_a_text_of_windows_is_found(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "log").write_bytes("Saya SITI NURJANAH".encode(encoding))
    assert found_in(tmp_path, SECRETS) == ["name in log"]


def test_a_name_of_a_file_is_found(tmp_path: Path) -> None:
    (tmp_path / "3510094101909001.jpg").touch()
    assert found_in(tmp_path, SECRETS) == ["nik in 3510094101909001.jpg"]


def test_nothing_is_found_where_nothing_is(tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(zlib.compress(urlsafe_b64encode(b"SITI N\xe2\x80\xa6AH" * 50)))
    assert found_in(tmp_path, SECRETS) == []
