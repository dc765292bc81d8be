"""The settings in force: defaults, this computer's file, and what the centre signed for it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Final, Self

from kiosk.config import (
    Config,
    ConfigError,
    config_of,
    parse_settings,
    values_of,
)
from kiosk.paths import Folders

_NO_VALUES: Final[Mapping[str, object]] = MappingProxyType({})
_SIGN_IN = re.compile(r"//.*@")
"""Of an address: a name and perhaps a password."""


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
    """Where a value came from.

    Attributes:
        layer: which kind of place.
        file: its name, where it is a file.
        overruled: the value of this computer's file that is not in force.
    """

    layer: Layer
    file: str = ""
    overruled: object = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A setting as it may be shown to anybody: who signs in somewhere is blotted out."""

    key: str
    value: object
    layer: Layer
    file: str
    overruled: object


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in force, and by "table.key" where each came from."""

    config: Config
    origins: Mapping[str, Origin]

    def over(self, values: Mapping[str, object], layer: Layer, file: str) -> Self:
        """These settings with the values of a later layer, which were checked."""
        before = values_of(self.config)
        origins = {
            key: Origin(layer, file, self._overruled(key, before[key], value))
            for key, value in values.items()
        }
        config = config_of({**before, **values})
        return type(self)(config, MappingProxyType({**self.origins, **origins}))

    def rows(self) -> tuple[SettingRow, ...]:
        """Each setting to be shown, in the order of the settings file."""
        return tuple(
            SettingRow(
                key=key,
                value=_without_sign_in(value),
                layer=self.origins[key].layer,
                file=self.origins[key].file,
                overruled=_without_sign_in(self.origins[key].overruled),
            )
            for key, value in values_of(self.config).items()
        )

    def _overruled(self, key: str, before: object, value: object) -> object:
        origin = self.origins[key]
        machine = before if origin.layer is Layer.MACHINE else origin.overruled
        return None if machine == value else machine


def load_settings(folders: Folders) -> Settings:
    """The settings of this computer; raises ConfigError, which names the file and the key."""
    machine = read_settings_file(folders.settings_file)
    return default_settings().over(machine, Layer.MACHINE, str(folders.settings_file))


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
        return _NO_VALUES
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read ({error})") from error
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from error


def _without_sign_in(value: object) -> object:
    return _SIGN_IN.sub("//***@", value) if isinstance(value, str) else value
