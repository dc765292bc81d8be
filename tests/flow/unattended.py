"""Programs of one kiosk, each in a process of its own, as a computer runs them."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event
from typing import Any, Final

from kiosk.backroom import BackRoom
from kiosk.cli import utc_now
from kiosk.paths import find_folders
from kiosk.store.instance_lock import FRONT_LOCK, is_held
from kiosk.store.service_note import ServiceState, is_service_running, read_service_note
from kiosk.sync.dispatch import Dispatcher
from tests.flow.centre import Centre
from tests.flow.counter import make_kiosk, settings
from tests.sync.registrations import PHOTO, registration

ROOT_FOLDER: Final = Path(__file__).parents[2]
LONGEST_SECONDS: Final = 30
LOOK_AGAIN_SECONDS: Final = 0.02


def wait_until(so: Callable[[], bool], what: str) -> None:
    end, passing = time.monotonic() + LONGEST_SECONDS, Event()
    while not so():
        assert time.monotonic() < end, f"never {what}"
        passing.wait(LOOK_AGAIN_SECONDS)


class Computer:
    """An enrolled kiosk's computer: its folder, and the programs that run on it."""

    def __init__(self, home: Path, centre: Centre) -> None:
        self.home, self.store = home, find_folders(home).store
        self._centre_url = centre.url
        self._running: list[subprocess.Popen[str]] = []
        self._queued = 0
        home.mkdir()
        text = f'[centre]\nurl = "{centre.url}"\n[store]\nallow_key_file = true\n'
        (home / "kiosk.toml").write_text(text, "utf-8")
        with self.in_front() as room:
            make_kiosk(room, centre.new_code())

    def in_front(self) -> BackRoom:
        """As a window or a command has it."""
        return BackRoom(self.store, settings(self._centre_url), utc_now)

    def queue_one(self) -> None:
        self._queued += 1
        one = registration(self._queued)
        with self.in_front() as room:
            Dispatcher(room.store, room.configuration).register(one, PHOTO, utc_now())

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        """A command that goes on; ended with the test."""
        program = subprocess.Popen(
            self._command(arguments),
            cwd=ROOT_FOLDER,
            env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._running.append(program)
        return program

    def start_service(self) -> "subprocess.Popen[str]":
        """The service, once it runs."""
        service = self.start("sync", "--service")
        wait_until(lambda: is_service_running(self.store), "a running service")
        return service

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            self._command(arguments),
            cwd=ROOT_FOLDER,
            capture_output=True,
            text=True,
            timeout=50,
            check=False,
        )

    def figures(self) -> dict[str, Any]:
        figures: dict[str, Any] = json.loads(self.run("queue", "--json").stdout)["figures"]
        return figures

    def wait_for_service(self, state: ServiceState) -> None:
        wait_until(lambda: self.service_state is state, f"a service that is {state}")

    @property
    def service_state(self) -> ServiceState | None:
        note = read_service_note(self.store)
        return None if note is None else note.state

    @property
    def has_front(self) -> bool:
        return is_held(self.store / FRONT_LOCK)

    def switch_off(self) -> None:
        for program in self._running:
            program.kill()
            program.communicate()

    def _command(self, arguments: Sequence[str]) -> list[str]:
        return [sys.executable, "-m", "kiosk", "--home", str(self.home), *arguments]


def kill(program: "subprocess.Popen[str]") -> None:
    """As a power cut does it: nothing of its own is run any more."""
    program.send_signal(signal.SIGKILL)
    program.wait()
