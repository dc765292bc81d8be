"""Signing what was built: a kiosk of this build believes it."""

import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

import kiosk
from installer.artefact import Artefact, Request
from installer.release import public_key_of_release, write
from installer.step import PackagingError
from kiosk.updates import (
    PackageState,
    UpdateState,
    find_package,
    look_for_update,
    parse_key,
)

NOTES = 'version = "9.1.0"\nid = "Baru."\nen = "New."\n'


def pem(key: Ed25519PrivateKey | X25519PrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@pytest.fixture
def request_(tmp_path: Path) -> Request:
    """Of a small repository with one commit."""
    git = ["git", "-C", str(tmp_path)]
    subprocess.run([*git, "init", "-q"], check=True)
    who = ["-c", "user.name=Ani", "-c", "user.email=ani@example.com"]
    subprocess.run([*git, *who, "commit", "-q", "--allow-empty", "-m", "Begin"], check=True)
    (tmp_path / "dist").mkdir()
    (tmp_path / "notes.toml").write_text(NOTES, "utf-8")
    return Request(tmp_path, "9.1.0")


def artefacts(request: Request) -> list[Artefact]:
    paths = [request.dist / name for name in ("loket_9.1.0_amd64.deb", "loket-9.1.0-setup.exe")]
    for path in paths:
        path.write_bytes(path.name.encode())
    return [Artefact(path, 1.0) for path in paths]


def test_a_kiosk_of_this_build_believes_what_was_signed(request_: Request) -> None:
    write(artefacts(request_), request_, request_.root / "notes.toml")
    key = parse_key(public_key_of_release(request_))
    outlook = look_for_update(str(request_.dist), key, "9.0")
    assert outlook.state is UpdateState.NEWER
    assert outlook.release is not None
    assert outlook.release.notes.en == "New."
    package = find_package(request_.dist, outlook.release, "win32")
    assert package.state is PackageState.COMPLETE


def test_the_same_artefacts_give_the_same_file(request_: Request) -> None:
    made, notes = artefacts(request_), request_.root / "notes.toml"
    first = write(made, request_, notes).read_bytes()
    assert write(made[::-1], request_, notes).read_bytes() == first


def test_a_key_for_trying_is_said_loudly_and_stays(
    request_: Request, capsys: pytest.CaptureFixture[str]
) -> None:
    key = public_key_of_release(request_)
    assert capsys.readouterr().out.startswith("NOT FOR USE IN OFFICES")
    assert public_key_of_release(request_) == key
    assert (request_.root / "build" / "keys" / "release-test.pem").stat().st_mode & 0o077 == 0


def test_a_release_is_signed_with_the_key_that_is_named(
    request_: Request, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, key = tmp_path / "release.pem", Ed25519PrivateKey.generate()
    file.write_bytes(pem(key))
    named = Request(request_.root, "9.1.0", release_key=file)
    published = parse_key(public_key_of_release(named))
    assert published == key.public_key().public_bytes_raw()
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("content", [None, b"kopi", pem(X25519PrivateKey.generate())])
def test_what_is_no_such_key_is_named(
    request_: Request, tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "release.pem"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(PackagingError, match=r"release\.pem is no "):
        public_key_of_release(Request(request_.root, "9.1.0", release_key=file))


def test_notes_of_another_version_stop_the_build(request_: Request) -> None:
    later = Request(request_.root, "9.2.0")
    with pytest.raises(PackagingError, match=r"of version 9\.1\.0; write what is new in 9\.2\.0"):
        write(artefacts(later), later, request_.root / "notes.toml")


def test_there_are_notes_for_this_version(request_: Request) -> None:
    present = Request(request_.root, kiosk.__version__)
    assert write(artefacts(present), present).exists()
