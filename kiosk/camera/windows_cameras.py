"""What Windows tells of its cameras: their names and paths, and why one is refused.

OpenCV says no more than that a camera does not open.
"""

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

CONSENT: Final = (
    r"SOFTWARE\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore\webcam"
)
DESKTOP: Final = rf"{CONSENT}\NonPackaged"
_COMPUTER, _USER = "HKEY_LOCAL_MACHINE", "HKEY_CURRENT_USER"
_SWITCHES: Final = ((_COMPUTER, CONSENT), (_USER, CONSENT), (_USER, DESKTOP))
_REFUSED: Final = "used by another program, or not allowed in the privacy settings of Windows"
_DEVICE: Final = re.compile(r"^\\\\\?\\(?P<device>.+?)(#\{[^}]*\}.*)?$")


@dataclass(frozen=True, slots=True)
class ListedCamera:
    """A camera as one backend lists it; `path` is empty for cameras made by programs."""

    name: str
    path: str


class Registry(Protocol):
    """What is read of the registry; hives go by their whole names."""

    def value(self, hive: str, key: str, name: str) -> object:
        """A value; None where there is none."""
        ...

    def keys(self, hive: str, key: str) -> Sequence[str]:
        """The names of the keys below a key."""
        ...


def device_of(path: str) -> str:
    r"""The part of a device's path that all backends tell alike.

    DirectShow and Media Foundation end the same path with different classes of interface:
    `\\?\usb#vid_046d&pid_0825&mi_00#6&1a2b&0&0000#{65e8773d-...}\global`.
    """
    found = _DEVICE.match(path)
    return (found["device"] if found else path).casefold()


def why_refused(registry: Registry, own: str) -> str:
    """Why a camera that is there does not open, as far as Windows tells `own` program."""
    for hive, key in _SWITCHES:
        if registry.value(hive, key, "Value") == "Deny":
            return "not allowed in the privacy settings of Windows"
    users = ", ".join(name for name in _users(registry) if name.casefold() != own.casefold())
    return f"used by {users}" if users else _REFUSED


def _users(registry: Registry) -> list[str]:
    """Windows notes when a program let go of a camera: 0 while it has one."""
    packages = [(CONSENT, key) for key in registry.keys(_USER, CONSENT) if key != "NonPackaged"]
    programs = [(DESKTOP, key) for key in registry.keys(_USER, DESKTOP)]
    return [
        name.rpartition("#")[2]
        for above, name in (*packages, *programs)
        if registry.value(_USER, rf"{above}\{name}", "LastUsedTimeStop") == 0
    ]


if sys.platform == "win32":
    import winreg

    try:
        from cv2_enumerate_cameras import enumerate_cameras
    except ImportError:  # a Windows without Media Foundation: editions N before its feature pack

        def enumerate_cameras(_backend: int) -> tuple[()]:
            """Tell of none: cameras are opened by number then."""
            return ()

    class _WindowsRegistry:
        """The registry of this computer."""

        def value(self, hive: str, key: str, name: str) -> object:
            """A value; None where there is none."""
            try:
                with winreg.OpenKey(getattr(winreg, hive), key) as opened:
                    return winreg.QueryValueEx(opened, name)[0]
            except OSError:
                return None

        def keys(self, hive: str, key: str) -> Sequence[str]:
            """The names of the keys below a key."""
            try:
                with winreg.OpenKey(getattr(winreg, hive), key) as opened:
                    count = winreg.QueryInfoKey(opened)[0]
                    return [winreg.EnumKey(opened, number) for number in range(count)]
            except OSError:
                return []

    def list_windows_cameras(backend: int) -> Sequence[ListedCamera]:
        """Those that one of OpenCV's backends has, in its order."""
        listed = enumerate_cameras(backend)
        return [ListedCamera(each.name.strip(), device_of(each.path or "")) for each in listed]

    def why_windows_refused() -> str:
        """Why a camera of this computer does not open."""
        return why_refused(_WindowsRegistry(), Path(sys.executable).name)
