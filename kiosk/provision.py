"""From a signed file to an enrolled kiosk: none of it stays before the centre shows its key."""

import logging
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.backroom import BackRoom, centre_address
from kiosk.config import Config, ConfigError
from kiosk.paths import Folders
from kiosk.settings_layers import load_settings
from kiosk.store.durable import write_whole
from kiosk.store.errors import DiskFullError, disk_faults_named
from kiosk.store.settings import Office
from kiosk.store.store import Store
from kiosk.sync.enrolment import EnrolmentProblem
from kiosk.sync.protocol import base64_bytes
from kiosk.sync.provisioning import (
    AUTHORITIES_FILE,
    PROVISION_FILE,
    Provisioning,
    ProvisioningProblem,
    kept_file,
    machine_file,
    provisioned_file,
    read_file,
    read_provisioning,
)
from kiosk.sync.transport import AddressError, Timeouts
from kiosk.windows_access import let_users_read

SERVICE_GROUP: Final = "loket"
_FOR_THE_GROUP, _FOR_EVERYBODY = 0o640, 0o644
_STAGED: Final = "loket-provision-"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ready:
    """It worked. `is_new`: enrolled just now; else it was of this centre, and is set up anew."""

    office: Office
    is_new: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """It did not, and nothing is changed. `detail`: which setting cannot be used."""

    problem: ProvisioningProblem | EnrolmentProblem
    detail: str = ""


class Provisioner:
    """Takes files for one user's kiosk, whose back room is open."""

    def __init__(self, folders: Folders, room: BackRoom) -> None:
        self._folders = folders
        self.room = room

    def offered(self) -> bytes | ProvisioningProblem | None:
        """What an administrator put on this computer and this user did not enrol by yet."""
        if self.room.store.call(_identity) is not None:
            return None
        try:
            return read_file(machine_file(self._folders)) or read_file(kept_file(self._folders))
        except OSError as error:
            _log.warning("the provisioning file cannot be read: %s", error.strerror)
            return ProvisioningProblem.UNREADABLE

    def provision(self, data: bytes) -> Ready | Refused:
        """Make this a kiosk by a file; the room goes by its settings from then on.

        Raises CentralError or StoreError: this is no kiosk of that centre then, and the same file
        may be tried again.
        """
        provisioning = read_provisioning(data, self.room.clock())
        if isinstance(provisioning, ProvisioningProblem):
            return Refused(provisioning)
        identity = self.room.store.call(_identity)
        try:
            with staged(self._folders, data, provisioning) as config:
                if identity is not None and identity.config_key == _key_of(provisioning):
                    return self._renew(identity.office, data, provisioning)
                return self._enrol(data, provisioning, config)
        except (ConfigError, AddressError) as error:
            return Refused(ProvisioningProblem.SETTINGS, str(error))

    def _renew(self, office: Office, data: bytes, provisioning: Provisioning) -> Ready | Refused:
        before = self._in_force()
        if before is not None and before.issued_at > provisioning.issued_at:
            return Refused(ProvisioningProblem.OLDER)
        self._keep(data, provisioning)
        return Ready(office, is_new=False)

    def _in_force(self) -> Provisioning | None:
        try:
            found = provisioned_file(self._folders)
        except ConfigError:  # it is damaged, and replaced by a new one
            return None
        return None if found is None else found.provisioning

    def _enrol(self, data: bytes, provisioning: Provisioning, config: Config) -> Ready | Refused:
        def welcome(config_key: bytes) -> bool:
            is_right = config_key == _key_of(provisioning)
            if is_right:
                self._keep(data, provisioning)
            return is_right

        answer = self.room.enrol(provisioning.code, config.centre, welcome)
        if isinstance(answer, EnrolmentProblem):
            return Refused(answer)
        return Ready(answer, is_new=True)

    def _keep(self, data: bytes, provisioning: Provisioning) -> None:
        """The file last: what it names is there then."""
        lay_down(self._folders.data, data, provisioning)
        self.room.go_by(load_settings(self._folders).config)


@contextmanager
def staged(folders: Folders, data: bytes, provisioning: Provisioning) -> Iterator[Config]:
    """The settings as they would be with this file.

    Raises ConfigError where they cannot be, and AddressError where no centre can be called by them:
    a kiosk that kept them would not open any more. Raises StoreError where there is no room.
    """
    with _room_to_stage() as name:
        lay_down(Path(name), data, provisioning)
        config = load_settings(Folders(Path(name), folders.settings_file)).config
        centre_address(config.centre, Timeouts())
        yield config


def _room_to_stage() -> tempfile.TemporaryDirectory[str]:
    """Raises DiskFullError where nothing can be kept for a moment."""
    try:
        with disk_faults_named():
            return tempfile.TemporaryDirectory(prefix=_STAGED)
    except FileNotFoundError as error:  # none of the places for it can be written
        raise DiskFullError("there is no room for temporary files") from error


def keep_private(_path: Path) -> None:
    """A file is of this user alone as it is made."""


def let_kiosk_read(path: Path, group: str = SERVICE_GROUP) -> None:
    """Let those read a file who may run the kiosk; raises OSError.

    The code in it is a secret until it is used. Where the service's group is not there, every user
    of this computer may become a kiosk.
    """
    if sys.platform == "win32":
        let_users_read(path)
        return
    import grp  # noqa: PLC0415 - Windows has no such module

    try:
        os.chown(path, -1, grp.getgrnam(group).gr_gid)
        path.chmod(_FOR_THE_GROUP)
    except KeyError:
        path.chmod(_FOR_EVERYBODY)


def lay_down(
    folder: Path,
    data: bytes,
    provisioning: Provisioning,
    let_read: Callable[[Path], None] = keep_private,
) -> None:
    """Put the file there, and before it the authorities that it names. Raises StoreError."""
    files = {PROVISION_FILE: data.strip()}
    if provisioning.ca is not None:
        files = {AUTHORITIES_FILE: provisioning.ca.encode(), **files}
    for name, content in files.items():
        write_whole(folder / name, content)
        let_read(folder / name)


@dataclass(frozen=True, slots=True)
class _Identity:
    office: Office
    config_key: bytes


def _identity(store: Store) -> _Identity | None:
    enrolment, office = store.settings.enrolment(), store.settings.office()
    if enrolment is None or office is None:
        return None
    return _Identity(office, enrolment.config_key)


def _key_of(provisioning: Provisioning) -> bytes:
    return base64_bytes(provisioning.config_key)
