"""How this computer was set up: settings, the provisioning file, and whose the folders are."""

import os
import stat
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from kiosk.doctor.case import Case
from kiosk.doctor.finding import Check, Finding, fail, ok, warn
from kiosk.doctor.windows_rights import access_of, strangers
from kiosk.paths import Folders
from kiosk.sync.provisioning import (
    Provisioning,
    ProvisioningProblem,
    kept_file,
    machine_file,
    open_provisioning,
    read_file,
)


def examine_setup(case: Case) -> Iterator[Finding]:
    """The settings file, the provisioning file, and the folders."""
    yield _settings(case)
    yield from _provisioning(case)
    yield judge_folders(case.folders)


def _settings(case: Case) -> Finding:
    if case.fault is not None:
        return fail(Check.SETTINGS, case.fault, "doctor.settings_wrong")
    file = case.folders.settings_file
    return ok(Check.SETTINGS, f"{file}" if file.exists() else f"defaults; there is no {file}")


def _provisioning(case: Case) -> Iterator[Finding]:
    is_enrolled = bool(case.store and case.store.content and case.store.content.enrolment)
    for file in dict.fromkeys((kept_file(case.folders), machine_file(case.folders))):
        try:
            data = read_file(file)
        except OSError as error:
            yield warn(Check.PROVISION, f"{file}: {error.strerror}", "doctor.provision_forbidden")
            continue
        if data is not None:
            yield judge_provisioning(
                file, open_provisioning(data), case.clock(), is_used=is_enrolled
            )


def judge_provisioning(
    file: Path, found: Provisioning | ProvisioningProblem, now: datetime, *, is_used: bool
) -> Finding:
    """A file that was used may expire; one that was not must be usable still."""
    if isinstance(found, ProvisioningProblem):
        return fail(Check.PROVISION, f"{file}: {found.name.lower()}", "doctor.provision_unusable")
    value = f"{file}: {found.office_name}, until {found.expires_at:%Y-%m-%d %H:%M} UTC"
    if is_used:
        return ok(Check.PROVISION, f"{value}, used")
    if now >= found.expires_at:
        return fail(Check.PROVISION, f"{value}, expired", "doctor.provision_expired")
    return warn(Check.PROVISION, f"{value}, not used yet", "doctor.provision_unused")


def judge_folders(folders: Folders) -> Finding:
    """Nobody else may enter the folder of the data."""
    data = folders.data
    try:
        about = data.stat()
    except FileNotFoundError:
        return warn(Check.FOLDERS, f"{data}: not there yet", "doctor.not_set_up")
    except OSError as error:
        return fail(Check.FOLDERS, f"{data}: {error.strerror}", "doctor.folder_foreign")
    if sys.platform == "win32":
        return judge_access(data, access_of(data))
    return _judge_owner(data, about)


def judge_access(data: Path, access: str) -> Finding:
    """By the access list of Windows."""
    others = strangers(access)
    if others:
        return warn(Check.FOLDERS, f"{data}: open to {', '.join(others)}", "doctor.folder_open")
    return ok(Check.FOLDERS, f"{data}: this user's alone")


def _judge_owner(data: Path, about: os.stat_result) -> Finding:
    if sys.platform != "win32" and about.st_uid != os.getuid():
        return fail(Check.FOLDERS, f"{data}: of another user", "doctor.folder_foreign")
    mode = stat.S_IMODE(about.st_mode)
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        return warn(Check.FOLDERS, f"{data}: mode {mode:04o}", "doctor.folder_open")
    return ok(Check.FOLDERS, f"{data}: this user's alone")
