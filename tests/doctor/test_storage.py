"""The store, looked at without a word to whoever has it open."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from threading import Event

import keyring
import pytest
from keyring.backend import KeyringBackend

from kiosk.config import Config, StoreSettings
from kiosk.doctor.finding import Check, State
from kiosk.doctor.storage import (
    examine_keyring,
    examine_service,
    examine_storage,
    judge_content,
)
from kiosk.doctor.store_look import StoreLook, look_into_store
from kiosk.store.instance_lock import FRONT_LOCK, SERVICE_LOCK, InstanceLock
from kiosk.store.keys import KeyOrigin, find_root_key, load_vault
from kiosk.store.service_note import ServiceNote, ServiceState
from kiosk.store.settings import EnrolmentRecord, Office
from tests.doctor.cases import advice, case_in, states
from tests.store.broken_stores import damage, opened
from tests.store.counter import NOW, register, submission_id
from tests.store.keyrings import ForgetfulKeyring, LockedKeyring, MemoryKeyring
from tests.store.old_stores import database_of_schema


class WaitingKeyring(MemoryKeyring):
    """Asks somebody for a password."""

    def __init__(self) -> None:
        super().__init__()
        self.go_on = Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.go_on.wait()
        return super().get_password(service, username)


def look(home: Path) -> StoreLook:
    found = look_into_store(home / "store", allow_key_file=True)
    assert found is not None
    return found


def by_check(home: Path) -> dict[Check, State]:
    return states(examine_storage(case_in(home, store=look(home))))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A counter with one registration that waits; its key is a file."""
    store = opened(tmp_path / "store")
    store.settings.save_office(Office("0001", "Kantor Desa Contoh", None))
    store.settings.save_enrolment(EnrolmentRecord(submission_id(9), bytes(32), bytes(32), NOW))
    register(store, 1)
    store.close()
    return tmp_path


def test_where_there_is_no_store_none_is_made(tmp_path: Path) -> None:
    assert look_into_store(tmp_path / "store", allow_key_file=True) is None
    (finding,) = examine_storage(case_in(tmp_path))
    assert (finding.state, advice(finding)) == (State.WARN, "doctor.not_set_up")
    assert list(tmp_path.iterdir()) == []


def test_a_sound_store_is_well_but_for_its_key(home: Path) -> None:
    found = by_check(home)
    assert found.pop(Check.KEY) is State.WARN
    assert set(found.values()) == {State.OK}


def test_looking_changes_no_file(home: Path) -> None:
    def hashes() -> dict[str, str]:
        return {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in (home / "store").rglob("*")
            if path.is_file()
        }

    before = hashes()
    look(home)
    assert hashes() == before


def test_a_store_that_is_open_elsewhere_is_looked_at_all_the_same(home: Path) -> None:
    with (
        closing(opened(home / "store")) as store,
        closing(InstanceLock(home / "store" / FRONT_LOCK)),
    ):
        register(store, 2)
        seen = look(home)
        register(store, 3)
        held = {f.check: f.value for f in examine_storage(case_in(home, store=seen))}
    assert seen.content is not None
    assert seen.content.waiting.sendable == 2
    assert held[Check.STORE_HOLDER] == "open in a window or a command"


def test_what_waits_too_long_is_told(home: Path) -> None:
    content = look(home).content
    assert content is not None
    found = judge_content(content, NOW + timedelta(days=2))
    assert states(found)[Check.QUEUE] is State.WARN


def test_what_is_held_is_told(home: Path) -> None:
    store = opened(home / "store")
    item = store.submissions.next_due(NOW)
    assert item is not None
    store.submissions.start(item, NOW)
    store.submissions.quarantine(item, "sync.refused.conflict", NOW)
    store.close()
    assert by_check(home)[Check.QUEUE] is State.WARN


def test_damage_fails_and_names_the_way_out(home: Path) -> None:
    (home / "store" / "loket.db").write_bytes(b"kopi darat " * 900)
    (_, _, finding) = examine_storage(case_in(home, store=look(home)))
    assert (finding.state, advice(finding)) == (State.FAIL, "store.unreadable_do")


def test_damage_in_the_middle_is_found(home: Path) -> None:
    store = opened(home / "store")
    for number in range(2, 20):
        register(store, number)
    store.close()
    damage(home / "store" / "loket.db", range(20, 40))
    assert by_check(home)[Check.STORE] is State.FAIL


