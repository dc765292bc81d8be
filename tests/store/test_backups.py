"""Whole copies of the database: made when they are needed, encrypted, and not kept for ever."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.store.backups import Backups
from kiosk.store.database import Database, connect, open_database
from kiosk.store.errors import DatabaseUnreadableError
from tests.store.counter import NOW

KEY = bytes(range(32))
CANARY = "3510094101909001"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "loket.db"


def filled(path: Path) -> Database:
    database = open_database(path, KEY)
    database.run("INSERT INTO setting VALUES ('canary', ?)", (CANARY,))
    return database


def copies(path: Path) -> dict[str, bytes]:
    return {copy.name: copy.read_bytes() for copy in (path.parent / "backups").iterdir()}


def test_a_copy_has_everything_that_was_committed_and_opens_with_the_same_key(path: Path) -> None:
    database = filled(path)
    Backups(path).keep_day(database, KEY)
    database.close()
    (copy,) = Backups(path).newest_first()
    opened = connect(copy, KEY)
    assert opened.value("SELECT value FROM setting") == CANARY
    assert opened.faults(thorough=True) == []
    opened.close()
    with pytest.raises(DatabaseUnreadableError):
        connect(copy, bytes(32))


def test_a_copy_is_private_and_shows_nothing(path: Path) -> None:
    database = filled(path)
    Backups(path).keep_day(database, KEY)
    database.close()
    found = copies(path)
    assert set(found) == {"loket-day.db"}
    assert CANARY.encode() not in found["loket-day.db"]
    assert (path.parent / "backups" / "loket-day.db").stat().st_mode & 0o777 == 0o600
    assert (path.parent / "backups").stat().st_mode & 0o777 == 0o700


def test_the_copy_of_a_day_takes_the_place_of_the_day_before(path: Path) -> None:
    database = filled(path)
    Backups(path).keep_day(database, KEY)
    database.run("DELETE FROM setting")
    Backups(path).keep_day(database, KEY)
    database.close()
    (copy,) = Backups(path).newest_first()
    opened = connect(copy, KEY)
    assert opened.rows("SELECT * FROM setting") == []
    opened.close()


def test_of_the_schemas_before_two_are_kept(path: Path) -> None:
    database = filled(path)
    for version in (1, 2, 9, 10):
        Backups(path).keep_schema(version, database, KEY)
    database.close()
    assert set(copies(path)) == {"loket-schema-9.db", "loket-schema-10.db"}


def test_what_was_left_of_a_copy_that_was_cut_short_does_no_harm(path: Path) -> None:
    database = filled(path)
    Backups(path).keep_day(database, KEY)
    (path.parent / "backups" / ".copy.new").write_bytes(b"half of it")
    Backups(path).keep_day(database, KEY)
    database.close()
    assert set(copies(path)) == {"loket-day.db"}


def test_old_copies_are_told_from_new_ones(path: Path) -> None:
    database = filled(path)
    Backups(path).keep_schema(1, database, KEY)
    Backups(path).keep_day(database, KEY)
    database.close()
    old = (NOW - timedelta(days=31)).timestamp()
    os.utime(path.parent / "backups" / "loket-schema-1.db", (old, old))
    os.utime(path.parent / "backups" / "loket-day.db", (NOW.timestamp(),) * 2)
    older = Backups(path).older_than(NOW - timedelta(days=30))
    assert [copy.name for copy in older] == ["loket-schema-1.db"]
