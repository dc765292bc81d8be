"""A signed repository of packages in one folder, which apt reads from a stick as from a server."""

import os
import shutil
import tempfile
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from installer.step import run

KEYRING: Final = "loket-archive-keyring.gpg"
_OURS: Final = Path(__file__).parent
_MADE_AT: Final = "20240101T000000"
"""Of a key for trying: before any commit, so that a signature may bear the date of the commit."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An OpenPGP key without a passphrase, as `gpg --armor --export-secret-keys` writes it."""

    path: Path


def trial_key(folder: Path) -> SigningKey:
    """A key for trying, made once; whoever trusts it trusts whoever has this folder."""
    key = SigningKey(folder / "apt-trial.asc")
    if not key.path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="loket-gpg-") as home, _agent(home) as gpg:
            user = "Loket, only for trying <loket@example.com>"
            make = ["--faked-system-time", _MADE_AT, "--quick-gen-key", user]
            run([*gpg, *make, "ed25519", "sign", "never"])
            secret = run([*gpg, "--armor", "--export-secret-keys"])
        with os.fdopen(os.open(key.path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(secret)
    return key


def make_repository(packages: Iterable[Path], folder: Path, key: SigningKey, epoch: int) -> Path:
    """Make `folder` anew with these packages, their index and its signatures; returns it.

    Raises PackagingError where a tool is missing or the key cannot sign.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for package in sorted(packages):
        shutil.copyfile(package, folder / package.name)
    for name in ("README.txt", "loket.sources"):
        shutil.copyfile(_OURS / "stick" / name, folder / name)
    _write_index(folder, epoch)
    _sign(folder, key, epoch)
    return folder


def _write_index(folder: Path, epoch: int) -> None:
    index = run(["apt-ftparchive", "packages", "."], folder=folder)
    (folder / "Packages").write_text(index, "utf-8")
    fields = {"Origin": "Loket", "Label": "Loket", "Suite": "stable", "Architectures": "amd64"}
    options = [f"-oAPT::FTPArchive::Release::{name}={value}" for name, value in fields.items()]
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(epoch)}
    command = ["apt-ftparchive", *options, "release", "."]
    release = run(command, folder=folder, environment=environment)
    (folder / "Release").write_text(release, "utf-8")


def _sign(folder: Path, key: SigningKey, epoch: int) -> None:
    with tempfile.TemporaryDirectory(prefix="loket-gpg-") as home, _agent(home) as gpg:
        run([*gpg, "--import", key.path])
        at = [*gpg, "--faked-system-time", f"{epoch}!"]
        release = folder / "Release"
        run([*at, "--output", folder / "InRelease", "--clear-sign", release])
        run([*at, "--output", folder / "Release.gpg", "--armor", "--detach-sign", release])
        run([*gpg, "--output", folder / KEYRING, "--export"])


@contextmanager
def _agent(home: str) -> Generator[list[str]]:
    """Begin a command of gpg with a home of its own, whose agent ends with it."""
    try:
        yield ["gpg", "--homedir", home, "--batch", "--quiet", "--passphrase", ""]
    finally:
        run(["gpgconf", "--homedir", home, "--kill", "all"])
