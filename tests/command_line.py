"""A kiosk's folder and its command line, as somebody at a terminal has them."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.backroom import BackRoom
from kiosk.cli import main, utc_now
from kiosk.sync.dispatch import Dispatcher
from tests.flow.counter import settings
from tests.sync.registrations import PHOTO, registration

WITH_KEY_FILE = "[store]\nallow_key_file = true\n"
NOWHERE = "http://127.0.0.1:9"


@dataclass(frozen=True, slots=True)
class Answer:
    """How a command ended."""

    status: int
    out: str
    err: str


class Kiosk:
    """A kiosk's folder and its command line."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.home = home
        self._capsys = capsys

    def set_up(self, centre_url: str, more: str = WITH_KEY_FILE) -> None:
        self.home.mkdir(exist_ok=True)
        text = f'[centre]\nurl = "{centre_url}"\n{more}'
        (self.home / "kiosk.toml").write_text(text, "utf-8")

    def __call__(self, *arguments: str) -> Answer:
        self._capsys.readouterr()
        status = main(["--home", str(self.home), *arguments])
        printed = self._capsys.readouterr()
        return Answer(status, printed.out, printed.err)

    def queue_one(self, code: str, centre_url: str) -> None:
        """Enrol, and leave one registration in the queue."""
        room = BackRoom(self.home / "store", settings(centre_url), utc_now)
        room.start()
        try:
            room.enrol(code)
            dispatcher = Dispatcher(room.store, room.configuration)
            dispatcher.register(registration(), PHOTO, utc_now())
        finally:
            room.stop()


@contextmanager
def command_line(home: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Kiosk]:
    """A kiosk whose commands leave no handler of their log behind."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield Kiosk(home, capsys)
    for handler in root.handlers:
        if handler not in handlers:
            handler.close()
    root.handlers[:] = handlers
    root.setLevel(level)
