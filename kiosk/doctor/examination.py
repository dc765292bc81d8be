"""The whole examination: all groups of checks at the same time, and none waits for ever."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, as_completed
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from kiosk.config import Config, ConfigError
from kiosk.doctor.case import Case
from kiosk.doctor.centre import examine_centre
from kiosk.doctor.clock import examine_clock
from kiosk.doctor.disk import examine_disk
from kiosk.doctor.finding import Check, Finding, fail, in_order
from kiosk.doctor.lock_linux import examine_linux_lock
from kiosk.doctor.lock_windows import examine_windows_lock
from kiosk.doctor.peripherals import examine_peripherals
from kiosk.doctor.setup import examine_setup
from kiosk.doctor.shipped import examine_shipped
from kiosk.doctor.storage import examine_keyring, examine_service, examine_storage
from kiosk.doctor.store_look import look_into_store
from kiosk.doctor.update import examine_update
from kiosk.doctor.versions import examine_versions
from kiosk.paths import Folders
from kiosk.settings_layers import load_settings
from kiosk.store.errors import StoreError
from kiosk.windows_registry import this_registry
from kiosk.workers import Workers

SECONDS: Final = 10.0
"""For all groups together; the look into the store before them has five."""
Examine = Callable[[Case], Iterator[Finding]]
Progress = Callable[[int, int], None]
"""Is told how many groups are ready, and of how many."""


@dataclass(frozen=True, slots=True)
class Group:
    """Checks that are made one after the other; `main`: what is said where they do not end."""

    main: Check
    examine: Examine


def _examine_lock(case: Case) -> Iterator[Finding]:
    if case.registry is not None:
        return examine_windows_lock(case.registry)
    return examine_linux_lock(case.root)


def _examine_camera(case: Case) -> Iterator[Finding]:
    """Imported only here: where OpenCV cannot be loaded, as on a Windows N, that is a finding."""
    from kiosk.doctor.camera import examine_camera  # noqa: PLC0415

    return examine_camera(case)


CAMERA: Final = Group(Check.CAMERA, _examine_camera)
GROUPS: Final = (
    Group(Check.CENTRE_ANSWER, examine_centre),
    Group(Check.PRINTER, examine_peripherals),
    Group(Check.KEYRING, examine_keyring),
    Group(Check.STORE, examine_storage),
    Group(Check.DISK_WRITING, examine_disk),
    Group(Check.VERSION_SYSTEM, examine_versions),
    Group(Check.SETTINGS, examine_setup),
    Group(Check.CLOCK_SERVICE, examine_clock),
    Group(Check.SERVICE, examine_service),
    Group(Check.MODELS, examine_shipped),
    Group(Check.LOCK_SESSION, _examine_lock),
    Group(Check.UPDATE, examine_update),
)


def open_case(
    folders: Folders,
    clock: Callable[[], datetime],
    root: Path = Path("/"),
    environment: Mapping[str, str] = os.environ,
) -> Case:
    """What has to be known before: wrong settings are no reason to stop."""
    config, fault = Config(), None
    try:
        config = load_settings(folders).config
    except ConfigError as error:
        fault = str(error)
    store = look_into_store(folders.store, allow_key_file=config.store.allow_key_file)
    if store is not None and store.content is not None:
        config = store.content.desk.over(config)
    return Case(folders, config, fault, store, clock, root, this_registry(), environment)


def examine(
    case: Case,
    groups: Sequence[Group],
    progress: Progress = lambda _ready, _all: None,
    seconds: float = SECONDS,
) -> tuple[Finding, ...]:
    """Make all checks, for so many seconds at most; what hangs is said, and left behind."""
    workers = Workers(len(groups), "doctor")
    kept: list[list[Finding]] = [[] for _ in groups]
    try:
        jobs = [
            workers.submit(_keep_all, group.examine, case, found)
            for group, found in zip(groups, kept, strict=True)
        ]
        _wait(jobs, progress, seconds)
    finally:
        workers.close(0.0)
    return in_order(
        finding
        for group, job, found in zip(groups, jobs, kept, strict=True)
        for finding in _result(group, job, found, seconds)
    )


def _keep_all(examine_group: Examine, case: Case, found: list[Finding]) -> None:
    """One by one: what was found before something hangs is known."""
    for finding in examine_group(case):
        found.append(finding)  # noqa: PERF402 - not when all are there, but as they come


def _wait(jobs: Sequence[Future[None]], progress: Progress, seconds: float) -> None:
    progress(0, len(jobs))
    with suppress(TimeoutError):
        for ready, _ in enumerate(as_completed(jobs, seconds), start=1):
            progress(ready, len(jobs))


def _result(
    group: Group, job: Future[None], found: list[Finding], seconds: float
) -> Sequence[Finding]:
    """Raises what is a bug; what the system refuses, or cannot load, is a finding."""
    if not job.done():
        return [*found, fail(group.main, f"no answer within {seconds:g} seconds", "doctor.hangs")]
    try:
        job.result()
    except OSError as error:
        return [*found, fail(group.main, str(error), "doctor.hangs")]
    except StoreError as error:
        return [*found, fail(group.main, str(error), f"{error.key}_do")]
    except ImportError as error:
        return [*found, fail(group.main, str(error), "doctor.library")]
    return found
