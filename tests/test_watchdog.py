"""Signs of life for systemd, over a socket as it makes one."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.program import SignsOfLife
from kiosk.watchdog import PATIENCE_VARIABLE, SOCKET_VARIABLE, Watchdog


class Systemd:
    """What systemd does: it listens, and says where and how often in the environment."""

    def __init__(self, name: str, spoken_name: str) -> None:
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(name)
        self._socket.settimeout(0)
        self.environment = {SOCKET_VARIABLE: spoken_name, PATIENCE_VARIABLE: "30000000"}

    def heard(self) -> list[bytes]:
        signs = []
        while True:
            try:
                signs.append(self._socket.recv(64))
            except BlockingIOError:
                return signs

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[Systemd]:
    name = str(tmp_path / "notify")
    listener = Systemd(name, name)
    yield listener
    listener.close()


def test_it_is_ready_once_it_says_so(systemd: Systemd) -> None:
    watchdog = Watchdog(systemd.environment)
    assert systemd.heard() == []
    watchdog.ready()
    assert systemd.heard() == [b"READY=1"]


def test_three_signs_of_life_come_in_the_time_that_systemd_waits(systemd: Systemd) -> None:
    watchdog = Watchdog(systemd.environment)
    for _ in range(4 * 30):
        watchdog.went_on(0.25)
    assert systemd.heard() == [b"WATCHDOG=1"] * 3


def test_a_loop_that_stands_still_gives_no_sign(systemd: Systemd) -> None:
    watchdog = Watchdog(systemd.environment)
    watchdog.went_on(9.9)
    assert systemd.heard() == []


def test_a_name_that_lies_in_no_folder_is_understood() -> None:
    listener = Systemd("\0loket-test-of-the-watchdog", "@loket-test-of-the-watchdog")
    Watchdog(listener.environment).ready()
    heard = listener.heard()
    listener.close()
    assert heard == [b"READY=1"]


def test_who_waits_for_no_sign_of_life_gets_none(systemd: Systemd) -> None:
    watchdog = Watchdog({SOCKET_VARIABLE: systemd.environment[SOCKET_VARIABLE]})
    watchdog.went_on(3600)
    assert systemd.heard() == []


def test_without_systemd_nothing_happens(caplog: pytest.LogCaptureFixture) -> None:
    watchdog = Watchdog({})
    watchdog.ready()
    watchdog.went_on(3600)
    assert caplog.messages == []


def test_a_listener_that_is_gone_stops_nothing(
    systemd: Systemd, caplog: pytest.LogCaptureFixture
) -> None:
    systemd.close()
    Watchdog(systemd.environment).ready()
    assert "does not hear READY=1" in caplog.text


def test_the_kiosk_is_ready_when_a_loop_of_its_windows_goes_round(
    qapp: QApplication, systemd: Systemd
) -> None:
    with SignsOfLife(Watchdog(systemd.environment)):
        assert systemd.heard() == []
        qapp.processEvents()
        assert systemd.heard() == [b"READY=1"]
