"""The database: really encrypted, really durable, never newer than we are."""

from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import apsw
import pytest

from kiosk.store.database import Database, open_database
from kiosk.store.errors import DatabaseTooNewError, DatabaseUnreadableError, DiskFullError

KEY = bytes(range(32))
CANARY = "3510094101909001"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "test.db"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    opened = open_database(path, KEY)
    yield opened
    opened.close()


def write(database: Database, value: str, *, times: int = 1) -> None:
    for number in range(times):
        database.run("INSERT INTO setting VALUES (?, ?)", (f"{value[:4]}-{number}", value))


def write_the_same_twice(database: Database) -> None:
    with database.transaction():
        write(database, "abcd")
    write(database, "abcd")


def files_beside(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in path.parent.iterdir()}


def test_neither_the_file_nor_its_log_shows_what_was_written(
    database: Database, path: Path
) -> None:
    write(database, CANARY, times=50)
    files = files_beside(path)
    assert len(files["test.db-wal"]) > 10_000
    assert not [name for name, content in files.items() if CANARY.encode() in content]


def test_a_file_of_plain_sqlite_would_show_it(path: Path) -> None:
    plain = Database(apsw.Connection(str(path)))
    plain.run("CREATE TABLE setting (name TEXT, value TEXT)")
    write(plain, CANARY)
    plain.close()
    assert CANARY.encode() in path.read_bytes()


def test_what_was_written_is_there_after_opening_again(path: Path) -> None:
    first = open_database(path, KEY)
    write(first, CANARY)
    first.close()
    second = open_database(path, KEY)
    assert second.value("SELECT value FROM setting") == CANARY
    second.close()


def test_another_key_does_not_open_it(database: Database, path: Path) -> None:
    write(database, CANARY)
    database.close()
    with pytest.raises(DatabaseUnreadableError):
        open_database(path, bytes(32))


def test_a_key_of_another_length_is_a_bug(path: Path) -> None:
    with pytest.raises(ValueError, match="31 bytes"):
        open_database(path, bytes(31))


def test_a_file_that_is_no_database_is_refused_and_kept(path: Path) -> None:
    path.write_bytes(b"kopi darat " * 1000)
    with pytest.raises(DatabaseUnreadableError):
        open_database(path, KEY)
    assert path.read_bytes() == b"kopi darat " * 1000


def test_a_changed_page_is_noticed(database: Database, path: Path) -> None:
    write(database, CANARY * 20, times=200)
    database.close()
    content = bytearray(path.read_bytes())
    for place in range(4096 + 100, len(content), 4096):  # every page but the first
        content[place] ^= 1
    path.write_bytes(content)
    with pytest.raises(DatabaseUnreadableError):
        open_database(path, KEY).rows("SELECT * FROM setting")


def test_a_newer_schema_is_refused_and_left_alone(database: Database, path: Path) -> None:
    scripts = list((resources.files("kiosk.store") / "migrations").iterdir())
    assert database.value("PRAGMA user_version") == len(scripts)
    database.run(f"PRAGMA user_version = {len(scripts) + 1}")
    database.close()
    with pytest.raises(DatabaseTooNewError, match=str(len(scripts) + 1)):
        open_database(path, KEY)


def test_commits_reach_the_disk_and_nothing_leaves_memory_in_the_clear(database: Database) -> None:
    assert database.value("PRAGMA journal_mode") == "wal"
    assert database.value("PRAGMA synchronous") == 2
    assert database.value("PRAGMA temp_store") == 2
    assert database.value("PRAGMA foreign_keys") == 1
    assert database.value("PRAGMA secure_delete") == 1


def test_every_table_is_strict(database: Database) -> None:
    tables = database.rows(
        "SELECT name, strict FROM pragma_table_list"
        " WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    assert len(tables) >= 9
    assert all(strict for _, strict in tables)


def test_only_this_user_may_read_it(database: Database, path: Path) -> None:
    write(database, CANARY)
    assert {file.stat().st_mode & 0o777 for file in path.parent.iterdir()} == {0o600}


def test_a_transaction_is_all_or_nothing(database: Database) -> None:
    with pytest.raises(apsw.ConstraintError), database.transaction():
        write_the_same_twice(database)
    assert database.rows("SELECT * FROM setting") == []


def test_a_full_disk_changes_nothing(database: Database) -> None:
    write(database, "kept")
    database.run(f"PRAGMA max_page_count = {database.value('PRAGMA page_count') + 2}")
    with pytest.raises(DiskFullError), database.transaction():
        write(database, "lost" * 5000, times=10)
    assert database.rows("SELECT value FROM setting") == [("kept",)]
    write(database, "good")
