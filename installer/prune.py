"""What is left out of the packages: the rules of `prune.toml`."""

import shutil
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Rule:
    """Files that are left out, as fnmatch patterns, and why."""

    why: str
    files: tuple[str, ...]

    def drops(self, name: str) -> bool:
        """Whether a path inside the folder of modules, with slashes, is left out."""
        return any(fnmatchcase(name, pattern) for pattern in self.files)


def read_rules() -> tuple[Rule, ...]:
    """The rules as they stand in the file beside this module."""
    told = tomllib.loads(Path(__file__).with_name("prune.toml").read_text("utf-8"))
    return tuple(Rule(rule["why"], tuple(rule["files"])) for rule in told["drop"])


def copy_pruned(source: Path, target: Path, rules: Iterable[Rule]) -> None:
    """Copy a folder of modules without what the rules leave out."""
    rules = tuple(rules)
    for name in kept(source, rules):
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, place)


def kept(source: Path, rules: tuple[Rule, ...]) -> Iterator[str]:
    """The files of a folder that no rule leaves out, in order."""
    for path in sorted(source.rglob("*")):
        name = path.relative_to(source).as_posix()
        if path.is_file() and not any(rule.drops(name) for rule in rules):
            yield name
