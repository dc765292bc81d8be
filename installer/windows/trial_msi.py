"""What must hold for the MSI: group policy installs it, and removes it when nothing waits."""

from functools import partial
from pathlib import Path
from typing import Final

from installer.report import Report, expect, holds
from installer.windows.trial_program import COUNTER, tells_version
from installer.windows.trial_setup import REGISTRY, SEALED, SETTINGS, envelope, files_of
from installer.windows.wine.prefix import Wine

_SECONDS: Final = 300


def try_msi(wine: Wine, msi: Path, version: str, report: Report) -> None:
    """Install, run, refuse, remove."""
    report.case("the MSI installs silently", partial(_installs, wine, msi))
    report.case("its kiosk --version", partial(tells_version, wine, version))
    report.case("the MSI stays while something waits", partial(_stays, wine, msi))
    report.case("the MSI is removed", partial(_goes, wine, msi))


def _installs(wine: Wine, msi: Path) -> None:
    expect(wine.type(f'msiexec /i "Z:{msi}" /qn', seconds=_SECONDS))
    holds(true=wine.path(COUNTER).is_file(), otherwise="Loket.exe is missing")
    holds(true=wine.path(SETTINGS).is_file(), otherwise="there are no settings")
    expect(wine.run("reg", "query", REGISTRY, "/v", "Installer"), says="msi")


def _stays(wine: Wine, msi: Path) -> None:
    waiting = envelope(wine)
    waiting.parent.mkdir(parents=True, exist_ok=True)
    waiting.write_bytes(SEALED)
    before = files_of(wine)
    answer = wine.type(f'msiexec /x "Z:{msi}" /qn', seconds=_SECONDS)
    holds(true=answer.status != 0, otherwise="msiexec says that it was removed")  # 1603 on Windows
    holds(true=files_of(wine) == before, otherwise="parts of the program are gone")


def _goes(wine: Wine, msi: Path) -> None:
    envelope(wine).unlink()
    expect(wine.type(f'msiexec /x "Z:{msi}" /qn', seconds=_SECONDS))
    holds(true=not wine.path(COUNTER).exists(), otherwise="the program is left")
    holds(true=wine.path(SETTINGS).is_file(), otherwise="the settings are gone")
