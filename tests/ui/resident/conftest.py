"""A counter with its window open."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk.domain.region import Regions
from tests.ui.resident.back_door import BackDoor
from tests.ui.resident.counter import Counter, NudgedRunner, open_counter, open_services


def show(counter: Counter, qtbot: QtBot) -> Counter:
    counter.window.resize(1366, 768)
    with qtbot.waitActive(counter.window):
        counter.window.show()
        counter.window.activateWindow()
    return counter


@pytest.fixture
def counter(qtbot: QtBot, tmp_path: Path, regions: Regions) -> Iterator[Counter]:
    with open_counter(tmp_path / "store", regions) as counter:
        yield show(counter, qtbot)


@pytest.fixture(scope="module")
def lasting_counter(
    qapp: QApplication, tmp_path_factory: pytest.TempPathFactory, regions: Regions
) -> Iterator[Counter]:
    """To make a window takes far longer than to look at one of its pages."""
    with open_counter(tmp_path_factory.mktemp("counter"), regions) as counter:
        yield counter
        counter.window.deleteLater()


@pytest.fixture
def same_counter(lasting_counter: Counter, qtbot: QtBot) -> Iterator[Counter]:
    """The one of all tests of a module that only look at pages, as the next resident finds it."""
    yield show(lasting_counter, qtbot)
    lasting_counter.flow.end()


@pytest.fixture
def door(qtbot: QtBot, tmp_path: Path, regions: Regions) -> Iterator[BackDoor]:
    """The doors of those who come back, in a window of their own."""
    runner = NudgedRunner()
    with open_services(tmp_path / "store", regions, runner) as services:
        door = BackDoor(services, runner, qtbot)
        yield door
        door.close()
