"""Builds the stand-ins for system libraries that Wine lacks, and puts them into a prefix."""

import re
from pathlib import Path

from installer.step import PackagingError, run

SOURCES = Path(__file__).parent
PREFIX = "x86_64-w64-mingw32-"
WINE_LIBRARIES = (Path("/usr/lib/x86_64-linux-gnu/wine/x86_64-windows"),)
OVERRIDES = "ucrtbase,icuuc,bcryptprimitives=n"
"""What WINEDLLOVERRIDES has to say, or Wine would take its own."""
_MARK = b"Wine builtin DLL"
_RENAMED = "ucrtwine"
_EXPORT = re.compile(r"^\s*\[\s*\d+\]\s+(\S+)$", re.MULTILINE)


def put_stand_ins(system: Path, work: Path) -> None:
    """Build all of them into `system`, the folder system32 of a prefix."""
    work.mkdir(parents=True, exist_ok=True)
    for name in ("bcryptprimitives", "icuuc"):
        _compile(system / f"{name}.dll", SOURCES / f"{name}.c")
    own = _wine_library("ucrtbase.dll")
    copy = own.read_bytes().replace(_MARK, b"\0" * len(_MARK), 1)  # or Wine looks for its twin
    (system / f"{_RENAMED}.dll").write_bytes(copy)
    script = work / "ucrtbase.def"
    script.write_text(_forwarding(_exports(own)), "utf-8")
    (system / "ucrtbase.dll").unlink(missing_ok=True)
    _compile(system / "ucrtbase.dll", SOURCES / "complex.c", script)


def _wine_library(name: str) -> Path:
    for folder in WINE_LIBRARIES:
        if (folder / name).is_file():
            return folder / name
    raise PackagingError("wine64 is not installed where Debian puts it")


def _exports(library: Path) -> list[str]:
    table = run([PREFIX + "objdump", "-p", library]).split("[Ordinal/Name Pointer] Table", 1)[1]
    return _EXPORT.findall(table)


def _forwarding(names: list[str]) -> str:
    """Hand every function on to Wine's own library, but those that `complex.c` has."""
    ours = set(re.findall(r"\bms_(\w+)\(", _preprocessed(SOURCES / "complex.c")))
    lines = [
        f'  "{name}" = ms_{name}' if name in ours else f'  "{name}" = "{_RENAMED}.{name}"'
        for name in names
    ]
    return "\n".join(["LIBRARY ucrtbase", "EXPORTS", *lines, ""])


def _preprocessed(source: Path) -> str:
    return run([PREFIX + "gcc", "-E", "-P", source])


def _compile(library: Path, *sources: Path) -> None:
    run([PREFIX + "gcc", "-shared", "-static", "-O2", "-s", "-o", library, *sources, "-ladvapi32"])
