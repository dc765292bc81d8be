"""`kiosk config`: every setting, its value, and where that came from."""

import argparse
import json
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Final

from kiosk.command import Exit, fail
from kiosk.config import as_toml, example_settings, values_of
from kiosk.logs import start_logging
from kiosk.paths import Folders, find_folders
from kiosk.settings_layers import (
    Layer,
    SettingRow,
    Settings,
    load_settings,
    read_settings_file,
)
from kiosk.store.beside import open_beside
from kiosk.store.errors import StoreError
from kiosk.store.settings import DeskSettings, SettingsRepository
from kiosk.store.vault import DATABASE_FILE, VAULT_FILE
from kiosk.workers import in_time

_SECONDS_FOR_THE_STORE: Final = 3.0
"""A locked keyring may ask for a password, and wait for that for ever."""
_SOURCES: Final = {
    Layer.DEFAULT: "default",
    Layer.MACHINE: "{file}",
    Layer.CENTRE: "signed by the centre, {file}",
    Layer.DESK: "set at the desk",
}


def add_config_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add it."""
    config = commands.add_parser("config", help="every setting, and where it came from")
    ways = config.add_mutually_exclusive_group()
    ways.add_argument("--json", action="store_true", help="as one JSON document")
    ways.add_argument("--example", action="store_true", help="print a settings file to begin with")
    ways.add_argument("--check", type=Path, metavar="FILE", help="only see if a file can be used")
    config.set_defaults(command=_config)


def _config(options: argparse.Namespace) -> int:
    start_logging(None, verbose=options.verbose)
    if options.example:
        print(example_settings(), end="")
        return Exit.OK
    if options.check is not None:
        return _check(options.check)
    folders = find_folders(options.home)
    settings = load_settings(folders)
    desk = _desk_in_time(folders, allow_key_file=settings.config.store.allow_key_file)
    tell = _as_json if options.json else _as_text
    print(
        tell(settings if desk is None else _under(desk, settings), is_desk_known=desk is not None)
    )
    return Exit.OK


def _check(file: Path) -> int:
    if not file.exists():
        return fail(Exit.UNUSABLE, f"{file} is not there")
    number = len(read_settings_file(file))
    print(f"{file} can be used; it sets {number} of the settings")
    return Exit.OK


def _desk_in_time(folders: Folders, *, allow_key_file: bool) -> DeskSettings | None:
    """What was set at the desk; None where the store cannot tell at once."""
    if not all((folders.store / name).exists() for name in (VAULT_FILE, DATABASE_FILE)):
        return DeskSettings()
    read = partial(_read_desk, folders.store, allow_key_file=allow_key_file)
    try:
        return in_time(read, _SECONDS_FOR_THE_STORE, "desk-settings")
    except (StoreError, TimeoutError):
        return None


def _read_desk(folder: Path, *, allow_key_file: bool) -> DeskSettings:
    with open_beside(folder, allow_key_file=allow_key_file) as store:
        return SettingsRepository(store.database).desk()


def _under(desk: DeskSettings, settings: Settings) -> Settings:
    before, after = values_of(settings.config), values_of(desk.over(settings.config))
    changed = {key: value for key, value in after.items() if value != before[key]}
    return settings.over(changed, Layer.DESK, "")


def _as_json(settings: Settings, *, is_desk_known: bool) -> str:
    rows = [asdict(row) for row in settings.rows()]
    return json.dumps({"settings": rows, "desk_known": is_desk_known}, indent=2)


def _as_text(settings: Settings, *, is_desk_known: bool) -> str:
    rows = settings.rows()
    written = [f"{row.key} = {as_toml(row.value)}" for row in rows]
    width = max(map(len, written))
    lines = [f"{text:<{width}}   # {_source(row)}" for text, row in zip(written, rows, strict=True)]
    unknown = [] if is_desk_known else ["# what was set at the desk cannot be read now"]
    return "\n".join([*lines, *unknown])


def _source(row: SettingRow) -> str:
    source = _SOURCES[row.layer].format(file=row.file)
    if row.overruled is None:
        return source
    return f"{source}; overrules {as_toml(row.overruled)} of this computer's file"
