"""The kiosk command: one subcommand a job, one exit status a kind of trouble."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from kiosk import __version__
from kiosk.backroom import BackRoom
from kiosk.carrier_commands import add_carrier_commands
from kiosk.central_commands.parser import add_central_commands
from kiosk.command import Exit, fail, harmless, ready_folders, sentence_of
from kiosk.config import ConfigError
from kiosk.config_command import add_config_command
from kiosk.conformance_command import add_conformance_command
from kiosk.core_dumps import forbid_core_dumps
from kiosk.doctor_command import add_doctor_command
from kiosk.domain.turn import Turn, Wait, turn_of
from kiosk.logs import start_logging
from kiosk.paths import FolderUnusableError
from kiosk.photo_commands import add_photo_commands
from kiosk.provision_command import add_provision_command
from kiosk.rescue_commands import add_rescue_command
from kiosk.settings_layers import load_settings
from kiosk.simulate_command import add_simulate_command
from kiosk.store.errors import StoreError
from kiosk.store.figures import Balance
from kiosk.store.records import QueueRow
from kiosk.support_command import add_support_command
from kiosk.sync.central import CentralError
from kiosk.sync.enrolment import EnrolmentProblem
from kiosk.sync.transport import AddressError
from kiosk.sync_commands import add_sync_commands
from kiosk.unsent_command import add_unsent_command
from kiosk.updates_command import add_updates_command

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status and says on standard error what to do."""
    forbid_core_dumps()
    options = make_parser().parse_args(arguments)
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
    from kiosk.program import run, tell_wrong_settings

    folders = ready_folders(options)
    try:
        config = load_settings(folders).config
    except ConfigError as error:
        tell_wrong_settings(error)
        raise
    return run(folders, config, utc_now, windowed=options.windowed)


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
    print(f"this is now a kiosk of {harmless(answer.name)}")
    return Exit.OK


def _back_room(options: argparse.Namespace) -> BackRoom:
    folders = ready_folders(options)
    return BackRoom(folders.store, load_settings(folders).config, utc_now)


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


def make_parser() -> argparse.ArgumentParser:
    """Everything that may be typed after `kiosk`."""
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
    add_provision_command(commands)
    add_rescue_command(commands)
    add_config_command(commands)
    add_updates_command(commands)
    add_unsent_command(commands)
    add_doctor_command(commands)
    add_support_command(commands)
    add_central_commands(commands)
    add_simulate_command(commands)
    add_conformance_command(commands)
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
