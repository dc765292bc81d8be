"""kiosk.toml, read into frozen dataclasses. An unknown key is an error that names it."""

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import TypeVar, cast

T = TypeVar("T")
_CHOICE = "choice"
"""In the metadata of a setting: the numbers it may have."""


class ConfigError(Exception):
    """The settings file cannot be used; the message says which key and why."""


@dataclass(frozen=True, slots=True)
class CentreSettings:
    """How to reach the centre.

    Attributes:
        url: where it is, https.
        ca_file: certificates of the authorities to trust in place of the system's.
        proxy: through which https goes.
        pin: `sha256/...` of the key of the centre's certificate; several with spaces between.
    """

    url: str = ""
    ca_file: str = ""
    proxy: str = field(default="", repr=False)
    pin: str = ""


@dataclass(frozen=True, slots=True)
class CameraSettings:
    """Which camera: its number or name, a video file, a folder of pictures, an MJPEG address."""

    source: str = "0"


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """How what waits is kept safe."""

    allow_key_file: bool = False


@dataclass(frozen=True, slots=True)
class KioskSettings:
    """How the window looks."""

    language: str = "id"
    full_screen: bool = True


@dataclass(frozen=True, slots=True)
class SoundSettings:
    """What may be heard: short cues, and sentences read aloud to whoever switches that on."""

    cues: bool = True
    voice: bool = True


class Paper(StrEnum):
    """What the printer is loaded with."""

    A5 = "a5"
    A4 = "a4"
    RECEIPT80 = "receipt80"
    """A roll 80 mm wide, of which thermal printers reach 72 mm."""


@dataclass(frozen=True, slots=True)
class PrinterSettings:
    """Where slips and forms are printed: without a name, at the computer's default printer."""

    name: str = ""
    paper: Paper = Paper.A5


def _seconds(default: int, least: int, most: int) -> int:
    """A number of seconds that an office may choose, from `least` to `most`."""
    number: int = field(default=default, metadata={_CHOICE: range(least, most + 1)})
    return number


@dataclass(frozen=True, slots=True)
class SessionSettings:
    """How long a form may stay on screen: docs/decisions/0009-who-is-still-there.md.

    Attributes:
        idle_seconds: without a touch, until the resident is asked.
        warning_seconds: then, until the form is put away; never less than twenty.
        presence: whether the camera may look if somebody is there, once the resident agreed.
        away_seconds: without a touch and a face, until the form is covered.
        covered_seconds: then, until it is put away.
        face_extends_seconds: for how long a face makes up for touches; three minutes at most.
        officer_idle_seconds: without a touch, until the officers' side is locked.
    """

    idle_seconds: int = _seconds(60, 30, 600)
    warning_seconds: int = _seconds(20, 20, 120)
    presence: bool = True
    away_seconds: int = _seconds(15, 5, 60)
    covered_seconds: int = _seconds(30, 20, 120)
    face_extends_seconds: int = _seconds(180, 0, 180)
    officer_idle_seconds: int = _seconds(120, 30, 900)


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of this computer."""

    centre: CentreSettings = field(default_factory=CentreSettings)
    camera: CameraSettings = field(default_factory=CameraSettings)
    store: StoreSettings = field(default_factory=StoreSettings)
    kiosk: KioskSettings = field(default_factory=KioskSettings)
    printer: PrinterSettings = field(default_factory=PrinterSettings)
    sound: SoundSettings = field(default_factory=SoundSettings)
    session: SessionSettings = field(default_factory=SessionSettings)


def load_config(path: Path) -> Config:
    """Read the settings file; where there is none, every setting has its default."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return Config()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read ({error})") from error
    try:
        return parse_config(text)
    except ConfigError as error:
        raise ConfigError(f"{path}: {error}") from error


def parse_config(text: str) -> Config:
    """Read the text of a settings file; raise ConfigError."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"not valid TOML: {error}") from error
    _refuse_unknown(document, Config, "")
    return Config(
        centre=_section(CentreSettings, document, "centre"),
        camera=_section(CameraSettings, document, "camera"),
        store=_section(StoreSettings, document, "store"),
        kiosk=_section(KioskSettings, document, "kiosk"),
        printer=_section(PrinterSettings, document, "printer"),
        sound=_section(SoundSettings, document, "sound"),
        session=_section(SessionSettings, document, "session"),
    )


def _section(kind: type[T], document: Mapping[str, object], name: str) -> T:
    table = document.get(name, {})
    if not isinstance(table, dict):
        raise ConfigError(f"'{name}' must be a table: write [{name}] on a line of its own")
    known = _refuse_unknown(table, kind, f"{name}.")
    values = {key: _value(value, known[key], f"{name}.{key}") for key, value in table.items()}
    return kind(**values)


def _value(value: object, setting: "Field[object]", key: str) -> object:
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


def _refuse_unknown(
    table: Mapping[str, object], kind: type, prefix: str
) -> Mapping[str, "Field[object]"]:
    known = {f.name: cast("Field[object]", f) for f in fields(kind)}
    for key in table:
        if key not in known:
            raise ConfigError(f"unknown key '{prefix}{key}' (known: {', '.join(known)})")
    return known


def _default(setting: "Field[object]") -> object:
    if setting.default is MISSING:
        raise TypeError(f"{setting.name} needs a default")
    return setting.default
