"""Every sentence a person reads, by key, in the languages of `resources/text`."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Final

DEFAULT_LANGUAGE: Final = "id"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence still to be said: its key and the values of its placeholders."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


class Texts:
    """One language's sentences, under flattened dotted keys such as `nik.length`."""

    def __init__(self, language: str) -> None:
        self.language: Final = language
        source = files("kiosk.resources") / "text" / f"{language}.toml"
        self._sentences = dict(_flatten(tomllib.loads(source.read_text("utf-8"))))

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


def available_languages() -> tuple[str, ...]:
    """The language codes that have a file, Indonesian first."""
    folder = files("kiosk.resources") / "text"
    codes = {entry.name.removesuffix(".toml") for entry in folder.iterdir()}
    return (DEFAULT_LANGUAGE, *sorted(codes - {DEFAULT_LANGUAGE}))


def _flatten(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flatten(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", str(value)
