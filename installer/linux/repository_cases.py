"""Updates from a signed repository, and files in it that somebody changed."""

from functools import partial
from pathlib import Path
from typing import Final

from installer.linux.clean_debian import CleanDebian
from installer.report import Report, expect, holds

_SETTING: Final = '[kiosk]\nlanguage = "en"\n'
_ONLY_THE_STICK: Final = (
    "-o Dir::Etc::sourcelist=sources.list.d/loket.sources -o Dir::Etc::sourceparts=-"
)


def try_repository(debian: CleanDebian, stick: str, newest: str, report: Report) -> None:
    """Update to the newest version on the stick; then change the stick, and put it right again."""
    report.case("an update keeps changed settings", partial(_updates, debian, stick, newest))
    for name, old, new in (
        ("Packages", "Priority: optional", "Priority: required"),
        ("InRelease", "Origin: Loket", "Origin: loket"),
    ):
        check = partial(_refuses, debian, Path(stick, name), old, new)
        report.case(f"a changed {name} is refused", check)


def installs_without_network(debian: CleanDebian, stick: str) -> None:
    """Where nothing but a minimal Debian is there, and the stick: the package, and a session."""
    session = "cage seatd xwayland systemd systemd-sysv dbus"
    install = f"{_from_the_stick(stick)} --no-install-recommends loket {session}"
    expect(debian.run(f"{install} && kiosk --version && loket-session enable", offline=True))


def _from_the_stick(stick: str) -> str:
    """As its README says; apt copies the packages aside, where nothing lies ready for it."""
    return (
        "mkdir -p /etc/apt/keyrings;"
        f"cp {stick}/loket-archive-keyring.gpg /etc/apt/keyrings/;"
        f"cp {stick}/loket.sources /etc/apt/sources.list.d/;"
        f"apt-get update {_ONLY_THE_STICK} &&"
        " apt-get install -y -o Dir::Cache::archives=/tmp"
    )


def _updates(debian: CleanDebian, stick: str, newest: str) -> None:
    debian.write("/etc/loket/kiosk.toml", _SETTING)
    expect(debian.run(f"{_from_the_stick(stick)} loket", offline=True))
    expect(debian.run("dpkg-query --show loket"), says=newest)
    settings = debian.text("/etc/loket/kiosk.toml")
    holds(true=settings == _SETTING, otherwise=settings)


def _refuses(debian: CleanDebian, file: Path, old: str, new: str) -> None:
    text = debian.text(str(file))
    holds(true=old in text, otherwise=f"{file.name} does not say {old}")
    debian.write(str(file), text.replace(old, new))
    try:
        forget = "rm -rf /var/lib/apt/lists/*"
        answer = debian.run(f"{forget}; apt-get update {_ONLY_THE_STICK}", offline=True)
        expect(answer, 100)
    finally:
        debian.write(str(file), text)
