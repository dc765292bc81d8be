"""A store at the end of a day, what may be broken of it, and what must hold after its rescue."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from kiosk.domain.pin import Pin
from kiosk.store.keys import find_root_key
from kiosk.store.officers import Role
from kiosk.store.rescue import Rescue, Rescued
from kiosk.store.store import Store
from tests.domain.resident import complete_draft
from tests.store.counter import CHEAP_PINS, NOW, deliver, raw, submission_id
from tests.store.sealing import enrol, register_sealed

PAGE = 4096
LATER = NOW + timedelta(days=1)
MADE, DELIVERED = 60, 40


def opened(folder: Path) -> Store:
    return Store(folder, find_root_key(folder, allow_key_file=True), pin_cost=CHEAP_PINS)


def rescue(folder: Path) -> Rescued:
    return Rescue(folder, allow_key_file=True).rescue(LATER)


def work_a_day(folder: Path) -> None:
    """Most is delivered, some waits, one form is unfinished; and there is a copy of all that."""
    store = opened(folder)
    enrol(store)
    store.officers.add("BU CONTOH", Pin("274913"), Role.SUPERVISOR, NOW)
    for number in range(1, MADE + 1):
        register_sealed(store, number)
    for _ in range(2 * DELIVERED):
        deliver(store)
    store.submissions.cancel(submission_id(MADE), NOW, "officer-1")
    store.drafts.save(complete_draft(), NOW)
    store.examination.examine(NOW)
    store.close()


def damage(path: Path, pages: Iterable[int]) -> None:
    content = bytearray(path.read_bytes())
    for page in pages:
        content[page * PAGE + 700] ^= 1
    path.write_bytes(content)


def assert_it_works(folder: Path) -> Store:
    """Everything made is accounted for, and the whole of it can be read."""
    store = opened(folder)
    store.watch_over(LATER)
    store.examination.examine(LATER)
    assert store.figures.balance().agrees
    assert raw(store).rows("PRAGMA foreign_key_check") == []
    return store
