"""What the tests of windows share."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication

from kiosk.domain.region import Regions
from kiosk.region_files import load_regions


@pytest.fixture(scope="session")
def regions() -> Regions:
    """All regions, with their search ready."""
    regions = load_regions()
    regions.prepare_search()
    return regions


@pytest.fixture
def clipboard(qapp: QApplication) -> Iterator[QClipboard]:
    """The one of this process: what a test puts there is gone before the next one."""
    clipboard = QGuiApplication.clipboard()
    yield clipboard
    clipboard.clear()
