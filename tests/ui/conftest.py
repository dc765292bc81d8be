"""What the tests of windows share."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import SignalInstance
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from pytestqt.wait_signal import SignalBlocker

from kiosk.domain.region import Regions
from kiosk.region_files import load_regions
from kiosk.store.worker import StoreThread
from tests.store.counter import open_store

PATIENCE_MS = 20_000


class PatientQtBot(QtBot):
    """Waits as long as a busy computer may take for what is there in a moment on an idle one."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(
        self,
        signal: SignalInstance,
        *,
        timeout: int = PATIENCE_MS,
        raising: bool | None = None,
        check_params_cb: Callable[..., bool] | None = None,
    ) -> SignalBlocker:
        return super().waitSignal(
            signal, timeout=timeout, raising=raising, check_params_cb=check_params_cb
        )


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientQtBot(request)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[StoreThread]:
    thread = StoreThread(lambda: open_store(tmp_path / "store"))
    thread.start()
    yield thread
    thread.stop()


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
