"""Reads `gateways.toml` beside the centre's database: it holds passwords, so it is no setting.

Errors name the key and what is allowed there, never what was written.
"""

import os
import stat
import tomllib
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from kiosk.central.gateways.accounts import Gateways
from kiosk.central.web.problems import field_path

GATEWAYS_FILE: Final = "gateways.toml"
_UNKNOWN: Final = frozenset({"unexpected_keyword_argument", "extra_forbidden"})
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_ADAPTER = TypeAdapter(Gateways)


class GatewaysFileError(Exception):
    """The file cannot be used; the message says what to change."""


def load_gateways(folder: Path) -> Gateways:
    """The gateways of this folder; none where it has no such file. Raises GatewaysFileError."""
    path = folder / GATEWAYS_FILE
    try:
        content = _read_private(path)
    except FileNotFoundError:
        return Gateways()
    except OSError as error:
        raise GatewaysFileError(f"{path} cannot be read: {error.strerror}") from error
    try:
        return _ADAPTER.validate_python(tomllib.loads(content.decode()))
    except ValidationError as error:
        faults = "; ".join(_sentence(fault) for fault in error.errors())
        raise GatewaysFileError(f"{path}: {faults}") from None
    except tomllib.TOMLDecodeError as error:
        raise GatewaysFileError(f"{path} is no TOML: {_place(error)}") from None
    except UnicodeDecodeError:
        raise GatewaysFileError(f"{path} is no text in UTF-8") from None


def _read_private(path: Path) -> bytes:
    with path.open("rb") as file:
        mode = os.fstat(file.fileno()).st_mode
        if os.name == "posix" and mode & _OTHERS:
            raise GatewaysFileError(f"{path} holds passwords and others can read it: chmod 600 it")
        return file.read()


def _sentence(fault: ErrorDetails) -> str:
    key = field_path(fault["loc"])
    if fault["type"] in _UNKNOWN:
        return f"the key {key} is unknown"
    return f"{key}: {fault['msg'].removeprefix('Value error, ')}"


def _place(error: tomllib.TOMLDecodeError) -> str:
    """Where it is, without the words around it."""
    _, _, place = str(error).rpartition("(")
    return place.removesuffix(")")
