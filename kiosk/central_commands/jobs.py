"""What an operator does at the command line."""

import argparse
from datetime import date
from typing import TYPE_CHECKING

from kiosk.central_commands.folder import AT_THE_CONSOLE, the_centre, the_operator
from kiosk.command import Exit, fail, sentence_of
from kiosk.domain.recovery import RecoveryProblem, parse_challenge

if TYPE_CHECKING:
    from kiosk.central.devices.enrolment import Device


def add_jobs(jobs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Offices, their kiosks and codes, and the way back for supervisors."""
    office = jobs.add_parser("office", help="add an office, or rename the one of this id")
    office.add_argument("id", help="1 to 64 small letters, digits and hyphens, for good")
    office.add_argument("name", help="as residents read it")
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
    from kiosk.central.desk.audit import Deed
    from kiosk.central.desk.words import Language, words
    from kiosk.central.devices.new_office import NewOffice

    office = NewOffice(options.id, options.name, options.village or "")
    if (problem := office.problem) is not None:
        return fail(Exit.UNUSABLE, words(Language.ENGLISH)(f"problem.{problem}"))
    with (
        the_centre(options) as centre,
        centre.desk.audit.act(AT_THE_CONSOLE, Deed.OFFICE_ADD, office.office_id, office.name),
    ):
        centre.enrolments.new_office(office.office_id, office.name, office.village or None)
    return Exit.OK


def _code(options: argparse.Namespace) -> int:
    from kiosk.central.desk.audit import Deed
    from kiosk.central.operator import Operator

    with the_centre(options) as centre:
        try:
            with centre.desk.audit.act(AT_THE_CONSOLE, Deed.ENROLMENT_CODE, options.office):
                code = Operator(centre).new_code(options.office)
        except LookupError:
            return fail(Exit.SETTINGS, f"there is no office {options.office}: add it first")
    print(code)
    return Exit.OK


def _recover(options: argparse.Namespace) -> int:
    from kiosk.central.desk.audit import Deed
    from kiosk.central.operator import Operator

    challenge = parse_challenge(options.challenge)
    if isinstance(challenge, RecoveryProblem):
        return fail(Exit.UNUSABLE, sentence_of(challenge))
    with the_centre(options) as centre:
        audit, asked = centre.desk.audit, challenge.display
        try:
            with audit.act(AT_THE_CONSOLE, Deed.RECOVERY_CODE, options.office, asked):
                code = Operator(centre).recovery_code(options.office, challenge, options.day)
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
