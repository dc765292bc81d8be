"""The root key: found where it is safest, never lost in silence, never replaced."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null

from kiosk.store.errors import KeyLostError, NoKeyStoreError
from kiosk.store.keys import KeyOrigin, RootKey, find_root_key, load_vault
from kiosk.store.store import Store
from tests.store.keyrings import (
    ClingingKeyring,
    ForgetfulKeyring,
    KeyringChain,
    LockedKeyring,
    MemoryKeyring,
    PlaintextKeyring,
)

Choose = Callable[[KeyringBackend], None]


@pytest.fixture
def choose_keyring() -> Iterator[Choose]:
    """Makes one keyring that of this computer, until the test is over."""
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


@pytest.fixture
def credentials(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What systemd gives the service."""
    given = tmp_path / "credentials"
    given.mkdir()
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(given))
    return given / "loket-root-key"


def test_the_keyring_is_asked_first(folder: Path, choose_keyring: Choose) -> None:
    own = MemoryKeyring()
    choose_keyring(own)
    made = find_root_key(folder, allow_key_file=True)
    assert made.origin is KeyOrigin.KEYRING
    assert list(own.kept.values()) == [made.key.hex()]
    assert not list(folder.glob("*.key"))


def test_the_same_key_is_found_again(folder: Path, choose_keyring: Choose) -> None:
    choose_keyring(MemoryKeyring())
    made = find_root_key(folder, allow_key_file=False)
    load_vault(folder, made)
    assert find_root_key(folder, allow_key_file=False) == made


def test_two_stores_have_two_keys(tmp_path: Path, choose_keyring: Choose) -> None:
    choose_keyring(MemoryKeyring())
    one, other = (find_root_key(tmp_path / name, allow_key_file=False) for name in "ab")
    assert one.key != other.key


@pytest.mark.parametrize(
    "untrusted",
    [
        fail.Keyring,
        null.Keyring,
        PlaintextKeyring,
        ForgetfulKeyring,
        ClingingKeyring,
        LockedKeyring,
    ],
)
def test_an_untrusted_keyring_is_no_place_for_a_key(
    folder: Path, choose_keyring: Choose, untrusted: type[KeyringBackend]
) -> None:
    choose_keyring(untrusted())
    with pytest.raises(NoKeyStoreError):
        find_root_key(folder, allow_key_file=False)
    assert find_root_key(folder, allow_key_file=True).origin is KeyOrigin.FILE


def test_of_several_keyrings_the_first_safe_one_is_taken(
    folder: Path, choose_keyring: Choose
) -> None:
    plain, safe = PlaintextKeyring(), MemoryKeyring()
    chain = KeyringChain()  # type: ignore[no-untyped-call]
    chain.backends[:] = [plain, safe]
    choose_keyring(chain)
    assert find_root_key(folder, allow_key_file=False).origin is KeyOrigin.KEYRING
    assert safe.kept
    assert not plain.kept


@pytest.mark.parametrize("written", [bytes(range(32)), bytes(range(32)).hex().encode() + b"\n"])
def test_a_systemd_credential_comes_next(folder: Path, credentials: Path, written: bytes) -> None:
    credentials.write_bytes(written)
    root = find_root_key(folder, allow_key_file=True)
    assert root == RootKey(bytes(range(32)), KeyOrigin.SYSTEMD)


def test_a_credential_that_is_no_key_is_not_used(folder: Path, credentials: Path) -> None:
    credentials.write_bytes(b"rahasia")
    with pytest.raises(NoKeyStoreError):
        find_root_key(folder, allow_key_file=False)


def test_a_key_file_that_cannot_be_read_is_not_a_lost_key(folder: Path) -> None:
    load_vault(folder, find_root_key(folder, allow_key_file=True))
    (folder / "root.key").unlink()
    (folder / "root.key").mkdir()
    with pytest.raises(NoKeyStoreError):
        find_root_key(folder, allow_key_file=True)


def test_without_any_place_nothing_is_stored(folder: Path) -> None:
    with pytest.raises(NoKeyStoreError):
        find_root_key(folder, allow_key_file=False)
    assert not list(folder.glob("*.key"))


def test_a_key_file_is_private_and_loudly_warned_of_every_time(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    root = find_root_key(folder, allow_key_file=True)
    load_vault(folder, root)
    assert (folder / "root.key").stat().st_mode & 0o777 == 0o600
    assert find_root_key(folder, allow_key_file=True) == root
    warnings = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert len(warnings) == 2
    assert root.key.hex() not in caplog.text


def test_a_keyring_that_appears_later_does_not_replace_the_key_in_use(
    folder: Path, choose_keyring: Choose
) -> None:
    root = find_root_key(folder, allow_key_file=True)
    load_vault(folder, root)
    later = MemoryKeyring()
    choose_keyring(later)
    assert find_root_key(folder, allow_key_file=True) == root
    assert not later.kept


def test_a_keyring_that_does_not_answer_now_is_not_a_lost_key(
    folder: Path, choose_keyring: Choose
) -> None:
    choose_keyring(MemoryKeyring())
    load_vault(folder, find_root_key(folder, allow_key_file=True))
    choose_keyring(LockedKeyring())
    with pytest.raises(NoKeyStoreError, match="keyring"):
        find_root_key(folder, allow_key_file=True)
    assert not list(folder.glob("*.key"))


def test_a_key_that_is_gone_is_said_to_be_lost(folder: Path, choose_keyring: Choose) -> None:
    own = MemoryKeyring()
    choose_keyring(own)
    load_vault(folder, find_root_key(folder, allow_key_file=False))
    own.kept.clear()
    with pytest.raises(KeyLostError):
        find_root_key(folder, allow_key_file=True)
    assert not own.kept


def test_another_key_in_the_same_place_is_a_lost_key(folder: Path) -> None:
    load_vault(folder, find_root_key(folder, allow_key_file=True))
    (folder / "root.key").write_text("00" * 32)
    with pytest.raises(KeyLostError):
        find_root_key(folder, allow_key_file=True)


def test_data_without_a_vault_is_a_lost_key_not_a_new_store(folder: Path) -> None:
    Store(folder, find_root_key(folder, allow_key_file=True)).close()
    (folder / "vault.bin").unlink()
    (folder / "root.key").unlink()
    with pytest.raises(KeyLostError):
        find_root_key(folder, allow_key_file=True)
    assert not list(folder.glob("*.key"))


def test_a_key_never_shows_itself() -> None:
    assert "00000000" not in repr(RootKey(bytes(32), KeyOrigin.FILE))
