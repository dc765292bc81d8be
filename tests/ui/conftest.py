"""What the tests of windows share."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication


@pytest.fixture
def clipboard(qapp: QApplication) -> Iterator[QClipboard]:
    """The one of this process: what a test puts there is gone before the next one."""
    clipboard = QGuiApplication.clipboard()
    yield clipboard
    clipboard.clear()
