"""The service that sends without a window, beside windows and commands: real processes."""

import signal
import subprocess
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
    assert computer.run("sync", "--service").returncode == Exit.STORE  # there is one
    status = computer.run("sync", "--status")
    assert status.stdout.startswith("the service runs\nsending since")
    assert status.stdout.endswith("the store is open in: the service\n")
    assert status.returncode == Exit.OK
    service.send_signal(signal.SIGTERM)
    assert service.wait(10) == Exit.OK
    assert service.communicate() == ("", "")


def test_a_window_that_opens_in_the_middle_of_a_transfer_gets_the_store_and_sends(
    computer: Computer, centre: Centre
) -> None:
    service = computer.start_service()
    computer.wait_for_service(ServiceState.SENDING)
    with centre.lagging():
        computer.queue_one()
        computer.wait_for_service(ServiceState.SENDING)
        window = computer.start("run", "--windowed")
        computer.wait_for_service(ServiceState.STANDING_BY)
    wait_until(has_arrived(centre), "sent by the window")
    kill(window)
    computer.wait_for_service(ServiceState.SENDING)
    assert computer.figures()["delivered"] == 1
    kill(service)


@pytest.mark.parametrize("survivor", ["service", "window"])
def test_whichever_is_killed_the_other_goes_on(
    computer: Computer, centre: Centre, survivor: str
) -> None:
    programs: dict[str, subprocess.Popen[str]] = {}
    programs["service"] = computer.start_service()
    programs["window"] = computer.start("run", "--windowed")
    computer.wait_for_service(ServiceState.STANDING_BY)
    (killed,) = programs.keys() - {survivor}
    kill(programs[killed])
    if survivor == "service":
        computer.wait_for_service(ServiceState.SENDING)
        computer.queue_one()
    else:
        programs["service"] = computer.start_service()
        programs["window"].send_signal(signal.SIGTERM)
        assert programs["window"].wait(20) == 128 + signal.SIGTERM
        computer.queue_one()
    wait_until(has_arrived(centre), "sent")
    assert computer.figures()["adds_up"]
