"""The centre's secrets: made on the first start, and who may have which of them.

Sealing, receipts (with outcomes) and configuration have a key each, so that one of them can be
replaced without the others. Old sealing keys stay: an envelope may have waited for weeks. What
opens envelopes is kept apart: a process that only takes them in never reads it
(docs/decisions/0021-keys.md). Both files are read again when they were replaced.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk.central.vault.key_files import (
    KEY_FILE,
    OPENING_FILE,
    KeyFile,
    make_missing,
    public_half,
    read_key_file,
    read_opening_file,
)
from kiosk.central.vault.watched_file import WatchedFile
from kiosk.sync.protocol import base64_bytes
from kiosk.sync.signing import public_key_of

_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class PublicKey:
    """32 raw bytes that everybody may know, and the name they go by."""

    public: bytes

    @property
    def key_id(self) -> str:
        """Derived from the public key, so that the two can never be mixed up."""
        return hashlib.sha256(self.public).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class KeyPair(PublicKey):
    """With its private half, 32 raw bytes."""

    private: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Secrets:
    sealing: tuple[PublicKey, ...]
    receipt: KeyPair
    config: KeyPair
    digest: bytes = field(repr=False)


class CentreKeys:
    """What every process of the centre knows. Nothing of it opens an envelope."""

    def __init__(self, file: WatchedFile[_Secrets]) -> None:
        self._file = file

    @property
    def sealing(self) -> tuple[PublicKey, ...]:
        """X25519; the first is the one to seal for, the others still open what comes late."""
        return self._file.content.sealing

    @property
    def receipt(self) -> KeyPair:
        """Ed25519, for receipts and outcomes."""
        return self._file.content.receipt

    @property
    def config(self) -> KeyPair:
        """Ed25519, for the configuration bundle."""
        return self._file.content.config

    def is_for_us(self, key_id: str) -> bool:
        """Whether an envelope was sealed for one of our keys."""
        return any(key.key_id == key_id for key in self.sealing)

    def keyed_hash(self, kind: str, *values: str) -> str:
        """HMAC-SHA256 of personal values: equal values meet, the database gives none away."""
        message = "\0".join((kind, *values)).encode()
        return hmac.new(self._file.content.digest, message, hashlib.sha256).hexdigest()

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


class OpeningKeys:
    """What opens envelopes. Its file is read when the first one is to be opened, not before."""

    def __init__(self, file: WatchedFile[tuple[KeyPair, ...]]) -> None:
        self._file = file

    def pair(self, key_id: str) -> KeyPair | None:
        """The key that an envelope was sealed for, when it is one of ours.

        Raises KeysUnreadableError in a process that has no such keys.
        """
        return next((pair for pair in self._file.content if pair.key_id == key_id), None)

    def check(self) -> None:
        """Raise KeysUnreadableError in a process that cannot open anything."""
        self._file.content  # noqa: B018  # reading it is all that is wanted


def load_keys(folder: Path) -> CentreKeys:
    """Read the keys of this folder, making them when it has none yet.

    Raises KeysUnreadableError for a damaged file: new keys would orphan every stored envelope.
    """
    make_missing(folder)
    file = WatchedFile(folder / KEY_FILE, _secrets)
    file.content  # noqa: B018  # what is damaged is to be found now
    return CentreKeys(file)


def load_opening_keys(folder: Path) -> OpeningKeys:
    """The keys for whoever opens envelopes."""
    return OpeningKeys(WatchedFile(folder / OPENING_FILE, _sealing_pairs))


def _secrets(path: Path) -> _Secrets:
    stored: KeyFile = read_key_file(path)
    return _Secrets(
        sealing=tuple(PublicKey(base64_bytes(text)) for text in stored.sealing_public),
        receipt=_signing_pair(base64_bytes(stored.receipt)),
        config=_signing_pair(base64_bytes(stored.config)),
        digest=base64_bytes(stored.digest),
    )


def _sealing_pairs(path: Path) -> tuple[KeyPair, ...]:
    privates = map(base64_bytes, read_opening_file(path).sealing_private)
    return tuple(KeyPair(public_half(private), private) for private in privates)


def _signing_pair(private: bytes) -> KeyPair:
    return KeyPair(public_key_of(private), private)
