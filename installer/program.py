"""Our own part of a tree: the package, its resources and what pip would note about it."""

import shutil
import subprocess
from pathlib import Path

from installer.artefact import Request
from installer.release import public_key_of_release
from kiosk.updates import KEY_RESOURCE

NEITHER = ("resources/build/", "resources/models/training/")  # how resources are made again


def copy_program(request: Request, site_packages: Path) -> None:
    """Copy `kiosk` and `kiosk.resources` as git knows them, so that no stray file is shipped."""
    for name in _known_files(request.root):
        inside = name.replace("resources/", "kiosk/resources/", 1) if _is_resource(name) else name
        target = site_packages / inside
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(request.root / name, target)
    key = site_packages / "kiosk/resources" / KEY_RESOURCE
    key.write_text(public_key_of_release(request), "ascii", newline="\n")
    _write_metadata(request, site_packages / f"kiosk-{request.version}.dist-info")


def _known_files(root: Path) -> list[str]:
    command = ["git", "-C", str(root), "ls-files", "-z", "kiosk", "resources"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    names = sorted(name for name in listed.split("\0") if name)
    return [name for name in names if not name.startswith(NEITHER) and (root / name).is_file()]


def _is_resource(name: str) -> bool:
    return name.startswith("resources/")


def _write_metadata(request: Request, folder: Path) -> None:
    folder.mkdir(parents=True)
    fields = ["Metadata-Version: 2.4", "Name: kiosk", f"Version: {request.version}"]
    fields += ["License-Expression: Apache-2.0", "License-File: LICENSE"]
    (folder / "METADATA").write_text("\n".join([*fields, ""]), "utf-8", newline="\n")
    entry = "[console_scripts]\nkiosk = kiosk.cli:main\n"
    (folder / "entry_points.txt").write_text(entry, "utf-8", newline="\n")
