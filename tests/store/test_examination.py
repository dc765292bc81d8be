"""Once a day everything is read; what is found is told, and a sound database is copied."""

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.store.errors import DatabaseUnreadableError
from kiosk.store.store import Store
from tests.store.counter import NOW, open_store, raw, register

HOUR = timedelta(hours=1)


def copied_at(folder: Path) -> int:
    return (folder / "backups" / "loket-day.db").stat().st_mtime_ns


def test_it_is_done_once_a_day(store: Store, folder: Path) -> None:
    store.watch_over(NOW)
    first = copied_at(folder)
    store.watch_over(NOW + 23 * HOUR)
    assert copied_at(folder) == first
    store.watch_over(NOW + 24 * HOUR)
    assert copied_at(folder) > first


def test_a_clock_that_was_wrong_does_not_put_it_off_for_years(store: Store, folder: Path) -> None:
    store.watch_over(NOW + 90_000 * HOUR)
    first = copied_at(folder)
    store.watch_over(NOW)
    assert copied_at(folder) > first


def test_where_no_copy_can_be_made_the_counter_opens_all_the_same(
    store: Store, folder: Path
) -> None:
    (folder / "backups").write_text("a file where a folder should be")
    store.watch_over(NOW)
    assert store.settings.examined_at() == NOW


def test_rows_that_an_index_has_lost_are_damage(store: Store) -> None:
    register(store, 1)
    raw(store).run("PRAGMA writable_schema = ON")
    raw(store).run(
        "UPDATE sqlite_schema SET sql = 'CREATE INDEX submission_made ON submission (ticket)'"
        " WHERE name = 'submission_made'"
    )
    raw(store).run("PRAGMA writable_schema = RESET")
    with pytest.raises(DatabaseUnreadableError, match="integrity"):
        store.examination.examine(NOW)


def test_damage_is_told_until_the_store_is_opened_anew(store: Store) -> None:
    name = "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE name = 'submission_made'"
    register(store, 1)
    for change in (("made_at", "ticket"), ("ticket", "made_at")):
        raw(store).run("PRAGMA writable_schema = ON")
        raw(store).run(name, change)
        raw(store).run("PRAGMA writable_schema = RESET")
        with pytest.raises(DatabaseUnreadableError, match="integrity"):
            store.watch_over(NOW)


def test_a_changed_journal_is_told_of_and_stops_nobody(store: Store) -> None:
    for number in range(1, 4):
        register(store, number)
    store.watch_over(NOW)
    assert store.settings.journal_broken_at() is None
    raw(store).run("UPDATE journal SET actor = 'somebody else' WHERE seq = 2")
    store.examination.examine(NOW)
    assert store.settings.journal_broken_at() == 2


def test_damage_is_noticed_at_the_next_start(folder: Path) -> None:
    store = open_store(folder)
    for number in range(1, 60):
        register(store, number)
    store.close()
    path = folder / "loket.db"
    content = bytearray(path.read_bytes())
    content[-3000] ^= 1
    path.write_bytes(content)
    with pytest.raises(DatabaseUnreadableError, match=r"loket\.db"):
        open_store(folder)
