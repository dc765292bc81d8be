"""What Windows tells of its cameras: their names and paths, and why one is refused.

OpenCV says no more than that a camera does not open.
"""

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.windows_registry import Hive, Registry

POLICY: Final = r"SOFTWARE\Policies\Microsoft\Windows\AppPrivacy"
CONSENT: Final = (
    r"SOFTWARE\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore\webcam"
)
DESKTOP: Final = rf"{CONSENT}\NonPackaged"
_FORCED_OFF: Final = 2
_SWITCHES: Final = ((Hive.MACHINE, CONSENT), (Hive.USER, CONSENT), (Hive.USER, DESKTOP))
_REFUSED: Final = "used by another program, or not allowed in the privacy settings of Windows"
_DEVICE: Final = re.compile(r"^\\\\\?\\(?P<device>.+?)(#\{[^}]*\}.*)?$")


@dataclass(frozen=True, slots=True)
class ListedCamera:
    """A camera as one backend lists it; `path` is empty for cameras made by programs."""

    name: str
    path: str


def device_of(path: str) -> str:
    r"""The part of a device's path that all backends tell alike.

    DirectShow and Media Foundation end the same path with different classes of interface:
    `\\?\usb#vid_046d&pid_0825&mi_00#6&1a2b&0&0000#{65e8773d-...}\global`.
    """
    found = _DEVICE.match(path)
    return (found["device"] if found else path).casefold()


def switched_off(registry: Registry) -> list[str]:
    """What keeps programs from all cameras: the policy, or a switch of the privacy settings."""
    is_forced = registry.value(Hive.MACHINE, POLICY, "LetAppsAccessCamera") == _FORCED_OFF
    switches = [
        rf"{hive}\{key}" for hive, key in _SWITCHES if registry.value(hive, key, "Value") == "Deny"
    ]
    return [*([POLICY] if is_forced else []), *switches]


def why_refused(registry: Registry, own: str) -> str:
    """Why a camera that is there does not open, as far as Windows tells `own` program."""
    if switched_off(registry):
        return "not allowed in the privacy settings of Windows"
    users = ", ".join(name for name in _users(registry) if name.casefold() != own.casefold())
    return f"used by {users}" if users else _REFUSED


def _users(registry: Registry) -> list[str]:
    """Windows notes when a program let go of a camera: 0 while it has one."""
    packages = [
        (CONSENT, key) for key in registry.subkeys(Hive.USER, CONSENT) if key != "NonPackaged"
    ]
    programs = [(DESKTOP, key) for key in registry.subkeys(Hive.USER, DESKTOP)]
    return [
        name.rpartition("#")[2]
        for above, name in (*packages, *programs)
        if registry.value(Hive.USER, rf"{above}\{name}", "LastUsedTimeStop") == 0
    ]


if sys.platform == "win32":
    from kiosk.windows_registry import WindowsRegistry

    try:
        from cv2_enumerate_cameras import enumerate_cameras
    except ImportError:  # a Windows without Media Foundation: editions N before its feature pack

        def enumerate_cameras(_backend: int) -> tuple[()]:
            """Tell of none: cameras are opened by number then."""
            return ()

    def list_windows_cameras(backend: int) -> Sequence[ListedCamera]:
        """Those that one of OpenCV's backends has, in its order."""
        listed = enumerate_cameras(backend)
        return [ListedCamera(each.name.strip(), device_of(each.path or "")) for each in listed]

    def why_windows_refused() -> str:
        """Why a camera of this computer does not open."""
        return why_refused(WindowsRegistry(), Path(sys.executable).name)
