"""Packs the tree into one setup program by NSIS, whose script is `loket.nsi`."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from installer.artefact import Request
from installer.step import run
from installer.windows.launcher import ICON, numbers_of

SCRIPT = Path(__file__).with_name("loket.nsi")
FILES = "files.nsh"
UNINSTALLER = "%1"
_KILOBYTE = 1024


def make_setup(request: Request, work: Path, sign_uninstaller: str) -> Path:
    """Write `dist/loket-<version>-setup.exe`; raise PackagingError where makensis cannot.

    `sign_uninstaller` is a line of a shell in which the uninstaller is called UNINSTALLER.
    """
    setup = request.dist / f"loket-{request.version}-setup.exe"
    tree = request.windows_tree
    files = files_of(tree)
    lines = file_lines(tree, files)
    (work / FILES).write_text("".join(f"{line}\n" for line in lines), "utf-8", newline="\n")
    values = {
        "OUT": str(setup),
        "VERSION": request.version,
        "NUMBERS": numbers_of(request.version).replace(",", "."),
        "ICON": str(work / ICON),
        "KILOBYTES": str(sum((tree / name).stat().st_size for name in files) // _KILOBYTE),
        "SIGN": sign_uninstaller,
    }
    defines = [f"-D{name}={value}" for name, value in values.items()]
    speed = ["-DFAST"] if request.fast else []
    script = [f"-X!addincludedir {work}", str(SCRIPT)]
    run(["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *defines, *speed, *script])
    return setup


def files_of(tree: Path) -> list[Path]:
    """Every file of the tree, relative to it, in an order that no disk decides."""
    names = (path.relative_to(tree) for path in tree.rglob("*") if path.is_file())
    return sorted(names, key=lambda name: (name.parent.parts, name.name))


def file_lines(tree: Path, files: Iterable[Path]) -> Iterator[str]:
    """The lines of NSIS that unpack these files."""
    for folder, inside in groupby(files, key=lambda name: name.parent):
        target = "\\".join(["$INSTDIR", *folder.parts])
        yield f'SetOutPath "{target}"'
        for name in inside:
            yield f'File "{_quoted(str(tree / name))}"'


def _quoted(text: str) -> str:
    return text.replace("$", "$$")
