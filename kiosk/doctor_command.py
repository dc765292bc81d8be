"""`kiosk doctor`: what is the matter with this computer, and what to do about it."""

import argparse
import json
import shutil
import sys
from datetime import UTC, datetime
from functools import partial

from kiosk.command import Exit
from kiosk.doctor.console import keep_quiet, tell_progress
from kiosk.doctor.finding import Finding, State, worst
from kiosk.doctor.peripherals import ASKED_OPTION
from kiosk.paths import find_folders
from kiosk.ui.text import Texts

_clock = partial(datetime.now, UTC)


def add_doctor_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add it."""
    doctor = commands.add_parser("doctor", help="examine this computer, and say what to do")
    doctor.add_argument("--json", action="store_true", help="as one JSON document")
    doctor.add_argument("--no-camera", action="store_true", help="leave the camera off")
    doctor.add_argument("--lang", choices=("en", "id"), default="en", help="of what to do")
    doctor.add_argument(ASKED_OPTION, dest="asked", help=argparse.SUPPRESS)
    doctor.set_defaults(command=_doctor)


def _doctor(options: argparse.Namespace) -> int:
    if options.asked is not None:
        return _look_around(options.asked)
    keep_quiet(verbose=options.verbose)
    findings = _examine(options)
    texts = Texts(options.lang)
    if options.json:
        print(as_json(findings, texts))
    else:
        _print_table(findings, texts)
    return Exit.FOUND if worst(findings) is State.FAIL else Exit.OK


def as_json(findings: tuple[Finding, ...], texts: Texts) -> str:
    """One document, in ASCII: consoles of Windows write other letters in many ways."""
    return json.dumps({"findings": [finding.as_dict(texts) for finding in findings]}, indent=2)


def _examine(options: argparse.Namespace) -> tuple[Finding, ...]:
    from kiosk.doctor.examination import CAMERA, GROUPS, examine, open_case

    case = open_case(find_folders(options.home), _clock)
    groups = GROUPS if options.no_camera else (CAMERA, *GROUPS)
    return examine(case, groups, tell_progress)


def _look_around(question: str) -> int:
    from kiosk.doctor.peripherals import look_around

    platform, printer = json.loads(question)
    print(json.dumps(look_around(platform, printer)))
    return Exit.OK


def _print_table(findings: tuple[Finding, ...], texts: Texts) -> None:
    from kiosk.doctor.report import tell

    width = max(60, shutil.get_terminal_size((100, 24)).columns - 1)
    encoding = sys.stdout.encoding or "ascii"
    for line in tell(findings, texts, width, is_coloured=sys.stdout.isatty()):
        print(line.encode(encoding, "replace").decode(encoding))
