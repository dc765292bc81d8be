"""Officers and their PINs."""

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.domain.pin import Pin, PinProblem
from kiosk.store.officers import Officer, Role
from kiosk.store.store import Store
from tests.store.counter import MINUTE, NOW, ROOT, open_store, raw

PIN = Pin("482915")
OTHER = Pin("482916")
DEAR = "$argon2id$v=19$m=65536,t=2,p=1$"


@pytest.fixture
def officer(store: Store) -> Officer:
    return store.officers.add("Wahyu", PIN, Role.SUPERVISOR, NOW)


def test_the_right_pin_opens(store: Store, officer: Officer) -> None:
    assert store.officers.verify(officer.id, PIN, NOW) == officer
    assert store.officers.list() == (officer,)


def test_a_wrong_pin_or_an_unknown_officer_does_not(store: Store, officer: Officer) -> None:
    assert store.officers.verify(officer.id, OTHER, NOW) is PinProblem.WRONG
    assert store.officers.verify("nobody", PIN, NOW) is PinProblem.WRONG


def test_five_wrong_pins_lock_for_five_minutes_also_after_a_restart(folder: Path) -> None:
    store = open_store(folder)
    officer = store.officers.add("Wahyu", PIN, Role.OFFICER, NOW)
    answers = [store.officers.verify(officer.id, OTHER, NOW) for _ in range(5)]
    assert answers == [PinProblem.WRONG] * 4 + [PinProblem.LOCKED]
    store.close()
    store = open_store(folder)
    assert store.officers.verify(officer.id, PIN, NOW + 4.9 * MINUTE) is PinProblem.LOCKED
    assert store.officers.verify(officer.id, PIN, NOW + 5 * MINUTE) == officer
    events = [entry.event for entry in store.journal.entries()]
    assert events == ["officer.added", "officer.locked", "officer.came"]
    store.close()


def test_a_right_pin_forgives_the_wrong_ones(store: Store, officer: Officer) -> None:
    for _ in range(4):
        store.officers.verify(officer.id, OTHER, NOW)
    store.officers.verify(officer.id, PIN, NOW)
    assert store.officers.verify(officer.id, OTHER, NOW) is PinProblem.WRONG


def test_a_clock_that_was_ahead_does_not_lock_for_years(store: Store, officer: Officer) -> None:
    ahead = NOW + timedelta(days=1000)
    for _ in range(5):
        store.officers.verify(officer.id, OTHER, ahead)
    assert store.officers.verify(officer.id, PIN, NOW) == officer


def test_equal_pins_have_different_hashes(store: Store, officer: Officer) -> None:
    store.officers.add("Rini", PIN, Role.OFFICER, NOW)
    rows = raw(store).rows("SELECT pin_hash FROM officer")
    assert len({pin_hash for (pin_hash,) in rows}) == 2


def test_a_pin_is_dear_to_guess_unless_the_store_was_told_otherwise(folder: Path) -> None:
    store = Store(folder, ROOT)
    officer = store.officers.add("Wahyu", PIN, Role.SUPERVISOR, NOW)
    assert raw(store).value("SELECT pin_hash FROM officer").startswith(DEAR)
    store.close()
    store = open_store(folder)
    assert store.officers.verify(officer.id, PIN, NOW) == officer
    store.close()
