"""What must hold of a tree before it is packed, without starting what it is made for."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from installer.step import PackagingError, run

IMPORT_ALL = Path(__file__).with_name("import_all.py")
# An interpreter that heeded any of these would not be alone.
ELSEWHERE = {"PYTHONPATH": "/elsewhere", "PYTHONHOME": "/elsewhere", "PYTHONUSERBASE": "/elsewhere"}
NOT_LGPL = (b"--enable-gpl", b"--enable-nonfree")  # how FFmpeg says that it was built so
FFMPEG = ("**/libav*.so*", "**/libsw*.so*", "**/opencv_videoio_ffmpeg*.dll")


def check_linux_tree(home: Path) -> None:
    """See that the interpreter below `home` is alone and complete, and the libraries resolve.

    Raises:
        PackagingError: something is missing; with its name.
    """
    python = home / "bin/loket-python"
    _refuse_strange_folders(python, home)
    run([python, IMPORT_ALL], environment=ELSEWHERE)
    _refuse_unresolved(home)
    _refuse_gpl_ffmpeg(home)


def check_windows_tree(modules: Path) -> None:
    """See that every module that is loaded here is there too; whether it runs, Wine tells.

    Raises:
        PackagingError: a module is missing; with its name.
    """
    loaded = run([sys.executable, "-I", IMPORT_ALL], environment=dict(os.environ)).split()
    missing = [name for name in loaded if _is_ours(name, modules) and not has(name, modules)]
    if missing:
        raise PackagingError(f"the tree for Windows lacks {', '.join(missing)}")
    _refuse_gpl_ffmpeg(modules)


def has(module: str, folder: Path) -> bool:
    """Whether a folder holds a module: as a package, as code or as a library."""
    place = folder.joinpath(*module.split("."))
    found = [*place.parent.glob(f"{place.name}.*"), *place.glob("__init__.*")]
    return any(path.suffix in {".py", ".pyc", ".pyd", ".so"} for path in found)


def _is_ours(module: str, folder: Path) -> bool:
    """Whether the package that a module belongs to is shipped for this system at all."""
    return has(module.split(".", maxsplit=1)[0], folder)


def _refuse_strange_folders(python: Path, home: Path) -> None:
    asked = [str(python), "-c", "import sys; print('\\n'.join(sys.path))"]
    strange = [
        line for line in run(asked, environment=ELSEWHERE).split() if not line.startswith(str(home))
    ]
    if strange:
        raise PackagingError(f"{python} would also look for modules in {', '.join(strange)}")


def _refuse_unresolved(home: Path) -> None:
    """Ask the loader about every library, as on the computer that builds."""
    libraries = [path for path in sorted(home.rglob("*.so*")) if path.is_file()]
    said = run(["ldd", str(home / "bin/loket-python"), *map(str, libraries)])
    missing = {line.strip() for line in said.splitlines() if "not found" in line}
    if missing:
        raise PackagingError(f"libraries are missing: {'; '.join(sorted(missing))}")


def _refuse_gpl_ffmpeg(folder: Path) -> None:
    for library in _found(folder, FFMPEG):
        code = library.read_bytes()
        if any(word in code for word in NOT_LGPL):
            raise PackagingError(
                f"{library} was built with parts under the GPL: it cannot be shipped"
            )


def _found(folder: Path, patterns: Iterable[str]) -> list[Path]:
    return sorted({path for pattern in patterns for path in folder.glob(pattern)})
