"""Which versions run here, and whether this system can carry them."""

import platform
import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from kiosk import __version__
from kiosk.doctor.case import Case
from kiosk.doctor.finding import Check, Finding, ok, warn
from kiosk.windows_registry import Hive, Registry

OLDEST_PYTHON: Final = (3, 11)
OLDEST_GLIBC: Final = (2, 34)
"""The oldest that the packages of Qt and OpenCV were built for."""
OLDEST_WINDOWS: Final = 17763
"""Windows 10 1809: Qt's floor."""
SILENT_MEDIAPIPE: Final = "0.10.31"
"""The one that is known not to call home: docs/decisions/0001."""
_WINDOWS_KEY: Final = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion"
_PACKAGES: Final = {
    Check.VERSION_QT: "PySide6-Essentials",
    Check.VERSION_OPENCV: "opencv-python-headless",
}


def examine_versions(case: Case) -> Iterator[Finding]:
    """The program, what it is built on, and the system."""
    yield ok(Check.VERSION_KIOSK, __version__)
    yield _python()
    for check, package in _PACKAGES.items():
        found = _version_of(package)
        yield ok(check, found) if found else warn(check, "not known", "doctor.reinstall")
    yield _mediapipe(_version_of("mediapipe"))
    yield judge_windows(case.registry) if case.registry else judge_linux(*_linux())


def judge_linux(name: str, glibc: str) -> Finding:
    """A Linux by its name and the version of its C library."""
    value = f"{name}, glibc {glibc or 'not known'}"
    if glibc and _numbers(glibc) < OLDEST_GLIBC:
        return warn(Check.VERSION_SYSTEM, value, "doctor.system_old")
    return ok(Check.VERSION_SYSTEM, value)


def judge_windows(registry: Registry) -> Finding:
    """A Windows by its registry; version 11 calls itself 10 there."""
    build = str(registry.value(Hive.MACHINE, _WINDOWS_KEY, "CurrentBuildNumber") or "")
    edition = registry.value(Hive.MACHINE, _WINDOWS_KEY, "EditionID") or "edition not known"
    shown = registry.value(Hive.MACHINE, _WINDOWS_KEY, "DisplayVersion") or ""
    value = f"Windows {edition} {shown}".rstrip() + f", build {build or 'not known'}"
    if build.isdecimal() and int(build) < OLDEST_WINDOWS:
        return warn(Check.VERSION_SYSTEM, value, "doctor.system_old")
    return ok(Check.VERSION_SYSTEM, value)


def _python() -> Finding:
    found = platform.python_version()
    if sys.version_info[:2] < OLDEST_PYTHON:
        return warn(Check.VERSION_PYTHON, found, "doctor.reinstall")
    return ok(Check.VERSION_PYTHON, found)


def _mediapipe(found: str) -> Finding:
    if found != SILENT_MEDIAPIPE:
        return warn(Check.VERSION_MEDIAPIPE, found or "not known", "doctor.reinstall")
    return ok(Check.VERSION_MEDIAPIPE, found)


def _version_of(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _linux() -> tuple[str, str]:
    try:
        name = platform.freedesktop_os_release().get("PRETTY_NAME", "")
    except OSError:
        name = ""
    return f"{name or platform.system()}, kernel {platform.release()}", platform.libc_ver()[1]


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", text)[:2]))