def test_a_vanished_database_is_not_made_anew(home: Path) -> None:
    (home / "store" / "loket.db").unlink()
    assert by_check(home)[Check.STORE] is State.FAIL
    assert not (home / "store" / "loket.db").exists()


def test_a_lost_key_fails(home: Path) -> None:
    (home / "store" / "root.key").unlink()
    seen = look(home)
    assert (seen.fault, seen.sealed) == ("store.key_lost", 2)
    assert by_check(home)[Check.STORE] is State.FAIL


@pytest.mark.parametrize(
    ("schema", "state", "key"),
    [(1, State.WARN, "doctor.store_old"), (900, State.FAIL, "store.too_new_do")],
)
def test_another_schema_is_left_as_it_is(home: Path, schema: int, state: State, key: str) -> None:
    folder = home / "store"
    vault = load_vault(folder, find_root_key(folder, allow_key_file=True))
    (folder / "loket.db").unlink()
    database_of_schema(folder / "loket.db", vault.database_key, schema).close()
    finding = list(examine_storage(case_in(home, store=look(home))))[-1]
    assert (finding.check, finding.state, advice(finding)) == (Check.STORE, state, key)


def test_the_key_of_the_service_is_no_fault_of_the_store(home: Path) -> None:
    seen = StoreLook(3, KeyOrigin.SYSTEMD, None, "store.no_key_store", "systemd")
    finding = list(examine_storage(case_in(home, store=seen)))[-1]
    assert (finding.state, advice(finding)) == (State.WARN, "doctor.key_of_service")


@pytest.mark.usefixtures("use_keyring")
def test_a_keyring_that_waits_for_a_password_is_not_waited_for(home: Path) -> None:
    waiting = WaitingKeyring()
    keyring.set_keyring(waiting)
    seen = look_into_store(home / "store", allow_key_file=True, seconds=0.1)
    waiting.go_on.set()
    assert seen is not None
    assert (seen.fault, seen.sealed) == ("doctor.key_silent", 2)


def test_a_keyring_that_waits_for_a_password_is_said() -> None:
    seen = StoreLook(3, KeyOrigin.KEYRING, None, "doctor.key_silent", "the key does not come")
    finding = list(examine_storage(case_in(Path("none"), store=seen)))[-1]
    assert (finding.state, advice(finding)) == (State.FAIL, "doctor.key_silent")


@pytest.fixture
def use_keyring() -> Iterator[None]:
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


@pytest.mark.usefixtures("use_keyring")
@pytest.mark.parametrize(
    ("backend", "state"),
    [
        (MemoryKeyring(), State.OK),
        (ForgetfulKeyring(), State.FAIL),
        (LockedKeyring(), State.FAIL),
    ],
)
def test_a_keyring_has_to_keep_what_it_is_given(
    tmp_path: Path, backend: KeyringBackend, state: State
) -> None:
    keyring.set_keyring(backend)
    (finding,) = examine_keyring(case_in(tmp_path))
    assert finding.state is state


def test_where_the_key_is_elsewhere_no_keyring_is_needed(home: Path) -> None:
    (finding,) = examine_keyring(case_in(home, store=look(home)))
    assert finding.state is State.OK


@pytest.mark.parametrize(
    ("state", "found"),
    [(ServiceState.SENDING, State.OK), (ServiceState.HELD_UP, State.FAIL)],
)
def test_the_service_is_asked_by_its_note(home: Path, state: ServiceState, found: State) -> None:
    case = case_in(home)
    now = case.clock()
    with closing(InstanceLock(home / "store" / SERVICE_LOCK)) as lock:
        lock.write(json.dumps(ServiceNote(state, now, now).as_dict()))
        (finding,) = examine_service(case)
    assert finding.state is found
    (finding,) = examine_service(case)
    assert finding.state is State.WARN


def test_no_service_is_no_fault(tmp_path: Path) -> None:
    (finding,) = examine_service(case_in(tmp_path))
    assert finding.state is State.OK


@pytest.mark.parametrize(("allowed", "state"), [(True, State.WARN), (False, State.FAIL)])
def test_without_a_keyring_a_key_file_may_be_allowed(
    tmp_path: Path, allowed: bool, state: State
) -> None:
    config = Config(store=StoreSettings(allow_key_file=allowed))
    (finding,) = examine_keyring(case_in(tmp_path, config=config))
    assert finding.state is state
