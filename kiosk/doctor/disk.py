"""The disk under the data: room, how fast it keeps what it is given, and what a thief can read."""

import errno
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Final

from kiosk.doctor.case import Case
from kiosk.doctor.finding import Check, Finding, fail, ok, warn
from kiosk.domain.readiness import FULL_DISK_BYTES, LOW_DISK_BYTES
from kiosk.windows_registry import Hive, Registry

SLOW_MS: Final = 250.0
"""A page of the form is kept when it is left: more than that is felt."""
_TRIES: Final = 5
_BLOCK: Final = bytes(4096)
_GIGABYTE: Final = 1e9
_WINDOWS_DUMPS: Final = r"SOFTWARE\Microsoft\Windows\Windows Error Reporting\LocalDumps"
_WINDOWS_FILES: Final = r"SYSTEM\CurrentControlSet\Control\FileSystem"
_WINDOWS_BITLOCKER: Final = r"SYSTEM\CurrentControlSet\Control\BitlockerStatus"


def examine_disk(case: Case) -> Iterator[Finding]:
    """Room, writing, and what of the memory may get onto the disk."""
    folder = _nearest(case.folders.store)
    yield judge_room(shutil.disk_usage(folder).free)
    yield try_writing(folder)
    yield from (_of_windows(case.registry) if case.registry else _of_linux(case.root))


def judge_room(free_bytes: int) -> Finding:
    """Limits are those of the health card."""
    value = f"{free_bytes / _GIGABYTE:.1f} GB free"
    if free_bytes < FULL_DISK_BYTES:
        return fail(Check.DISK_ROOM, value, "doctor.disk_full")
    if free_bytes < LOW_DISK_BYTES:
        return warn(Check.DISK_ROOM, value, "doctor.disk_low")
    return ok(Check.DISK_ROOM, value)


def try_writing(folder: Path) -> Finding:
    """Write as a form is kept, and wait until the disk says that it has it."""
    try:
        times = [_written_ms(folder) for _ in range(_TRIES)]
    except OSError as error:
        advice = "doctor.disk_full" if error.errno == errno.ENOSPC else "doctor.disk_read_only"
        return fail(Check.DISK_WRITING, f"{folder}: {error.strerror}", advice)
    return judge_writing(median(times))


def judge_writing(milliseconds: float) -> Finding:
    """By how long one write takes."""
    value = f"{milliseconds:.0f} ms until a page of a form is kept"
    if milliseconds > SLOW_MS:
        return warn(Check.DISK_WRITING, value, "doctor.disk_slow")
    return ok(Check.DISK_WRITING, value)


def _written_ms(folder: Path) -> float:
    with tempfile.TemporaryFile(dir=folder, prefix=".doctor") as file:
        began_at = time.perf_counter()
        file.write(_BLOCK)
        file.flush()
        os.fsync(file.fileno())
        return (time.perf_counter() - began_at) * 1000


def _nearest(folder: Path) -> Path:
    return next(place for place in (folder, *folder.parents) if place.exists())


def _of_linux(root: Path) -> Iterator[Finding]:
    yield _core_dumps()
    yield judge_swap(root)


def _core_dumps() -> Finding:
    """Of this process, which ended them for itself as every command of the kiosk does."""
    if sys.platform == "win32":
        return ok(Check.DUMPS, "not known here")
    import resource  # noqa: PLC0415 - Windows has no such module

    soft, _ = resource.getrlimit(resource.RLIMIT_CORE)
    if soft:
        return warn(Check.DUMPS, "a crash leaves a picture of the memory", "doctor.dumps")
    return ok(Check.DUMPS, "none, by this program's own limit")


def judge_swap(root: Path) -> Finding:
    """Memory that is put on the disk in the clear can be read by whoever takes the disk."""
    try:
        lines = (root / "proc/swaps").read_text("utf-8", "replace").splitlines()[1:]
    except OSError:
        return ok(Check.SWAP, "not known: /proc/swaps is not there")
    places = [line.split()[0] for line in lines if line.strip()]
    clear = [place for place in places if not _is_safe(place, root)]
    if clear:
        return warn(Check.SWAP, f"in the clear: {', '.join(clear)}", "doctor.swap_clear")
    return ok(Check.SWAP, ", ".join(places) if places else "none")


def _is_safe(place: str, root: Path) -> bool:
    """Compressed memory, or a disk of device-mapper that dm-crypt encrypts."""
    device = Path(place).name
    if device.startswith("zram"):
        return True
    try:
        return (
            (root / f"sys/block/{device}/dm/uuid")
            .read_text("ascii", "replace")
            .startswith("CRYPT-")
        )
    except OSError:
        return False


def _of_windows(registry: Registry) -> Iterator[Finding]:
    programs = ("", r"\kiosk.exe", r"\Loket.exe")
    dumped = [
        registry.value(Hive.MACHINE, f"{_WINDOWS_DUMPS}{program}", "DumpType")
        for program in programs
    ]
    if any(dumped):
        yield warn(Check.DUMPS, "Windows Error Reporting keeps dumps", "doctor.dumps")
    else:
        yield ok(Check.DUMPS, "none")
    if registry.value(Hive.MACHINE, _WINDOWS_BITLOCKER, "BootStatus") == 1:
        yield ok(Check.SWAP, "on a disk encrypted by BitLocker")
    elif registry.value(Hive.MACHINE, _WINDOWS_FILES, "NtfsEncryptPagingFile") == 1:
        yield ok(Check.SWAP, "encrypted")
    else:
        yield warn(Check.SWAP, "the page file is in the clear", "doctor.swap_clear")
