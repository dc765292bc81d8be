"""The centre's database: SQLite unless a URL says otherwise.

A write transaction takes SQLite's write lock at its start (BEGIN IMMEDIATE): one that read first
and wanted to write later could only be refused. What is committed is on the disk: a receipt is a
promise.
"""

import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from sqlite3 import Connection as SqliteConnection
from threading import Lock

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from kiosk.central.models import Base

CONNECTIONS = 40
"""As many as the web framework has threads, so that no request waits for a connection."""
BUSY_MS = 5_000
_WRITING = "loket_writing"
_log = logging.getLogger(__name__)


class Database:
    """Transactions for reading and for writing."""

    def __init__(self, url: str) -> None:
        self._engine = create_engine(
            url,
            pool_size=CONNECTIONS,
            hide_parameters=True,  # the message of an error must not hold a person's data
        )
        self._turn: AbstractContextManager[object] = nullcontext()
        if self._engine.dialect.name == "sqlite":
            _prepare_sqlite(self._engine)
            self._turn = Lock()
        self._writer = self._engine.execution_options(**{_WRITING: True})
        Base.metadata.create_all(self._writer)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database and changes nothing."""
        with Session(self._engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that commits at the end, or changes nothing when anything is raised.

        SQLite lets one write at a time, and those who wait look again now and then, so that under
        load some would never be in time: here they queue. Another process may still be before us.
        """
        with (
            self._turn,
            Session(self._writer, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    def overwrite_deleted(self) -> None:
        """Leave no trace of what was deleted in SQLite's log of changes either.

        Whoever reads for longer than the others wait puts it off until the next time.
        """
        if self._engine.dialect.name == "sqlite":
            with closing(self._engine.raw_connection()) as connection:
                cursor = connection.cursor()
                is_busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if is_busy:
                _log.warning("what was erased is still in the log of changes: somebody reads")

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def on_connect(connection: SqliteConnection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # transactions begin where on_begin says so
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            f"busy_timeout={BUSY_MS}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get(_WRITING, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
