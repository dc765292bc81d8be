"""Packs a tree as a Debian package, the same bytes for the same tree."""

import gzip
import hashlib
import os
import re
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from installer.step import run
from kiosk.config import example_settings

OURS: Final = Path(__file__).parent
ICON: Final = OURS.parent / "windows" / "loket.svg"
CONTROL_SCRIPTS: Final = ("postinst", "prerm", "postrm")
XZ: Final = ("-Zxz", "-z6")
"""112 MB in 100 seconds on two cores; zstd -19 makes 120 MB in 118, and lintian knows none."""
ZSTD_FAST: Final = ("-Zzstd", "-z3")
_FOLDER_MODE: Final = 0o755


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes into a package: the tree that becomes `/`, its version and its date."""

    tree: Path
    version: str
    epoch: int


def make_deb(contents: Contents, folder: Path, compression: tuple[str, ...] = XZ) -> Path:
    """Write the package into `folder`; returns its path.

    Raises PackagingError where dpkg-deb is missing or refuses.
    """
    root = contents.tree.parent / f"package-{contents.version}"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(contents.tree, root)
    _add_ours(root)
    _add_documents(root, contents)
    _add_control(root, contents)
    deb = folder / f"loket_{contents.version}_amd64.deb"
    folder.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(contents.epoch)}
    pack = ["dpkg-deb", "--root-owner-group", *compression, "--build", str(root), str(deb)]
    run(pack, environment=environment)
    shutil.rmtree(root)
    return deb


def _add_ours(root: Path) -> None:
    for source in sorted((OURS / "root").rglob("*")):
        if source.is_file():
            target = root / source.relative_to(OURS / "root")
            _place(target, source.read_bytes(), program=os.access(source, os.X_OK))
    _place(root / "usr/share/icons/hicolor/scalable/apps/loket.svg", ICON.read_bytes())
    _place(root / "etc/loket/kiosk.toml", example_settings().encode())


def _add_documents(root: Path, contents: Contents) -> None:
    documents = root / "usr/share/doc/loket"
    _place(documents / "copyright", (OURS / "copyright").read_bytes())
    moment = datetime.fromtimestamp(contents.epoch, UTC)
    entry = (
        f"loket ({contents.version}) stable; urgency=medium\n\n"
        "  * What is new stands in CHANGELOG.md of the source.\n\n"
        f" -- Loket <loket@example.com>  {moment:%a, %d %b %Y %H:%M:%S +0000}\n"
    )
    _place(documents / "changelog.gz", gzip.compress(entry.encode(), mtime=0))


def _add_control(root: Path, contents: Contents) -> None:
    files = sorted(path for path in root.rglob("*") if path.is_file() or path.is_symlink())
    sums = [f"{_md5(path)}  {path.relative_to(root)}" for path in files if not path.is_symlink()]
    kilobytes = sum(-(-path.lstat().st_size // 1024) for path in files)
    values = {
        "VERSION": contents.version,
        "INSTALLED_SIZE": str(kilobytes),
        "DEPENDS": ", ".join(dependencies()),
    }
    template = (OURS / "control/control").read_text("utf-8")
    control = re.sub(r"@(\w+)@", lambda found: values[found[1]], template)
    _place(root / "DEBIAN/control", control.encode())
    _place(root / "DEBIAN/md5sums", "\n".join([*sums, ""]).encode())
    _place(root / "DEBIAN/conffiles", (OURS / "control/conffiles").read_bytes())
    for name in CONTROL_SCRIPTS:
        _place(root / "DEBIAN" / name, (OURS / "control" / name).read_bytes(), program=True)


def dependencies() -> list[str]:
    """What the package needs of Debian; the file says how that was measured."""
    lines = (OURS / "control/depends").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _place(path: Path, content: bytes, *, program: bool = False) -> None:
    """Write a file with the mode that everybody's files have, whatever umask is set here."""
    for folder in reversed(path.parents):
        if not folder.exists():
            folder.mkdir()
            folder.chmod(_FOLDER_MODE)
    path.write_bytes(content)
    path.chmod(0o755 if program else 0o644)


def _md5(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
