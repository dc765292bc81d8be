"""Opening and closing: never two at once, never empty in silence."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from kiosk.store.errors import (
    DatabaseUnreadableError,
    KeyLostError,
    StoreForbiddenError,
    StoreInUseError,
)
from kiosk.store.keys import KeyOrigin, RootKey
from kiosk.store.store import Store
from tests.store.counter import ROOT, open_store, register


def test_everything_is_private(folder: Path) -> None:
    store = open_store(folder)
    register(store, 1)
    modes = {path: path.stat().st_mode & 0o777 for path in [folder, *folder.rglob("*")]}
    assert len(modes) >= 7
    assert all(mode == (0o700 if path.is_dir() else 0o600) for path, mode in modes.items())
    store.close()


def test_two_programs_cannot_have_it_open(folder: Path) -> None:
    store = open_store(folder)
    with pytest.raises(StoreInUseError):
        open_store(folder)
    store.close()
    open_store(folder).close()


def test_a_failed_opening_does_not_keep_it_locked(folder: Path) -> None:
    open_store(folder).close()
    with pytest.raises(KeyLostError):
        Store(folder, RootKey(bytes(32), KeyOrigin.FILE))
    open_store(folder).close()


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="needs a user who may not read everything"
)
@pytest.mark.parametrize("name", ["in-use.lock", "vault.bin", "loket.db"])
def test_a_file_of_another_user_is_named(folder: Path, name: str) -> None:
    open_store(folder).close()
    (folder / name).chmod(0)
    with pytest.raises(StoreForbiddenError, match=name):
        open_store(folder)
    (folder / name).chmod(0o600)
    open_store(folder).close()


@pytest.mark.parametrize("lose", [Path.unlink, lambda path: path.write_bytes(b"")])
def test_a_vanished_database_is_not_replaced_by_an_empty_one(folder: Path, lose: object) -> None:
    open_store(folder).close()
    assert callable(lose)
    lose(folder / "loket.db")
    with pytest.raises(DatabaseUnreadableError):
        open_store(folder)


def test_a_first_start_that_was_cut_short_can_be_done_again(folder: Path) -> None:
    open_store(folder).close()
    shutil.copytree(folder, folder.with_name("again"))
    store = open_store(folder.with_name("again"))
    store.replace_vault(store.vault.but(database_made=False))
    store.close()
    (folder.with_name("again") / "loket.db").write_bytes(b"")
    open_store(folder.with_name("again")).close()


def test_the_origin_of_the_key_can_be_shown(folder: Path) -> None:
    store = open_store(folder)
    assert store.key_origin is ROOT.origin
    store.close()


def test_a_renewed_token_is_there_after_opening_again(folder: Path) -> None:
    store = open_store(folder)
    store.replace_vault(store.vault.but(token="t0k3n"))
    assert store.vault.token == "t0k3n"
    store.close()
    store = open_store(folder)
    assert store.vault.token == "t0k3n"
    store.close()


def test_the_room_left_on_the_disk_is_known(folder: Path) -> None:
    store = open_store(folder)
    assert store.free_bytes() > 0
    store.close()
