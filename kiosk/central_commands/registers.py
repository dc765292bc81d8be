"""The registers of the centre at the command line: load one from a file, tell what is loaded."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from kiosk.central.verifiers.interface import RegisterKind
from kiosk.central_commands.folder import the_centre
from kiosk.command import Exit, fail

if TYPE_CHECKING:
    from io import BufferedReader


def add_registers(jobs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Load a register, or tell what is loaded."""
    load = jobs.add_parser(
        "register",
        help="load a register from a CSV file",
        description="Load people from a CSV file. Only keyed hashes of them are kept. A centre that"
        " runs meanwhile goes on, and uses the file from the moment that all of it is there.",
        epilog="columns of population: nik, kk, birth_date, blocked (may be left out); of the"
        " others: nik. Other columns are not looked at.",
    )
    kinds = [kind.value for kind in RegisterKind]
    load.add_argument("kind", choices=kinds, metavar="KIND", help=", ".join(kinds))
    load.add_argument("file", type=Path, metavar="FILE.csv")
    load.add_argument("--replace", action="store_true", help="instead of all that was loaded")
    load.set_defaults(command=_load)
    tell = jobs.add_parser("registers", help="which registers there are, and since when")
    tell.set_defaults(command=_tell)


def _load(options: argparse.Namespace) -> int:
    from kiosk.central.verifiers.local import EmptyRegisterError, OvertakenError
    from kiosk.central.verifiers.register_file import RegisterFileError

    kind, path = RegisterKind(options.kind), options.file
    try:
        file = path.open("rb")
    except OSError as error:
        return fail(Exit.UNUSABLE, f"{path} cannot be read: {error.strerror}")
    try:
        with file:
            count = _load_file(options, kind, file)
    except RegisterFileError as error:
        return fail(Exit.UNUSABLE, f"{path}: {error}. Nothing was changed.")
    except EmptyRegisterError:
        return fail(Exit.UNUSABLE, f"{path}: there is nobody in it. Nothing was changed.")
    except OvertakenError:
        return fail(Exit.FOUND, f"somebody else loads {kind} now. Nothing was changed by this.")
    print(f"{kind}: {count:,} entries {'replace all others' if options.replace else 'added'}")
    return Exit.OK


def _load_file(options: argparse.Namespace, kind: RegisterKind, file: "BufferedReader") -> int:
    from kiosk.central.verifiers.register_file import read_register

    progress = _progress(options.file.stat().st_size, file.tell)
    entries = read_register(file, kind)
    with the_centre(options) as centre:
        try:
            return centre.registers.load(kind, entries, replace=options.replace, progress=progress)
        finally:
            progress(None)


def _progress(size: int, place: Callable[[], int]) -> Callable[[int | None], None]:
    """One line on a terminal's standard error that rewrites itself; None takes it away."""
    began = monotonic()

    def show(count: int | None) -> None:
        if not sys.stderr.isatty():
            return
        line = ""
        if count is not None:
            speed = count / max(monotonic() - began, 0.001)
            line = f"{100 * place() // max(size, 1)} %  {count:,} entries  {speed:,.0f}/s"
        print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)

    return show


def _tell(options: argparse.Namespace) -> int:
    from kiosk.central.pipeline.waiting import waiting
    from kiosk.central.storage.base import Layer

    with the_centre(options) as centre:
        uploads, rules = centre.registers.uploads(), centre.settings.current
        with centre.database.reading() as session:
            held_up = {one.awaited: one for one in waiting(session)}
    needed = set() if Layer.IDENTITY in rules.not_required else rules.verifiers.needed
    for kind in RegisterKind:
        if adapter := getattr(rules.verifiers, kind):
            print(f"{kind}: asked by {adapter}")
        loaded = [one for one in uploads if one.kind is kind]
        for one in loaded:
            print(
                f"{kind}: version {one.version}, {one.entries:,} entries,"
                f" loaded {one.loaded_at:%Y-%m-%d %H:%M} UTC{', not asked' if adapter else ''}"
            )
        if not (adapter or loaded):
            need = ", but it is required" if kind in needed else ""
            print(f"{kind}: not there{need}")
        if wait := held_up.get(kind):
            print(f"{kind}: {wait.people:,} wait for it since {wait.since:%Y-%m-%d %H:%M} UTC")
    return Exit.OK
