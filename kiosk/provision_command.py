"""`kiosk provision`: one signed file makes this computer a kiosk of an office."""

import argparse
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kiosk.backroom import BackRoom
from kiosk.command import Exit, fail, harmless, ready_folders, sentence_of
from kiosk.config import Config, ConfigError, as_toml
from kiosk.logs import start_logging
from kiosk.paths import Folders, find_folders, machine_folder
from kiosk.provision import (
    Provisioner,
    Refused,
    keep_private,
    lay_down,
    let_kiosk_read,
    staged,
)
from kiosk.settings_layers import load_settings
from kiosk.store.errors import StoreForbiddenError
from kiosk.sync.central import CentralError
from kiosk.sync.enrolment import EnrolmentProblem
from kiosk.sync.provisioning import (
    MAX_PROVISION_BYTES,
    MAX_QR_BYTES,
    Provisioning,
    ProvisioningProblem,
    read_file,
    read_provisioning,
)
from kiosk.sync.transport import AddressError

if TYPE_CHECKING:
    from kiosk.camera.loop import CameraLoop

LOOKING_SECONDS: Final = 60.0
_LOOK_UP_SECONDS: Final = 0.05
_FOLDER: Final = 0o755
_TRY_AGAIN: Final = "Check line, clock and that address, then use the same file again."
_clock = partial(datetime.now, UTC)


def add_provision_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add it."""
    provision = commands.add_parser(
        "provision", help="make this a kiosk of an office by a signed file or QR code"
    )
    source = provision.add_mutually_exclusive_group(required=True)
    source.add_argument("file", type=Path, nargs="?", help="the file; - reads standard input")
    source.add_argument("--camera", action="store_true", help="read the QR code by the camera")
    way = provision.add_mutually_exclusive_group()
    way.add_argument(
        "--machine",
        action="store_true",
        help="as an administrator: leave it to the kiosk, which enrols when it is opened",
    )
    way.add_argument("--check", action="store_true", help="only tell what is in it")
    provision.set_defaults(command=_provision)


class _NotReadError(Exception):
    """There is nothing to look at; `status` to end with."""

    def __init__(self, status: Exit, reason: str) -> None:
        super().__init__(reason)
        self.status = status


def _provision(options: argparse.Namespace) -> int:
    folders = _folders(options)
    try:
        data = _read_camera(folders) if options.camera else _read_file(options.file)
    except _NotReadError as error:
        return fail(error.status, str(error))
    provisioning = read_provisioning(data, _clock())
    if isinstance(provisioning, ProvisioningProblem):
        return _refuse(Refused(provisioning))
    try:
        with staged(folders, data, provisioning) as config:
            if options.check:
                return _tell(provisioning)
            if options.machine:
                return _leave(data, provisioning, folders, machine_folder(options.home))
            return _enrol(folders, data, config)
    except (ConfigError, AddressError) as error:
        return _refuse(Refused(ProvisioningProblem.SETTINGS, str(error)))


def _folders(options: argparse.Namespace) -> Folders:
    """Whoever looks only, or is an administrator, gets no folders of a kiosk."""
    if options.check or options.machine:
        start_logging(None, verbose=options.verbose)
        return find_folders(options.home)
    return ready_folders(options)


def _read_file(path: Path) -> bytes:
    if str(path) == "-":
        return sys.stdin.buffer.read(2 * MAX_PROVISION_BYTES)
    try:
        data = read_file(path)
    except OSError as error:
        raise _NotReadError(Exit.UNUSABLE, f"{path} cannot be read: {error.strerror}") from error
    if data is None:
        raise _NotReadError(Exit.UNUSABLE, f"{path} is not there")
    return data


def _read_camera(folders: Folders) -> bytes:
    """By the loop that the counter has: it leaves a driver behind that hangs."""
    from kiosk.camera.choice import camera_of
    from kiosk.camera.loop import CameraLoop

    camera = camera_of(load_settings(folders).config.camera.source)
    loop = CameraLoop(camera.open, camera.patience)
    print("hold the QR code before the camera, as large as it fits", flush=True)
    loop.start(preview=False)
    try:
        return _code_before(loop, camera.name)
    finally:
        loop.stop()


def _code_before(loop: "CameraLoop", name: str) -> bytes:
    from kiosk.camera.loop import CameraState
    from kiosk.camera.qr import QrReader

    reader, end = QrReader(MAX_QR_BYTES, looks_everywhere=True), time.monotonic() + LOOKING_SECONDS
    while time.monotonic() < end:
        state = loop.state  # before the look: a camera that fails may have left a last picture
        frame = loop.to_inspect.take(_LOOK_UP_SECONDS)
        text = None if frame is None else reader.read_frame(frame)
        if text:
            return text.encode()
        if frame is None and state is not CameraState.STARTING and not state.has_pictures:
            raise _NotReadError(Exit.CAMERA, f"no picture from {name}: {loop.detail}")
    raise _NotReadError(Exit.CAMERA, "no QR code was seen; give the file instead")


def _refuse(refused: Refused) -> int:
    """A file that is not taken cannot be used; a code that is not taken is the centre's answer."""
    is_of_centre = isinstance(refused.problem, EnrolmentProblem)
    detail = f" ({refused.detail})" if refused.detail else ""
    status = Exit.CENTRE if is_of_centre else Exit.UNUSABLE
    return fail(status, f"{sentence_of(refused.problem)}{detail}")


def _tell(provisioning: Provisioning) -> int:
    """Everything but the code and what signs in at a proxy."""
    told: Mapping[str, object] = {
        "office": provisioning.office_name,
        "centre": provisioning.centre_url,
        "until": f"{provisioning.expires_at.astimezone():%Y-%m-%d %H:%M %z}",
        "key": provisioning.config_key,
    }
    print("\n".join(f"{name}: {value}" for name, value in told.items()))
    for table, keys in provisioning.settings.items():
        for key, value in keys.items():
            print(f"{table}.{key} = {as_toml(value)}")
    return Exit.OK


def _leave(data: bytes, provisioning: Provisioning, folders: Folders, folder: Path) -> int:
    """A folder that is the user's own anyway is nobody else's business."""
    may_read = keep_private if folder == folders.data else let_kiosk_read
    try:
        folder.mkdir(mode=_FOLDER, parents=True, exist_ok=True)
        lay_down(folder, data, provisioning, may_read)
    except (OSError, StoreForbiddenError) as error:
        return fail(Exit.SETTINGS, f"{folder} cannot be written ({error}): be administrator")
    print(f"{provisioning.office_name}: the kiosk enrols when it is opened")
    return Exit.OK


def _enrol(folders: Folders, data: bytes, config: Config) -> int:
    try:
        with BackRoom(folders.store, config, _clock) as room:
            answer = Provisioner(folders, room).provision(data)
    except CentralError as error:
        told = f"{config.centre.url} did not answer as this file's centre ({error})"
        return fail(Exit.CENTRE, f"{told}; nothing is changed. {_TRY_AGAIN}")
    if isinstance(answer, Refused):
        return _refuse(answer)
    office = harmless(answer.office.name)
    if answer.is_new:
        print(f"this is now a kiosk of {office}")
    else:
        print(f"this is a kiosk of {office} already; its settings are renewed")
    return Exit.OK
