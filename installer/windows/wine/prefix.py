"""A Windows as Wine plays it, in a folder of its own that goes with the trial."""

import os
import subprocess
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PureWindowsPath
from typing import Final

from installer.step import PackagingError, step
from installer.windows.wine.processes import Answer, Running
from installer.windows.wine.stand_ins import OVERRIDES, put_stand_ins

WINE: Final = "/usr/lib/wine/wine64"
_WINESERVER: Final = "wineserver"
_LONGEST_SECONDS: Final = 120
_MARK: Final = "loket-wine-"
_VERSION: Final = "win10"
_TYPED: Final = r"C:\typed.bat"


@dataclass(frozen=True, slots=True)
class Wine:
    """One Windows: its folder, its home on this computer, and the screen its windows are on."""

    folder: Path
    display: str
    libraries: str = OVERRIDES

    def path(self, windows: str) -> Path:
        r"""Where a file such as `C:\ProgramData\Loket` lies on this computer."""
        drive = self.folder / "prefix" / "drive_c"
        return drive.joinpath(*PureWindowsPath(windows).parts[1:])

    def start(self, *command: str) -> Running:
        """Start a Windows program; it is ended with this Windows at the latest."""
        return Running([WINE, *command], self.environment)

    def run(self, *command: str, seconds: float = _LONGEST_SECONDS) -> Answer:
        """Run a Windows program to its end, or for so long."""
        return self.start(*command).answer(seconds)

    def type(self, line: str, seconds: float = _LONGEST_SECONDS) -> Answer:
        """Run a line as an administrator types it at the command prompt, quotes and all."""
        script = self.path(_TYPED)
        script.write_text(f"@echo off\r\n{line}\r\nexit %ERRORLEVEL%\r\n", "utf-8", newline="")
        return self.run("cmd", "/d", "/c", _TYPED, seconds=seconds)

    @property
    def environment(self) -> dict[str, str]:
        """Nothing of ours but where programs are: QT_ and PYTHON variables would be passed on."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder / "home"),
            "DISPLAY": self.display,
            "LANG": "C.UTF-8",
            "WINEPREFIX": str(self.folder / "prefix"),
            "WINEARCH": "win64",
            "WINELOADER": WINE,
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": f"{self.libraries};mscoree,mshtml,winemenubuilder.exe=",
        }

    def shut_down(self) -> None:
        """End every program of this Windows, and see it ended."""
        for order in ("--kill", "--wait"):
            subprocess.run(
                [_WINESERVER, order],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=30,
                check=False,
            )


@contextmanager
def clean_windows(display: str) -> Generator[Wine]:
    """A Windows on which nothing was ever installed. Raises PackagingError."""
    with tempfile.TemporaryDirectory(prefix=_MARK, ignore_cleanup_errors=True) as name:
        wine = Wine(Path(name), display)
        (wine.folder / "home").mkdir()
        try:
            with step("setting up Wine"):
                _set_up(wine)
            yield wine
        finally:
            wine.shut_down()


def _set_up(wine: Wine) -> None:
    bare = replace(wine, libraries="")  # the stand-ins are not there yet
    for command in (["wineboot", "--init"], ["winecfg", "-v", _VERSION]):
        answer = bare.run(*command)
        if answer.status != 0:
            raise PackagingError(f"{' '.join(command)} ended with {answer.status}: {answer.said}")
    put_stand_ins(wine.path(r"C:\windows\system32"), wine.folder / "stand-ins")
