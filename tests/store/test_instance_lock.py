"""One program at a time, and what others can see of it."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from kiosk.store.errors import StoreInUseError
from kiosk.store.instance_lock import GLANCE_SECONDS, InstanceLock, is_held, read_note


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "some.lock"


@pytest.fixture
def lock(path: Path) -> Iterator[InstanceLock]:
    lock = InstanceLock(path)
    yield lock
    lock.close()


def test_a_lock_is_seen_by_others_while_it_is_held(path: Path) -> None:
    assert not is_held(path)
    assert not path.exists()  # looking makes nothing
    lock = InstanceLock(path)
    assert is_held(path)
    lock.close()
    assert not is_held(path)


def test_looking_needs_no_right_to_write(path: Path, lock: InstanceLock) -> None:
    path.chmod(0o400)
    assert is_held(path)
    path.chmod(0o600)


def test_a_lock_that_is_held_is_not_taken(path: Path, lock: InstanceLock) -> None:
    with pytest.raises(StoreInUseError, match=str(path)):
        InstanceLock(path)
    with pytest.raises(StoreInUseError):
        InstanceLock(path, 0.05)


def test_whoever_is_patient_gets_it_when_it_is_let_go(path: Path) -> None:
    held, waiting = InstanceLock(path), Event()

    def let_go() -> None:
        waiting.wait()
        held.close()

    other = Thread(target=let_go)
    other.start()
    waiting.set()
    InstanceLock(path, GLANCE_SECONDS).close()
    other.join()


def test_the_note_of_the_last_holder_stays_to_be_read(path: Path, lock: InstanceLock) -> None:
    assert read_note(path) is None
    lock.write("a long note")
    lock.write("short")
    assert read_note(path) == "short"
    assert read_note(path.with_name("another.lock")) is None
