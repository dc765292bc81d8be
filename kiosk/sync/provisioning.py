"""The provisioning file: one signed text makes a computer a kiosk of an office, and sets it up.

It carries the key that it is signed with, so that it proves that nobody changed it, but not whose
it is: that shows when the centre answers the code with its own key, which has to be the same
(docs/decisions/0025-provisioning.md). Only then is anything kept.
"""

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, Field, StrictBool, StrictInt

from kiosk.config import ConfigError
from kiosk.paths import Folders
from kiosk.sync.protocol import (
    LAST_SEQ,
    Key32,
    Moment,
    Signed,
    Wire,
    base64_bytes,
    base64_text,
)
from kiosk.sync.signing import SignatureError, SigningContext, public_key_of, sign, verify

PROVISION_FILE: Final = "provision.loket"
AUTHORITIES_FILE: Final = "provision-ca.pem"
"""Beside it: the authorities that it names, as a file that TLS can read."""
PROVISION_VERSION: Final = 1
MAX_PROVISION_BYTES: Final = 32 * 1024
MAX_QR_BYTES: Final = 700
"""What a webcam still reads: of drawn codes that fill 300 to 460 lines of a 1280x720 picture,
tilted by up to 20 degrees, 97 % at 541 bytes, 86 % at 700, 19 % at 900."""
CENTRE_TABLE: Final = "centre"
"""These settings have fields of their own."""
_MOST_TABLES, _MOST_KEYS = 20, 40
_PIN: Final = "sha256/[A-Za-z0-9+/]{43}="
_log = logging.getLogger(__name__)


class ProvisioningProblem(StrEnum):
    """Why a file is not taken."""

    FORMAT = "sync.provisioning.format"
    NEWER_VERSION = "sync.provisioning.newer_version"
    CHANGED = "sync.provisioning.changed"
    EXPIRED = "sync.provisioning.expired"
    OLDER = "sync.provisioning.older"
    UNREADABLE = "sync.provisioning.unreadable"
    SETTINGS = "sync.provisioning.settings"


def _printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError("with signs that nobody can read")
    return text


def _without_centre(settings: Mapping[str, object]) -> Mapping[str, object]:
    if CENTRE_TABLE in settings:
        raise ValueError(f"what is in [{CENTRE_TABLE}] has fields of its own")
    return settings


SettingName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
SettingText = Annotated[str, Field(max_length=500), AfterValidator(_printable)]
SettingNumber = Annotated[StrictInt, Field(ge=-LAST_SEQ, le=LAST_SEQ)]
SettingValue = StrictBool | SettingNumber | SettingText
SettingTable = Annotated[dict[SettingName, SettingValue], Field(max_length=_MOST_KEYS)]


class Provisioning(Wire):
    """What a new kiosk is told. The code is a secret until it is used."""

    version: Annotated[int, Field(ge=1, le=PROVISION_VERSION)]
    issued_at: Moment
    """Of two files of one centre the later one holds."""
    expires_at: Moment
    """Of the code; what was kept before goes on to hold."""
    centre_url: str = Field(pattern=r"^https?://[\x21-\x7e]{1,200}$")
    code: str = Field(pattern=r"^[0-9A-Za-z-]{6,64}$", repr=False)
    office_name: Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_printable)]
    config_key: Key32
    """The centre's own, by which this file is signed."""
    pin: str | None = Field(default=None, pattern=rf"^{_PIN}( {_PIN}){{0,4}}$")
    """Of the key of the centre's certificate; several with spaces between."""
    ca: str | None = Field(default=None, pattern=r"^-----BEGIN [\x20-\x7e\n]{1,16000}$")
    """Authorities to trust in place of the system's: PEM."""
    proxy: str | None = Field(default=None, pattern=r"^https?://[\x21-\x7e]{1,300}$", repr=False)
    settings: Annotated[
        dict[SettingName, SettingTable],
        Field(max_length=_MOST_TABLES),
        AfterValidator(_without_centre),
    ] = Field(default_factory=dict)
    """By table and key, as in the settings file; the kiosk says which it does not know."""

    @property
    def centre_place(self) -> str:
        """Where the centre is, as people read it: host, and port if it has one of its own."""
        return urlsplit(self.centre_url).netloc

    def tables(self, folder: Path) -> Mapping[str, Mapping[str, object]]:
        """Tables as in the settings file; the authorities stand in their file in `folder`."""
        ways = {
            "url": self.centre_url,
            "pin": self.pin,
            "proxy": self.proxy,
            "ca_file": None if self.ca is None else str(folder / AUTHORITIES_FILE),
        }
        centre = {key: value for key, value in ways.items() if value is not None}
        return MappingProxyType({CENTRE_TABLE: centre, **self.settings})


