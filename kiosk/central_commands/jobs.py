"""What an operator does at the command line."""

import argparse
from datetime import date
from typing import TYPE_CHECKING

from kiosk.central_commands.folder import the_operator
from kiosk.command import Exit, fail, sentence_of
from kiosk.domain.recovery import RecoveryProblem, parse_challenge

if TYPE_CHECKING:
    from kiosk.central.devices.enrolment import Device


def add_jobs(jobs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Offices, their kiosks and codes, and the way back for supervisors."""
    office = jobs.add_parser("office", help="add an office")
    office.add_argument("id")
    office.add_argument("name")
    office.add_argument("--village", help="its dotted region code, e.g. 35.10.09.2002")
    office.set_defaults(command=_office)
    code = jobs.add_parser("code", help="print a one-time code that enrols one kiosk")
    code.add_argument("office", help="id of the office")
    code.set_defaults(command=_code)
    kiosks = jobs.add_parser("kiosks", help="every kiosk, and whether its figures agree with ours")
    kiosks.set_defaults(command=_kiosks)
    recover = jobs.add_parser("recover", help="print what lets an office's supervisor back in")
    recover.add_argument("office", help="id of the office; tell the code its own number only")
    recover.add_argument("challenge", help="what the kiosk shows, e.g. 7Q4M-2XA9-BC0D")
    recover.add_argument(
        "--day", type=date.fromisoformat, help="what the kiosk shows, where that is not today"
    )
    recover.set_defaults(command=_recover)


def _office(options: argparse.Namespace) -> int:
    with the_operator(options) as operator:
        operator.new_office(options.id, options.name, options.village)
    return Exit.OK


def _code(options: argparse.Namespace) -> int:
    with the_operator(options) as operator:
        try:
            code = operator.new_code(options.office)
        except LookupError:
            return fail(Exit.SETTINGS, f"there is no office {options.office}: add it first")
    print(code)
    return Exit.OK


def _recover(options: argparse.Namespace) -> int:
    challenge = parse_challenge(options.challenge)
    if isinstance(challenge, RecoveryProblem):
        return fail(Exit.UNUSABLE, sentence_of(challenge))
    with the_operator(options) as operator:
        try:
            code = operator.recovery_code(options.office, challenge, options.day)
        except LookupError:
            return fail(Exit.FOUND, f"no kiosk of the office {options.office} asks this")
    print(code.display)
    return Exit.OK


def _kiosks(options: argparse.Namespace) -> int:
    with the_operator(options) as operator:
        devices = operator.devices()
    for device in devices:
        print(_as_line(device))
    return Exit.FOUND if any(one.figures_agree is False for one in devices) else Exit.OK


def _as_line(device: "Device") -> str:
    """One kiosk, with its own figures beside what the centre has of it."""
    if device.heartbeat is None or device.answer is None:
        return f"{device.office_id} {device.device_id} never heard"
    figures = ", ".join(f"{name} {n}" for name, n in device.heartbeat.figures)
    verdict = "agrees" if device.figures_agree else "DISAGREES"
    return f"{device.office_id} {device.device_id} {verdict}: {figures}, here {device.answer.parts}"
