"""Makes what Debian's computers install: the package, and a signed repository with it."""

import time
from pathlib import Path

from installer.artefact import Artefact, Request
from installer.linux.deb import XZ, ZSTD_FAST, Contents, make_deb
from installer.linux.repository import SigningKey, make_repository, trial_key
from installer.step import step


def make(request: Request) -> list[Artefact]:
    """Pack `build/linux/tree` into `dist/`, with a repository signed by a key for trying.

    `python -m installer.linux repository` signs with another key. Raises PackagingError.
    """
    started = time.monotonic()
    with step("packing for Debian"):
        contents = Contents(request.linux_tree, request.version, request.epoch)
        deb = make_deb(contents, request.dist, ZSTD_FAST if request.fast else XZ)
    artefact = Artefact(deb, time.monotonic() - started)
    make_apt_folder(request, [deb], trial_key(keys_folder(request)))
    return [artefact]


def make_apt_folder(request: Request, packages: list[Path], key: SigningKey) -> Path:
    """Make `dist/apt` with these packages, dated as the newest commit."""
    with step("signing the repository"):
        return make_repository(packages, request.dist / "apt", key, request.epoch)


def keys_folder(request: Request) -> Path:
    """Where keys for trying are kept."""
    return request.root / "build" / "keys"
