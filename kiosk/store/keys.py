"""Where the one root key is kept: the OS keyring, a systemd credential, or a file, in this order.

The file is the last resort and has to be allowed: whoever takes the disk takes it too.
"""

import hmac
import logging
import os
import secrets
import sys
from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Protocol

import keyring
from keyring.backend import KeyringBackend
from keyring.backends.chainer import ChainerBackend
from keyring.errors import KeyringError

from kiosk.paths import make_private
from kiosk.store.database import KEY_BYTES
from kiosk.store.durable import write_whole
from kiosk.store.errors import KeyLostError, NoKeyStoreError, disk_faults_named
from kiosk.store.instance_lock import LOCK_FILE, InstanceLock
from kiosk.store.vault import (
    VAULT_FILE,
    KeyOrigin,
    RootKey,
    Vault,
    holds_data,
    load_vault,
    open_vault,
    origin_named_in,
    save_vault,
)

__all__ = ["KeyOrigin", "RootKey", "Vault", "find_root_key", "load_vault", "save_vault"]

SERVICE = "loket-kiosk"
CREDENTIAL = "loket-root-key"
CREDENTIALS_VARIABLE = "CREDENTIALS_DIRECTORY"
KEY_FILE = "root.key"
_KEEPS_NOTHING_SAFE = ("keyrings.alt.", "keyring.backends.fail.", "keyring.backends.null.")
_KEYRING_FAULTS: tuple[type[Exception], ...] = (KeyringError, OSError)
if sys.platform == "win32":
    from keyring.backends import Windows

    _KEYRING_FAULTS += (Windows.pywintypes.error,)
elif sys.platform == "linux":
    from keyring.backends import SecretService

    _KEYRING_FAULTS += (SecretService.exceptions.SecretStorageException,)  # type: ignore[attr-defined]
_log = logging.getLogger(__name__)


class KeyPlace(Protocol):
    """One place that may keep the root key."""

    origin: ClassVar[KeyOrigin]

    def find(self) -> bytes | None:
        """The key kept here, if any; raise NoKeyStoreError when the place does not answer."""

    def make(self) -> bytes | None:
        """Keep a new key here; None where that is not possible."""


def find_root_key(folder: Path, *, allow_key_file: bool) -> RootKey:
    """Find the key of the store in `folder`; on first use make one in the best place.

    Raises:
        NoKeyStoreError: no place answers, or not the one that has the key of this store.
        KeyLostError: data is stored here and its key is nowhere any more.
        StoreInUseError: another program is making this store right now.
    """
    with disk_faults_named():
        make_private(folder)
    places = _places(folder, allow_key_file=allow_key_file)
    root = _existing(folder, places) if (folder / VAULT_FILE).exists() else _first(folder, places)
    if root.origin is KeyOrigin.FILE:
        _log.warning(
            "the root key lies in %s beside the data: whoever takes this disk can read it."
            " Set up a keyring or a systemd credential.",
            folder / KEY_FILE,
        )
    return root


def make_root_key(folder: Path, *, allow_key_file: bool) -> RootKey:
    """Find or make a key for a store that begins anew; the caller has its lock.

    Raises NoKeyStoreError where no place answers.
    """
    return _in_best_place(_places(folder, allow_key_file=allow_key_file))


def try_keyring() -> str:
    """See this user's keyring write, read and delete something; returns what it is called.

    Raises NoKeyStoreError where there is none that does, and is safe.
    """
    backend = _safe_backend()
    if backend is None:
        raise NoKeyStoreError("there is no keyring, or none that is safe")
    _InKeyring(backend, entry="").probe()
    return str(backend.name)


def _existing(folder: Path, places: Sequence[KeyPlace]) -> RootKey:
    answered = set()
    for place in places:
        try:
            key = place.find()
        except NoKeyStoreError as fault:
            _log.warning("%s", fault)
            continue
        answered.add(place.origin)
        if key is not None and _opens(folder, key):
            return RootKey(key, place.origin)
    origin = origin_named_in(folder)
    if origin not in answered:
        raise NoKeyStoreError(f"the key is kept in: {origin}, which does not answer")
    raise KeyLostError(f"the key is not in: {origin} any more")


def _first(folder: Path, places: Sequence[KeyPlace]) -> RootKey:
    if holds_data(folder):
        raise KeyLostError(f"{VAULT_FILE} is missing")
    with closing(InstanceLock(folder / LOCK_FILE)):  # two first starts must not make two keys
        return _in_best_place(places)


