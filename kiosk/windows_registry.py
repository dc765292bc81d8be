"""What may be read of the registry of Windows."""

import sys
from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol

RegistryValue = str | int | None
"""A text or a number; None where there is none, or one of another kind."""


class Hive(StrEnum):
    """Whose settings."""

    MACHINE = "HKEY_LOCAL_MACHINE"
    USER = "HKEY_CURRENT_USER"
    """Of whoever runs this."""


class Registry(Protocol):
    """Reads; what is not there, or may not be read, is None or empty."""

    def value(self, hive: Hive, key: str, name: str) -> RegistryValue:
        """One value."""

    def subkeys(self, hive: Hive, key: str) -> Sequence[str]:
        """The names of the keys below one."""


if sys.platform == "win32":
    import winreg

    _HIVES = {Hive.MACHINE: winreg.HKEY_LOCAL_MACHINE, Hive.USER: winreg.HKEY_CURRENT_USER}
    _ACCESS = winreg.KEY_READ | winreg.KEY_WOW64_64KEY

    class WindowsRegistry:
        """The registry of this computer."""

        def value(self, hive: Hive, key: str, name: str) -> RegistryValue:
            """One value."""
            try:
                with winreg.OpenKey(_HIVES[hive], key, 0, _ACCESS) as opened:
                    found, _ = winreg.QueryValueEx(opened, name)
            except OSError:
                return None
            return found if isinstance(found, str | int) else None

        def subkeys(self, hive: Hive, key: str) -> Sequence[str]:
            """The names of the keys below one."""
            try:
                with winreg.OpenKey(_HIVES[hive], key, 0, _ACCESS) as opened:
                    count = winreg.QueryInfoKey(opened)[0]
                    return [winreg.EnumKey(opened, number) for number in range(count)]
            except OSError:
                return []

    def this_registry() -> Registry | None:
        """The registry of this computer."""
        return WindowsRegistry()
else:

    def this_registry() -> Registry | None:
        """None: this is no Windows."""
        return None
