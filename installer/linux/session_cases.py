"""A kiosk session as systemd starts it, with a screen that nobody sees."""

import shutil
from functools import partial
from pathlib import Path
from typing import Final

from installer.linux.cases import HOME
from installer.linux.clean_debian import CleanDebian
from installer.report import Report, expect, holds
from kiosk.store.vault import KeyOrigin, origin_named_in

STORE: Final = f"{HOME}/.local/share/loket/store"
_ANSWERS: Final = "/trial/answers"
_SCRIPT: Final = Path(__file__).with_name("trial_session.sh")
_HEADLESS: Final = """[Unit]
Wants=centre.service

[Service]
Environment=WLR_BACKENDS=headless WLR_RENDERER=pixman
WatchdogSec=6
ExecStart=
ExecStart=/usr/bin/cage -rr -- /usr/bin/kiosk run
ExecStartPre=/bin/bash -c 'until (</dev/tcp/127.0.0.1/8700) 2>/dev/null; do sleep 0.2; done'
"""
"""Turned twice: a window as large as the screen is handed through as it is otherwise, and
whoever takes a picture of a screen that is none gets the one before."""
_CENTRE_UNIT: Final = """[Service]
ExecStart=/usr/bin/kiosk central --data /trial/centre
"""
_TRIAL_UNIT: Final = """[Service]
ExecStart=/trial/session

[Install]
WantedBy=multi-user.target
"""
_OF_ONE_COLOUR: Final = 10_000
"""Bytes: a picture with nothing on it takes less."""
_WITH_SYSTEMD: Final = "systemd systemd-sysv dbus cage seatd xwayland grim"


def try_session(debian: CleanDebian, shown: Path, report: Report) -> None:
    """Start the computer as a kiosk, look, freeze it, stop it; leaves a picture in `shown`."""
    report.case("the session is enabled", partial(_is_enabled, debian))
    report.case("the computer starts and ends", partial(_starts, debian))
    report.case("window and service run, no log-in is shown", partial(_runs, debian))
    report.case("cage shows the window", partial(_is_shown, debian, shown))
    report.case("the key comes from systemd", partial(_has_key, debian))
    report.case("it became a kiosk of its office", partial(_is_enrolled, debian))
    report.case("commands run as the kiosk", partial(_answers_as_kiosk, debian))
    report.case("the service stands back", partial(_stands_back, debian))
    report.case("a frozen window is started anew", partial(_is_restarted, debian))
    report.case("the session ends in order", partial(_ends, debian))


def _is_enabled(debian: CleanDebian) -> None:
    expect(debian.run(f"apt-get install -y --no-install-recommends {_WITH_SYSTEMD}"))
    expect(debian.run("loket-session enable"))
    debian.write("/trial/session", _SCRIPT.read_text("utf-8"), mode=0o755)
    debian.write("/etc/systemd/system/loket-kiosk.service.d/trial.conf", _HEADLESS)
    debian.write("/etc/systemd/system/centre.service", _CENTRE_UNIT)
    debian.write("/etc/systemd/system/trial.service", _TRIAL_UNIT)
    verified = debian.run(
        "systemctl enable trial.service; mkdir -p /trial/answers;"
        "systemd-analyze verify /usr/lib/systemd/system/loket-*.service"
    )
    holds(true="loket" not in expect(verified).replace("/trial", ""), otherwise=verified.said)


def _starts(debian: CleanDebian) -> None:
    expect(debian.boot())
    holds(true=bool(debian.text(f"{_ANSWERS}/journal")), otherwise="it left no journal")


def _runs(debian: CleanDebian) -> None:
    states = debian.text(f"{_ANSWERS}/active").split()
    wanted = ["active", "active", "inactive"]
    holds(true=states == wanted, otherwise=f"{states}\n{_journal(debian)}")


def _is_shown(debian: CleanDebian, shown: Path) -> None:
    picture = debian.root / "trial/answers/screen.png"
    holds(true=picture.exists(), otherwise=f"no picture\n{_journal(debian)}")
    shutil.copyfile(picture, shown / "window-cage.png")
    is_drawn = picture.stat().st_size > _OF_ONE_COLOUR
    holds(true=is_drawn, otherwise=f"nothing is drawn on it\n{_journal(debian)}")


def _has_key(debian: CleanDebian) -> None:
    key = debian.root / "etc/credstore.encrypted/loket-root-key"
    holds(true=key.exists(), otherwise=f"no key was made\n{_journal(debian)}")
    origin = origin_named_in(debian.root / STORE.lstrip("/"))
    holds(true=origin is KeyOrigin.SYSTEMD, otherwise=f"it comes from the {origin}")


def _is_enrolled(debian: CleanDebian) -> None:
    told = debian.text(f"{_ANSWERS}/kiosks")
    holds(true="trial" in told, otherwise=f"{told}\n{_journal(debian)}")


def _answers_as_kiosk(debian: CleanDebian) -> None:
    told = debian.text(f"{_ANSWERS}/unsent")
    holds(true="nothing waits" in told, otherwise=told)


def _stands_back(debian: CleanDebian) -> None:
    told = debian.text(f"{_ANSWERS}/sync")
    holds(true="the service runs" in told and "a window" in told, otherwise=told)


def _is_restarted(debian: CleanDebian) -> None:
    times = debian.text(f"{_ANSWERS}/restarts").strip()
    holds(true=times == "1", otherwise=f"{times} restarts\n{_journal(debian)}")


def _ends(debian: CleanDebian) -> None:
    told = debian.text(f"{_ANSWERS}/stopped")
    holds(true="Result=success" in told, otherwise=f"{told}\n{_journal(debian)}")


def _journal(debian: CleanDebian) -> str:
    lines = debian.text(f"{_ANSWERS}/journal").splitlines()
    ours = [line for line in lines if any(name in line for name in ("loket", "cage", "kiosk"))]
    return "\n".join(ours[-40:])
