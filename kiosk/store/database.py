"""One encrypted SQLite file: how it is opened, brought up to date, read and written."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final, TypeAlias

import apsw

from kiosk.store.backups import Backups
from kiosk.store.durable import make_private_file, sync_folder
from kiosk.store.errors import (
    DatabaseTooNewError,
    DiskFullError,
    UpgradeError,
    disk_faults_named,
)

KEY_BYTES = 32
_CIPHER = "chacha20"
_BUSY_TIMEOUT_MS = 5000
_COPIED_PAGES = 1000
_MUST_BE: Final = {
    "cipher": _CIPHER,
    "journal_mode": "wal",
    "synchronous": 2,  # FULL
    "temp_store": 2,  # MEMORY
    "foreign_keys": 1,
    "secure_delete": 1,
}
Row: TypeAlias = tuple[Any, ...]


class UnfitDatabaseError(Exception):
    """A fault of the installation: this SQLite would write plain text, or lose what it wrote."""


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

    def each(self, sql: str, values: Sequence[object] = ()) -> Iterator[Row]:
        """The rows of a query one by one: those before a damaged place, then the fault."""
        with disk_faults_named():
            yield from self._connection.execute(sql, tuple(values))

    def faults(self, *, thorough: bool = False) -> list[str]:
        """What is wrong with the file; nothing, where every page can be read and makes sense.

        `thorough` compares indexes with their tables as well, and takes six times as long. Raises
        DatabaseUnreadableError where even that cannot be told.
        """
        check = "integrity_check" if thorough else "quick_check"
        told = [str(line) for (line,) in self.rows(f"PRAGMA {check}(1)")]
        return [] if told == ["ok"] else told

    def write_copy(self, path: Path, key: bytes) -> None:
        """Write all that is committed to a new file with this key; on return it is on the disk."""
        make_private_file(path)
        with disk_faults_named(), closing(apsw.Connection(str(path))) as copy:
            _set_key(Database(copy), key)
            with copy.backup("main", self._connection, "main") as backup:
                while not backup.done:
                    backup.step(_COPIED_PAGES)

    def leave_log_alone(self) -> None:
        """Closing does not touch the file: what is damaged stays as it was found."""
        self._connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)

    def schema(self) -> int:
        """How many of the numbered scripts this file has seen."""
        return int(self.value("PRAGMA user_version"))

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
            self.complete()

    def complete(self) -> None:
        """Move the write-ahead log into the file, which is whole by itself then.

        Raises DiskFullError where there is no room: closing would say nothing of that.
        """
        self.run("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close the file; the connection cannot be used afterwards."""
        with disk_faults_named():
            self._connection.close()

    def _is_in_transaction(self) -> bool:
        return self._connection.in_transaction


def connect(path: Path, key: bytes) -> Database:
    """Open or make the file with a 32-byte key, whatever its schema.

    Raises:
        DatabaseUnreadableError: damaged from its first page on, or made with another key.
        DiskFullError: there is no room to open it.
    """
    make_private_file(path)
    with disk_faults_named():
        connection = apsw.Connection(str(path))
    database = Database(connection)
    try:
        _prepare(database, key)
    except BaseException:
        connection.close()
        raise
    return database


def open_database(path: Path, key: bytes) -> Database:
    """Open or make the file, with a backup beside it before its schema is brought up to date.

    Raises what `connect` does, and:
        DatabaseTooNewError: written by a newer kiosk.
        UpgradeError: its schema could not be brought up to date; the file is as it was.
    """
    database = connect(path, key)
    try:
        _migrate(database, lambda version: Backups(path).keep_schema(version, database, key))
    except BaseException:
        database.close()
        raise
    sync_folder(path.parent)
    return database


def newest_schema() -> int:
    """What this kiosk brings every file up to."""
    return len(_scripts())


def _prepare(database: Database, key: bytes) -> None:
    _set_key(database, key)
    database.run(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")
    for name, value in _MUST_BE.items():
        if name != "cipher":  # which was set before the key
            database.run(f"PRAGMA {name} = {value}")
    for name, value in _MUST_BE.items():
        found = database.value(f"PRAGMA {name}")
        if found != value:
            raise UnfitDatabaseError(f"PRAGMA {name} is {found}, not {value}")


def _set_key(database: Database, key: bytes) -> None:
    if len(key) != KEY_BYTES:
        raise ValueError(f"the database key has {len(key)} bytes, not {KEY_BYTES}")
    database.run(f"PRAGMA cipher = '{_CIPHER}'")
    if database.value("PRAGMA cipher") != _CIPHER:
        raise UnfitDatabaseError("this SQLite has no ciphers; install apsw-sqlite3mc, not apsw")
    # "raw:" is the key itself; anything else would go through a slow password hash.
    database.run(f"PRAGMA key = 'raw:{key.hex()}'")


def _migrate(database: Database, back_up: Callable[[int], None]) -> None:
    """Run the numbered scripts that the file has not seen yet: all of them, or none."""
    scripts = _scripts()
    version = database.schema()
    if version > len(scripts):
        raise DatabaseTooNewError(f"schema {version}; this kiosk knows {len(scripts)}")
    if version == len(scripts):
        return
    if version > 0:
        back_up(version)
    try:
        with database.transaction():
            for script in scripts[version:]:
                database.run(script.read_text("utf-8"))
            database.run(f"PRAGMA user_version = {len(scripts)}")
    except (apsw.SQLError, apsw.ConstraintError, apsw.MismatchError) as fault:
        raise UpgradeError(f"from schema {version} to {len(scripts)}: {fault}") from fault


def _scripts() -> list[Traversable]:
    folder = resources.files("kiosk.store") / "migrations"
    return sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
