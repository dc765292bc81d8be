"""Assembles the two trees: an interpreter, the locked packages, the kiosk, and nothing else."""

import os
import shutil
from pathlib import Path

from installer.artefact import Request
from installer.program import copy_program
from installer.prune import copy_pruned, read_rules
from installer.runtime import LIBRARY, debian_runtime, windows_runtime
from installer.step import run, step
from installer.wheels import installed_wheels

LAUNCHER = '#!/bin/sh\nexec /usr/lib/loket/bin/loket-python -I -m kiosk "$@"\n'
LINUX_PATH = (
    "../lib/python3.11",
    "../lib/python3.11/lib-dynload",
    "../lib/python3.11/site-packages",
)
WINDOWS_PATH = ("python311.zip", ".", "lib")


def make_windows_tree(request: Request) -> Path:
    """Assemble what becomes `C:\\Program Files\\Loket`, without the launchers."""
    tree = _empty(request.windows_tree)
    runtime = windows_runtime(request)
    wheels = installed_wheels(request, "windows")
    with step("assembling the tree for Windows"):
        for file in runtime.iterdir():
            if file.name not in {"python.exe", "pythonw.exe", "python.cat"}:
                shutil.copyfile(file, tree / file.name)
        _write_path(tree / "python311._pth", WINDOWS_PATH)
        copy_pruned(wheels, tree / "lib", read_rules())
        copy_program(request, tree / "lib")
    _finish(request, tree, tree / "lib")
    return tree


def make_linux_tree(request: Request) -> Path:
    """Assemble what becomes `/usr/lib/loket` and `/usr/bin/kiosk`."""
    tree = _empty(request.linux_tree)
    home = tree / "usr/lib/loket"
    runtime = debian_runtime(request)
    wheels = installed_wheels(request, "linux")
    with step("assembling the tree for Linux"):
        copy_pruned(runtime / LIBRARY, home / LIBRARY, read_rules())
        (home / "bin").mkdir(parents=True)
        shutil.copyfile(runtime / "bin/python3.11", home / "bin/loket-python")
        _write_path(home / "bin/loket-python._pth", LINUX_PATH)
        copy_pruned(wheels, home / LIBRARY / "site-packages", read_rules())
        copy_program(request, home / LIBRARY / "site-packages")
        (tree / "usr/bin").mkdir()
        (tree / "usr/bin/kiosk").write_text(LAUNCHER, "utf-8")
    _finish(request, tree, home / LIBRARY)
    return tree


def _empty(tree: Path) -> Path:
    shutil.rmtree(tree, ignore_errors=True)
    tree.mkdir(parents=True)
    return tree


def _write_path(file: Path, entries: tuple[str, ...]) -> None:
    """Fix where the interpreter looks for modules: nowhere else, whatever the computer has.

    With this file beside it, it neither reads PYTHON* variables nor imports `site`.
    """
    file.write_text("\n".join([*entries, ""]), "utf-8", newline="\n")


def _finish(request: Request, tree: Path, library: Path) -> None:
    with step("compiling to bytecode"):
        _compile(debian_runtime(request), tree, library)
    _settle(request, tree)


def _compile(runtime: Path, tree: Path, library: Path) -> None:
    compiler = [runtime / "bin/python3.11", "-S", "-m", "compileall", "-q"]
    options = ["--invalidation-mode", "unchecked-hash", "-s", tree, "-o", "0"]
    run([*compiler, *options, library], environment={"PYTHONHASHSEED": "0"})


def _settle(request: Request, tree: Path) -> None:
    """Give every file one date and one of two modes."""
    programs = {"loket-python", "kiosk"}
    for folder, _, files in os.walk(tree):
        for name in files:
            path = Path(folder, name)
            path.chmod(0o755 if name in programs else 0o644)
            os.utime(path, (request.epoch, request.epoch))
        Path(folder).chmod(0o755)
        os.utime(folder, (request.epoch, request.epoch))
