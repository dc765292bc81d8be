"""What can be set on a computer: every setting with its default, its bounds and its description.

An unknown key is an error that names it. The descriptions are told once, here: `kiosk config`, the
settings file of the packages and the README have them from here.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from enum import StrEnum
from typing import Any, Final, TypeVar, cast

T = TypeVar("T")
_SAYS: Final = "says"
_SAYS_IN_INDONESIAN: Final = "says in Indonesian"
_CHOICE: Final = "choice"
"""In the metadata of a setting: the numbers it may have."""


class ConfigError(Exception):
    """Settings cannot be used; the message says which file, which key, and why."""


def _setting(default: T, says: str, *, shown: bool = True) -> T:
    """A setting, and what the one who sets it should know; not `shown`: it may hold a secret."""
    setting: T = field(default=default, repr=shown, metadata={_SAYS: says})
    return setting


def _seconds(default: int, least: int, most: int, says: str) -> int:
    """A number of seconds that an office may choose, from `least` to `most`."""
    choice = range(least, most + 1)
    number: int = field(default=default, metadata={_SAYS: says, _CHOICE: choice})
    return number


def _about(says: str, in_indonesian: str) -> dict[str, str]:
    """What a table of the settings file is about."""
    return {_SAYS: says, _SAYS_IN_INDONESIAN: in_indonesian}


@dataclass(frozen=True, slots=True)
class CentreSettings:
    """The table `[centre]`."""

    url: str = _setting("", "where it is, https://...; plain http only to this computer")
    ca_file: str = _setting("", "PEM file of the office's own certificate authority, if any")
    proxy: str = _setting(
        "", "http://... or https://..., if the way out is through one", shown=False
    )
    pin: str = _setting(
        "", '"sha256/..." of the key of the centre\'s certificate; several with spaces between'
    )


@dataclass(frozen=True, slots=True)
class CameraSettings:
    """The table `[camera]`."""

    source: str = _setting(
        "0", "number or name of a webcam, a video, a folder of pictures, http://... (MJPEG)"
    )


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """The table `[store]`."""

    allow_key_file: bool = _setting(
        default=False,
        says="true only where there is no keyring: whoever takes the disk can then read drafts",
    )


@dataclass(frozen=True, slots=True)
class KioskSettings:
    """The table `[kiosk]`."""

    language: str = _setting("id", "in which it begins: id or en")
    full_screen: bool = _setting(default=True, says="false: in a window, to try it")


@dataclass(frozen=True, slots=True)
class SoundSettings:
    """The table `[sound]`."""

    cues: bool = _setting(default=True, says="short sounds")
    voice: bool = _setting(default=True, says="offers to read the screens aloud")


class Paper(StrEnum):
    """What the printer is loaded with."""

    A5 = "a5"
    A4 = "a4"
    RECEIPT80 = "receipt80"
    """A roll 80 mm wide, of which thermal printers reach 72 mm."""


@dataclass(frozen=True, slots=True)
class PrinterSettings:
    """The table `[printer]`."""

    name: str = _setting("", "empty: the computer's default printer")
    paper: Paper = field(default=Paper.A5, metadata={_SAYS: "receipt80 is a roll of 80 mm"})


@dataclass(frozen=True, slots=True)
class SessionSettings:
    """The table `[session]`; why so: docs/decisions/0009-who-is-still-there.md."""

    idle_seconds: int = _seconds(60, 30, 600, "without a touch, until the resident is asked")
    warning_seconds: int = _seconds(20, 20, 120, "then, until the form is put away")
    presence: bool = _setting(
        default=True, says="the camera may look if somebody is there, once the resident agreed"
    )
    away_seconds: int = _seconds(15, 5, 60, "without touch and face, until the form is covered")
    covered_seconds: int = _seconds(30, 20, 120, "then, until it is put away")
    face_extends_seconds: int = _seconds(180, 0, 180, "how long a face makes up for touches")
    officer_idle_seconds: int = _seconds(
        120, 30, 900, "without a touch, until the officers' side is locked"
    )


@dataclass(frozen=True, slots=True)
class UpdateSettings:
    """The table `[updates]`."""

    folder: str = _setting("", "where the office keeps newer versions: a share, a folder, a stick")


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of this computer."""

    centre: CentreSettings = field(
        default_factory=CentreSettings,
        metadata=_about("How to reach the centre.", "Cara menghubungi pusat."),
    )
    camera: CameraSettings = field(
        default_factory=CameraSettings,
        metadata=_about("Which camera takes the photos.", "Kamera untuk mengambil foto."),
    )
    store: StoreSettings = field(
        default_factory=StoreSettings,
        metadata=_about("How what waits is kept safe.", "Cara menjaga data yang menunggu."),
    )
    kiosk: KioskSettings = field(
        default_factory=KioskSettings,
        metadata=_about("How the window looks.", "Tampilan di layar."),
    )
    printer: PrinterSettings = field(
        default_factory=PrinterSettings,
        metadata=_about("Where slips and forms are printed.", "Pencetak struk dan formulir."),
    )
    sound: SoundSettings = field(
        default_factory=SoundSettings,
        metadata=_about("What may be heard.", "Suara yang boleh terdengar."),
    )
    session: SessionSettings = field(
        default_factory=SessionSettings,
        metadata=_about(
            "How long a form may stay on the screen, in seconds.",
            "Berapa detik formulir boleh tetap di layar.",
        ),
    )
    updates: UpdateSettings = field(
        default_factory=UpdateSettings,
        metadata=_about(
            "Newer versions are told, never installed.",
            "Versi baru diberitahukan, tidak dipasang sendiri.",
        ),
    )


