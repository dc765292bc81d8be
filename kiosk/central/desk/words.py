"""The words of the operators' page, and how it writes numbers and times."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from kiosk.domain.window import WIB

SEPARATOR = "."
_UNITS = (("days", 86_400), ("hours", 3_600), ("minutes", 60), ("seconds", 1))
_LISTS = ("sex", "education", "marital_status", "employment_status", "training_interest")
DASH = "\N{EN DASH}"


class Language(StrEnum):
    """The first one is spoken unless another is asked for."""

    INDONESIAN = "id"
    ENGLISH = "en"


class Words:
    """One language."""

    def __init__(self, language: Language, sentences: Mapping[str, str]) -> None:
        self.language = language
        self._sentences = sentences
        self._months = sentences["format.months"].split()

    def __call__(self, key: str, **values: object) -> str:
        """The sentence of this key, e.g. `funnel.title`; raise KeyError for one without words."""
        return self._sentences[key].format(**values) if values else self._sentences[key]

    def __contains__(self, key: str) -> bool:
        return key in self._sentences

    def keys(self) -> frozenset[str]:
        """Everything that has words."""
        return frozenset(self._sentences)

    def number(self, value: float, decimals: int = 0) -> str:
        """With the signs of the language between thousands and before decimals."""
        written = f"{value:,.{decimals}f}"
        if self.language is Language.INDONESIAN:
            return written.translate(str.maketrans(",.", ".,"))
        return written

    def percent(self, share: float | None) -> str:
        """One decimal, as the articles have it; a dash where there is nothing to divide by."""
        return DASH if share is None else f"{self.number(100 * share, 1)} %"

    def day(self, value: date) -> str:
        """E.g. `2 Mar 2026`."""
        return f"{value.day} {self._months[value.month - 1]} {value.year}"

    def short_day(self, value: date) -> str:
        """E.g. `2 Mar`, where the year is plain."""
        return f"{value.day} {self._months[value.month - 1]}"

    def span(self, value: timedelta) -> str:
        """A length of time, without its sign, in the largest unit that it fills twice."""
        seconds = abs(value).total_seconds()
        unit, length = next(one for one in _UNITS if seconds >= 2 * one[1] or one[1] == 1)
        return self(f"format.{unit}", number=self.number(round(seconds / length)))

    def moment(self, value: datetime | None) -> str:
        """In the time of Jakarta, e.g. `2 Mar 2026 08.00`; a dash for never."""
        if value is None:
            return DASH
        here = value.astimezone(WIB)
        clock = here.strftime(self("format.clock"))
        return f"{self.day(here.date())} {clock}"


@cache
def answers(language: Language) -> Mapping[str, str]:
    """What the form's closed lists offer, as residents read it, e.g. of `education.primary`."""
    text = files("kiosk.resources") / "text" / f"{language}.toml"
    said = tomllib.loads(text.read_text("utf-8"))
    return dict(_flat({name: said[name] for name in _LISTS}))


@cache
def words(language: Language) -> Words:
    """Read once."""
    text = files("kiosk.central.desk") / "text" / f"{language}.toml"
    return Words(language, dict(_flat(tomllib.loads(text.read_text("utf-8")))))


def _flat(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}{SEPARATOR}")
        else:
            yield before + name, value
