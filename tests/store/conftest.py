"""A store in a folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.store.store import Store
from tests.store.counter import open_store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    opened = open_store(folder)
    yield opened
    opened.close()
