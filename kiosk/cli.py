"""The kiosk command: one subcommand a job, one exit status a kind of trouble."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk import __version__
from kiosk.backroom import BackRoom
from kiosk.carrier_commands import add_carrier_commands
from kiosk.command import Exit, fail, ready_folders, sentence_of
from kiosk.config import ConfigError, load_config
from kiosk.core_dumps import forbid_core_dumps
from kiosk.domain.recovery import RecoveryProblem, parse_challenge
from kiosk.domain.turn import Turn, Wait, turn_of
from kiosk.logs import start_logging
from kiosk.paths import FolderUnusableError
from kiosk.photo_commands import add_photo_commands
from kiosk.rescue_commands import add_rescue_command
from kiosk.store.errors import StoreError
from kiosk.store.figures import Balance
from kiosk.store.records import QueueRow
from kiosk.sync.central import CentralError
from kiosk.sync.enrolment import EnrolmentProblem
from kiosk.sync.transport import AddressError
from kiosk.sync_commands import add_sync_commands

if TYPE_CHECKING:
    from kiosk.central.enrolment import Device
    from kiosk.central.operator import Operator

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status and says on standard error what to do."""
    forbid_core_dumps()
    options = _parser().parse_args(arguments)
    command: Command = options.command
    try:
        return command(options)
    except (ConfigError, FolderUnusableError, AddressError) as error:
        return fail(Exit.SETTINGS, str(error))
    except StoreError as error:
        return fail(Exit.STORE, f"{sentence_of(error.key)} ({error})")
    except CentralError as error:
        return fail(Exit.CENTRE, f"{sentence_of(error.key)} ({error})")
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BrokenPipeError:  # whoever read the answers has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.INTERRUPTED


def _run(options: argparse.Namespace) -> int:
    from kiosk.program import run

    folders = ready_folders(options)
    config = load_config(folders.settings_file)
    return run(folders.store, config, utc_now, windowed=options.windowed)


def _demo(options: argparse.Namespace) -> int:
    from kiosk.demo.command import run_demo

    start_logging(None, verbose=options.verbose)
    return run_demo(headless=options.headless, out=options.out)


def _screens(options: argparse.Namespace) -> int:
    from kiosk.demo.gallery.screens import make_gallery

    start_logging(None, verbose=options.verbose)
    return make_gallery(options.out, small=options.small)


def _queue(options: argparse.Namespace) -> int:
    with _back_room(options) as room:
        rows = room.store.call(lambda store: store.submissions.queue_rows())
        figures = room.store.call(lambda store: store.figures.balance())
    told = _queue_as_json if options.json else _queue_as_text
    print(told(rows, figures, utc_now()))
    return Exit.FOUND if rows else Exit.OK


def _enrol(options: argparse.Namespace) -> int:
    with _back_room(options) as room:
        answer = room.enrol(options.code)
    if isinstance(answer, EnrolmentProblem):
        return fail(Exit.CENTRE, sentence_of(answer))
    print(f"this is now a kiosk of {answer.name}")
    return Exit.OK


def _central_serve(options: argparse.Namespace) -> int:
    from kiosk.central.configuration import demo_configuration, with_codes
    from kiosk.central.server import CannotServeError, TlsFiles, serve

    rules = with_codes(demo_configuration()) if options.codes else demo_configuration()
    folders = ready_folders(options)
    tls = TlsFiles(options.certificate, options.key) if options.certificate else None
    try:
        serve(folders.centre, options.host, options.port, _announce, tls, rules)
    except CannotServeError as error:
        return fail(Exit.SETTINGS, str(error))
    return Exit.OK


def _announce(url: str) -> None:
    print(f"the centre answers at {url}", flush=True)
    print("messages to residents are read with: kiosk central messages", flush=True)


def _central_office(options: argparse.Namespace) -> int:
    with _operator(options) as operator:
        operator.new_office(options.id, options.name, options.village)
    return Exit.OK


def _central_code(options: argparse.Namespace) -> int:
    with _operator(options) as operator:
        try:
            code = operator.new_code(options.office)
        except LookupError:
            return fail(Exit.SETTINGS, f"there is no office {options.office}: add it first")
    print(code)
    return Exit.OK


def _central_recover(options: argparse.Namespace) -> int:
    challenge = parse_challenge(options.challenge)
    if isinstance(challenge, RecoveryProblem):
        return fail(Exit.UNUSABLE, sentence_of(challenge))
    with _operator(options) as operator:
        try:
            code = operator.recovery_code(options.office, challenge, options.day)
        except LookupError:
            return fail(Exit.FOUND, f"no kiosk of the office {options.office} asks this")
    print(code.display)
    return Exit.OK


def _central_messages(options: argparse.Namespace) -> int:
    with _operator(options) as operator:
        for kept in operator.messages():
            message = kept.message
            print(f"{kept.at:%Y-%m-%d %H:%M} {message.channel} {message.recipient} {message.text}")
    return Exit.OK


def _central_kiosks(options: argparse.Namespace) -> int:
    with _operator(options) as operator:
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


def _back_room(options: argparse.Namespace) -> BackRoom:
    folders = ready_folders(options)
    return BackRoom(folders.store, load_config(folders.settings_file), utc_now)