class _Versioned(BaseModel):
    """What can be read of any version."""

    version: Annotated[int, Field(ge=1)]


@dataclass(frozen=True, slots=True)
class Provisioned:
    """A file on this computer, and what is in it."""

    path: Path
    provisioning: Provisioning


def sign_provisioning(provisioning: Provisioning, private_key: bytes) -> bytes:
    """The file's text, as short as it can be: it also has to fit into a QR code."""
    payload = provisioning.model_dump_json(exclude_defaults=True).encode()
    key_id = _key_id(public_key_of(private_key))
    return _text_of(sign(payload, SigningContext.PROVISION, private_key, key_id))


def read_provisioning(data: bytes, now: datetime) -> Provisioning | ProvisioningProblem:
    """Take up a file: it is whole, it was not changed, and its code can still be used."""
    provisioning = open_provisioning(data)
    if isinstance(provisioning, Provisioning) and now >= provisioning.expires_at:
        return ProvisioningProblem.EXPIRED
    return provisioning


def open_provisioning(data: bytes) -> Provisioning | ProvisioningProblem:
    """The same at any time. White space around the text is all that may be added to it."""
    text = data.strip()
    if len(text) > MAX_PROVISION_BYTES:
        return ProvisioningProblem.FORMAT
    try:
        signed = Signed.model_validate_json(text)
        payload = base64_bytes(signed.payload)
        version = _Versioned.model_validate_json(payload).version
        if version > PROVISION_VERSION:
            return ProvisioningProblem.NEWER_VERSION
        provisioning = Provisioning.model_validate_json(payload)
    except ValueError:  # pydantic's ValidationError is one
        return ProvisioningProblem.FORMAT
    return provisioning if _is_genuine(text, signed, provisioning) else ProvisioningProblem.CHANGED


def provisioned_file(folders: Folders) -> Provisioned | None:
    """The file that holds: this user's, unless the computer's is of the same centre and later.

    Raises ConfigError where the file that this user keeps is damaged. One of the computer that
    cannot be used is left alone: whoever enrols by it is told.
    """
    kept, of_machine = _opened(kept_file(folders)), _opened(machine_file(folders))
    if isinstance(kept, ProvisioningProblem):
        raise ConfigError(f"{kept_file(folders)} is damaged ({kept.name}): provision again")
    if isinstance(of_machine, ProvisioningProblem):
        _log.warning("%s is not used: %s", machine_file(folders), of_machine.name)
        return kept
    if kept is None or of_machine is None:
        return kept or of_machine
    return of_machine if _replaces(of_machine.provisioning, kept.provisioning) else kept


def kept_file(folders: Folders) -> Path:
    """Where a user's own copy is, once the centre has shown the same key."""
    return folders.data / PROVISION_FILE


def machine_file(folders: Folders) -> Path:
    """Where an administrator puts it, for whoever runs the kiosk on this computer."""
    return folders.settings_file.parent / PROVISION_FILE


def read_file(path: Path) -> bytes | None:
    """The bytes of a file, no more than are looked at; None where there is none. Raises OSError."""
    try:
        with path.open("rb") as file:
            return file.read(2 * MAX_PROVISION_BYTES)
    except FileNotFoundError:
        return None


def _opened(path: Path) -> Provisioned | ProvisioningProblem | None:
    try:
        data = read_file(path)
    except OSError:
        return ProvisioningProblem.UNREADABLE
    if data is None:
        return None
    found = open_provisioning(data)
    return Provisioned(path, found) if isinstance(found, Provisioning) else found


def _replaces(later: Provisioning, earlier: Provisioning) -> bool:
    is_of_same_centre = later.config_key == earlier.config_key
    return is_of_same_centre and later.issued_at > earlier.issued_at


def _is_genuine(text: bytes, signed: Signed, provisioning: Provisioning) -> bool:
    """Whether each byte of the text is as it was signed, the spelling of the base64 included."""
    key = base64_bytes(provisioning.config_key)
    try:
        payload = verify(signed, SigningContext.PROVISION, key)
    except SignatureError:
        return False
    signature = base64_bytes(signed.signature)
    again = Signed(
        payload=base64_text(payload), signature=base64_text(signature), key_id=_key_id(key)
    )
    return _text_of(again) == text


def _text_of(signed: Signed) -> bytes:
    return signed.model_dump_json().encode()


def _key_id(public_key: bytes) -> str:
    """As the centre names all its keys."""
    return hashlib.sha256(public_key).hexdigest()[:16]
