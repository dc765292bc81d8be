"""What must hold for the package itself, from the first installation to the purge."""

import json
import tarfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from installer.linux.clean_debian import CleanDebian
from installer.report import CaseError, expect, holds
from installer.step import run

HOME: Final = "/var/lib/loket"
PROVISION: Final = "/trial/office.loket"
ENVELOPE: Final = f"{HOME}/.local/share/loket/store/outbox/{'a' * 64}.env"
AS_KIOSK: Final = (
    "setpriv --reuid=loket --regid=loket --init-groups"
    " env HOME=/var/lib/loket CREDENTIALS_DIRECTORY=/run/trial"
)
_ENDED_BY_TIMEOUT: Final = 124
_ENDED_IN_ORDER: Final = 143
_FORCED: Final = {"LOKET_FORCE_REMOVE": "1"}
_PRIVATE: Final = 0o600


def has_no_python(debian: CleanDebian) -> None:
    """Nothing of what it brings was there before."""
    expect(debian.run("! command -v python3 && ! command -v kiosk"))


def installs(debian: CleanDebian, deb: str, provision: str) -> None:
    """With what it depends on and nothing that it only recommends; provisioned without a word."""
    install = f"apt-get update && apt-get install -y --no-install-recommends {deb}"
    expect(debian.run(install, environment={"LOKET_PROVISION": provision}))
    look = f"stat --format '%U %G %a' {HOME} /etc/loket/provision.loket"
    owners = expect(debian.run(look)).splitlines()
    wanted = ["loket loket 700", "root loket 640"]
    holds(true=owners == wanted, otherwise=f"owners and modes are {owners}")
    expect(debian.run("kiosk config --check /etc/loket/kiosk.toml"))


def finds_every_library(debian: CleanDebian) -> None:
    """What ldd misses the package brings itself."""
    script = r"""
    cd /usr/lib/loket
    find . -type f -name '*.so*' -printf '%f\n' | sort -u >/tmp/own
    find . -type f \( -name '*.so*' -o -name loket-python \) -exec ldd {} + 2>/dev/null |
        sed -n 's/^\s*\(\S*\) => not found/\1/p' | sort -u | grep -vxFf /tmp/own || true
    """
    missing = expect(debian.run(script)).split()
    holds(true=not missing, otherwise=f"not found: {' '.join(missing)}")


def tells_version(debian: CleanDebian, version: str) -> None:
    """It starts at all."""
    expect(debian.run("kiosk --version"), says=f"kiosk {version}")


def examines_itself(debian: CleanDebian) -> None:
    """As root, without a screen, a bus or a camera it still answers in order."""
    answer = debian.run("kiosk doctor --json --no-camera", offline=True)
    try:
        findings = json.loads(answer.said)["findings"]
    except (ValueError, KeyError):
        raise CaseError(f"no findings, status {answer.status}:\n{answer.said[-2000:]}") from None
    holds(true=bool(findings), otherwise="it found nothing to say")


def checks_pictures(debian: CleanDebian, pictures: Sequence[str]) -> None:
    """Landmarks are found, so models, MediaPipe and OpenCV work; nobody is called."""
    said = expect(debian.run(f"kiosk check --json {' '.join(pictures)}", offline=True))
    answers = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    found = [answer["file"] for answer in answers if answer["verdict"] == "pass"]
    holds(true=found == list(pictures), otherwise=said)


def opens_offscreen(debian: CleanDebian) -> None:
    """As the kiosk's user with a key as systemd gives it; SIGTERM ends it in order."""
    script = f"""
    mkdir -p /run/trial && head -c 32 /dev/urandom >/run/trial/loket-root-key
    chown -R loket /run/trial
    timeout --signal=TERM 8 {AS_KIOSK} QT_QPA_PLATFORM=offscreen kiosk run
    """
    expect(debian.run(script, offline=True), _ENDED_BY_TIMEOUT)
    log = debian.text(f"{HOME}/.local/share/loket/logs/kiosk.log")
    holds(true="Traceback" not in log, otherwise=log)


def opens_on_x11(debian: CleanDebian, shown: Path) -> None:
    """On a screen of X without a window manager; leaves a picture of it in `shown`."""
    script = f"""
    apt-get install -y --no-install-recommends xvfb x11-apps >/dev/null
    Xvfb :9 -screen 0 1366x768x24 -nolisten unix -listen tcp -ac 2>/dev/null &
    sleep 2
    {AS_KIOSK} DISPLAY=127.0.0.1:9 QT_QPA_PLATFORM=xcb kiosk run &
    kiosk=$!
    sleep 8
    xwd -root -silent -display 127.0.0.1:9 -out /window.xwd
    kill -TERM $kiosk
    wait $kiosk
    """
    expect(debian.run(script), _ENDED_IN_ORDER)
    run(["convert", f"xwd:{debian.root}/window.xwd", shown / "window-x11.png"])


def begins_anew(debian: CleanDebian) -> None:
    """Away with the store whose key this trial has made; the next is locked by systemd's."""
    expect(debian.run(f"rm -rf {HOME}/.local /run/trial"))


def refuses_changed(debian: CleanDebian) -> None:
    """The reason is told in both languages, and the package is installed all the same."""
    good = debian.text(PROVISION)
    changed = "/trial/changed.loket"
    debian.write(changed, good.replace("A", "B", 1))
    told = {"LOKET_PROVISION": changed}
    said = expect(debian.run("dpkg-reconfigure loket", environment=told), says="was refused")
    holds(true="tidak diterima" in said, otherwise=said)
    holds(true=debian.text("/etc/loket/provision.loket") == good, otherwise="it was taken")


def stays(debian: CleanDebian) -> None:
    """Whoever removes it is told what waits, in both languages."""
    debian.write(ENVELOPE, "sealed")
    said = expect(debian.run("apt-get remove -y loket"), 100, says="NOT REMOVED")
    holds(true="TIDAK DIHAPUS" in said and "1 waiting" in said, otherwise=said)
    expect(debian.run("kiosk --version"))


def goes_by_force(debian: CleanDebian) -> None:
    """Whoever knows what they do may; program gone, data kept."""
    expect(debian.run("apt-get remove -y loket", environment=_FORCED))
    holds(true=not (debian.root / "usr/lib/loket").exists(), otherwise="/usr/lib/loket is left")
    holds(true=debian.text(ENVELOPE) == "sealed", otherwise="the data is gone")
    holds(true=bool(debian.text("/etc/loket/kiosk.toml")), otherwise="the settings are gone")


def copies_and_purges(debian: CleanDebian) -> None:
    """What was there lies in an archive that only root can read."""
    expect(debian.run("apt-get purge -y loket"), says="/var/backups/loket-")
    (archive,) = (debian.root / "var/backups").glob("loket-*.tar")
    mode = archive.stat().st_mode & 0o777
    holds(true=mode == _PRIVATE, otherwise=f"{archive.name} has mode {mode:o}")
    with tarfile.open(archive) as tar:
        names = tar.getnames()
    holds(true=ENVELOPE.lstrip("/") in names, otherwise=f"it holds {names}")
    gone = (HOME, "/etc/loket", "/etc/credstore.encrypted/loket-root-key")
    left = [path for path in gone if (debian.root / path.lstrip("/")).exists()]
    holds(true=not left, otherwise=f"left behind: {left}")
