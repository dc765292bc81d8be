"""The vault: opened by one key only, whole or not there."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.paths import make_private
from kiosk.store.errors import KeyLostError
from kiosk.store.keys import KeyOrigin, RootKey, load_vault, save_vault
from kiosk.store.vault import new_vault, open_vault
from tests.store.counter import ROOT


@pytest.fixture(autouse=True)
def made_folder(folder: Path) -> None:
    make_private(folder)


def test_the_first_vault_has_three_different_keys(folder: Path) -> None:
    vault = load_vault(folder, ROOT)
    keys = {vault.device_key, vault.database_key, vault.lookup_key}
    assert [len(key) for key in keys] == [32, 32, 32]


def test_it_opens_again_with_what_was_saved(folder: Path) -> None:
    expires = datetime(2026, 3, 3, tzinfo=UTC)
    vault = load_vault(folder, ROOT).but(token="t0k3n", token_expires_at=expires)
    save_vault(folder, ROOT, vault)
    assert load_vault(folder, ROOT) == vault


def test_it_does_not_open_with_another_key(folder: Path) -> None:
    load_vault(folder, ROOT)
    with pytest.raises(KeyLostError):
        load_vault(folder, RootKey(bytes(32), KeyOrigin.FILE))


@given(place=st.integers(min_value=0), bit=st.integers(0, 7))
def test_no_bit_of_it_can_be_changed(
    tmp_path_factory: pytest.TempPathFactory, place: int, bit: int
) -> None:
    folder = tmp_path_factory.mktemp("vault")
    load_vault(folder, ROOT)
    content = bytearray((folder / "vault.bin").read_bytes())
    content[place % len(content)] ^= 1 << bit
    (folder / "vault.bin").write_bytes(content)
    with pytest.raises(KeyLostError):
        open_vault(folder, ROOT.key)


@pytest.mark.parametrize("length", [0, 5, 22, 30])
def test_a_cut_vault_does_not_open(folder: Path, length: int) -> None:
    load_vault(folder, ROOT)
    path = folder / "vault.bin"
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(KeyLostError):
        load_vault(folder, ROOT)


def test_a_vault_that_vanished_is_a_lost_key(folder: Path) -> None:
    load_vault(folder, ROOT)
    (folder / "loket.db").touch()
    (folder / "vault.bin").unlink()
    with pytest.raises(KeyLostError):
        load_vault(folder, ROOT)


def test_it_is_private_and_holds_no_secret_in_the_clear(folder: Path) -> None:
    vault = load_vault(folder, ROOT)
    path = folder / "vault.bin"
    assert path.stat().st_mode & 0o777 == 0o600
    assert vault.device_key not in path.read_bytes()
    assert list(folder.iterdir()) == [path]


def test_its_secrets_stay_out_of_tracebacks() -> None:
    vault = new_vault().but(token="t0k3n")
    assert "t0k3n" not in repr(vault)
    assert repr(vault.device_key) not in repr(vault)
