"""From the schema of a newer version back to the copy made before it."""

from contextlib import closing
from pathlib import Path

import pytest

from kiosk.store.backups import Backups
from kiosk.store.database import connect
from kiosk.store.errors import DatabaseTooNewError
from kiosk.store.rescue import Rescue, Rescued
from kiosk.store.store import Store
from tests.domain.resident import complete_draft
from tests.store.broken_stores import LATER, assert_it_works, damage, opened
from tests.store.counter import NOW, deliver, deliver_all, raw, submission_id
from tests.store.sealing import enrol, register_sealed

COPIED, MADE = 3, 6


@pytest.fixture
def upgraded(tmp_path: Path) -> Path:
    """A store that a newer version has changed, and worked with; two wait, one is cancelled."""
    folder = tmp_path / "store"
    store = opened(folder)
    enrol(store)
    for number in range(1, COPIED + 1):
        register_sealed(store, number)
    deliver(store)
    keep_copy(folder, store)
    for number in range(COPIED + 1, MADE + 1):
        register_sealed(store, number)
    for _ in range(2 * 3 - 1):
        deliver(store)
    store.submissions.cancel(submission_id(MADE), NOW, "officer-1")
    store.drafts.save(complete_draft(), NOW)
    change_schema(store)
    store.close()
    return folder


def keep_copy(folder: Path, store: Store) -> None:
    """What each version does before it changes the schema."""
    database = raw(store)
    Backups(folder / "loket.db").keep_schema(database.schema(), database, store.vault.database_key)


def change_schema(store: Store) -> None:
    """As a version of tomorrow might: what this one would write no longer fits."""
    database = raw(store)
    database.run("ALTER TABLE submission RENAME COLUMN masked_name TO shown_name")
    database.run("DROP TABLE draft_try")
    database.run(f"PRAGMA user_version = {database.schema() + 1}")


def go_back(folder: Path) -> Rescued:
    back = Rescue(folder, allow_key_file=True).go_back(LATER)
    assert back is not None
    return back


def test_what_was_made_and_delivered_since_is_known_again(upgraded: Path) -> None:
    with pytest.raises(DatabaseTooNewError):
        opened(upgraded)
    back = go_back(upgraded)
    assert (back.kept, back.waiting, back.unclear, back.lost) == (MADE, 2, 0, 0)
    assert back.journal_whole
    store = assert_it_works(upgraded)
    balance = store.figures.balance()
    assert (balance.made, balance.delivered, balance.cancelled) == (MADE, 3, 1)
    deliver_all(store, LATER)
    assert store.figures.balance().delivered == MADE - 1
    store.close()


def test_unfinished_forms_are_said_to_be_gone(upgraded: Path) -> None:
    back = go_back(upgraded)
    assert (back.drafts, back.drafts_lost) == (0, True)


def test_the_newer_data_is_moved_aside_and_not_deleted(upgraded: Path) -> None:
    newer = (upgraded / "loket.db").read_bytes()
    back = go_back(upgraded)
    assert (back.aside / "loket.db").read_bytes() == newer


def test_the_newer_version_may_come_again(upgraded: Path) -> None:
    go_back(upgraded)
    store = opened(upgraded)
    keep_copy(upgraded, store)
    register_sealed(store, MADE + 1)
    change_schema(store)
    store.close()
    assert go_back(upgraded).kept == MADE + 1


def test_without_a_copy_there_is_no_way_back_and_nothing_is_touched(upgraded: Path) -> None:
    for copy in (upgraded / "backups").iterdir():
        copy.unlink()
    before = (upgraded / "loket.db").read_bytes()
    assert Rescue(upgraded, allow_key_file=True).go_back(LATER) is None
    assert (upgraded / "loket.db").read_bytes() == before
    assert not (upgraded / "aside").exists()


def test_newer_data_that_is_damaged_leaves_the_copy_and_the_envelopes(upgraded: Path) -> None:
    damage(upgraded / "loket.db", [0])
    back = go_back(upgraded)
    assert not back.journal_whole
    assert back.lost == 0
    store = assert_it_works(upgraded)
    assert store.figures.balance().agrees
    store.close()


def test_of_several_copies_the_latest_that_this_version_knows_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "loket.db"
    backups = Backups(path)
    with closing(connect(path, bytes(32))) as database:
        for schema in (9, 10):
            backups.keep_schema(schema, database, bytes(32))
    found = [backups.before_upgrade(newest) for newest in (8, 9, 10, 11)]
    assert [copy and copy.name for copy in found] == [
        None,
        "loket-schema-9.db",
        "loket-schema-10.db",
        "loket-schema-10.db",
    ]
