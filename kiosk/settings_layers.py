"""The settings in force: defaults, this computer's file, and what the centre signed for it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Self

from kiosk.config import (
    Config,
    ConfigError,
    check_settings,
    config_of,
    may_hold_secret,
    parse_settings,
    values_of,
)
from kiosk.paths import Folders
from kiosk.sync.provisioning import Provisioned, provisioned_file

_SIGN_IN = re.compile(r"//.*@")
"""Of an address: a name and perhaps a password."""
_SIGN_IN_ALONE = re.compile(r"^.*@")
"""The same where somebody left out how the address begins."""
_QUESTION = re.compile(r"(//[^?]*\?).*")
"""Cameras take what signs in there, too."""


class Layer(StrEnum):
    """Where a value may come from; a later one wins."""

    DEFAULT = "default"
    MACHINE = "machine"
    """The settings file of this computer."""
    CENTRE = "centre"
    """What the provisioning file has, which the centre signed."""
    DESK = "desk"
    """What a supervisor set at the desk: kept in the store."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value came from; `file`: its name, where it is a file."""

    layer: Layer
    file: str = ""


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A setting as it may be shown to anybody: who signs in somewhere is blotted out.

    `overruled`: the value of this computer's file, where another one is in force.
    """

    key: str
    value: object
    layer: Layer
    file: str
    overruled: object


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force, where each came from, and what this computer's file has."""

    config: Config
    origins: Mapping[str, Origin]
    of_machine: Mapping[str, object] = field(default_factory=dict, repr=False)

    def over(self, values: Mapping[str, object], layer: Layer, file: str) -> Self:
        """These settings with the values of a later layer, which were checked."""
        origins = dict.fromkeys(values, Origin(layer, file))
        return replace(
            self,
            config=config_of({**values_of(self.config), **values}),
            origins=MappingProxyType({**self.origins, **origins}),
            of_machine=values if layer is Layer.MACHINE else self.of_machine,
        )

    def rows(self) -> tuple[SettingRow, ...]:
        """Each setting to be shown, in the order of the settings file."""
        in_force = values_of(self.config)
        return tuple(self._row(key, value) for key, value in in_force.items())

    def _row(self, key: str, value: object) -> SettingRow:
        origin, of_machine = self.origins[key], self.of_machine.get(key, value)
        return SettingRow(
            key=key,
            value=_without_sign_in(key, value),
            layer=origin.layer,
            file=origin.file,
            overruled=None if of_machine == value else _without_sign_in(key, of_machine),
        )


def load_settings(folders: Folders) -> Settings:
    """The settings of this computer; raises ConfigError, which names the file and the key."""
    machine = read_settings_file(folders.settings_file)
    settings = default_settings().over(machine, Layer.MACHINE, str(folders.settings_file))
    provisioned = provisioned_file(folders)
    return settings if provisioned is None else _under(provisioned, settings)


def default_settings() -> Settings:
    """What holds where nothing is set."""
    config = Config()
    default = Origin(Layer.DEFAULT)
    return Settings(config, MappingProxyType(dict.fromkeys(values_of(config), default)))


def read_settings_file(path: Path) -> Mapping[str, object]:
    """The values in a settings file, none where there is no file; raises ConfigError."""
    try:
        return parse_settings(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read ({error})") from error
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from error


def _under(provisioned: Provisioned, settings: Settings) -> Settings:
    path = provisioned.path
    try:
        values = check_settings(provisioned.provisioning.tables(path.parent))
    except ConfigError as error:
        raise ConfigError(f"{path}, signed by the centre: {error}") from error
    return settings.over(values, Layer.CENTRE, str(path))


def _without_sign_in(key: str, value: object) -> object:
    if not isinstance(value, str):
        return value
    if may_hold_secret(key) and "//" not in value:
        return _SIGN_IN_ALONE.sub("***@", value)
    return _QUESTION.sub(r"\1***", _SIGN_IN.sub("//***@", value))
