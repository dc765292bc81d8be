"""Whether a resident could leave the kiosk on Linux: what `loket-session` set up, and the rest."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kiosk.doctor.finding import Check, Finding, ok, warn

_UNIT: Final = "loket-kiosk.service"
_ETC: Final = "etc/systemd/system"
_LIB: Final = "usr/lib/systemd/system"
_SLEEP: Final = ("sleep.target", "suspend.target")
_SIGNS_IN: Final = (
    (
        "etc/gdm3/daemon.conf",
        re.compile(r"^\s*AutomaticLoginEnable\s*=\s*true", re.IGNORECASE | re.MULTILINE),
    ),
    ("etc/lightdm/lightdm.conf", re.compile(r"^\s*autologin-user\s*=\s*\S", re.MULTILINE)),
    ("etc/sddm.conf", re.compile(r"^\s*User\s*=\s*\S", re.MULTILINE)),
)
_RESTARTS: Final = re.compile(r'^\s*Unattended-Upgrade::Automatic-Reboot\s+"true"', re.MULTILINE)
_SWITCHES: Final = re.compile(r"^ExecStart=\S*cage\s[^#\n]*?(?<=\s)-\w*s\b", re.MULTILINE)


def examine_linux_lock(root: Path) -> Iterator[Finding]:
    """Read the files of the system below `root`; nothing is asked of a running service."""
    is_kiosk = _is_enabled(root)
    yield _session(root, is_kiosk=is_kiosk)
    yield _sign_in(root, is_kiosk=is_kiosk)
    yield _keys(root)
    yield _sleep(root)
    yield _sticks(root, is_kiosk=is_kiosk)
    yield _updates(root)


def _session(root: Path, *, is_kiosk: bool) -> Finding:
    if not is_kiosk:
        return warn(Check.LOCK_SESSION, "a desktop, or none", "doctor.lock_session_linux")
    if not (root / "usr/bin/cage").exists():
        return warn(Check.LOCK_SESSION, "cage is not installed", "doctor.lock_session_linux")
    default = root / _ETC / "default.target"
    if not default.is_symlink() or default.readlink().name != "multi-user.target":
        return warn(
            Check.LOCK_SESSION, "a desktop starts beside Loket", "doctor.lock_session_linux"
        )
    return ok(Check.LOCK_SESSION, "cage: Loket alone on the screen")


def _sign_in(root: Path, *, is_kiosk: bool) -> Finding:
    if is_kiosk:
        return ok(Check.LOCK_SIGN_IN, "nobody signs in")
    found = [file for file, sign in _SIGNS_IN if sign.search(_text(root / file))]
    if found:
        return warn(Check.LOCK_SIGN_IN, f"by itself: /{found[0]}", "doctor.lock_sign_in")
    return ok(Check.LOCK_SIGN_IN, "by password")


def _keys(root: Path) -> Finding:
    if _SWITCHES.search(_unit(root)):
        return warn(Check.LOCK_KEYS, "cage lets go of the console (-s)", "doctor.lock_consoles")
    if not _is_masked(root, "ctrl-alt-del.target"):
        return warn(
            Check.LOCK_KEYS, "Ctrl+Alt+Del starts the computer anew", "doctor.lock_keys_linux"
        )
    return ok(Check.LOCK_KEYS, "Ctrl+Alt+Del does nothing, consoles stay shut")


def _sleep(root: Path) -> Finding:
    awake = [name for name in _SLEEP if not _is_masked(root, name)]
    if awake:
        return warn(Check.LOCK_SLEEP, "it may fall asleep", "doctor.lock_sleep_linux")
    blank = _text(root / "sys/module/kernel/parameters/consoleblank").strip()
    if blank not in {"", "0"}:
        return warn(Check.LOCK_SLEEP, f"the console goes dark after {blank} s", "doctor.lock_blank")
    return ok(Check.LOCK_SLEEP, "stays awake")


def _sticks(root: Path, *, is_kiosk: bool) -> Finding:
    is_there = (root / _LIB / "udisks2.service").exists() and not _is_masked(
        root, "udisks2.service"
    )
    if is_there and not is_kiosk:
        return warn(Check.LOCK_STICKS, "the desktop opens them", "doctor.lock_sticks_linux")
    return ok(Check.LOCK_STICKS, "nothing opens them by itself")


def _updates(root: Path) -> Finding:
    files = sorted((root / "etc/apt/apt.conf.d").glob("*"))
    found = [file.name for file in files if _RESTARTS.search(_text(file))]
    if found:
        return warn(Check.LOCK_UPDATES, f"may restart by itself: {found[0]}", "doctor.lock_updates")
    return ok(Check.LOCK_UPDATES, "no restart by itself")


def _is_enabled(root: Path) -> bool:
    return (root / _ETC / "multi-user.target.wants" / _UNIT).is_symlink()


def _is_masked(root: Path, unit: str) -> bool:
    file = root / _ETC / unit
    return file.is_symlink() and str(file.readlink()) == "/dev/null"


def _unit(root: Path) -> str:
    return _text(root / _ETC / _UNIT) or _text(root / _LIB / _UNIT)


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8", "replace")
    except OSError:
        return ""
