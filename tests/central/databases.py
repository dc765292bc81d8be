"""Where the centres of the tests keep their data: SQLite, unless the environment says otherwise."""

import hashlib
import os
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import psycopg
from psycopg import sql

from kiosk.central.centre import DATABASE_FILE, Centre
from kiosk.central.settings.configuration import Clock, Configuration
from kiosk.central.storage.database import Database
from tests.central.postgresql import DATABASES, SOCKET, TEMPLATE, tell, url

_made: Final[set[str]] = set()
"""By the test that is running."""


def is_postgresql() -> bool:
    """Whether the tests keep PostgreSQL's databases."""
    return os.environ.get(DATABASES) == "postgresql"


def database_url(folder: Path) -> str | None:
    """For the centre of this folder, the same each time; None for the one that is in the folder."""
    if not is_postgresql():
        return None
    name = "test_" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:20]
    if name not in _made:
        tell(os.environ[SOCKET], f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        _made.add(name)
    return url(os.environ[SOCKET], name)


def open_centre(
    folder: Path, clock: Clock, configuration: Configuration, **services: Any
) -> Centre:
    """A centre with the same data each time that the folder is the same."""
    if not is_postgresql() and not (folder / DATABASE_FILE).exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / DATABASE_FILE).write_bytes(_new_database())
    return Centre(folder, clock, configuration, database_url=database_url(folder), **services)


@cache
def _new_database() -> bytes:
    """To make the tables takes longer than many a test."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / DATABASE_FILE
        Database(f"sqlite:///{file}").close()
        return file.read_bytes()


def stored_bytes(folder: Path) -> bytes:
    """Everything that the centre's database holds."""
    kept = database_url(folder)
    if kept is None:
        return b"".join(file.read_bytes() for file in folder.glob(f"{DATABASE_FILE}*"))
    values = []
    with psycopg.connect(kept.replace("+psycopg", "")) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in tables.fetchall():
            rows = connection.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(table)))
            values += [value for row in rows for value in row]
    return b"\n".join(one if isinstance(one, bytes) else str(one).encode() for one in values)


def forget_databases() -> None:
    """Throw away what the test has made."""
    while _made:
        tell(os.environ[SOCKET], f"DROP DATABASE {_made.pop()} WITH (FORCE)")
