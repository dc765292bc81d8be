"""Compiles the two programs that start Loket on Windows: `kiosk.exe` and `Loket.exe`."""

from dataclasses import dataclass
from pathlib import Path

from installer.step import run
from installer.windows.icon import draw_icon

SOURCES = Path(__file__).parent
PREFIX = "x86_64-w64-mingw32-"
ICON = "loket.ico"
_PARTS_OF_A_VERSION = 4
_WARNINGS = ("-Wall", "-Wextra", "-Werror", "-Wno-cast-function-type")
_FLAGS = ("-municode", "-O2", "-s", "-static", *_WARNINGS)
_LINKING = ("-Wl,--dynamicbase,--nxcompat,--high-entropy-va,--no-insert-timestamp", "-ladvapi32")


@dataclass(frozen=True, slots=True)
class Launcher:
    """One program: its name, what Windows says of it, and how it is compiled."""

    name: str
    description: str
    flags: tuple[str, ...]


LAUNCHERS = (
    Launcher("kiosk", "Loket: commands for the IT person", ("-mconsole",)),
    Launcher("Loket", "Loket: the registration counter", ("-mwindows", "-DCOUNTER")),
)


def compile_launchers(tree: Path, work: Path, version: str) -> list[Path]:
    """Put both programs into `tree`; `work` keeps the icon and what else they are made from.

    Raises PackagingError where mingw or rsvg-convert is missing.
    """
    work.mkdir(parents=True, exist_ok=True)
    draw_icon(work / ICON)
    return [_compile(launcher, tree, work, version) for launcher in LAUNCHERS]


def numbers_of(version: str) -> str:
    """A version as Windows counts: `0.1.0` is `0,1,0,0`."""
    numbers = [part for part in version.split(".") if part.isdecimal()]
    return ",".join([*numbers, *["0"] * _PARTS_OF_A_VERSION][:_PARTS_OF_A_VERSION])


def _compile(launcher: Launcher, tree: Path, work: Path, version: str) -> Path:
    program, resources = tree / f"{launcher.name}.exe", work / f"{launcher.name}.o"
    script = work / f"{launcher.name}.rc"
    script.write_text(_macros(launcher, version) + (SOURCES / "launcher.rc").read_text("utf-8"))
    include = [f"--include-dir={work}", f"--include-dir={SOURCES}", "--codepage=65001"]
    run([PREFIX + "windres", *include, str(script), str(resources)])
    sources = [str(SOURCES / "launcher.c"), str(resources)]
    run([PREFIX + "gcc", *_FLAGS, *launcher.flags, "-o", str(program), *sources, *_LINKING])
    return program


def _macros(launcher: Launcher, version: str) -> str:
    values = {
        "VERSION_NUMBERS": numbers_of(version),
        "VERSION_TEXT": f'"{version}"',
        "PROGRAM_NAME": f'"{launcher.name}"',
        "DESCRIPTION": f'"{launcher.description}"',
    }
    return "".join(f"#define {name} {value}\n" for name, value in values.items())
