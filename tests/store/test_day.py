"""The days of an office, in its journal."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.store.day import DayEvent, Waiting
from kiosk.store.store import Store
from tests.store.counter import NOW, begin, deliver_all, open_store, register

NEXT_DAY = NOW + timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(tmp_path / "store")
    yield store
    store.close()


def test_a_new_kiosk_was_never_opened(store: Store) -> None:
    assert store.day.last(DayEvent.OPENED) is None
    assert store.day.waiting() == Waiting(0, None, 0)


def test_knows_the_last_time_of_each(store: Store) -> None:
    store.day.note(DayEvent.OPENED, "rina", NOW)
    store.day.note(DayEvent.CLOSED, "rina", NOW + timedelta(hours=8))
    store.day.note(DayEvent.OPENED, "budi", NEXT_DAY)

    assert store.day.last(DayEvent.OPENED) == NEXT_DAY
    assert store.day.last(DayEvent.CLOSED) == NOW + timedelta(hours=8)
    assert store.day.latest() == NEXT_DAY
    assert store.journal.verify() is None


def test_every_camera_is_set_up_for_itself(store: Store) -> None:
    store.day.note(DayEvent.SEATED, "rina", NOW, "the old camera")

    assert store.day.last(DayEvent.SEATED, "the old camera") == NOW
    assert store.day.last(DayEvent.SEATED, "a new camera") is None


def test_counts_what_waits_and_what_is_held(store: Store) -> None:
    register(store, 1)
    deliver_all(store)
    register(store, 2)
    register(store, 3)
    store.submissions.quarantine(begin(store), "sync.refused.envelope", NOW)

    assert store.day.waiting() == Waiting(sendable=1, oldest=NOW, held=1)


def test_an_office_is_open_from_its_opening_until_it_is_closed(store: Store) -> None:
    assert not store.day.is_open(NOW)
    assert not store.day.is_closed()

    store.day.note(DayEvent.OPENED, "rina", NOW)
    assert store.day.is_open(NOW)
    assert not store.day.is_open(NEXT_DAY)

    store.day.note(DayEvent.CLOSED, "rina", NOW)
    assert not store.day.is_open(NOW)
    assert store.day.is_closed()


def test_a_day_that_a_wrong_clock_closed_years_ahead_can_be_opened_again(store: Store) -> None:
    store.day.note(DayEvent.CLOSED, "rina", NOW + timedelta(days=700))
    store.day.note(DayEvent.OPENED, "rina", NOW)

    assert store.day.is_open(NOW)
    assert not store.day.is_closed()
