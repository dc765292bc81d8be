"""A store of the kind that the test is about, empty."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.central.blobs.addresses import store_for
from kiosk.central.blobs.store import BlobStore
from kiosk.central.storage.database import Database
from tests.central.blobs.stores import (
    CREDENTIALS,
    EVERY_KIND,
    IN_DATABASE,
    IN_S3,
    folder_address,
    new_bucket,
    s3_server,
)
from tests.central.clock import SettableClock
from tests.central.databases import database_url


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The URL of an S3-compatible store, and who we are to it in the environment."""
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    with s3_server() as endpoint:
        yield endpoint


@pytest.fixture(params=EVERY_KIND)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == IN_S3:
        return new_bucket(request.getfixturevalue("s3"))
    return IN_DATABASE if request.param == IN_DATABASE else folder_address(tmp_path)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    folder = tmp_path / "centre"
    folder.mkdir()
    database = Database(database_url(folder) or f"sqlite:///{folder / 'centre.db'}")
    yield database
    database.close()


@pytest.fixture
def store(address: str, clock: SettableClock) -> BlobStore:
    return store_for(address, clock)