def parse_settings(text: str) -> dict[str, object]:
    """The values that the text of a settings file has, by "table.key"; raises ConfigError."""
    try:
        return check_settings(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"not valid TOML: {error}") from error


def check_settings(document: Mapping[str, object]) -> dict[str, object]:
    """The values of tables of settings, by "table.key"; raises ConfigError for the first fault."""
    tables = _tables()
    _refuse_unknown(document, tables, "")
    return {
        key: value
        for name, table in document.items()
        for key, value in _checked_table(name, table, tables[name])
    }


def config_of(values: Mapping[str, object]) -> Config:
    """The settings with these values, which were checked, and the defaults of all others."""
    named: dict[str, dict[str, object]] = {}
    for key, value in values.items():
        table, _, name = key.partition(".")
        named.setdefault(table, {})[name] = value
    kinds = {table.name: type(_default(table)) for table in _fields(Config)}
    tables: dict[str, Any] = {table: kinds[table](**keys) for table, keys in named.items()}
    return Config(**tables)


def values_of(config: Config) -> dict[str, object]:
    """Every setting by "table.key", in the order of the settings file."""
    return {
        f"{table}.{name}": getattr(getattr(config, table), name)
        for table, settings in _tables().items()
        for name in settings
    }


def may_hold_secret(key: str) -> bool:
    """Whether no value of a setting is shown as it is, however it is written."""
    table, _, name = key.partition(".")
    return not _tables()[table][name].repr


def as_toml(value: object) -> str:
    """A setting's value as the settings file has it; JSON but for one character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def example_settings() -> str:
    """A settings file that changes nothing, with every key, its default, and what it is for."""
    return "\n".join("\n".join(_example_table(table)) for table in _fields(Config))


def _example_table(table: "Field[object]") -> Iterator[str]:
    settings = _tables()[table.name].values()
    written = [f"#{setting.name} = {as_toml(_default(setting))}" for setting in settings]
    width = max(map(len, written))
    yield f"# {table.metadata[_SAYS]}"
    yield f"# {table.metadata[_SAYS_IN_INDONESIAN]}"
    yield f"[{table.name}]"
    for text, setting in zip(written, settings, strict=True):
        yield f"{text:<{width}}   # {_description(setting)}"
    yield ""


def _description(setting: "Field[object]") -> str:
    default, choice = _default(setting), setting.metadata.get(_CHOICE)
    says: str = setting.metadata[_SAYS]
    if isinstance(default, StrEnum):
        return f"{', '.join(type(default))}; {says}"
    return says if choice is None else f"{says} ({choice[0]} to {choice[-1]})"


def _checked_table(
    name: str, table: object, known: Mapping[str, "Field[object]"]
) -> Iterator[tuple[str, object]]:
    if not isinstance(table, Mapping):
        raise ConfigError(f"'{name}' must be a table: write [{name}] on a line of its own")
    _refuse_unknown(table, known, f"{name}.")
    for key, value in table.items():
        yield f"{name}.{key}", _checked(value, known[key], f"{name}.{key}")


def _checked(value: object, setting: "Field[object]", key: str) -> object:
    wanted = type(_default(setting))
    if issubclass(wanted, StrEnum):
        if value not in tuple(wanted):
            raise ConfigError(f"'{key}' must be one of: {', '.join(wanted)}")
        return wanted(str(value))
    if type(value) is not wanted:
        kinds = {str: "a text in quotes", bool: "true or false", int: "a whole number"}
        raise ConfigError(f"'{key}' must be {kinds[wanted]}")
    choice = setting.metadata.get(_CHOICE)
    if choice is not None and value not in choice:
        raise ConfigError(f"'{key}' must be from {choice[0]} to {choice[-1]}")
    return value


def _refuse_unknown(table: Mapping[str, object], known: Mapping[str, object], prefix: str) -> None:
    for key in table:
        if key not in known:
            raise ConfigError(f"unknown key '{prefix}{key}' (known: {', '.join(known)})")


def _tables() -> dict[str, dict[str, "Field[object]"]]:
    """The settings of each table by their names."""
    return {
        table.name: {setting.name: setting for setting in _fields(type(_default(table)))}
        for table in _fields(Config)
    }


def _fields(kind: type) -> tuple["Field[object]", ...]:
    return cast("tuple[Field[object], ...]", fields(kind))


def _default(setting: "Field[object]") -> object:
    if setting.default_factory is not MISSING:
        return setting.default_factory()
    if setting.default is MISSING:
        raise TypeError(f"{setting.name} needs a default")
    return setting.default
