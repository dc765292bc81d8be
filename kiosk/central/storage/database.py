"""The centre's database: SQLite unless a URL says otherwise.

What is committed is on the disk: a receipt is a promise. Whoever writes must not be overtaken:

- SQLite lets one transaction write at a time, from its very beginning (BEGIN IMMEDIATE): one that
  read first and wanted to write later could only be refused.
- PostgreSQL lets many write at once, at READ COMMITTED. A submission that is read in order to
  change something is locked until the end, and with it everything that hangs on it. What has no
  row to lock yet, or is more than one row, is held by its name: see `hold`. So no transaction has
  to be done anew because of another, but for a deadlock, which the order below is there to avoid:
  a kiosk, a submission, other names, the numbers of outcomes at the very end.
"""

import logging
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, nullcontext
from sqlite3 import Connection as SqliteConnection
from threading import Lock
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Select,
    create_engine,
    delete,
    event,
    inspect,
    select,
    text,
    tuple_,
)
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import ArgumentError, DatabaseError, DataError, DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionError
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.pool import ConnectionPoolEntry

from kiosk.central.migrations import migrate
from kiosk.central.storage.base import Base
from kiosk.central.storage.models import SubmissionRow

CONNECTIONS = 40
"""As many as the web framework has threads, so that no request waits for a connection."""
BUSY_MS = 5_000
TRUNCATING_MS = 500
"""Much less than that, or writers of other processes would give up meanwhile."""
FOR_CHANGE: Final[dict[str, Any]] = {"key_share": True}
"""For `with_for_update`: nobody else changes the row; new rows may still refer to it."""
FOR_REFERENCE: Final[dict[str, Any]] = {"read": True}
"""The same for those who all only go by the row: they do not wait for each other."""
_POSTGRESQL: Final[dict[str, Any]] = {
    "connect_timeout": 5,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
    "options": "-c timezone=UTC -c lock_timeout=10s -c statement_timeout=30s"
    " -c idle_in_transaction_session_timeout=60s",
}
_DRIVERS = frozenset({"sqlite", "postgresql+psycopg", "postgresql"})
_ADVICE = {
    "sqlite": "Restore it from a copy",
    "postgresql": "The role that opens it must own it",
}
_WRITING = "loket_writing"
_log = logging.getLogger(__name__)


class DatabaseDownError(Exception):
    """The database is away, full or too busy, or another transaction was in the way: come again.

    Where it went away during a commit, nobody knows whether it was stored.
    """


class NotStorableError(Exception):
    """A value that no column takes, such as a text with a zero byte on PostgreSQL."""


class DatabaseUnusableError(Exception):
    """The address names none that we know, or what is there is no database; says what to do."""


