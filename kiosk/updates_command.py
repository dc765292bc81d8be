"""`kiosk updates`: whether a newer, signed version is there."""

import argparse
import json
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kiosk import __version__
from kiosk.command import Exit, fail, sentence_of
from kiosk.paths import find_folders
from kiosk.settings_layers import load_settings
from kiosk.sync.release import Release
from kiosk.updates import (
    Outlook,
    Package,
    PackageState,
    UpdateState,
    find_package,
    look_in_time,
    parse_key,
    release_key,
)

_STATUS: Final = {
    UpdateState.CURRENT: Exit.OK,
    UpdateState.NEWER: Exit.FOUND,
    UpdateState.NO_FOLDER: Exit.SETTINGS,
    UpdateState.NO_KEY: Exit.SETTINGS,
}


def add_updates_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add it."""
    updates = commands.add_parser("updates", help="whether a newer version is there to install")
    updates.add_argument("--json", action="store_true", help="as one JSON document")
    updates.add_argument("--folder", help="look here, in place of the folder of the settings")
    updates.add_argument(
        "--key", type=Path, metavar="FILE", help="published key of a release, for builds without"
    )
    updates.set_defaults(command=_updates)


def _updates(options: argparse.Namespace) -> int:
    folder = options.folder or load_settings(find_folders(options.home)).config.updates.folder
    try:
        key = release_key() if options.key is None else parse_key(options.key.read_text("ascii"))
    except (OSError, ValueError) as error:
        return fail(Exit.UNUSABLE, f"{options.key} is no public key ({error})")
    outlook = look_in_time(folder, key)
    status = _STATUS.get(outlook.state, Exit.UNUSABLE)
    package = _package(outlook)
    if options.json:
        print(json.dumps(_as_json(outlook, package), indent=2))
        return status
    if outlook.release is None:
        where = "" if outlook.folder is None else f" ({outlook.folder})"
        return fail(status, sentence_of(outlook.state) + where)
    print("\n".join(_as_lines(outlook, outlook.release, package)))
    return status


def _package(outlook: Outlook) -> Package | None:
    """Of a newer version alone: reading it all takes a while."""
    if outlook.state is not UpdateState.NEWER or outlook.release is None or outlook.folder is None:
        return None
    return find_package(outlook.folder, outlook.release)


def _as_json(outlook: Outlook, package: Package | None) -> dict[str, object]:
    release = None if outlook.release is None else outlook.release.model_dump(mode="json")
    return {
        "state": outlook.state.name.lower(),
        "running": __version__,
        "folder": None if outlook.folder is None else str(outlook.folder),
        "release": release,
        "package": None if package is None or package.path is None else str(package.path),
        "package_state": None if package is None else package.state.name.lower(),
        "install": None if package is None else _install_command(package),
    }


def _as_lines(outlook: Outlook, release: Release, package: Package | None) -> Iterator[str]:
    yield f"{sentence_of(outlook.state)} This is {__version__}."
    yield f"{release.version} of {release.date:%Y-%m-%d}, in {outlook.folder}"
    if package is None:
        return
    yield from (f"  {line}" for line in release.notes.en.split("\n"))
    yield sentence_of(package.state)
    command = _install_command(package)
    if command is not None:
        yield f"install it with: {command}"


def _install_command(package: Package) -> str | None:
    """Only for what is complete."""
    if package.path is None or package.state is not PackageState.COMPLETE:
        return None
    if sys.platform == "win32":
        return f'"{package.path}" /S'
    return f"sudo apt install {shlex.quote(str(package.path))}"
