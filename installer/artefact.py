"""What a build is asked for, and what it makes."""

import hashlib
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Runtime:
    """An embeddable CPython for Windows that a release names itself: the ZIP and its SHA-256."""

    path: Path
    sha256: str


@dataclass(frozen=True)
class Request:
    """What is to be made, from the repository in `root`; `fast` compresses weakly, for trying.

    `certificate` (PFX) signs for Windows; without `certificate_password`, a file, the environment
    has its password. `timestamp`: the address of who certifies when that was.
    """

    root: Path
    version: str
    fast: bool = False
    release_key: Path | None = None
    runtime: Runtime | None = None
    certificate: Path | None = None
    certificate_password: Path | None = None
    timestamp: str | None = None

    @property
    def cache(self) -> Path:
        """Where downloads are kept from one build to the next."""
        return self.root / "build" / "cache"

    @property
    def windows_tree(self) -> Path:
        r"""What becomes `C:\Program Files\Loket`."""
        return self.root / "build" / "windows" / "tree"

    @property
    def linux_tree(self) -> Path:
        """What becomes `/` on Debian."""
        return self.root / "build" / "linux" / "tree"

    @property
    def dist(self) -> Path:
        """Where finished artefacts are put."""
        return self.root / "dist"

    @cached_property
    def epoch(self) -> int:
        """SOURCE_DATE_EPOCH: when the newest commit was made, in seconds since 1970."""
        command = ["git", "-C", str(self.root), "log", "-1", "--format=%ct"]
        return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


@dataclass(frozen=True, slots=True)
class Artefact:
    """One finished file, and how many seconds it took to make."""

    path: Path
    seconds: float

    @property
    def size(self) -> int:
        """Bytes of the file."""
        return self.path.stat().st_size

    @property
    def sha256(self) -> str:
        """The digest of the file, in hexadecimal."""
        return sha256_of(self.path)


def sha256_of(path: Path) -> str:
    """The digest of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
