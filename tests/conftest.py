"""What holds for every test: no screen, no keyring of the person, no thread left behind."""

import gc
import os
import sys
import threading
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

gc.disable()
"""Python may collect in any thread, and a window collected in another than its own can lock up."""

settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")

SECONDS_TO_END = 5.0
"""A question that a test line forwards takes two; on a busy machine more."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever is given the most time begins first: or else all others wait for it at the end.

    Slow tests would be slower by half if coverage watched them, and pass by what others test.
    """
    items.sort(key=_seconds_given, reverse=True)
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker("no_cover")


def _seconds_given(item: pytest.Item) -> float:
    given = item.get_closest_marker("timeout")
    return given.args[0] if given else 0.0


@pytest.fixture(autouse=True)
def no_thread_outlives_its_test() -> Iterator[None]:
    """Fail the test that leaves a thread running, not a later one."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + SECONDS_TO_END
    started = [thread for thread in threading.enumerate() if thread not in before]
    for thread in started:  # one that was told to stop may need a moment for its last step
        thread.join(max(0.0, deadline - time.monotonic()))
    left = [thread.name for thread in started if thread.is_alive()]
    assert not left, f"threads left running: {left}"


@pytest.fixture(autouse=True)
def garbage_is_collected_in_the_main_thread() -> Iterator[None]:
    """What a test leaves is young: nothing was collected since it began."""
    yield
    gc.collect(0)


@pytest.fixture(autouse=True)
def no_window_outlives_its_test() -> Iterator[None]:
    """Windows that stay are styled again and again by every later test, and fill the memory.

    One that was there before belongs to all the tests of a module.
    """
    before = _windows()
    yield
    for window in _windows():
        if window not in before:
            window.close()
            window.deleteLater()
    core = sys.modules.get("PySide6.QtCore")
    if core is not None:
        core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete.value)


def _windows() -> "list[QWidget]":
    qt = sys.modules.get("PySide6.QtWidgets")
    return qt.QApplication.topLevelWidgets() if qt and qt.QApplication.instance() else []
