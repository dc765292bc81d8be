"""A configuration as TOML, and back: what an operator reads, changes and is told about mistakes."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

import tomli_w
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from kiosk.central.settings.configuration import Configuration, ImpossibleSettingError
from kiosk.central.settings.settings_values import read_toml

LONGEST_TEXT = 100_000
"""Signs of a whole configuration."""
_LAST = ("answer_key", "consents", "statement", "assessment")
"""Long texts stand behind the numbers."""
_UNKNOWN = frozenset({"unexpected_keyword_argument", "extra_forbidden"})
_MISSING = frozenset({"missing", "missing_argument"})
_LIMITS = ("ge", "gt", "le", "lt", "min_length", "max_length", "expected", "least")
"""Where errors have the number, or the list, that their sentence names."""
_CONTROL = re.compile(r"(?<!\\)(?:\\\\)*\\u00[01]")
"""As JSON has those that no text needs: PostgreSQL keeps no NUL, and terminals obey some."""
_LINE = re.compile(r"line (\d+)")


class FaultKind(StrEnum):
    """What is wrong with one place of a text; each has its words under `fault.<value>`."""

    SYNTAX = "syntax"
    TOO_LONG = "too_long"
    UNKNOWN_KEY = "unknown_key"
    MISSING = "missing"
    NOT_ALLOWED = "not_allowed"
    CHANGED_MEANWHILE = "changed_meanwhile"


@dataclass(frozen=True, slots=True)
class SettingsFault:
    """One mistake: the key it is about, and what is allowed there."""

    kind: FaultKind
    key: str = ""
    allowed: str = ""
    rule: str = field(default="", compare=False)
    """Which rule says so: its words are under `rule.<value>`, where there are any."""
    limit: str = field(default="", compare=False)
    """What those words name: a number, a line, or a list."""

    def __str__(self) -> str:
        """For the command line and logs."""
        what = self.kind.value.replace("_", " ")
        said = self.allowed or what
        return f"{self.key}: {said}" if self.key else said


Faults = tuple[SettingsFault, ...]


_RULES = TypeAdapter(Configuration)


def toml_of(configuration: Configuration) -> str:
    """Every setting, those left at their usual value too."""
    values = _RULES.dump_python(configuration, mode="json", exclude_none=True)
    for name in _LAST:
        if name in values:
            values[name] = values.pop(name)
    return tomli_w.dumps(values, multiline_strings=True)


def configuration_of(text: str) -> Configuration | Faults:
    """Read a text; settings that it leaves out have their usual value, where there is one."""
    if len(text) > LONGEST_TEXT:
        allowed, limit = f"at most {LONGEST_TEXT} signs", str(LONGEST_TEXT)
        return (SettingsFault(FaultKind.TOO_LONG, "", allowed, "string_too_long", limit),)
    try:
        written = json.dumps(read_toml(text.replace("\r\n", "\n")), default=str)
    except (ValueError, RecursionError) as error:
        line = _LINE.search(str(error))
        rule, limit = ("line", line[1]) if line else ("", "")
        return (SettingsFault(FaultKind.SYNTAX, "", str(error), rule, limit),)
    if _CONTROL.search(written):
        return (SettingsFault(FaultKind.NOT_ALLOWED, "", "no control characters", "control"),)
    try:
        return _RULES.validate_json(written, strict=True)
    except ValidationError as error:
        return tuple(_faults(error))


def _faults(error: ValidationError) -> Iterator[SettingsFault]:
    for detail in error.errors(include_url=False, include_input=False):
        key = "".join(_step(step) for step in detail["loc"]).removeprefix(".")
        if detail["type"] in _UNKNOWN:
            yield SettingsFault(FaultKind.UNKNOWN_KEY, key)
        elif detail["type"] in _MISSING:
            yield SettingsFault(FaultKind.MISSING, key)
        else:
            yield _not_allowed(key, detail)


def _not_allowed(key: str, detail: ErrorDetails) -> SettingsFault:
    context = detail.get("ctx", {})
    cause = context.get("error")
    if isinstance(cause, ImpossibleSettingError):
        return SettingsFault(
            FaultKind.NOT_ALLOWED, cause.key, cause.allowed, cause.rule, cause.names
        )
    limit = next((str(context[name]) for name in _LIMITS if name in context), "")
    listed = limit.replace(" or ", ", ")
    return SettingsFault(FaultKind.NOT_ALLOWED, key, detail["msg"], detail["type"], listed)


def _step(step: int | str) -> str:
    return f"[{step}]" if isinstance(step, int) else f".{step}"
