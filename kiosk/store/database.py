"""One encrypted SQLite file: how it is opened, brought up to date, read and written."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager, suppress
from importlib import resources
from pathlib import Path
from typing import Any, TypeAlias

import apsw

from kiosk.store.durable import make_private_file, sync_folder
from kiosk.store.errors import DatabaseTooNewError, DiskFullError, disk_faults_named

KEY_BYTES = 32
_CIPHER = "chacha20"
_BUSY_TIMEOUT_MS = 5000
Row: TypeAlias = tuple[Any, ...]


class NotEncryptingError(Exception):
    """A fault of the installation: this SQLite would have written plain text."""


class Database:
    """A connection with named faults and transactions that may stand inside one another.

    It belongs to one thread at a time.
    """

    def __init__(self, connection: apsw.Connection) -> None:
        self._connection = connection

    def run(self, sql: str, values: Sequence[object] = ()) -> int:
        """Execute statements; returns how many rows the last one changed."""
        with disk_faults_named():
            self._connection.execute(sql, tuple(values)).fetchall()
            return self._connection.changes()

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """All rows of a query."""
        with disk_faults_named():
            return self._connection.execute(sql, tuple(values)).fetchall()

    def row(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        """The first row of a query, if there is one."""
        with disk_faults_named():
            return self._connection.execute(sql, tuple(values)).fetchone()

    def value(self, sql: str, values: Sequence[object] = ()) -> Any:
        """The first column of the first row; None when there is no row."""
        row = self.row(sql, values)
        return None if row is None else row[0]

    def revision(self) -> int:
        """Grows with every row that is changed: what was read at the same one is still true."""
        return self._connection.total_changes()

    @contextmanager
    def transaction(self) -> Generator[None]:
        """All or nothing. On return of the outermost one the data survives a power cut."""
        if self._is_in_transaction():
            yield
            return
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            if self._is_in_transaction():  # SQLite itself ends it on some faults
                self.run("ROLLBACK")
            raise

    def empty_wal(self) -> None:
        """Move the write-ahead log into the database and cut it to nothing, if there is room."""
        with suppress(DiskFullError):  # what is in the log is safe there, until the next time
            self.run("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the file; the connection cannot be used afterwards."""
        with disk_faults_named():
            self._connection.close()

    def _is_in_transaction(self) -> bool:
        return self._connection.in_transaction


def open_database(path: Path, key: bytes) -> Database:
    """Open or make the file with a 32-byte key and bring its schema up to date.

    Raises:
        DatabaseUnreadableError: damaged, or made with another key.
        DatabaseTooNewError: written by a newer kiosk.
        DiskFullError: there is no room to open or upgrade it.
    """
    make_private_file(path)
    with disk_faults_named():
        connection = apsw.Connection(str(path))
    database = Database(connection)
    try:
        _prepare(database, key)
        _migrate(database)
    except BaseException:
        connection.close()
        raise
    sync_folder(path.parent)
    return database


def _prepare(database: Database, key: bytes) -> None:
    if len(key) != KEY_BYTES:
        raise ValueError(f"the database key has {len(key)} bytes, not {KEY_BYTES}")
    database.run(f"PRAGMA cipher = '{_CIPHER}'")
    if database.value("PRAGMA cipher") != _CIPHER:
        raise NotEncryptingError("this SQLite has no ciphers; install apsw-sqlite3mc, not apsw")
    # "raw:" is the key itself; anything else would go through a slow password hash.
    database.run(f"PRAGMA key = 'raw:{key.hex()}'")
    database.run(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")
    database.run("PRAGMA temp_store = MEMORY")
    database.run("PRAGMA journal_mode = WAL")
    database.run("PRAGMA synchronous = FULL")
    database.run("PRAGMA foreign_keys = ON")
    database.run("PRAGMA secure_delete = ON")


def _migrate(database: Database) -> None:
    """Run the numbered scripts that the file has not seen yet, each in its own transaction."""
    folder = resources.files("kiosk.store") / "migrations"
    scripts = sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    version = database.value("PRAGMA user_version")
    if version > len(scripts):
        raise DatabaseTooNewError(f"schema {version}; this kiosk knows {len(scripts)}")
    for number, script in enumerate(scripts[version:], start=version + 1):
        with database.transaction():
            database.run(script.read_text("utf-8"))
            database.run(f"PRAGMA user_version = {number}")
