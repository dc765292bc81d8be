"""A counter with its window open."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.domain.region import Regions
from tests.ui.resident.back_door import BackDoor
from tests.ui.resident.counter import Counter, NudgedRunner, open_counter, open_services


@pytest.fixture
def counter(qtbot: QtBot, tmp_path: Path, regions: Regions) -> Iterator[Counter]:
    with open_counter(tmp_path / "store", regions) as counter:
        counter.window.resize(1366, 768)
        with qtbot.waitActive(counter.window):
            counter.window.show()
        yield counter


@pytest.fixture
def door(qtbot: QtBot, tmp_path: Path, regions: Regions) -> Iterator[BackDoor]:
    """The doors of those who come back, in a window of their own."""
    runner = NudgedRunner()
    with open_services(tmp_path / "store", regions, runner) as services:
        door = BackDoor(services, runner, qtbot)
        yield door
        door.close()
