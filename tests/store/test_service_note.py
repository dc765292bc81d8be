"""Whether sending goes on without a window is promised only where it is so."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.domain.readiness import Unattended
from kiosk.store.instance_lock import SERVICE_LOCK, InstanceLock
from kiosk.store.service_note import (
    MISSED_FOR,
    ServiceNote,
    ServiceState,
    is_service_running,
    read_service_note,
    unattended,
)
from tests.store.counter import NOW

SECOND = timedelta(seconds=1)
NOTE = ServiceNote(ServiceState.STANDING_BY, NOW, NOW, NOW - SECOND)
HELD_UP = ServiceNote(ServiceState.HELD_UP, NOW, NOW, fault="store.key_lost")


@pytest.fixture
def service(tmp_path: Path) -> Iterator[InstanceLock]:
    lock = InstanceLock(tmp_path / SERVICE_LOCK)
    yield lock
    lock.close()


def leave(service: InstanceLock, note: ServiceNote) -> None:
    service.write(json.dumps(note.as_dict()))


@pytest.mark.parametrize("note", [NOTE, HELD_UP])
def test_a_note_is_read_as_it_was_written(
    tmp_path: Path, service: InstanceLock, note: ServiceNote
) -> None:
    leave(service, note)
    assert read_service_note(tmp_path) == note


@pytest.mark.parametrize("torn", ["{", "[]", '{"state": "sending"}', '{"state": 7, "since": 1}'])
def test_a_torn_note_is_no_note(tmp_path: Path, service: InstanceLock, torn: str) -> None:
    service.write(torn)
    assert read_service_note(tmp_path) is None
    assert unattended(tmp_path, NOW) is Unattended.RUNS


def test_where_no_service_ever_ran_there_is_none(tmp_path: Path) -> None:
    assert not is_service_running(tmp_path)
    assert unattended(tmp_path, NOW) is Unattended.ABSENT


def test_a_service_that_runs_is_relied_on_unless_something_holds_it_up(
    tmp_path: Path, service: InstanceLock
) -> None:
    leave(service, NOTE)
    assert unattended(tmp_path, NOW) is Unattended.RUNS
    leave(service, HELD_UP)
    assert unattended(tmp_path, NOW) is Unattended.HELD_UP


def test_a_service_that_ended_is_missed_for_a_while(tmp_path: Path) -> None:
    service = InstanceLock(tmp_path / SERVICE_LOCK)
    leave(service, NOTE)
    service.close()
    assert unattended(tmp_path, NOW + MISSED_FOR - SECOND) is Unattended.STANDS_STILL
    assert unattended(tmp_path, NOW + MISSED_FOR) is Unattended.ABSENT
