"""From every schema that ever was, with data in it, to the newest one: nothing is lost."""

import hashlib
import json
import uuid
from datetime import timedelta
from importlib import resources
from pathlib import Path

import pytest

from kiosk.domain.submission import KioskState
from kiosk.store.database import Database, connect, open_database
from kiosk.store.errors import UpgradeError
from kiosk.store.moments import to_text
from kiosk.store.store import Store
from kiosk.store.vault import new_vault, save_vault
from tests.store.counter import NOW, ROOT, deliver, open_store, submission_id
from tests.store.sealing import sealed_part

SCRIPTS = sorted(
    (f for f in (resources.files("kiosk.store") / "migrations").iterdir() if f.name[0].isdigit()),
    key=lambda script: script.name,
)
OLD = range(1, len(SCRIPTS))
WAITING, DELIVERED, CANCELLED = 1, 2, 3
MOMENT = to_text(NOW)


def database_of_schema(path: Path, key: bytes, schema: int) -> Database:
    """As a kiosk of that time left it: made by the same scripts, and no others."""
    database = connect(path, key)
    for script in SCRIPTS[:schema]:
        database.run(script.read_text("utf-8"))
    database.run(f"PRAGMA user_version = {schema}")
    return database


def fill(database: Database) -> None:
    """A day's work, in the columns that the first schema has: all later ones have them too."""
    database.run("INSERT INTO setting VALUES ('language', '\"id\"')")
    database.run(
        "INSERT INTO officer (id, name, role, pin_hash, added_at)"
        " VALUES ('officer-1', 'BU CONTOH', 'supervisor', 'hash', ?)",
        (MOMENT,),
    )
    database.run(
        "INSERT INTO draft VALUES (?, '1234567890', '1990-01-01', 'S…', 'nik', '{}', ?, ?)",
        (str(uuid.UUID(int=9, version=4)), MOMENT, MOMENT),
    )
    states = {WAITING: "queued", DELIVERED: "submitted", CANCELLED: "cancelled"}
    for number, state in states.items():
        key = str(submission_id(number))
        database.run(
            "INSERT INTO submission (id, ticket, masked_name, phone_tail, state, made_here,"
            " made_at) VALUES (?, ?, 'Siti N…ah', '9001', ?, 1, ?)",
            (key, f"T{number}", state, MOMENT),
        )
        database.run("INSERT INTO identity_hash VALUES ('nik', ?, ?)", (f"d{number}", key))
        note(database, "submission.queued", key)
    database.run(
        "INSERT INTO outcome (submission_id, seq, state, signed, applied_at)"
        " VALUES (?, 5, 'joined', x'01', ?)",
        (str(submission_id(DELIVERED)), MOMENT),
    )
    database.run("INSERT INTO outcome_cursor VALUES (1, 5)")


def note(database: Database, event: str, subject: str) -> None:
    """One line of the journal, chained as it always was."""
    previous = database.value("SELECT hash FROM journal ORDER BY seq DESC LIMIT 1") or "0" * 64
    number = database.value("SELECT count(*) FROM journal") + 1
    line = (number, MOMENT, event, "kiosk", subject)
    chained = hashlib.sha256(json.dumps([previous, *line]).encode()).hexdigest()
    database.run("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?)", (*line, chained))


def queue_part(database: Database, number: int, part: str, sha256: str, state: str) -> None:
    database.run(
        "INSERT INTO outbox (submission_id, part, revision, sha256, size_bytes, state,"
        " waits_for_form, queued_at, placed_at, next_try_at, receipt)"
        " VALUES (?, ?, 1, ?, 700, ?, ?, ?, ?, ?, ?)",
        (
            *(str(submission_id(number)), part, sha256, state),
            int(part == "photo" and state == "queued"),
            *(MOMENT, MOMENT, MOMENT),
            "{}" if state == "submitted" else None,
        ),
    )


def store_of_schema(folder: Path, schema: int) -> None:
    """A whole store, with envelopes that lie in its outbox."""
    maker = open_store(folder)
    parts = {part: sealed_part(maker, WAITING, part).sha256 for part in ("form", "photo")}
    vault = maker.vault
    maker.close()
    (folder / "loket.db").unlink()
    database = database_of_schema(folder / "loket.db", vault.database_key, schema)
    fill(database)
    for part, sha256 in parts.items():
        queue_part(database, WAITING, part, sha256, "queued")
        queue_part(
            database, DELIVERED, part, hashlib.sha256(sha256.encode()).hexdigest(), "submitted"
        )
    database.close()


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
