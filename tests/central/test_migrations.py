"""The tables are those that the program expects, on both databases, and no others."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.exc import IntegrityError

from kiosk.central.centre import DATABASE_FILE
from kiosk.central.migrations import FOLDER, NEWEST, NewerDatabaseError
from kiosk.central.storage.base import APPEND_ONLY, Base
from kiosk.central.storage.database import Database
from tests.central.databases import database_url


@pytest.fixture
def url(tmp_path: Path) -> str:
    return database_url(tmp_path) or f"sqlite:///{tmp_path / DATABASE_FILE}"


@pytest.fixture
def connection(url: str) -> Iterator[Connection]:
    """To a database that has been opened once."""
    Database(url).close()
    engine = create_engine(url)
    with engine.begin() as connection:
        yield connection
    engine.dispose()


def test_the_steps_lead_to_the_tables_of_the_program(connection: Connection) -> None:
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    assert compare_metadata(context, Base.metadata) == []


def test_the_last_step_is_known_without_alembic() -> None:
    assert ScriptDirectory(str(FOLDER)).get_current_head() == NEWEST


def test_what_is_kept_forever_is_so_in_the_database(connection: Connection) -> None:
    kept = [table.name for table in Base.metadata.sorted_tables if table.info.get(APPEND_ONLY)]
    query = (
        "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'"
        if connection.dialect.name == "sqlite"
        else "SELECT relname FROM pg_trigger JOIN pg_class ON tgrelid = pg_class.oid"
        " WHERE NOT tgisinternal"
    )
    assert "events" in kept
    assert set(connection.scalars(text(query))) == set(kept)


def test_a_database_of_a_later_version_is_refused(connection: Connection, url: str) -> None:
    connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    connection.commit()
    with pytest.raises(NewerDatabaseError, match=r"later version .* 9999"):
        Database(url)


def test_who_opens_a_new_database_at_the_same_time_waits(tmp_path: Path, url: str) -> None:
    together = threading.Barrier(4)

    def open_it(_number: int) -> None:
        together.wait()
        Database(url).close()

    with ThreadPoolExecutor(4) as openers:
        list(openers.map(open_it, range(4)))
    engine = create_engine(url)
    with engine.connect() as connection:
        assert inspect(connection).has_table("submissions")
        assert connection.scalar(text("SELECT count(*) FROM counters")) == 1
    engine.dispose()


def test_a_row_that_is_kept_forever_cannot_be_taken_back(connection: Connection) -> None:
    """Not even by emptying the whole table, where the database has a word for that."""
    change = "DELETE FROM" if connection.dialect.name == "sqlite" else "TRUNCATE"
    connection.execute(
        text(
            "INSERT INTO desk_audit (at, account, deed, subject, detail, has_failed)"
            " VALUES ('2026-03-02 01:00:00', 'ani', 'test', '', '', false)"
        )
    )
    with pytest.raises(IntegrityError, match="append-only"):
        connection.execute(text(f"{change} desk_audit"))
