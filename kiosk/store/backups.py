"""Whole copies of the database, encrypted as it is, for the day on which it is damaged.

One before each change of the schema, and one of every day on which the database was found whole.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final, Protocol

from kiosk.paths import make_private
from kiosk.store.durable import sync_file, sync_folder
from kiosk.store.errors import disk_faults_named

BACKUPS_FOLDER: Final = "backups"
_UNFINISHED: Final = ".copy.new"
"""As remove_unfinished() knows it, with what SQLite has beside it."""
_MOST_SCHEMAS: Final = 2


class Copyable(Protocol):
    """A database that can be written to another file."""

    def write_copy(self, path: Path, key: bytes) -> None:
        """Write all that is committed to a new file with this key."""


class Backups:
    """The copies beside one database."""

    def __init__(self, database: Path) -> None:
        self._folder = database.parent / BACKUPS_FOLDER
        self._stem = database.stem

    def keep_schema(self, version: int, database: Copyable, key: bytes) -> None:
        """Keep what a change of the schema begins with; of those before, one more is kept.

        Raises DiskFullError or StoreForbiddenError: nothing was kept, and the schema must stay as
        it is.
        """
        self._keep(f"{self._stem}-schema-{version}.db", database, key)
        _remove(self._schemas()[:-_MOST_SCHEMAS])

    def keep_day(self, database: Copyable, key: bytes) -> None:
        """Keep what was just found whole, in the place of the day before; raise a StoreError."""
        self._keep(f"{self._stem}-day.db", database, key)

    def newest_first(self) -> Iterator[Path]:
        """Those that are there."""
        copies = self._folder.glob(f"{self._stem}-*.db")
        yield from sorted(copies, key=lambda copy: copy.stat().st_mtime, reverse=True)

    def before_upgrade(self, newest: int) -> Path | None:
        """The copy of the latest schema that is not above `newest`."""
        fitting = [copy for copy in self._schemas() if _schema_of(copy) <= newest]
        return fitting[-1] if fitting else None

    def older_than(self, before: datetime) -> list[Path]:
        """What is to go: nothing forgotten in the database lives on in a copy."""
        moment = before.timestamp()
        return [copy for copy in self.newest_first() if copy.stat().st_mtime < moment]

    def _schemas(self) -> list[Path]:
        """Oldest schema first."""
        return sorted(self._folder.glob(f"{self._stem}-schema-*.db"), key=_schema_of)

    def _keep(self, name: str, database: Copyable, key: bytes) -> None:
        unfinished = self._folder / _UNFINISHED
        with disk_faults_named():
            make_private(self._folder)
            unfinished.unlink(missing_ok=True)
        try:
            database.write_copy(unfinished, key)
            with disk_faults_named():
                sync_file(unfinished)
                unfinished.replace(self._folder / name)
                sync_folder(self._folder)
        finally:
            _remove([unfinished])


def _schema_of(copy: Path) -> int:
    return int(copy.stem.rpartition("-")[2])


def _remove(copies: Iterable[Path]) -> None:
    for copy in copies:
        with suppress(OSError):  # a virus scanner that reads it: then another day
            copy.unlink(missing_ok=True)
