"""Assembles the two trees: an interpreter, the locked packages, the kiosk, and nothing else."""

import os
import shutil
from pathlib import Path

from installer.artefact import Request
from installer.bytecode import compile_tree, pack_library, strip_symbols
from installer.checks import check_linux_tree, check_windows_tree
from installer.notices import write_notices
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
# The launchers stand in for the programs; the licence goes to the others.
NOT_FOR_A_KIOSK = {"python.exe", "pythonw.exe", "python.cat", "LICENSE.txt"}
COMPILER = Path("bin/python3.11")  # whose bytecode every CPython 3.11 understands
PROGRAMS = {"loket-python", "kiosk"}


def make_windows_tree(request: Request) -> Path:
    r"""Assemble what becomes `C:\Program Files\Loket`, without the launchers."""
    tree = _empty(request.windows_tree)
    runtime = windows_runtime(request)
    compiler = debian_runtime(request) / COMPILER
    wheels = installed_wheels(request, "windows")
    with step("assembling the tree for Windows"):
        copy_files([file.name for file in _of_a_kiosk(runtime)], runtime, tree)
        _write_lines(tree / "python311._pth", WINDOWS_PATH)
        copy_pruned(wheels, tree / "lib", read_rules(Part.PACKAGES, "windows"))
        copy_program(request, tree / "lib")
        copy_files(["LICENSE.txt"], runtime, tree / "licenses/CPython")
        write_notices(request, "windows", wheels, tree / "lib", tree)
    with step("compiling to bytecode"):
        compile_tree(compiler, tree / "lib", read_rule(Part.SOURCES))
    with step("checking the tree for Windows"):
        check_windows_tree(tree / "lib")
    _settle(request, tree)
    return tree


def make_linux_tree(request: Request) -> Path:
    """Assemble what becomes `/usr/lib/loket` and `/usr/bin/kiosk`."""
    tree = _empty(request.linux_tree)
    home = tree / "usr/lib/loket"
    packages = home / LIBRARY / "site-packages"
    wheels = installed_wheels(request, "linux")
    runtime = debian_runtime(request)
    with step("assembling the tree for Linux"):
        _add_interpreter(runtime, home)
        copy_pruned(wheels, packages, read_rules(Part.PACKAGES, "linux"))
        strip_symbols(packages, read_rule(Part.SYMBOLS))
        copy_program(request, packages)
        copy_files(["copyright"], runtime / "doc/python3.11-minimal", home / "licenses/CPython")
        write_notices(request, "linux", wheels, packages, home)
        (tree / "usr/bin").mkdir()
        (tree / "usr/bin/kiosk").write_text(LAUNCHER, "utf-8", newline="\n")
    with step("compiling to bytecode"):
        compile_tree(runtime / COMPILER, packages, read_rule(Part.SOURCES))
        _add_library(runtime, home, _empty(tree.with_name("library")))
    with step("checking the tree for Linux"):
        _settle(request, tree)
        check_linux_tree(home)
    _settle(request, tree)
    return tree


def _empty(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _of_a_kiosk(runtime: Path) -> list[Path]:
    return sorted(file for file in runtime.iterdir() if file.name not in NOT_FOR_A_KIOSK)


def _write_lines(file: Path, lines: tuple[str, ...]) -> None:
    file.write_text("\n".join([*lines, ""]), "utf-8", newline="\n")


def _add_interpreter(runtime: Path, home: Path) -> None:
    """Copy Debian's interpreter under a name of our own, and the modules that are libraries."""
    (home / "bin").mkdir(parents=True)
    shutil.copyfile(runtime / "bin/python3.11", home / "bin/loket-python")
    _write_lines(home / "bin/loket-python._pth", LINUX_PATH)
    rules = read_rules(Part.LIBRARY, "linux")
    modules = [name for name in kept(runtime / LIBRARY, rules) if name.startswith("lib-dynload/")]
    copy_files(modules, runtime / LIBRARY, home / LIBRARY)


def _add_library(runtime: Path, home: Path, loose: Path) -> None:
    """Put the rest of the standard library into one archive, as python.org does for Windows."""
    rules = read_rules(Part.LIBRARY, "linux")
    modules = [name for name in kept(runtime / LIBRARY, rules) if name.endswith(".py")]
    copy_files(modules, runtime / LIBRARY, loose)
    compile_tree(runtime / COMPILER, loose, read_rule(Part.SOURCES))
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
