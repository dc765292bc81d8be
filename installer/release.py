"""Signs what was built: the release file, and the key by which a kiosk knows it.

The key is an Ed25519 private key as PEM: `openssl genpkey -algorithm ed25519 -out release.pem`. It
belongs to whoever publishes packages and never into a repository.
"""

import tomllib
from base64 import b64encode
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from installer.artefact import Artefact, Request
from installer.step import PackagingError
from kiosk.sync.release import RELEASE_FILE, Notes, Release, ReleasedFile, sign_release
from kiosk.sync.signing import public_key_of

NOTES_FILE: Final = Path(__file__).parent / "notes.toml"
_TEST_KEY: Final = Path("build") / "keys" / "release-test.pem"


def write(artefacts: Sequence[Artefact], request: Request, notes: Path = NOTES_FILE) -> Path:
    """Write the release file beside the artefacts, dated as the newest commit.

    Raises PackagingError where a key or the notes of this version cannot be used.
    """
    release = Release(
        version=request.version,
        date=datetime.fromtimestamp(request.epoch, UTC).date(),
        files=[
            ReleasedFile(name=artefact.path.name, sha256=artefact.sha256, size=artefact.size)
            for artefact in sorted(artefacts, key=lambda artefact: artefact.path.name)
        ],
        notes=_notes_of(request.version, notes),
    )
    path = request.dist / RELEASE_FILE
    path.write_bytes(sign_release(release, _private_key(request)))
    return path


def public_key_of_release(request: Request) -> str:
    """What stands in `kiosk/resources/release.pub` of a tree (`kiosk.updates.KEY_RESOURCE`).

    Raises PackagingError where the key cannot be used.
    """
    return b64encode(public_key_of(_private_key(request))).decode() + "\n"


def _private_key(request: Request) -> bytes:
    """The raw key that is asked for, or one for trying, which stays the same in this folder."""
    path = request.release_key or _test_key(request.root)
    try:
        key = load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:  # a TypeError wants a password
        raise PackagingError(f"{path} is no private key without a password: {error}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise PackagingError(f"{path} is no Ed25519 key")
    return key.private_bytes_raw()


def _test_key(root: Path) -> Path:
    path = root / _TEST_KEY
    print(f"NOT FOR USE IN OFFICES: signed with a key for trying, {path}; see --release-key")
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        key = Ed25519PrivateKey.generate()
        text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        path.touch(mode=0o600)
        path.write_bytes(text)
    return path


def _notes_of(version: str, file: Path) -> Notes:
    """What is new in this version: notes of the last one would be a lie."""
    try:
        notes = tomllib.loads(file.read_text("utf-8"))
        told = notes.pop("version")
        found = Notes.model_validate(notes)
    except (OSError, ValueError, KeyError) as error:
        raise PackagingError(f"{file} cannot be used: {error}") from error
    if told != version:
        raise PackagingError(f"{file} is of version {told}; write what is new in {version}")
    return found
