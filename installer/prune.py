"""What is left out of the packages: the rules of `prune.toml`."""

import shutil
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any


class Part(StrEnum):
    """Which folder the rules are about."""

    PACKAGES = "packages"
    LIBRARY = "library"
    SOURCES = "sources"
    SYMBOLS = "symbols"


@dataclass(frozen=True, slots=True)
class Rule:
    """Files that are left out, as fnmatch patterns, those that stay all the same, and why."""

    why: str
    files: tuple[str, ...]
    keep: tuple[str, ...] = ()

    def drops(self, name: str) -> bool:
        """Whether a path inside the folder, with slashes, is left out."""
        return _matches(name, self.files) and not _matches(name, self.keep)


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def read_rules(part: Part, system: str) -> tuple[Rule, ...]:
    """The rules about one part that hold on a system, as they stand beside this module."""
    told = _file()[part]
    return tuple(_rule(rule) for rule in told if rule.get("system", system) == system)


def read_rule(part: Part) -> Rule:
    """The one rule about a part that has just one."""
    return _rule(_file()[part])


def _file() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("prune.toml").read_text("utf-8"))


def _rule(told: dict[str, Any]) -> Rule:
    return Rule(told["why"], tuple(told["files"]), tuple(told.get("keep", ())))


def copy_pruned(source: Path, target: Path, rules: Sequence[Rule]) -> None:
    """Copy a folder of modules without what the rules leave out."""
    copy_files(kept(source, rules), source, target)


def copy_files(names: Iterable[str], source: Path, target: Path) -> None:
    """Copy the named files of one folder into another."""
    for name in names:
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, place)


def kept(source: Path, rules: Sequence[Rule]) -> Iterator[str]:
    """The files of a folder that no rule leaves out, in order."""
    for path in sorted(source.rglob("*")):
        name = path.relative_to(source).as_posix()
        if path.is_file() and not any(rule.drops(name) for rule in rules):
            yield name
