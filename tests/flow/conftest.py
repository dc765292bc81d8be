"""A real centre, and a real kiosk enrolled with it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from kiosk.backroom import BackRoom
from tests.flow.centre import Centre
from tests.flow.clock import Clock
from tests.flow.counter import Counter, make_kiosk, open_counter, open_room


@pytest.fixture(autouse=True)
def nothing_counts_as_covered(no_cover: None) -> None:
    """A whole day passes by every line: only a test of its own says of one that it was tried."""


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def centre(tmp_path: Path, clock: Clock) -> Iterator[Centre]:
    centre = Centre(tmp_path / "centre", clock)
    centre.open()
    yield centre
    centre.close()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Everything that the kiosk itself writes is below this folder."""
    return tmp_path / "kiosk"


@pytest.fixture
def room(home: Path, centre: Centre, clock: Clock) -> Iterator[BackRoom]:
    with open_room(home / "store", centre.url, clock) as room:
        make_kiosk(room, centre.new_code())
        yield room


@pytest.fixture
def counter(qapp: QApplication, room: BackRoom, tmp_path: Path) -> Iterator[Counter]:
    with open_counter(room, tmp_path) as counter:
        yield counter
