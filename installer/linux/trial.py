"""The life of the package in a clean Debian: install, use, update, refuse, remove, purge."""

import os
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from installer import step
from installer.artefact import Request
from installer.linux import cases, repository_cases, session_cases
from installer.linux.build import keys_folder
from installer.linux.clean_debian import CleanDebian, clean_debian
from installer.linux.deb import ZSTD_FAST, Contents, make_deb
from installer.linux.offline import download_dependencies
from installer.linux.repository import make_repository, trial_key
from installer.report import Report

STICK: Final = "/media/loket/apt"
"""Where the repository lies in the clean Debian."""
CENTRE_URL: Final = "http://127.0.0.1:8700"
_PICTURES: Final = ("P005.jpg", "P006.jpg")


def run(request: Request) -> bool:
    """Try the package of `dist/`; returns whether every case holds.

    Raises PackagingError where this computer cannot try it.
    """
    deb = request.dist / f"loket_{request.version}_amd64.deb"
    if not deb.exists():
        raise step.PackagingError(f"{deb} is missing: make it first")
    if os.geteuid() != 0:
        raise step.PackagingError(
            "trying the package needs root: it is installed into a clean Debian"
        )
    report = Report()
    with (
        clean_debian(request.root / "build") as debian,
        tempfile.TemporaryDirectory(prefix="loket-trial-next-") as scratch,
    ):
        newer = _next_version(request, Path(scratch))
        _install(debian, request, deb, report)
        _use(debian, request, report)
        _update(debian, request, [deb, newer], report)
        _remove(debian, report)
    _install_without_network(request, deb, report)
    print(f"{len(report.failed)} failed" if report.failed else "every case holds", flush=True)
    return not report.failed


def _next_version(request: Request, folder: Path) -> Path:
    """The same tree as a package of the next version."""
    release, _, last = request.version.rpartition(".")
    contents = Contents(request.linux_tree, f"{release}.{int(last) + 1}", request.epoch)
    return make_deb(contents, folder, ZSTD_FAST)


def _install(debian: CleanDebian, request: Request, deb: Path, report: Report) -> None:
    _put_stick(debian, request, [deb])
    report.case("a clean Debian without Python", partial(cases.has_no_python, debian))
    _make_centre(debian)
    installs = partial(cases.installs, debian, f"{STICK}/{deb.name}", cases.PROVISION)
    report.case("apt installs it, and a provisioning file", installs)
    report.case("every library is found", partial(cases.finds_every_library, debian))


def _use(debian: CleanDebian, request: Request, report: Report) -> None:
    report.case("kiosk --version", partial(cases.tells_version, debian, request.version))
    report.case("kiosk doctor answers", partial(cases.examines_itself, debian))
    samples = "/usr/lib/loket/lib/python3.11/site-packages/kiosk/resources/sample"
    pictures = [f"{samples}/{name}" for name in _PICTURES]
    report.case("kiosk check finds landmarks", partial(cases.checks_pictures, debian, pictures))
    report.case("the window opens offscreen", partial(cases.opens_offscreen, debian))
    shown = request.root / "build" / "linux"
    report.case("the window opens under X11", partial(cases.opens_on_x11, debian, shown))
    report.case("a changed provisioning file is refused", partial(cases.refuses_changed, debian))
    report.case("everything begins anew", partial(cases.begins_anew, debian))
    session_cases.try_session(debian, shown, report)


def _update(
    debian: CleanDebian, request: Request, packages: Sequence[Path], report: Report
) -> None:
    _put_stick(debian, request, packages)
    newest = packages[-1].name.split("_")[1]
    repository_cases.try_repository(debian, STICK, newest, report)


def _remove(debian: CleanDebian, report: Report) -> None:
    report.case("removing is refused while something waits", partial(cases.stays, debian))
    report.case("removing by force keeps the data", partial(cases.goes_by_force, debian))
    report.case("purging copies the data first", partial(cases.copies_and_purges, debian))


def _install_without_network(request: Request, deb: Path, report: Report) -> None:
    build = request.root / "build"
    with (
        clean_debian(build) as debian,
        tempfile.TemporaryDirectory(prefix="loket-trial-stick-") as scratch,
    ):
        needed = download_dependencies(build, deb, Path(scratch))
        _put_stick(debian, request, [deb, *needed])
        check = partial(repository_cases.installs_without_network, debian, STICK)
        report.case("a stick is enough where there is no network", check)


def _make_centre(debian: CleanDebian) -> None:
    """An office of a centre, which is started later, and the file that makes a kiosk of it."""
    centre = [sys.executable, "-m", "kiosk", "central", "--data", str(debian.root / "trial/centre")]
    step.run([*centre, "office", "trial", "Kantor Uji"])
    file = str(debian.root / cases.PROVISION.lstrip("/"))
    step.run([*centre, "provision", "trial", "--url", CENTRE_URL, "--out", file])


def _put_stick(debian: CleanDebian, request: Request, packages: Sequence[Path]) -> None:
    key = trial_key(keys_folder(request))
    make_repository(packages, debian.root / STICK.lstrip("/"), key, request.epoch)