@contextmanager
def _operator(options: argparse.Namespace) -> "Iterator[Operator]":
    from kiosk.central.centre import Centre
    from kiosk.central.configuration import demo_configuration
    from kiosk.central.operator import Operator

    with Centre(ready_folders(options).centre, utc_now, demo_configuration()) as centre:
        yield Operator(centre)


def _queue_as_json(rows: Sequence[QueueRow], figures: Balance, now: datetime) -> str:
    items = [
        {
            "submission_id": str(row.submission_id),
            "part": row.part,
            "revision": row.revision,
            "state": row.state.value,
            "attempts": row.attempts,
            "queued_at": row.queued_at.isoformat(),
            "waits_for": turn.wait.value,
            "next_try_at": None if next_try is None else next_try.isoformat(),
            "last_reason": row.last_reason,
        }
        for row in rows
        for turn in (turn_of(row, None, now),)
        for next_try in (now if turn.wait is Wait.NOTHING else turn.at,)
    ]
    totals = asdict(figures) | {"adds_up": figures.adds_up}
    return json.dumps({"items": items, "figures": totals}, indent=2)


def _queue_as_text(rows: Sequence[QueueRow], figures: Balance, now: datetime) -> str:
    lines = [
        f"{row.ticket}  {row.part} {row.revision}  {row.state}  tried {row.attempts}x"
        f"  {_when(turn_of(row, None, now))}"
        f"  {sentence_of(row.last_reason) if row.last_reason else ''}".rstrip()
        for row in rows
    ]
    totals = ", ".join(f"{name} {number}" for name, number in asdict(figures).items())
    return "\n".join([*(lines or ["nothing waits"]), totals])


def _when(turn: Turn) -> str:
    if turn.at is not None:
        return f"next {turn.at:%Y-%m-%d %H:%M}"
    return "next now" if turn.wait is Wait.NOTHING else f"waits for {turn.wait}"


def utc_now() -> datetime:
    """This computer's clock."""
    return datetime.now(UTC)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kiosk", description="Loket, the registration counter.")
    parser.add_argument("--version", action="version", version=f"kiosk {__version__}")
    parser.add_argument("--home", type=Path, help="keep everything below this folder")
    parser.add_argument("--verbose", action="store_true", help="say more on standard error")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_window_commands(commands)
    add_photo_commands(commands)
    _add_counter_commands(commands)
    add_sync_commands(commands)
    add_carrier_commands(commands)
    add_rescue_command(commands)
    _add_central_commands(commands)
    return parser


def _add_window_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    run = commands.add_parser("run", help="open the counter")
    run.add_argument("--windowed", action="store_true", help="in a window, not full screen")
    run.set_defaults(command=_run)
    demo = commands.add_parser("demo", help="try everything with an embedded centre")
    demo.add_argument("--headless", action="store_true", help="play the whole story by itself")
    demo.add_argument("--out", type=Path, default=Path("loket-demo"), help="folder for pictures")
    demo.set_defaults(command=_demo)
    screens = commands.add_parser("screens", help="picture every screen and check its layout")
    screens.add_argument("--out", type=Path, default=Path("loket-screens"), help="folder for them")
    screens.add_argument("--small", action="store_true", help="few bytes: WebP, big ones in half")
    screens.set_defaults(command=_screens)


def _add_counter_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    queue = commands.add_parser("queue", help="what waits to be sent, and why")
    queue.add_argument("--json", action="store_true", help="as one JSON document")
    queue.set_defaults(command=_queue)
    enrol = commands.add_parser("enrol", help="make this a kiosk of an office")
    enrol.add_argument("code", help="one-time code of the centre")
    enrol.set_defaults(command=_enrol)


def _add_central_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    central = commands.add_parser("central", help="the reference centre")
    jobs = central.add_subparsers(required=True, metavar="JOB")
    serve = jobs.add_parser("serve", help="run the centre")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8700)
    serve.add_argument("--certificate", type=Path, help="PEM file; needed beyond this computer")
    serve.add_argument("--key", type=Path, help="PEM file of the certificate's private key")
    serve.add_argument("--codes", action="store_true", help="confirm e-mail and phone by codes")
    serve.set_defaults(command=_central_serve)
    office = jobs.add_parser("office", help="add an office")
    office.add_argument("id")
    office.add_argument("name")
    office.add_argument("--village", help="its dotted region code, e.g. 35.10.09.2002")
    office.set_defaults(command=_central_office)
    kiosks = jobs.add_parser("kiosks", help="every kiosk, and whether its figures agree with ours")
    kiosks.set_defaults(command=_central_kiosks)
    messages = jobs.add_parser("messages", help="what was sent to residents' phones and mailboxes")
    messages.set_defaults(command=_central_messages)
    recover = jobs.add_parser("recover", help="print what lets an office's supervisor back in")
    recover.add_argument("office", help="id of the office; tell the code its own number only")
    recover.add_argument("challenge", help="what the kiosk shows, e.g. 7Q4M-2XA9-BC0D")
    recover.add_argument(
        "--day", type=date.fromisoformat, help="what the kiosk shows, where that is not today"
    )
    recover.set_defaults(command=_central_recover)
    code = jobs.add_parser("code", help="print a one-time code that enrols one kiosk")
    code.add_argument("office", help="id of the office")
    code.set_defaults(command=_central_code)
