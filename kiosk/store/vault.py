"""The vault: the few secrets of this kiosk, wrapped by one root key, in one small file.

`vault.bin`: a readable line that names the format and where the root key is kept, then a nonce
(12 bytes) and AES-256-GCM over the secrets, with that line as associated data.
"""

import json
import os
from base64 import b64decode, b64encode
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.store.database import KEY_BYTES
from kiosk.store.durable import write_whole
from kiosk.store.errors import KeyLostError, disk_faults_named
from kiosk.store.moments import from_optional, to_text

VAULT_FILE = "vault.bin"
DATABASE_FILE = "loket.db"
OUTBOX_FOLDER = "outbox"
_FORMAT = b"loket-vault-1"
_NONCE_BYTES = 12


class KeyOrigin(StrEnum):
    """Where the root key is kept."""

    KEYRING = "keyring"
    SYSTEMD = "systemd"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class RootKey:
    """32 bytes that open the vault; with origin FILE a thief of the disk has them too."""

    key: bytes = field(repr=False)
    origin: KeyOrigin


@dataclass(frozen=True, slots=True, repr=False)
class Vault:
    """The secrets. `device_key` is a raw Ed25519 private key; every key has 32 bytes."""

    device_key: bytes
    database_key: bytes
    lookup_key: bytes
    token: str | None = None
    token_expires_at: datetime | None = None
    recovery_key: bytes | None = None
    """Shared with the centre since the enrolment: what a forgotten PIN is replaced by."""
    database_made: bool = False
    """Whether there has been a database, so that a vanished one is not replaced in silence."""

    def but(self, **changes: Any) -> "Vault":
        """The same vault with some secrets changed."""
        return replace(self, **changes)


def new_vault() -> Vault:
    """Fresh secrets for a new kiosk."""
    return Vault(
        device_key=Ed25519PrivateKey.generate().private_bytes_raw(),
        database_key=os.urandom(KEY_BYTES),
        lookup_key=os.urandom(KEY_BYTES),
    )


def load_vault(folder: Path, root: RootKey) -> Vault:
    """Open the vault, or make it where nothing has been stored yet.

    Raises:
        KeyLostError: the key does not fit, the file was changed, or it is gone while data is here.
        DiskFullError: there is no room to make it.
    """
    if (folder / VAULT_FILE).exists():
        return open_vault(folder, root.key)
    if holds_data(folder):
        raise KeyLostError(f"{VAULT_FILE} is missing")
    vault = new_vault()
    save_vault(folder, root, vault)
    return vault


def open_vault(folder: Path, key: bytes) -> Vault:
    """Open an existing vault; raise KeyLostError if the key or the file is not the right one."""
    head, box = _read(folder)
    try:
        secrets = AESGCM(key).decrypt(box[:_NONCE_BYTES], box[_NONCE_BYTES:], head)
    except (InvalidTag, ValueError):
        raise KeyLostError(f"{VAULT_FILE} does not open with this key") from None
    return _from_json(secrets)


def save_vault(folder: Path, root: RootKey, vault: Vault) -> None:
    """Replace the vault as a whole; on return the new one survives a power cut."""
    head = b"%s %s" % (_FORMAT, root.origin.encode())
    nonce = os.urandom(_NONCE_BYTES)
    box = AESGCM(root.key).encrypt(nonce, _to_json(vault), head)
    write_whole(folder / VAULT_FILE, head + b"\n" + nonce + box)


def origin_named_in(folder: Path) -> KeyOrigin:
    """Where the vault says its root key is kept; raise KeyLostError if it is no vault."""
    head, _ = _read(folder)
    try:
        return KeyOrigin(head.removeprefix(_FORMAT + b" ").decode())
    except ValueError:
        raise KeyLostError(f"{VAULT_FILE} is damaged") from None


def holds_data(folder: Path) -> bool:
    """Tell whether something is stored here that only a vault can open."""
    if (folder / DATABASE_FILE).exists():
        return True
    return any((folder / OUTBOX_FOLDER).glob("*"))


def _read(folder: Path) -> tuple[bytes, bytes]:
    with disk_faults_named():
        content = (folder / VAULT_FILE).read_bytes()
    head, line_end, box = content.partition(b"\n")
    if not line_end or not head.startswith(_FORMAT + b" "):
        raise KeyLostError(f"{VAULT_FILE} is damaged")
    return head, box


def _to_json(vault: Vault) -> bytes:
    expires, recovery = vault.token_expires_at, vault.recovery_key
    return json.dumps(
        {
            "device_key": b64encode(vault.device_key).decode(),
            "database_key": b64encode(vault.database_key).decode(),
            "lookup_key": b64encode(vault.lookup_key).decode(),
            "token": vault.token,
            "token_expires_at": to_text(expires) if expires else None,
            "recovery_key": b64encode(recovery).decode() if recovery else None,
            "database_made": vault.database_made,
        }
    ).encode()


def _from_json(secrets: bytes) -> Vault:
    read = json.loads(secrets)
    recovery = read.get("recovery_key")  # missing in a vault of before
    return Vault(
        device_key=b64decode(read["device_key"]),
        database_key=b64decode(read["database_key"]),
        lookup_key=b64decode(read["lookup_key"]),
        token=read["token"],
        token_expires_at=from_optional(read["token_expires_at"]),
        recovery_key=b64decode(recovery) if recovery else None,
        database_made=read["database_made"],
    )
