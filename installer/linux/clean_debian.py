"""A clean Debian 12 in a folder, to try packages in; nothing of it touches the computer around."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from installer.step import run, step

RELEASE: Final = "bookworm"
_MIRROR: Final = "http://deb.debian.org/debian"
_AS_ROOT: Final = 'APT::Sandbox::User "root";\n'
"""Or apt would want a folder of packages that its own user may write."""
_LONGEST_SECONDS: Final = 600
_ENTER: Final = """
set -eu
mount -t proc proc "$1/proc"
mount -t sysfs -o ro sysfs "$1/sys"
mount -t devpts -o newinstance,ptmxmode=0666,mode=0620 devpts "$1/dev/pts"
mount -t tmpfs -o mode=1777 tmpfs "$1/dev/shm"
mount --bind "$2" "$1/var/cache/apt/archives"
exec chroot "$1" /bin/sh -euc "$3"
"""
"""Its mounts are seen by nobody else, and gone with the last of its processes."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How a script ended, and all that it said."""

    status: int
    said: str


@dataclass(frozen=True, slots=True)
class CleanDebian:
    """One root of its own; `packages` keeps what apt downloads from one trial to the next."""

    root: Path
    packages: Path

    def run(
        self, script: str, *, offline: bool = False, environment: Mapping[str, str] | None = None
    ) -> Answer:
        """Run a script of sh as root of that Debian."""
        enter = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--ipc", "--uts"]
        enter += ["--net"] if offline else []
        shell = ["sh", "-c", _ENTER, "sh", str(self.root), str(self.packages), script]
        own = {
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": "/root",
            "LANG": "C.UTF-8",
            "DEBIAN_FRONTEND": "noninteractive",
        }
        return _ask([*enter, *shell], {**own, **(environment or {})})

    def boot(self) -> Answer:
        """Start it with systemd as its first process, without a line, until it switches off."""
        options = ["--register=no", "--keep-unit", "--private-network", "--console=pipe", "--quiet"]
        command = ["systemd-nspawn", "--boot", *options, f"--directory={self.root}"]
        return _ask([*command, "systemd.log_target=journal"], os.environ)

    def text(self, path: str) -> str:
        """What a file in it says; nothing where there is none."""
        file = self.root / path.lstrip("/")
        return file.read_text("utf-8", "replace") if file.exists() else ""

    def write(self, path: str, text: str, mode: int = 0o644) -> None:
        """Put a file into it."""
        file = self.root / path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        file.chmod(mode)


@contextmanager
def clean_debian(build: Path) -> Generator[CleanDebian]:
    """Unpack one, and throw it away afterwards; raises PackagingError where it cannot be made."""
    image = _image(build)
    packages = build / "cache" / "trial-packages"
    (packages / "partial").mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="loket-trial-"))
    try:
        run(["tar", "--extract", "--file", image, "--directory", folder])
        shutil.copyfile("/etc/resolv.conf", folder / "etc/resolv.conf")
        debian = CleanDebian(folder, packages)
        debian.write("/etc/apt/apt.conf.d/trial", _AS_ROOT)
        yield debian
    finally:
        run(["rm", "--recursive", "--force", "--one-file-system", folder])


def _image(build: Path) -> Path:
    image = build / "linux" / f"{RELEASE}-minbase.tar"
    if not image.exists():
        unfinished = image.with_suffix(".part.tar")
        unfinished.parent.mkdir(parents=True, exist_ok=True)
        with step("making a clean Debian"):
            run(["mmdebstrap", "--variant=minbase", RELEASE, unfinished, _MIRROR])
        unfinished.rename(image)
    return image


def _ask(command: list[str], environment: Mapping[str, str]) -> Answer:
    done = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=_LONGEST_SECONDS,
        check=False,
    )
    return Answer(done.returncode, done.stdout.decode("utf-8", "replace"))
