"""What must hold for the setup program: install, provision, update, refuse to go, go."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from installer.report import CaseError, expect, holds
from installer.windows.trial_centre import OFFICE, Centre
from installer.windows.trial_program import COUNTER, PROGRAM, Window, findings_of
from installer.windows.wine.prefix import Wine

SETTINGS: Final = r"C:\ProgramData\Loket\kiosk.toml"
REGISTRY: Final = r"HKLM\Software\Loket"
OF_THE_OFFICE: Final = b"# kept by the office\r\n"
SEALED: Final = b"sealed"
WAITING, NOT_PROVISIONED = 5, 6
_SECONDS: Final = 240
_SECONDS_TO_ENROL: Final = 60
_UNINSTALL: Final = rf'"{PROGRAM}\uninstall.exe" /S'
_TO_ITS_END: Final = rf"_?={PROGRAM}"
"""Without it the uninstaller goes on from a copy of itself, and nobody learns how it ended."""


@dataclass(frozen=True, slots=True)
class Newer:
    """A setup of a later version."""

    setup: Path
    version: str


def data_folder(wine: Wine) -> Path:
    """Where the one user of this Windows has the kiosk's data."""
    (home,) = (each for each in wine.path(r"C:\users").iterdir() if each.name != "Public")
    return home / "AppData/Local/Loket"


def envelope(wine: Wine) -> Path:
    """A registration that waits to be sent."""
    return data_folder(wine) / "store/outbox" / f"{'a' * 64}.env"


def installs(wine: Wine, setup: Path) -> None:
    """Silently, with settings and a way to remove it."""
    expect(wine.type(f'"Z:{setup}" /S', seconds=_SECONDS))
    for file in (COUNTER, rf"{PROGRAM}\uninstall.exe", SETTINGS):
        holds(true=wine.path(file).is_file(), otherwise=f"{file} is missing")
    expect(wine.run("reg", "query", REGISTRY, "/v", "Installer"), says="setup")


def refuses_changed(wine: Wine, setup: Path) -> None:
    """A file that nobody signed leaves an installed Loket behind, and says so by its status."""
    changed = wine.folder / "changed.loket"
    changed.write_text("{}", "utf-8")
    expect(wine.type(f'"Z:{setup}" /S /PROVISION="Z:{changed}"', seconds=_SECONDS), NOT_PROVISIONED)
    holds(true=wine.path(COUNTER).is_file(), otherwise="Loket is not installed")
    holds(true=not _left_files(wine), otherwise="the refused file was kept")


def provisions(wine: Wine, setup: Path, centre: Centre) -> None:
    """The file lies beside the settings, for the kiosk to enrol by when it is opened."""
    folder = wine.folder / "Kantor Desa"  # a name with a space, as offices have
    folder.mkdir()
    centre.provision(folder / "genteng.loket")
    line = f'"Z:{setup}" /S /PROVISION="Z:{folder}/genteng.loket"'
    expect(wine.type(line, seconds=_SECONDS))
    holds(true=bool(_left_files(wine)), otherwise="no provisioning file is beside the settings")


def _left_files(wine: Wine) -> list[Path]:
    return [*wine.path(r"C:\ProgramData\Loket").glob("*.loket")]


def enrols(window: Window, centre: Centre) -> None:
    """Opened, it becomes a kiosk of the office: the centre says so."""
    window.open()
    end = time.monotonic() + _SECONDS_TO_ENROL
    while OFFICE not in centre.do("kiosks"):
        if time.monotonic() > end:
            log = data_folder(window.wine) / "logs/kiosk.log"
            raise CaseError(f"the centre knows no kiosk:\n{log.read_text('utf-8')[-2000:]}")
        time.sleep(1)


def updates(window: Window, newer: Newer) -> None:
    """While Loket is open: it is asked to end, ends in order, and keeps settings and data."""
    wine = window.wine
    settings = wine.path(SETTINGS)
    settings.write_bytes(settings.read_bytes() + OF_THE_OFFICE)
    expect(wine.type(f'"Z:{newer.setup}" /S', seconds=_SECONDS))
    ended = window.has_ended()
    window.close()
    holds(true=ended, otherwise="the open Loket was not ended")
    expect(wine.run("reg", "query", REGISTRY, "/v", "Version"), says=newer.version)
    kept = settings.read_bytes().endswith(OF_THE_OFFICE)
    holds(true=kept, otherwise="the settings are not as the office left them")
    enrolment = findings_of(wine)["centre.enrolment"]
    holds(true=enrolment["state"] == "ok", otherwise=f"no kiosk any more: {enrolment}")


def stays(wine: Wine) -> None:
    """What waits to be sent keeps the program from being removed; nothing is touched."""
    waiting = envelope(wine)
    waiting.parent.mkdir(parents=True, exist_ok=True)
    waiting.write_bytes(SEALED)
    before = files_of(wine)
    expect(wine.type(f"{_UNINSTALL} {_TO_ITS_END}", seconds=_SECONDS), WAITING)
    holds(true=files_of(wine) == before, otherwise="parts of the program are gone")
    told = wine.path(r"C:\ProgramData\Loket\setup.log").read_text("utf-16")
    holds(true="1 waiting" in told, otherwise=f"setup.log says {told}")


def files_of(wine: Wine) -> set[Path]:
    """Every file and folder of the installed program."""
    return {*wine.path(PROGRAM).rglob("*")}


def goes_by_force(wine: Wine) -> None:
    """Whoever knows what they do may; what waits to be sent stays."""
    expect(wine.type(f"{_UNINSTALL} /FORCE {_TO_ITS_END}", seconds=_SECONDS))
    _is_gone(wine)
    holds(true=envelope(wine).read_bytes() == SEALED, otherwise="the registration is gone")


def goes(wine: Wine) -> None:
    """With nothing waiting the program goes, and settings and data stay."""
    envelope(wine).unlink()
    expect(wine.type(f"{_UNINSTALL} {_TO_ITS_END}", seconds=_SECONDS))
    _is_gone(wine)
    store = data_folder(wine) / "store"
    holds(true=any(store.iterdir()), otherwise="the data is gone")


def _is_gone(wine: Wine) -> None:
    left = sorted(each.name for each in files_of(wine)) if wine.path(PROGRAM).exists() else []
    holds(true=left in ([], ["uninstall.exe"]), otherwise=f"left behind: {left[:20]}")
    kept = wine.path(SETTINGS).read_bytes().endswith(OF_THE_OFFICE)
    holds(true=kept, otherwise="the settings are gone")
