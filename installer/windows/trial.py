"""The life of the Windows packages under Wine: install, use, provision, update, refuse, remove."""

import signal
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Final, NoReturn

from installer.artefact import Request
from installer.report import Report
from installer.step import PackagingError, step
from installer.windows import trial_msi, trial_program, trial_setup
from installer.windows.icon import draw_icon
from installer.windows.launcher import ICON
from installer.windows.setup import make_setup
from installer.windows.trial_centre import centre_on_loopback
from installer.windows.trial_program import Window
from installer.windows.trial_setup import Newer
from installer.windows.wine.prefix import Wine, clean_windows
from installer.windows.wine.screen import screen_in_memory

_UNSIGNED: Final = "true"
"""What signs the uninstaller of a setup that goes nowhere."""


def run(request: Request) -> bool:
    """Try the setup and the MSI of `dist/`; returns whether every case holds.

    Raises PackagingError where this computer cannot try them.
    """
    setup = request.dist / f"loket-{request.version}-setup.exe"
    msi = request.dist / f"loket-{request.version}.msi"
    for package in (setup, msi):
        if not package.exists():
            raise PackagingError(f"{package} is missing: make it first")
    report = Report()
    signal.signal(signal.SIGTERM, _leave)
    with screen_in_memory() as display, clean_windows(display) as wine:
        _use(wine, request, setup, report)
        _live(wine, request, setup, report)
        trial_msi.try_msi(wine, msi, request.version, report)
    print(f"{len(report.failed)} failed" if report.failed else "every case holds", flush=True)
    return not report.failed


def _leave(number: int, _: FrameType | None) -> NoReturn:
    """Whoever ends the trial ends its Windows and its screen too."""
    sys.exit(128 + number)


def _use(wine: Wine, request: Request, setup: Path, report: Report) -> None:
    case = report.case
    case("the setup installs silently", partial(trial_setup.installs, wine, setup))
    case("kiosk --version", partial(trial_program.tells_version, wine, request.version))
    case("kiosk doctor answers", partial(trial_program.examines_itself, wine))
    judges = partial(trial_program.judges_as_on_linux, wine, request.root)
    case("kiosk check judges as on Linux", judges)
    case(
        "a changed provisioning file is refused", partial(trial_setup.refuses_changed, wine, setup)
    )


def _live(wine: Wine, request: Request, setup: Path, report: Report) -> None:
    """From the office's file to the end, with the next version in between."""
    case = report.case
    window = Window(wine, request.windows_tree.with_name("window-wine.png"))
    with centre_on_loopback() as centre, _next_version(request) as newer:
        case(
            "it is installed with the office's file",
            partial(trial_setup.provisions, wine, setup, centre),
        )
        case("Loket.exe opens its window and enrols", partial(trial_setup.enrols, window, centre))
        case("an idle window takes no processor", window.rest)
        case("an update ends it, and keeps the rest", partial(trial_setup.updates, window, newer))
        case("updated, it opens again", window.open)
        print(window.figures(), flush=True)
        window.close()
    case("removing is refused while something waits", partial(trial_setup.stays, wine))
    case("removing by force keeps what waits", partial(trial_setup.goes_by_force, wine))
    case("it is installed again beside its data", partial(trial_setup.installs, wine, setup))
    case("removing keeps settings and data", partial(trial_setup.goes, wine))


@contextmanager
def _next_version(request: Request) -> Generator[Newer]:
    """The same tree as a setup of the next version."""
    release, _, last = request.version.rpartition(".")
    version = f"{release}.{int(last) + 1}"
    with tempfile.TemporaryDirectory(prefix="loket-trial-next-") as name:
        root = Path(name)
        (root / "build").symlink_to(request.root / "build")
        later = replace(request, root=root, version=version, fast=True)
        later.dist.mkdir()
        draw_icon(root / ICON)
        with step(f"packing the same tree as version {version}"):
            setup = make_setup(later, root, _UNSIGNED)
        yield Newer(setup, version)
