"""Assembles the two trees: an interpreter, the locked packages, the kiosk, and nothing else."""

import os
import shutil
from pathlib import Path

from installer.artefact import Request
from installer.bytecode import compile_tree, pack_library, strip_symbols
from installer.program import copy_program
from installer.prune import Part, copy_files, copy_pruned, kept, read_rule, read_rules
from installer.runtime import LIBRARY, debian_runtime, windows_runtime
from installer.step import step
from installer.wheels import installed_wheels

LAUNCHER = '#!/bin/sh\nexec /usr/lib/loket/bin/loket-python -I -m kiosk "$@"\n'
# Where each interpreter looks for modules: nowhere else, whatever the computer has. With such a
# file beside it, it neither reads PYTHON* variables nor imports `site`.
LINUX_PATH = (
    "../lib/python311.zip",
    "../lib/python3.11/lib-dynload",
    "../lib/python3.11/site-packages",
)
WINDOWS_PATH = ("python311.zip", ".", "lib")
NOT_FOR_A_KIOSK = {"python.exe", "pythonw.exe", "python.cat"}  # the launchers stand in for them
PROGRAMS = {"loket-python", "kiosk"}


def make_windows_tree(request: Request) -> Path:
    r"""Assemble what becomes `C:\Program Files\Loket`, without the launchers."""
    tree = _empty(request.windows_tree)
    runtime = windows_runtime(request)
    wheels = installed_wheels(request, "windows")
    with step("assembling the tree for Windows"):
        for file in sorted(runtime.iterdir()):
            if file.name not in NOT_FOR_A_KIOSK:
                shutil.copyfile(file, tree / file.name)
        _write_lines(tree / "python311._pth", WINDOWS_PATH)
        copy_pruned(wheels, tree / "lib", read_rules(Part.PACKAGES, "windows"))
        copy_program(request, tree / "lib")
    with step("compiling to bytecode"):
        compile_tree(_compiler(request), tree / "lib", read_rule(Part.SOURCES))
    _settle(request, tree)
    return tree


def make_linux_tree(request: Request) -> Path:
    """Assemble what becomes `/usr/lib/loket` and `/usr/bin/kiosk`."""
    tree = _empty(request.linux_tree)
    home = tree / "usr/lib/loket"
    packages = home / LIBRARY / "site-packages"
    wheels = installed_wheels(request, "linux")
    with step("assembling the tree for Linux"):
        _add_interpreter(debian_runtime(request), home)
        copy_pruned(wheels, packages, read_rules(Part.PACKAGES, "linux"))
        strip_symbols(packages, read_rule(Part.SYMBOLS))
        copy_program(request, packages)
        (tree / "usr/bin").mkdir()
        (tree / "usr/bin/kiosk").write_text(LAUNCHER, "utf-8", newline="\n")
    with step("compiling to bytecode"):
        compile_tree(_compiler(request), packages, read_rule(Part.SOURCES))
        _add_library(request, home)
    _settle(request, tree)
    return tree


def _empty(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _write_lines(file: Path, lines: tuple[str, ...]) -> None:
    file.write_text("\n".join([*lines, ""]), "utf-8", newline="\n")


def _compiler(request: Request) -> Path:
    """The interpreter of the Linux tree, whose bytecode every CPython 3.11 understands."""
    return debian_runtime(request) / "bin/python3.11"


def _add_interpreter(runtime: Path, home: Path) -> None:
    """Copy Debian's interpreter under a name of our own, and the modules that are libraries."""
    (home / "bin").mkdir(parents=True)
    shutil.copyfile(runtime / "bin/python3.11", home / "bin/loket-python")
    _write_lines(home / "bin/loket-python._pth", LINUX_PATH)
    rules = read_rules(Part.LIBRARY, "linux")
    modules = [name for name in kept(runtime / LIBRARY, rules) if name.startswith("lib-dynload/")]
    copy_files(modules, runtime / LIBRARY, home / LIBRARY)


def _add_library(request: Request, home: Path) -> None:
    """Put the rest of the standard library into one archive, as python.org does for Windows."""
    loose = _empty(request.linux_tree.with_name("library"))
    runtime = debian_runtime(request)
    rules = read_rules(Part.LIBRARY, "linux")
    modules = [name for name in kept(runtime / LIBRARY, rules) if name.endswith(".py")]
    copy_files(modules, runtime / LIBRARY, loose)
    compile_tree(_compiler(request), loose, read_rule(Part.SOURCES))
    pack_library(loose, home / "lib/python311.zip")


def _settle(request: Request, tree: Path) -> None:
    """Give every file one date and one of two modes."""
    for folder, _, files in os.walk(tree):
        for name in files:
            path = Path(folder, name)
            path.chmod(0o755 if name in PROGRAMS else 0o644)
            os.utime(path, (request.epoch, request.epoch))
        Path(folder).chmod(0o755)
        os.utime(folder, (request.epoch, request.epoch))
