"""`kiosk support-bundle`: what whoever helps needs to see, without personal data."""

import argparse
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from kiosk.command import Exit, fail
from kiosk.doctor.console import keep_quiet, tell_progress
from kiosk.paths import find_folders

_clock = partial(datetime.now, UTC)


def add_support_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add it."""
    support = commands.add_parser(
        "support-bundle", help="collect what whoever helps needs; nothing of residents"
    )
    support.add_argument(
        "--out", type=Path, metavar="FILE", help="in place of loket-support-DATE.zip"
    )
    support.add_argument("--no-camera", action="store_true", help="leave the camera off")
    support.set_defaults(command=_support)


def _support(options: argparse.Namespace) -> int:
    from kiosk.doctor.examination import CAMERA, GROUPS, examine, open_case
    from kiosk.support_bundle import make_bundle

    keep_quiet(verbose=options.verbose)
    now = _clock()
    file = options.out or Path(f"loket-support-{now:%Y%m%dT%H%M%SZ}.zip")
    case = open_case(find_folders(options.home), _clock)
    groups = GROUPS if options.no_camera else (CAMERA, *GROUPS)
    findings = examine(case, groups, tell_progress)
    try:
        make_bundle(file, case, findings, Path.home(), now)
    except OSError as error:
        return fail(Exit.UNUSABLE, f"{file}: {error.strerror}")
    print(f"{file.absolute()} can be sent to whoever helps; README.txt in it says what it holds")
    return Exit.OK
