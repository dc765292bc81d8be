"""From every schema that ever was, with data in it, to the newest one: nothing is lost."""

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.domain.submission import KioskState
from kiosk.store.database import connect, open_database
from kiosk.store.errors import UpgradeError
from kiosk.store.store import Store
from kiosk.store.vault import new_vault, save_vault
from tests.store.counter import NOW, ROOT, deliver, open_store, submission_id
from tests.store.old_stores import OLD, WAITING, database_of_schema, fill, store_of_schema


@pytest.mark.parametrize("schema", OLD)
def test_everything_is_there_after_an_upgrade(folder: Path, schema: int) -> None:
    store_of_schema(folder, schema)
    store = open_store(folder)
    balance = store.figures.balance()
    assert balance.agrees
    assert (balance.made, balance.queued, balance.delivered, balance.cancelled) == (3, 1, 1, 1)
    assert store.journal.verify() is None
    assert [officer.name for officer in store.officers.list()] == ["BU CONTOH"]
    assert len(store.drafts.list_open()) == 1
    assert store.settings.language() == "id"
    assert store.submissions.cursor() == 5
    store.examination.examine(NOW)
    store.close()


@pytest.mark.parametrize("schema", OLD)
def test_what_waited_before_is_sent_after_an_upgrade(folder: Path, schema: int) -> None:
    store_of_schema(folder, schema)
    store = open_store(folder)
    later = NOW + timedelta(minutes=1)
    assert [deliver(store, later).part for _ in range(2)] == ["form", "photo"]
    row = store.submissions.find(submission_id(WAITING))
    assert row is not None
    assert row.state is KioskState.SUBMITTED
    assert not store.envelopes.stored()
    store.close()


@pytest.mark.parametrize("schema", OLD)
def test_an_upgraded_database_has_the_schema_of_a_new_one(tmp_path: Path, schema: int) -> None:
    key, told = bytes(32), []
    database_of_schema(tmp_path / "old.db", key, schema).close()
    for name in ("old.db", "new.db"):
        database = open_database(tmp_path / name, key)
        told.append(database.rows("SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2"))
        database.close()
    assert told[0] == told[1]


@pytest.mark.parametrize("schema", OLD)
def test_what_was_before_an_upgrade_is_kept_as_it_was(tmp_path: Path, schema: int) -> None:
    key, path = bytes(32), tmp_path / "loket.db"
    database = database_of_schema(path, key, schema)
    fill(database)
    database.close()
    open_database(path, key).close()
    copy = connect(tmp_path / "backups" / f"loket-schema-{schema}.db", key)
    assert copy.value("PRAGMA user_version") == schema
    assert copy.value("SELECT count(*) FROM submission") == 3
    copy.close()


def test_a_new_database_needs_no_copy(tmp_path: Path) -> None:
    open_database(tmp_path / "loket.db", bytes(32)).close()
    assert not (tmp_path / "backups").exists()


@pytest.mark.parametrize("schema", OLD)
def test_an_upgrade_that_fails_leaves_the_file_as_it_was(tmp_path: Path, schema: int) -> None:
    key, path = bytes(32), tmp_path / "loket.db"
    database = database_of_schema(path, key, schema)
    fill(database)
    database.run("DROP VIEW sendable")  # which a later script takes for granted
    before = database.rows("SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2")
    database.close()
    with pytest.raises(UpgradeError, match=f"from schema {schema}"):
        open_database(path, key)
    database = connect(path, key)
    assert database.value("PRAGMA user_version") == schema
    assert database.rows("SELECT type, name, sql FROM sqlite_schema ORDER BY 1, 2") == before
    assert database.value("SELECT count(*) FROM submission") == 3
    database.close()


def test_a_store_says_so_when_it_cannot_be_upgraded(folder: Path) -> None:
    folder.mkdir()
    vault = new_vault().but(database_made=True)
    save_vault(folder, ROOT, vault)
    database = database_of_schema(folder / "loket.db", vault.database_key, 1)
    database.run("DROP TABLE journal")
    database.close()
    with pytest.raises(UpgradeError):
        Store(folder, ROOT)
