"""Makes what Windows computers install: launchers, the setup program, and the MSI."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from installer.artefact import Artefact, Request
from installer.step import step
from installer.windows.launcher import compile_launchers
from installer.windows.msi import EXAMPLE, make_msi
from installer.windows.setup import UNINSTALLER, make_setup
from installer.windows.sign import signer_of
from kiosk.config import example_settings

LOCKDOWN = "lockdown"


def make(request: Request) -> list[Artefact]:
    """Complete `build/windows/tree` and pack it into `dist/`; raise PackagingError."""
    work = request.windows_tree.with_name("work")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    with signer_of(request) as signer:
        with step("compiling the launchers"):
            for program in complete_tree(request, work):
                signer.sign(program)
        uninstaller = signer.line_for_shell(UNINSTALLER)
        return [
            _timed(
                "packing the setup", lambda: signer.sign(make_setup(request, work, uninstaller))
            ),
            _timed("packing the MSI", lambda: signer.sign(make_msi(request, work))),
        ]


def complete_tree(request: Request, work: Path) -> list[Path]:
    """Add what starts Loket, locks Windows and begins the settings; return the programs."""
    tree = request.windows_tree
    programs = compile_launchers(tree, work, request.version)
    shutil.copytree(request.root / "installer" / LOCKDOWN, tree / LOCKDOWN, dirs_exist_ok=True)
    example = tree / EXAMPLE
    example.write_text(example_settings(), "utf-8", newline="\r\n")
    for file in [*programs, example, *(tree / LOCKDOWN).iterdir()]:
        os.utime(file, (request.epoch, request.epoch))
    return programs


def _timed(what: str, make_file: Callable[[], Path]) -> Artefact:
    started = time.monotonic()
    with step(what):
        path = make_file()
    return Artefact(path, time.monotonic() - started)
