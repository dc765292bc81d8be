"""The two files with the centre's secrets, each for its owner only and whole or not at all.

`keys.json` is for every process of the centre, `opening.json` for those that open envelopes.
"""

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from kiosk.central.vault.watched_file import UnreadableError
from kiosk.sync.protocol import Key32, base64_bytes, base64_text

KEY_FILE = "keys.json"
OPENING_FILE = "opening.json"
KEY_BYTES = 32
_FOR_ITS_OWNER = 0o600


class KeysUnreadableError(UnreadableError):
    """A key file is missing or damaged; new keys would orphan everything that was received."""


class KeysBusyError(Exception):
    """The keys are being replaced already; the message says what to do if nobody does."""


class KeyFile(BaseModel):
    """`keys.json`. Of the sealing keys it has the public halves, the newest first."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    sealing_public: list[Key32] = Field(min_length=1)
    receipt: Key32 = Field(repr=False)
    config: Key32 = Field(repr=False)
    digest: Key32 = Field(repr=False)


class OpeningFile(BaseModel):
    """`opening.json`: the private halves, the newest first."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    sealing_private: list[Key32] = Field(min_length=1, repr=False)

    @property
    def public(self) -> list[str]:
        """The public halves."""
        return [base64_text(public_half(base64_bytes(text))) for text in self.sealing_private]


F = TypeVar("F", KeyFile, OpeningFile)


def public_half(private: bytes) -> bytes:
    """Of an X25519 key."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def read_key_file(path: Path) -> KeyFile:
    """Raise KeysUnreadableError unless it is there and whole."""
    return _read(path, KeyFile)


def read_opening_file(path: Path) -> OpeningFile:
    """Raise KeysUnreadableError unless it is there and whole."""
    return _read(path, OpeningFile)


def make_missing(folder: Path) -> None:
    """Make the keys of a centre that has none; of several processes that try, the first one does.

    A centre with keys keeps them, also where those that open are elsewhere.
    """
    if (folder / KEY_FILE).exists():
        return
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    opening = OpeningFile(sealing_private=[_random_key()])
    _create(folder / OPENING_FILE, opening)
    public = read_opening_file(folder / OPENING_FILE).public
    receipt, config, digest = (_random_key() for _ in range(3))
    keys = KeyFile(sealing_public=public, receipt=receipt, config=config, digest=digest)
    _create(folder / KEY_FILE, keys)


def rotate_sealing_key(folder: Path) -> None:
    """Put a new sealing key in front; the others stay.

    Raises KeysUnreadableError and KeysBusyError. The private half is on the disk before anybody is
    told the public one, wherever this is interrupted.
    """
    read_key_file(folder / KEY_FILE)

    def with_another(opening: OpeningFile) -> OpeningFile:
        return OpeningFile(sealing_private=[_random_key(), *opening.sealing_private])

    def with_all(keys: KeyFile) -> KeyFile:
        public = read_opening_file(folder / OPENING_FILE).public
        return keys.model_copy(update={"sealing_public": public})

    _replace(folder / OPENING_FILE, OpeningFile, with_another)
    _replace(folder / KEY_FILE, KeyFile, with_all)


def _read(path: Path, kind: type[F]) -> F:
    try:
        return kind.model_validate_json(path.read_bytes())
    except OSError as error:
        raise KeysUnreadableError(f"{path} cannot be read: {error.strerror}") from error
    except ValidationError as error:
        raise KeysUnreadableError(f"{path} is damaged; restore it from a copy") from error


def _create(path: Path, content: BaseModel) -> None:
    """Unless it is there."""
    unfinished = path.with_suffix(f".{secrets.token_hex(8)}")
    _write(unfinished, content)
    try:
        os.link(unfinished, path)
    except FileExistsError:
        pass  # another process was first
    finally:
        unfinished.unlink()
    _flush_folder(path.parent)


def _replace(path: Path, kind: type[F], change: Callable[[F], F]) -> None:
    """The unfinished file keeps everybody else out."""
    unfinished = path.with_suffix(".new")
    try:
        unfinished.touch(_FOR_ITS_OWNER, exist_ok=False)
    except FileExistsError as error:
        raise KeysBusyError(
            f"{unfinished} is there: another change of the keys is under way, or was interrupted. "
            "Remove that file if nobody else is changing them"
        ) from error
    try:
        content = change(_read(path, kind))
        _write(unfinished, content)
    except BaseException:
        unfinished.unlink()
        raise
    unfinished.replace(path)  # from here on the name may be somebody else's
    _flush_folder(path.parent)


def _write(path: Path, content: BaseModel) -> None:
    flags = os.O_CREAT | os.O_WRONLY | os.O_TRUNC
    with os.fdopen(os.open(path, flags, _FOR_ITS_OWNER), "wb") as file:
        file.write(content.model_dump_json().encode())
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    """Make a new name outlive a power cut; Windows does so by itself."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _random_key() -> str:
    return base64_text(secrets.token_bytes(KEY_BYTES))
