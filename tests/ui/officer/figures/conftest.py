"""The invented month: lived through once, and there again for whoever asks for it."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.store.officers import Officer
from kiosk.store.worker import StoreThread
from tests.store.counter import open_store
from tests.ui.officer.figures.month import live_through


@dataclass(frozen=True, slots=True)
class Month:
    """Where its store lies, and the officer who works there."""

    folder: Path
    officer: Officer


@pytest.fixture(scope="session")
def month(tmp_path_factory: pytest.TempPathFactory) -> Month:
    folder = tmp_path_factory.mktemp("month") / "store"
    store = open_store(folder)
    officer = live_through(store)
    store.close()
    return Month(folder, officer)


@pytest.fixture
def store(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[StoreThread]:
    """Empty, but for those who ask for its `officer`."""
    folder = tmp_path / "store"
    if "officer" in request.fixturenames:
        shutil.copytree(request.getfixturevalue("month").folder, folder)
    thread = StoreThread(lambda: open_store(folder))
    thread.start()
    yield thread
    thread.stop()


@pytest.fixture
def officer(month: Month) -> Officer:
    """Rina, after the invented month."""
    return month.officer
