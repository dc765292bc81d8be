"""Stores as kiosks of earlier schemas left them, with a day's work in them."""

import hashlib
import json
import uuid
from importlib import resources
from pathlib import Path

from kiosk.store.database import Database, connect
from kiosk.store.moments import to_text
from tests.store.counter import NOW, open_store, submission_id
from tests.store.sealing import sealed_part

SCRIPTS = sorted(
    (f for f in (resources.files("kiosk.store") / "migrations").iterdir() if f.name[0].isdigit()),
    key=lambda script: script.name,
)
OLD = range(1, len(SCRIPTS))
RESIDENTS = 3
WAITING, DELIVERED, CANCELLED = range(1, RESIDENTS + 1)
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
