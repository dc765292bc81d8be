"""The journal: whatever is changed in it is found."""

import pytest

from kiosk.store.database import Database
from kiosk.store.store import Store
from tests.store.counter import MINUTE, NOW, raw


@pytest.fixture
def database(store: Store) -> Database:
    """The journal of three entries, open to somebody who has all keys."""
    for number in (1, 2, 3):
        store.journal.append(f"event.{number}", "officer-1", "subject", NOW + number * MINUTE)
    return raw(store)


def test_an_untouched_journal_is_whole(store: Store, database: Database) -> None:
    assert store.journal.verify() is None
    entries = store.journal.entries(newest=2)
    assert [(entry.seq, entry.event) for entry in entries] == [(2, "event.2"), (3, "event.3")]
    assert entries[0].at == NOW + 2 * MINUTE


def test_an_empty_journal_is_whole(store: Store) -> None:
    assert store.journal.verify() is None


@pytest.mark.parametrize(
    ("tampering", "first_broken"),
    [
        ("UPDATE journal SET actor = 'officer-2' WHERE seq = 2", 2),
        ("UPDATE journal SET at = '2026-03-02T03:01:00.000001+00:00' WHERE seq = 1", 1),
        ("UPDATE journal SET hash = (SELECT hash FROM journal WHERE seq = 1) WHERE seq = 3", 3),
        ("DELETE FROM journal WHERE seq = 1", 1),
        ("DELETE FROM journal WHERE seq = 2", 2),
        ("DELETE FROM journal WHERE seq = 3", 3),
        ("DELETE FROM journal", 1),
        ("UPDATE journal SET event = 'event.4', subject = 'x' WHERE seq = 3", 3),
    ],
)
def test_a_changed_or_missing_entry_is_named(
    store: Store, database: Database, tampering: str, first_broken: int
) -> None:
    database.run(tampering)
    assert store.journal.verify() == first_broken


def test_writing_on_does_not_heal_a_cut_off_end(store: Store, database: Database) -> None:
    database.run("DELETE FROM journal WHERE seq = 3")
    store.journal.append("event.4", "officer-1", "subject", NOW)
    assert store.journal.verify() == 3


def test_text_cannot_move_from_one_field_to_the_next(store: Store, database: Database) -> None:
    database.run("UPDATE journal SET actor = 'officer-1s', subject = 'ubject' WHERE seq = 1")
    assert store.journal.verify() == 1
