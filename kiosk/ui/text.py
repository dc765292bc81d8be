"""Every sentence a person reads, by key, in the languages of `resources/text`."""

import logging
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from string import Formatter
from typing import Final

DEFAULT_LANGUAGE: Final = "id"
SHIPPED: Final = Path(str(files("kiosk.resources"))) / "text"
OWN_NAME: Final = "language.own_name"
"""Key of what a language calls itself; a file without it is not offered."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence still to be said: its key and the values of its placeholders."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


class Texts:
    """One language's sentences, under flattened dotted keys such as `nik.length`.

    What a language does not have yet, or has with other placeholders, is said in Indonesian.
    """

    def __init__(self, language: str, folder: Path = SHIPPED) -> None:
        self.language: Final = language
        usual = read_sentences(folder, DEFAULT_LANGUAGE)
        own = read_sentences(folder, language)
        self._sentences = usual | {
            key: sentence
            for key, sentence in own.items()
            if key in usual and placeholders(sentence) == placeholders(usual[key])
        }

    def __call__(self, key: str, **values: object) -> str:
        """Look a sentence up and fill it in; a missing key is a bug and fails loudly."""
        return self.raw(key).format(**values)

    def raw(self, key: str) -> str:
        """A sentence with its placeholders."""
        return self._sentences[key]

    def __contains__(self, key: str) -> bool:
        return key in self._sentences

    def __iter__(self) -> Iterator[str]:
        return iter(self._sentences)


def available_languages(folder: Path = SHIPPED) -> tuple[str, ...]:
    """Codes of the languages whose file can be read and says what it is called; Indonesian first.

    Anybody may drop a file into the folder: one with a slip of the pen must not stop the kiosk.
    """
    codes = {file.stem for file in folder.glob("*.toml")}
    named = [code for code in sorted(codes - {DEFAULT_LANGUAGE}) if _is_named(folder, code)]
    return (DEFAULT_LANGUAGE, *named)


@cache
def read_sentences(folder: Path, language: str) -> dict[str, str]:
    """One file's sentences by flattened key; raise OSError, or ValueError where it is no TOML."""
    document = tomllib.loads((folder / f"{language}.toml").read_text("utf-8"))
    return dict(_flatten(document))


@cache
def placeholders(sentence: str) -> frozenset[str]:
    """The names to fill in."""
    return frozenset(name for _, name, _, _ in Formatter().parse(sentence) if name is not None)


@cache
def _is_named(folder: Path, language: str) -> bool:
    try:
        sentences = read_sentences(folder, language)
        for sentence in sentences.values():
            placeholders(sentence)
    except (OSError, ValueError) as error:  # not UTF-8, not TOML, a brace without its partner
        _log.warning("the language file %s.toml is not used: %s", language, error)
        return False
    return OWN_NAME in sentences


def _flatten(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flatten(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", str(value)
