"""The centre's secrets: made on the first start, kept in one file that only its owner may read.

Sealing, receipts (with outcomes) and configuration have a key each, so that one of them can be
replaced without the others. Old sealing keys stay: an envelope may have waited for weeks.
"""

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kiosk.sync.protocol import Key32, base64_bytes, base64_text
from kiosk.sync.signing import public_key_of

KEY_FILE = "keys.json"
KEY_BYTES = 32
_NONCE_BYTES = 12


class KeysUnreadableError(Exception):
    """The key file is damaged; without it nothing that was received can be opened."""


@dataclass(frozen=True, slots=True)
class KeyPair:
    """Raw keys, 32 bytes each, and the name they go by."""

    private: bytes = field(repr=False)
    public: bytes

    @property
    def key_id(self) -> str:
        """Derived from the public key, so that the two can never be mixed up."""
        return hashlib.sha256(self.public).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class CentreKeys:
    """Everything the centre keeps secret."""

    sealing: tuple[KeyPair, ...]
    """X25519; the first is the one to seal for, the others still open what comes late."""
    receipt: KeyPair
    """Ed25519, for receipts and outcomes."""
    config: KeyPair
    """Ed25519, for the configuration bundle."""
    digest: bytes = field(repr=False)

    def sealing_pair(self, key_id: str) -> KeyPair | None:
        """The key an envelope was sealed for, when it is one of ours."""
        return next((pair for pair in self.sealing if pair.key_id == key_id), None)

    def keyed_hash(self, kind: str, *values: str) -> str:
        """HMAC-SHA256 of personal values: equal values meet, the database gives none away."""
        message = "\0".join((kind, *values)).encode()
        return hmac.new(self.digest, message, hashlib.sha256).hexdigest()

    def conceal(self, text: str) -> bytes:
        """What the database may hold but not give away: AES-256-GCM, the nonce in front."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return nonce + self._concealing.encrypt(nonce, text.encode(), None)

    def reveal(self, concealed: bytes) -> str:
        """The text again."""
        nonce, rest = concealed[:_NONCE_BYTES], concealed[_NONCE_BYTES:]
        return self._concealing.decrypt(nonce, rest, None).decode()

    def recovery_key(self, device_id: UUID) -> bytes:
        """A secret shared with one device; nothing has to be stored for it."""
        return bytes.fromhex(self.keyed_hash("recovery key", str(device_id)))

    @property
    def _concealing(self) -> AESGCM:
        return AESGCM(bytes.fromhex(self.keyed_hash("concealing key")))


class _KeyFile(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    sealing: list[Key32] = Field(min_length=1)
    receipt: Key32
    config: Key32
    digest: Key32


def load_keys(folder: Path) -> CentreKeys:
    """Read the keys of this folder, making them when it has none yet.

    Raises KeysUnreadableError for a damaged file: new keys would orphan every stored envelope.
    """
    path = folder / KEY_FILE
    if not path.exists():
        _write_private(path, _new_key_file().model_dump_json().encode())
    try:
        stored = _KeyFile.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise KeysUnreadableError(f"{path} is damaged; restore it from a copy") from error
    return CentreKeys(
        sealing=tuple(_sealing_pair(base64_bytes(text)) for text in stored.sealing),
        receipt=_signing_pair(base64_bytes(stored.receipt)),
        config=_signing_pair(base64_bytes(stored.config)),
        digest=base64_bytes(stored.digest),
    )


def _new_key_file() -> _KeyFile:
    sealing, receipt, config, digest = (
        base64_text(secrets.token_bytes(KEY_BYTES)) for _ in range(4)
    )
    return _KeyFile(sealing=[sealing], receipt=receipt, config=config, digest=digest)


def _sealing_pair(private: bytes) -> KeyPair:
    public = X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
    return KeyPair(private, public)


def _signing_pair(private: bytes) -> KeyPair:
    return KeyPair(private, public_key_of(private))


def _write_private(path: Path, content: bytes) -> None:
    """Write for the owner only, whole or not at all."""
    unfinished = path.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
