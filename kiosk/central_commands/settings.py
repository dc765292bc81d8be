"""The rules of the centre at the command line: read, change, and who changed what."""

import argparse
import sys
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.central_commands.folder import the_settings
from kiosk.command import Exit, fail

if TYPE_CHECKING:
    from kiosk.central.settings.configuration import Configuration

READY_MADE = ("demo", "codes", "full")


def add_settings(jobs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Print the settings in force, or write the next version of them."""
    settings = jobs.add_parser("settings", help="print the rules in force as TOML, or change them")
    act = settings.add_mutually_exclusive_group()
    act.add_argument("--change", type=Path, metavar="FILE", help="TOML; - reads standard input")
    act.add_argument("--use", choices=READY_MADE, help="ready-made rules to begin with")
    act.add_argument("--history", action="store_true", help="who changed what, newest first")
    settings.set_defaults(command=_settings)


def _settings(options: argparse.Namespace) -> int:
    if options.change is not None:
        return _change_to_file(options)
    if options.use is not None:
        from kiosk.central.settings.settings_text import toml_of

        return _change(options, toml_of(_ready_made(options.use)))
    return _history(options) if options.history else _print(options)


def _print(options: argparse.Namespace) -> int:
    with the_settings(options) as settings:
        print(settings.newest().text, end="")
    return Exit.OK


def _history(options: argparse.Namespace) -> int:
    with the_settings(options) as settings:
        versions = settings.history()
    for version in versions:
        print(f"version {version.version}, {version.at:%Y-%m-%d %H:%M} UTC, {version.author}")
        print("\n".join(f"    {line}" for line in version.diff.splitlines()))
    return Exit.OK


def _change_to_file(options: argparse.Namespace) -> int:
    try:
        is_piped = str(options.change) == "-"
        text = sys.stdin.read() if is_piped else options.change.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return fail(Exit.UNUSABLE, f"{options.change} cannot be read: {error}")
    return _change(options, text)


def _change(options: argparse.Namespace, text: str) -> int:
    with the_settings(options) as settings:
        faults = settings.change(f"{getuser()} at the command line", text)
        version = settings.newest().version
    if faults:
        return fail(Exit.UNUSABLE, "nothing was changed:\n" + "\n".join(map(str, faults)))
    print(f"version {version} is in force")
    return Exit.OK


def _ready_made(name: str) -> "Configuration":
    from kiosk.central.settings.configuration import (
        demo_configuration,
        full_configuration,
        with_codes,
    )

    made = {
        "demo": demo_configuration,
        "codes": lambda: with_codes(demo_configuration()),
        "full": full_configuration,
    }
    return made[name]()
