"""Newer versions, where an office keeps its packages: told, never installed."""

import hashlib
import os
import sys
from base64 import b64decode
from concurrent.futures import Future
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, partial
from importlib import resources
from pathlib import Path
from typing import Final

from kiosk import __version__
from kiosk.domain.readiness import NewerVersion
from kiosk.sync.release import (
    MAX_RELEASE_BYTES,
    RELEASE_FILE,
    Release,
    ReleasedFile,
    ReleaseProblem,
    is_newer,
    read_release,
)
from kiosk.workers import Workers, in_time

KEY_RESOURCE: Final = "release.pub"
"""Among the resources of a packaged kiosk: the raw public key in base64."""
KEY_BYTES: Final = 32
LOOKING_SECONDS: Final = 5.0
"""A share of a server that is switched off answers after minutes."""
_PACKAGES: Final = {"win32": "-setup.exe", "linux": ".deb"}
"""How the file ends that installs a version on each system."""
_PIECE_BYTES: Final = 1 << 20


class UpdateState(StrEnum):
    """What a look found; the value is the key of its sentence."""

    CURRENT = "updates.current"
    NEWER = "updates.newer"
    NO_FOLDER = "updates.no_folder"
    """The settings name none, and none was given."""
    NO_KEY = "updates.no_key"
    """This build cannot tell who signed a release."""
    UNREACHABLE = "updates.unreachable"
    """The folder cannot be read, or not in time."""
    NO_RELEASE = "updates.no_release"
    """There is a folder, and no release file in it."""
    FORMAT = ReleaseProblem.FORMAT.value
    CHANGED = ReleaseProblem.CHANGED.value


class PackageState(StrEnum):
    """How it stands with the file that would be installed; the value is the key of its sentence."""

    COMPLETE = "updates.complete"
    MISSING = "updates.missing"
    DAMAGED = "updates.damaged"


@dataclass(frozen=True, slots=True)
class Outlook:
    """What lies in a folder; `release` where it could be read, be it newer or not."""

    state: UpdateState
    folder: Path | None
    release: Release | None = None

    @property
    def newer(self) -> NewerVersion | None:
        """What to tell on the health card."""
        if self.state is not UpdateState.NEWER or self.release is None:
            return None
        return NewerVersion(self.release.version, str(self.folder))


@dataclass(frozen=True, slots=True)
class Package:
    """The file of a release for one system, where the release has one."""

    path: Path | None
    state: PackageState


@cache
def release_key() -> bytes | None:
    """By which this build knows its releases; None in a build without one."""
    try:
        text = (resources.files("kiosk.resources") / KEY_RESOURCE).read_text("ascii")
    except FileNotFoundError:
        return None
    return parse_key(text)


def parse_key(text: str) -> bytes:
    """A public key as it is published, in base64; raises ValueError."""
    key = b64decode(text.strip(), validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError(f"a key of {len(key)} bytes, not {KEY_BYTES}")
    return key


def look_for_update(folder: str, key: bytes | None, running: str = __version__) -> Outlook:
    """See what lies in a folder; waits for as long as the system does."""
    if not folder:
        return Outlook(UpdateState.NO_FOLDER, None)
    place = Path(folder).absolute()
    if key is None:
        return Outlook(UpdateState.NO_KEY, place)
    data = _read(place)
    if isinstance(data, UpdateState):
        return Outlook(data, place)
    read = read_release(data, key)
    if isinstance(read, ReleaseProblem):
        return Outlook(UpdateState(read.value), place)
    state = UpdateState.NEWER if is_newer(read.version, running) else UpdateState.CURRENT
    return Outlook(state, place, read)


def _read(folder: Path) -> bytes | UpdateState:
    try:
        if not folder.is_dir():
            return UpdateState.UNREACHABLE
        with (folder / RELEASE_FILE).open("rb") as file:
            return file.read(MAX_RELEASE_BYTES + 1)
    except FileNotFoundError:
        return UpdateState.NO_RELEASE
    except OSError:
        return UpdateState.UNREACHABLE


def find_package(folder: Path, release: Release, system: str = sys.platform) -> Package:
    """What installs a release on this system. Reads the whole file: that may take a while."""
    ending = _PACKAGES.get(system)
    for released in release.files:
        if ending is not None and released.name.endswith(ending):
            path = folder / released.name
            return Package(path, _examine(path, released))
    return Package(None, PackageState.MISSING)


def _examine(path: Path, released: ReleasedFile) -> PackageState:
    """Only what is as it was signed is complete."""
    digest = hashlib.sha256()
    try:
        if path.exists() and not path.is_file():  # a pipe would never end
            return PackageState.DAMAGED
        with path.open("rb") as file:
            if file.seek(0, os.SEEK_END) != released.size:
                return PackageState.DAMAGED
            file.seek(0)
            while piece := file.read(_PIECE_BYTES):
                digest.update(piece)
    except FileNotFoundError:
        return PackageState.MISSING
    except OSError:
        return PackageState.DAMAGED
    is_as_signed = digest.hexdigest() == released.sha256
    return PackageState.COMPLETE if is_as_signed else PackageState.DAMAGED


def look_in_time(
    folder: str,
    key: bytes | None,
    running: str = __version__,
    *,
    seconds: float = LOOKING_SECONDS,
) -> Outlook:
    """Look, for so long at most: what answers later counts as out of reach."""
    look = partial(look_for_update, folder, key, running)
    try:
        return in_time(look, seconds, "updates")
    except TimeoutError:
        return Outlook(UpdateState.UNREACHABLE, Path(folder))


class UpdateWatch:
    """Looks in a thread of its own, whenever asked to: a dead share holds up nobody else."""

    def __init__(self, folder: str, key: bytes | None, running: str = __version__) -> None:
        """`key`: by which releases are known."""
        self._folder, self._key, self._running = folder, key, running
        self._workers = Workers(1, "updates")
        self._looking: Future[NewerVersion | None] | None = None

    def look_for_newer(self) -> "Future[NewerVersion | None]":
        """Begin to look, or go on with the look that has not ended."""
        if self._looking is None or self._looking.done():
            self._looking = self._workers.submit(self._find_newer)
        return self._looking

    def close(self) -> None:
        """Leave behind what hangs."""
        self._workers.close(0.0)

    def _find_newer(self) -> NewerVersion | None:
        return look_for_update(self._folder, self._key, self._running).newer
