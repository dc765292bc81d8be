"""The configuration in force, for everybody who goes by it, and every one before it.

Each version is a TOML text that is never changed: who wrote it, when, and what it was keep for
good. Processes that share the database notice a new one within seconds.
"""

import difflib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kiosk.central.settings.configuration import Clock, Configuration
from kiosk.central.settings.settings_text import (
    FaultKind,
    Faults,
    SettingsFault,
    configuration_of,
    toml_of,
)
from kiosk.central.storage.database import Database, hold
from kiosk.central.storage.models import SettingsRow

FRESH = timedelta(seconds=2)
"""So long it is not looked again whether somebody has changed the settings."""
FIRST_AUTHOR = "centre"
"""Who wrote what a new centre begins with."""


class SettingsUnreadableError(Exception):
    """The newest version was written by another version of this program; names the keys."""


class Settings(Protocol):
    """Ask for `current` whenever it is needed: it may have changed since."""

    @property
    def current(self) -> Configuration:
        """What holds now."""
        ...


@dataclass(frozen=True, slots=True)
class SettingsVersion:
    """One version as it was written, and how it differs from the one before."""

    version: int
    author: str
    at: datetime
    text: str
    diff: str
    """Unified; empty for the first."""


@dataclass(frozen=True, slots=True)
class _Seen:
    version: int
    configuration: Configuration
    looked_at: datetime


class SettingsBook:
    """Reads the newest version, and writes the next."""

    def __init__(self, database: Database, clock: Clock, first: Configuration) -> None:
        """`first` fills an empty book.

        Where there is one already, it wins: no restart undoes what an operator has changed.
        """
        self._database = database
        self._clock = clock
        self._publish: Callable[[Session], None] = lambda _session: None
        with database.writing() as session:
            hold(session, "settings")
            if session.get(SettingsRow, 1) is None:
                session.add(self._row(1, FIRST_AUTHOR, toml_of(first)))
        self._seen: _Seen | None = None

    def published_by(self, publish: Callable[[Session], None]) -> None:
        """Have every change announced in the transaction that writes it."""
        self._publish = publish

    @property
    def current(self) -> Configuration:
        """What holds now, or did a moment ago; raise SettingsUnreadableError."""
        seen = self._seen
        if seen is None or not timedelta() <= self._clock() - seen.looked_at < FRESH:
            with self._database.reading() as session:
                self._seen = seen = self._look(session, seen)
        return seen.configuration

    def seen_by(self, session: Session) -> Configuration:
        """What holds in this very transaction; raise SettingsUnreadableError."""
        return self._look(session, self._seen).configuration

    def newest(self) -> SettingsVersion:
        """The version in force, as it was written."""
        with self._database.reading() as session:
            rows = session.scalars(_NEWEST.limit(2)).all()
        return _version(*rows)

    def history(self) -> tuple[SettingsVersion, ...]:
        """Every version, the newest first."""
        with self._database.reading() as session:
            rows = session.scalars(select(SettingsRow).order_by(SettingsRow.version)).all()
        before = (None, *rows)
        versions = [_version(row, last) for last, row in zip(before, rows, strict=False)]
        return tuple(reversed(versions))

    def change(self, author: str, text: str, based_on: int | None = None) -> Faults:
        """Write the next version, and publish what kiosks must know of it.

        Returns what is wrong with the text; nothing is written then. `based_on`: the version that
        the author had before their eyes; no newer one is overwritten. The same text again is no
        change.
        """
        configuration = configuration_of(text)
        if not isinstance(configuration, Configuration):
            return configuration
        with self._database.writing() as session:
            hold(session, "settings")
            last = session.scalars(_NEWEST).one()
            if based_on not in (None, last.version):
                return (SettingsFault(FaultKind.CHANGED_MEANWHILE),)
            if text != last.text:
                session.add(self._row(last.version + 1, author, text))
                session.flush()
                self._publish(session)
        with self._database.reading() as session:
            self._seen = self._look(session, self._seen)
        return ()

    def _row(self, version: int, author: str, text: str) -> SettingsRow:
        return SettingsRow(version=version, author=author, at=self._clock(), text=text)

    def _look(self, session: Session, seen: _Seen | None) -> _Seen:
        """Reads the text only where there is a new one."""
        if seen is None or session.scalar(_NEWEST_VERSION) != seen.version:
            return self._read(session)
        return replace(seen, looked_at=self._clock())

    def _read(self, session: Session) -> _Seen:
        row = session.scalars(_NEWEST).one()
        configuration = configuration_of(row.text)
        if not isinstance(configuration, Configuration):
            faults = "; ".join(map(str, configuration))
            raise SettingsUnreadableError(
                f"version {row.version} of the settings cannot be read: {faults}. Mend it with"
                " `kiosk central settings > rules.toml` and `--change rules.toml`, or install"
                " the version of this program that wrote it"
            )
        return _Seen(row.version, configuration, self._clock())


_NEWEST = select(SettingsRow).order_by(SettingsRow.version.desc()).limit(1)
_NEWEST_VERSION = select(func.max(SettingsRow.version))


def _version(row: SettingsRow, last: SettingsRow | None = None) -> SettingsVersion:
    return SettingsVersion(
        version=row.version,
        author=row.author,
        at=row.at,
        text=row.text,
        diff=diff_of(last.text, row.text) if last else "",
    )


def diff_of(before: str, after: str) -> str:
    """How a text changes, as a unified diff without the names of files."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="")
    return "\n".join(list(lines)[2:])
