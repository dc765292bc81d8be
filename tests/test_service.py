"""The service that sends without a window: what it does when the store cannot be opened."""

from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest

from kiosk.cli import utc_now
from kiosk.config import Config
from kiosk.service import SendingService
from kiosk.store.errors import (
    DatabaseUnreadableError,
    KeyLostError,
    StoreForbiddenError,
    StoreInUseError,
)
from kiosk.store.instance_lock import FRONT_LOCK, GLANCE_SECONDS, InstanceLock
from kiosk.store.keys import KEY_FILE
from kiosk.store.service_note import ServiceState, read_service_note
from kiosk.store.vault import DATABASE_FILE, OUTBOX_FOLDER, VAULT_FILE
from tests.command_line import NOWHERE
from tests.flow.counter import open_room, settings
from tests.flow.unattended import wait_until


class BugError(Exception):
    """What nobody expects."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "store"
    folder.mkdir()
    return folder


@pytest.fixture
def store(folder: Path) -> Path:
    """The folder of a kiosk that is not enrolled yet."""
    with open_room(folder, NOWHERE, utc_now):
        return folder


def in_force() -> Config | None:
    return settings(NOWHERE)


def make_service(folder: Path, load: Callable[[], Config | None] = in_force) -> SendingService:
    """Its half minutes pass in no time."""
    passing = Event()
    return SendingService(folder, load, utc_now, lambda _: passing.wait(0.001))


@contextmanager
def running(folder: Path, load: Callable[[], Config | None] = in_force) -> Generator[None]:
    service = make_service(folder, load)
    thread = Thread(target=service.run)
    thread.start()
    try:
        yield
    finally:
        service.stop()
        thread.join()


def wait_for(folder: Path, state: ServiceState, fault: str | None = None) -> None:
    def is_so() -> bool:
        note = read_service_note(folder)
        return note is not None and (note.state, note.fault) == (state, fault)

    wait_until(is_so, f"{state} {fault}")


def test_it_makes_no_store_but_sends_as_soon_as_there_is_one(folder: Path) -> None:
    with running(folder):
        wait_for(folder, ServiceState.NOT_SET_UP)
        assert not (folder / VAULT_FILE).exists()
        with open_room(folder, NOWHERE, utc_now):
            wait_for(folder, ServiceState.STANDING_BY)
        wait_for(folder, ServiceState.SENDING)


def test_a_centre_that_is_named_later_is_sent_to(store: Path) -> None:
    named: list[Config] = []
    with running(store, lambda: named[-1] if named else None):
        wait_for(store, ServiceState.NOT_SET_UP)
        named.append(settings(NOWHERE))
        wait_for(store, ServiceState.SENDING)


def test_settings_that_changed_in_front_hold_afterwards(store: Path) -> None:
    """A token is shown to no other centre than the one that gave it."""
    asked: list[Config] = []

    def load() -> Config:
        asked.append(settings(NOWHERE))
        return asked[-1]

    with running(store, load):
        wait_for(store, ServiceState.SENDING)
        with closing(InstanceLock(store / FRONT_LOCK, GLANCE_SECONDS)):
            wait_for(store, ServiceState.STANDING_BY)
            asked.clear()
        wait_for(store, ServiceState.SENDING)
    assert asked


def test_a_key_that_is_gone_is_told_and_looked_for_again(store: Path) -> None:
    key = (store / KEY_FILE).rename(store / "away")
    with running(store):
        wait_for(store, ServiceState.HELD_UP, KeyLostError.key)
        key.rename(store / KEY_FILE)
        wait_for(store, ServiceState.SENDING)


def test_a_key_once_found_is_remembered_when_its_place_is_silent(store: Path) -> None:
    with running(store):
        wait_for(store, ServiceState.SENDING)
        with closing(InstanceLock(store / FRONT_LOCK, GLANCE_SECONDS)):
            wait_for(store, ServiceState.STANDING_BY)
            (store / KEY_FILE).unlink()
        wait_for(store, ServiceState.SENDING)


def test_a_damaged_store_is_told_and_left_to_whoever_opens_it(store: Path) -> None:
    whole = (store / DATABASE_FILE).read_bytes()
    (store / DATABASE_FILE).write_bytes(bytes(len(whole)))
    with running(store):
        wait_for(store, ServiceState.HELD_UP, DatabaseUnreadableError.key)
        with pytest.raises(DatabaseUnreadableError), open_room(store, NOWHERE, utc_now):
            pass
        (store / DATABASE_FILE).write_bytes(whole)
        wait_for(store, ServiceState.SENDING)


def test_a_folder_that_cannot_be_used_is_told_and_tried_again(store: Path) -> None:
    outbox = (store / OUTBOX_FOLDER).rename(store / "away")
    (store / OUTBOX_FOLDER).write_text("a file where a folder should be")
    with running(store):
        wait_for(store, ServiceState.HELD_UP, StoreForbiddenError.key)
        (store / OUTBOX_FOLDER).unlink()
        outbox.rename(store / OUTBOX_FOLDER)
        wait_for(store, ServiceState.SENDING)


def test_there_is_only_one(store: Path) -> None:
    with running(store):
        wait_for(store, ServiceState.SENDING)
        with pytest.raises(StoreInUseError):
            make_service(store).run()


def test_a_bug_in_any_thread_ends_it(store: Path) -> None:
    service = make_service(store)
    service.tell_fault(BugError())
    with pytest.raises(BugError):
        service.run()