class Database:
    """Transactions for reading and for writing. Brings the tables up to date when it is opened.

    Raises DatabaseDownError when it is not there, NewerDatabaseError when it is not for us,
    DatabaseUnusableError when it is none.
    """

    def __init__(self, url: str) -> None:
        self._turn: AbstractContextManager[object] = nullcontext()
        kind = _kind_of(url)
        if kind == "sqlite":
            self._engine = _engine(url)
            self._reader = self._engine
            _prepare_sqlite(self._engine)
            self._turn = Lock()
        else:
            self._engine = _engine(url, connect_args=_POSTGRESQL, pool_pre_ping=True)
            self._reader = self._engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        self._writer = self._engine.execution_options(**{_WRITING: True})
        with ExitStack() as in_vain, _opening(kind), _reacting():
            in_vain.callback(self.close)
            migrate(self._writer)
            in_vain.pop_all()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database and changes nothing.

        Raises DatabaseDownError.
        """
        with _reacting(), Session(self._reader) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that commits at the end, or changes nothing when anything is raised.

        SQLite lets one write at a time, and those who wait look again now and then, so that under
        load some would never be in time: here they queue. Another process may still be before us.
        Raises DatabaseDownError.
        """
        with (
            _reacting(),
            self._turn,
            _WritingSession(self._writer, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    def overwrite_deleted(self) -> None:
        """Leave no trace of what was deleted in SQLite's log of changes either.

        Whoever reads for longer than a moment puts it off until the next time: as long as it waits
        for readers nobody can write, so it queues with the writers and does not wait for long.
        """
        if self._engine.dialect.name == "sqlite":
            with self._turn, closing(self._engine.raw_connection()) as connection:
                is_busy = _truncate_log(connection.cursor())
            if is_busy:
                _log.warning("what was erased is still in the log of changes: somebody reads")

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()


def hold(session: Session, *name: str) -> None:
    """Let nobody else hold this name until the transaction ends; wait while somebody does.

    SQLite's transactions hold everything that they could wish for already.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(_HOLD, {"name": "\t".join(name)})


def forget(session: Session, table: type[Base], condition: ColumnElement[bool]) -> None:
    """Delete the rows that are too old to count; leave those that others have in hand."""
    rows = tuple(inspect(table).primary_key)
    old = select(*rows).where(condition).with_for_update(skip_locked=True)
    session.execute(
        delete(table).where(tuple_(*rows).in_(old)),
        execution_options={"synchronize_session": False},
    )


def share(session: Session, *name: str) -> None:
    """Let nobody hold this name until the transaction ends; others may share it."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(_SHARE, {"name": "\t".join(name)})


_HOLD = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
_SHARE = text("SELECT pg_advisory_xact_lock_shared(hashtextextended(:name, 0))")


class _WritingSession(Session):
    """One whose submissions are locked: see `_lock_submissions`."""


@event.listens_for(_WritingSession, "do_orm_execute")
def _lock_submissions(execution: ORMExecuteState) -> None:
    """Who reads a whole submission while writing goes by it until the commit, and maybe changes it.

    SQLite's dialect knows no locks of rows, and leaves this away.
    """
    statement = execution.statement
    if not isinstance(statement, Select) or statement._for_update_arg is not None:  # noqa: SLF001  # no public way
        return
    if any(column["expr"] is SubmissionRow for column in statement.column_descriptions):
        execution.statement = statement.with_for_update(of=SubmissionRow, **FOR_CHANGE)


@contextmanager
def _reacting() -> Iterator[None]:
    """One name for everything after which the same may be tried again later."""
    try:
        yield
    except NoConnectionError as error:
        raise DatabaseDownError("every connection is taken") from error
    except DBAPIError as error:
        if isinstance(error, OperationalError) or error.connection_invalidated:
            raise DatabaseDownError(str(error.orig)) from error
        if isinstance(error, DataError):
            raise NotStorableError from None  # its words may repeat the value
        raise


@contextmanager
def _opening(kind: str) -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        cause = str(error.orig).partition("\n")[0]
        raise DatabaseUnusableError(f"the database: {cause}. {_ADVICE[kind]}") from error


def _kind_of(url: str) -> str:
    """Names no password; raise DatabaseUnusableError."""
    try:
        address = make_url(url)
    except ArgumentError:
        address = None
    if address is None or address.drivername not in _DRIVERS:
        raise DatabaseUnusableError(
            "this is no address of a database: postgresql+psycopg://NAME@HOST/DATABASE"
        )
    return address.get_backend_name()


def _engine(url: str, **options: Any) -> Engine:
    return create_engine(
        url,
        pool_size=CONNECTIONS,
        pool_timeout=BUSY_MS / 1000,
        hide_parameters=True,  # the message of an error must not hold a person's data
        **options,
    )


def _truncate_log(cursor: DBAPICursor) -> bool:
    """Whether somebody was in the way."""
    cursor.execute(f"PRAGMA busy_timeout={TRUNCATING_MS}")
    try:
        is_busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        cursor.execute(f"PRAGMA busy_timeout={BUSY_MS}").close()
    return bool(is_busy)


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
