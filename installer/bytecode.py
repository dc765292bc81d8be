"""Compiles a tree's modules once and for all, the same way every time."""

import shutil
import zipfile
from pathlib import Path

from installer.prune import Rule
from installer.step import run

UNCHECKED = ("--invalidation-mode", "unchecked-hash")  # neither dates nor looks at the source


def compile_tree(python: Path, library: Path, sources: Rule) -> None:
    """Compile every module below `library`, and leave the sources that `sources` drops out.

    Bytecode beside its dropped source halves the number of files, which is what installing and a
    virus scanner's first look cost; a source put back there still goes before it.

    Raises:
        PackagingError: a module cannot be compiled.
    """
    dropped, kept = _sorted_out(library, sources)
    _compile(python, library, dropped, "-b")
    _compile(python, library, kept)
    for source in dropped:
        source.unlink()


def _sorted_out(library: Path, sources: Rule) -> tuple[list[Path], list[Path]]:
    """The modules whose source goes, and those whose source stays."""
    modules = sorted(library.rglob("*.py"))
    goes = {path: sources.drops(path.relative_to(library).as_posix()) for path in modules}
    return [path for path in modules if goes[path]], [path for path in modules if not goes[path]]


def _compile(python: Path, library: Path, modules: list[Path], *how: str) -> None:
    """Compile in one process and one order: what is compiled before leaves traces in bytecode."""
    compiler: list[str | Path] = [
        python,
        "-S",
        "-B",
        "-m",
        "compileall",
        "-q",
        "-f",
        *UNCHECKED,
        "-s",
        library,
        *how,
    ]
    listed = "\n".join(map(str, modules))
    run([*compiler, "-i", "-"], said=listed, environment={"PYTHONHASHSEED": "0"})


def strip_symbols(library: Path, symbols: Rule) -> None:
    """Take the debugger's symbols out of the Linux libraries that `symbols` names."""
    names = sorted(path for path in library.rglob("*.so*") if path.is_file())
    chosen = [path for path in names if symbols.drops(path.relative_to(library).as_posix())]
    run(["strip", "--strip-unneeded", *chosen])


def pack_library(library: Path, archive: Path) -> None:
    """Move the compiled standard library into one archive, as python.org does for Windows."""
    modules = sorted(library.rglob("*.pyc"))
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for module in modules:
            name = zipfile.ZipInfo(module.relative_to(library).as_posix())  # of 1980
            name.external_attr = 0o644 << 16
            packed.writestr(name, module.read_bytes(), zipfile.ZIP_DEFLATED)
    shutil.rmtree(library)
