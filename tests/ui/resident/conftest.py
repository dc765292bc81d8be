"""A counter with its window open."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.domain.region import Regions
from kiosk.region_files import load_regions
from tests.ui.resident.counter import Counter, open_counter


@pytest.fixture(scope="session")
def regions() -> Regions:
    """All regions, with their search ready."""
    regions = load_regions()
    regions.prepare_search()
    return regions


@pytest.fixture
def counter(qtbot: QtBot, tmp_path: Path, regions: Regions) -> Iterator[Counter]:
    with open_counter(tmp_path / "store", regions) as counter:
        counter.window.resize(1366, 768)
        with qtbot.waitActive(counter.window):
            counter.window.show()
        yield counter
