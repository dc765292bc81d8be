"""Who may enter a folder on Windows: its access list as a text (SDDL), and how that is read."""

import re
import sys
from pathlib import Path
from typing import Final

_ENTRY: Final = re.compile(r"\((?P<kind>[A-Z]+);[^;()]*;[^;()]*;[^;()]*;[^;()]*;(?P<who>[^;()]+)")
_ALLOWS: Final = frozenset({"A", "OA", "XA"})
_MAY_ANYWAY: Final = frozenset({"SY", "BA", "S-1-5-18", "S-1-5-32-544", "CO", "OW", "LA"})
"""The system, administrators, and whoever owns the folder."""
_A_PERSON: Final = re.compile(r"S-1-5-21-[\d-]+|S-1-12-1-[\d-]+")


def strangers(access: str) -> tuple[str, ...]:
    """Who else is let in by an access list: groups, and every account but one."""
    let_in = [entry["who"] for entry in _ENTRY.finditer(access) if entry["kind"] in _ALLOWS]
    people = list(dict.fromkeys(who for who in let_in if _A_PERSON.fullmatch(who)))
    groups = [who for who in let_in if who not in _MAY_ANYWAY and who not in people]
    return tuple(dict.fromkeys([*groups, *people[1:]]))


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _FILE_OBJECT, _ACCESS_LIST, _REVISION = 1, 4, 1
    _ADVAPI = ctypes.WinDLL("advapi32")
    _ADVAPI.GetNamedSecurityInfoW.restype = wintypes.DWORD

    def access_of(folder: Path) -> str:
        """The access list of a folder; raises OSError."""
        described, text = ctypes.c_void_p(), wintypes.LPWSTR()
        failed = _ADVAPI.GetNamedSecurityInfoW(
            wintypes.LPCWSTR(str(folder)),
            _FILE_OBJECT,
            _ACCESS_LIST,
            *(None, None, None, None),
            ctypes.byref(described),
        )
        if failed:
            raise ctypes.WinError(failed)
        try:
            if not _ADVAPI.ConvertSecurityDescriptorToStringSecurityDescriptorW(
                described, _REVISION, _ACCESS_LIST, ctypes.byref(text), None
            ):
                raise ctypes.WinError()
            return str(text.value)
        finally:
            free = ctypes.WinDLL("kernel32").LocalFree
            free(described)
            free(ctypes.cast(text, ctypes.c_void_p))
else:

    def access_of(folder: Path) -> str:
        """Only Windows has it."""
        raise OSError(f"no access list of {folder} here")
