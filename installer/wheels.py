"""The locked Python packages of one system, installed into a folder of the cache."""

import hashlib
import shutil
import sys
from pathlib import Path

from installer.artefact import Request
from installer.step import run, step

# Every line of a lock is for its system already: uv resolved it there. Markers are not asked again,
# because pip would answer them for the machine that builds.
PLATFORMS = {
    "windows": ("win_amd64",),
    "linux": (
        *(f"manylinux_2_{minor}_x86_64" for minor in (34, 31, 28, 27, 26, 24)),
        "manylinux2014_x86_64",
        "manylinux2010_x86_64",
        "manylinux1_x86_64",
    ),
}
PYTHON_VERSION = "3.11"


def installed_wheels(request: Request, system: str) -> Path:
    """The folder with every locked package of a system, unpruned; made once for each lock."""
    lock = request.root / "requirements" / f"{system}.lock"
    folder = request.cache / f"wheels-{system}-{_digest(lock)}"
    if folder.is_dir():
        return folder
    unfinished = folder.with_suffix(".part")
    shutil.rmtree(unfinished, ignore_errors=True)
    with step(f"installing requirements/{lock.name}"):
        run(_install(lock, PLATFORMS[system], unfinished))
    unfinished.rename(folder)  # whole or not at all
    return folder


def _install(lock: Path, platforms: tuple[str, ...], target: Path) -> list[str | Path]:
    return [
        *(sys.executable, "-m", "pip", "install", "--quiet", "--no-input", "--no-compile"),
        *("--disable-pip-version-check", "--target", target),
        *(f"--platform={platform}" for platform in platforms),
        *(f"--python-version={PYTHON_VERSION}", "--implementation=cp"),
        *("--only-binary=:all:", "--require-hashes", "--no-deps", "--requirement", lock),
    ]


def _digest(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()[:16]
