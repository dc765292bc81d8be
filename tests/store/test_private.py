"""Whatever the kiosk keeps can be entered and read by its own user alone."""

import os
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.store.keys import find_root_key
from kiosk.store.store import Store
from tests.domain.resident import complete_draft
from tests.store.counter import NOW
from tests.store.test_canary import queue

pytestmark = pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")


@pytest.fixture
def careless() -> Iterator[None]:
    """A computer whose new files everybody may read and write."""
    before = os.umask(0)
    yield
    os.umask(before)


def too_open(folder: Path) -> dict[str, str]:
    """What others may use in any way, with its mode."""
    found = [folder, *folder.rglob("*")]
    modes = {str(path): stat.S_IMODE(path.lstat().st_mode) for path in found}
    return {name: oct(mode) for name, mode in modes.items() if mode & 0o077}


@pytest.mark.usefixtures("careless")
def test_no_file_of_a_store_at_work_is_for_others(folder: Path) -> None:
    root = find_root_key(folder, allow_key_file=True)
    with closing(Store(folder, root)) as store:
        store.drafts.save(complete_draft(), NOW)
        queue(store)
        assert {path.name for path in folder.iterdir()} >= {"loket.db", "loket.db-wal", "vault.bin"}
        assert too_open(folder) == {}
    assert too_open(folder) == {}


@pytest.mark.usefixtures("careless")
def test_a_store_that_was_left_open_to_others_is_closed_to_them(folder: Path) -> None:
    root = find_root_key(folder, allow_key_file=True)
    Store(folder, root).close()
    for path in (folder, *(path for path in folder.rglob("*") if path.is_dir())):
        path.chmod(0o777)

    with closing(Store(folder, root)):
        assert too_open(folder) == {}
