"""The service that sends without a window, beside windows and commands: real processes."""

import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kiosk.cli import utc_now
from kiosk.command import Exit
from kiosk.store.service_note import ServiceState
from tests.flow.centre import Centre
from tests.flow.unattended import Computer, kill, wait_until

if sys.platform == "win32":
    pytest.skip("signals are POSIX", allow_module_level=True)


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    centre = Centre(tmp_path / "centre", utc_now)
    centre.open()
    yield centre
    centre.close()


@pytest.fixture
def computer(home: Path, centre: Centre) -> Iterator[Computer]:
    computer = Computer(home, centre)
    yield computer
    computer.switch_off()


def has_arrived(centre: Centre, count: int = 1) -> Callable[[], bool]:
    def arrived() -> bool:
        records = centre.operator.submissions()
        return [record.photo_revisions for record in records] == [(1,)] * count

    return arrived


def test_it_sends_while_no_window_is_open_and_lets_commands_go_first(
    computer: Computer, centre: Centre
) -> None:
    computer.queue_one()
    service = computer.start_service()
    wait_until(has_arrived(centre), "sent by the service")
    assert computer.run("queue").returncode == Exit.OK
    computer.queue_one()  # in front of it
    wait_until(has_arrived(centre, 2), "sent by the service again")
    second = computer.run("sync", "--service")
    assert second.returncode == Exit.STORE
    assert second.stderr.endswith("the service runs already; see: kiosk sync --status\n")
    status = computer.run("sync", "--status")
    assert status.stdout.startswith("the service runs\nsending since")
    assert status.stdout.endswith("the store is open in: the service\n")
    assert status.returncode == Exit.OK
    service.send_signal(signal.SIGTERM)
    assert service.wait(10) == Exit.OK
    status = computer.run("sync", "--status")
    assert status.stdout.startswith("the service does not run\nbefore: ")
    assert status.returncode == Exit.FOUND


def test_window_and_service_take_turns_however_they_end(computer: Computer, centre: Centre) -> None:
    service = computer.start_service()
    with centre.lagging():
        computer.queue_one()
        window = computer.start("run", "--windowed")  # in the middle of a transfer
        computer.wait_for_service(ServiceState.STANDING_BY)
    wait_until(has_arrived(centre), "sent by the window")
    kill(service)
    service = computer.start_service()
    computer.wait_for_service(ServiceState.STANDING_BY)
    kill(window)
    computer.wait_for_service(ServiceState.SENDING)
    with centre.lagging():
        computer.queue_one()
        computer.wait_for_service(ServiceState.SENDING)
        kill(service)
    assert computer.run("sync").returncode == Exit.OK
    assert has_arrived(centre, 2)()
    assert computer.figures()["adds_up"]
