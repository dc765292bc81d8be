"""The packages of Debian that an office without network needs beside ours."""

import shutil
from pathlib import Path
from typing import Final

from installer.linux.clean_debian import clean_debian
from installer.step import PackagingError, step

FOR_A_KIOSK: Final = (
    *("cage", "seatd", "xwayland"),
    *("systemd", "systemd-sysv", "dbus", "libasound2", "cups-client"),
)
"""What a session needs over what the package depends on, where only Debian's least is installed."""


def download_dependencies(build: Path, deb: Path, folder: Path) -> list[Path]:
    """Put all that a minimal Debian 12 lacks for `deb` and a kiosk session into `folder`.

    Raises PackagingError where apt does not get it.
    """
    with step("downloading what Debian lacks"), clean_debian(build) as debian:
        shutil.copyfile(deb, debian.root / deb.name)
        names = " ".join(FOR_A_KIOSK)
        install = f"apt-get install -y --no-install-recommends --download-only /{deb.name} {names}"
        prepare = "mkdir -p /fetched/partial"
        into = "-o Dir::Cache::archives=/fetched"
        answer = debian.run(f"{prepare}; apt-get update && {install} {into}")
        if answer.status != 0:
            raise PackagingError(answer.said)
        folder.mkdir(parents=True, exist_ok=True)
        fetched = sorted((debian.root / "fetched").glob("*.deb"))
        return [Path(shutil.copy(package, folder)) for package in fetched]
