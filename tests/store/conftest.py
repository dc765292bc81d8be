"""A store in a folder of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.store.store import Store
from tests.store.broken_stores import work_a_day
from tests.store.counter import open_store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    opened = open_store(folder)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store at the end of a day; not to be changed."""
    folder = tmp_path_factory.mktemp("busy") / "store"
    work_a_day(folder)
    return folder


@pytest.fixture
def broken(busy: Path, tmp_path: Path) -> Path:
    """Another one like it, to be broken."""
    return Path(shutil.copytree(busy, tmp_path / "store"))