def _in_best_place(places: Sequence[KeyPlace]) -> RootKey:
    for place in places:
        try:
            key = place.find() or place.make()
        except NoKeyStoreError as fault:
            _log.info("%s", fault)
            continue
        if key is not None:
            return RootKey(key, place.origin)
    raise NoKeyStoreError("no keyring, no systemd credential, and a key file is not allowed")


def _opens(folder: Path, key: bytes) -> bool:
    try:
        open_vault(folder, key)
    except KeyLostError:
        return False
    return True


def _places(folder: Path, *, allow_key_file: bool) -> list[KeyPlace]:
    places: list[KeyPlace] = []
    backend = _safe_backend()
    if backend is not None:
        places.append(_InKeyring(backend, entry=f"root key of {folder.resolve()}"))
    credentials = os.environ.get(CREDENTIALS_VARIABLE)
    if credentials:
        places.append(_AsCredential(Path(credentials) / CREDENTIAL))
    if allow_key_file:
        places.append(_AsFile(folder / KEY_FILE))
    return places


def _safe_backend() -> KeyringBackend | None:
    """The keyring to use; one that keeps secrets as plain text, or nowhere, is none."""
    chosen = keyring.get_keyring()
    candidates = chosen.backends if isinstance(chosen, ChainerBackend) else [chosen]
    for backend in candidates:
        kind = f"{type(backend).__module__}.{type(backend).__name__}"
        if not kind.startswith(_KEEPS_NOTHING_SAFE) and "plaintext" not in kind.lower():
            return backend
    return None


@dataclass(frozen=True, slots=True)
class _InKeyring:
    origin: ClassVar = KeyOrigin.KEYRING
    backend: KeyringBackend
    entry: str

    def find(self) -> bytes | None:
        with _keyring_faults_named():
            text = self.backend.get_password(SERVICE, self.entry)
        return None if text is None else _from_text(text, "keyring")

    def make(self) -> bytes:
        self.probe()
        key = secrets.token_bytes(KEY_BYTES)
        with _keyring_faults_named():
            self.backend.set_password(SERVICE, self.entry, key.hex())
        return key

    def probe(self) -> None:
        """See it write, read and delete before anything depends on it."""
        entry, written = f"probe {secrets.token_hex(8)}", secrets.token_hex(KEY_BYTES)
        with _keyring_faults_named():
            self.backend.set_password(SERVICE, entry, written)
            found = self.backend.get_password(SERVICE, entry)
            self.backend.delete_password(SERVICE, entry)
            left = self.backend.get_password(SERVICE, entry)
        if left is not None or not hmac.compare_digest(found or "", written):
            raise NoKeyStoreError("the keyring does not keep what it is given")


@dataclass(frozen=True, slots=True)
class _AsCredential:
    """What systemd puts into memory for this service alone; it is made by the installer."""

    origin: ClassVar = KeyOrigin.SYSTEMD
    path: Path

    def find(self) -> bytes | None:
        content = _content(self.path)
        if content is None or len(content) == KEY_BYTES:
            return content
        return _from_text(content.decode("ascii", "replace"), "systemd credential")

    def make(self) -> None:
        return None


@dataclass(frozen=True, slots=True)
class _AsFile:
    origin: ClassVar = KeyOrigin.FILE
    path: Path

    def find(self) -> bytes | None:
        content = _content(self.path)
        if content is None:
            return None
        self.path.chmod(0o600)
        try:
            return _from_text(content.decode("ascii", "replace"), "key file")
        except NoKeyStoreError as fault:  # a file that was cut or changed: the key is gone
            _log.warning("%s", fault)
            return None

    def make(self) -> bytes:
        if self.path.exists():
            self.path.replace(self.path.with_suffix(".unusable"))
        key = secrets.token_bytes(KEY_BYTES)
        write_whole(self.path, key.hex().encode())
        return key


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as fault:
        raise NoKeyStoreError(f"{path}: {fault.strerror}") from fault


def _from_text(text: str, place: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise NoKeyStoreError(f"{place}: not a key of {KEY_BYTES} bytes in hex")
    return key


@contextmanager
def _keyring_faults_named() -> Generator[None]:
    try:
        yield
    except _KEYRING_FAULTS as fault:
        raise NoKeyStoreError(f"the keyring does not answer: {type(fault).__name__}") from fault
