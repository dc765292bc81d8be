"""The commands that send: once, or as a service; and how it stands with the service."""

import argparse
import json
import signal
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import FrameType

from kiosk.backroom import BackRoom, centre_address
from kiosk.command import Exit, fail, ready_folders, sentence_of
from kiosk.config import Config
from kiosk.fault_watch import FaultWatch
from kiosk.paths import Folders
from kiosk.service import SendingService
from kiosk.settings_layers import load_settings
from kiosk.store.errors import StoreInUseError
from kiosk.store.instance_lock import FRONT_LOCK, is_held
from kiosk.store.service_note import (
    ServiceNote,
    ServiceState,
    is_service_running,
    read_service_note,
)
from kiosk.sync.engine import Step
from kiosk.sync.transport import Timeouts

SERVICE_LOG = "service.log"
"""Its own: two programs cannot turn over one log."""
_clock = partial(datetime.now, UTC)
_ENDING = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name)
)


def add_sync_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `sync` with its ways."""
    sync = commands.add_parser("sync", help="send what is due now")
    ways = sync.add_mutually_exclusive_group()
    ways.add_argument(
        "--service", action="store_true", help="go on sending whenever Loket is not open"
    )
    ways.add_argument("--status", action="store_true", help="tell how it stands with the service")
    sync.add_argument("--json", action="store_true", help="the status as one JSON document")
    sync.set_defaults(command=_sync)


def _sync(options: argparse.Namespace) -> int:
    if options.json and not options.status:
        return fail(Exit.UNUSABLE, "--json goes with --status")
    if options.service:
        return _serve(options)
    if options.status:
        return _tell_status(options)
    return _send_once(options)


def _send_once(options: argparse.Namespace) -> int:
    folders = ready_folders(options)
    with BackRoom(folders.store, load_settings(folders).config, _clock) as room:
        room.check_address()
        if room.store.call(lambda store: store.settings.enrolment()) is None:
            return fail(Exit.SETTINGS, "this is no kiosk of an office yet; see: kiosk enrol")
        steps = _send_due(room)
        rows = room.store.call(lambda store: store.submissions.queue_rows())
        fault = room.circuit.fault
    print(f"sent {steps[Step.SENT]}, still waiting {len(rows)}", flush=True)
    if fault is not None:
        raise fault
    return Exit.FOUND if rows else Exit.OK


def _send_due(room: BackRoom) -> Counter[Step]:
    """Send until nothing is due any more or the centre wants a pause."""
    steps: Counter[Step] = Counter()
    with closing(room.call_centre()) as central:
        engine = room.make_engine(central)
        while (step := engine.run_once(room.clock())) not in {Step.IDLE, Step.PAUSED}:
            steps[step] += 1
    return steps


def _serve(options: argparse.Namespace) -> int:
    folders = ready_folders(options, log=SERVICE_LOG)
    service = SendingService(folders.store, partial(_settings_in_force, folders), _clock)
    with FaultWatch(service.tell_fault), _signals_told(service.stop):
        try:
            service.run()
        except StoreInUseError:
            return fail(Exit.STORE, "the service runs already; see: kiosk sync --status")
    return Exit.OK


def _settings_in_force(folders: Folders) -> Config | None:
    """None where nobody named a centre yet; raises ConfigError or AddressError for wrong ones."""
    config = load_settings(folders).config
    if not config.centre.url:
        return None
    centre_address(config.centre, Timeouts())
    return config


@contextmanager
def _signals_told(stop: Callable[[], None]) -> Generator[None]:
    def end(_: int, __: FrameType | None) -> None:
        stop()

    handlers = {number: signal.signal(number, end) for number in _ENDING}
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)


def _tell_status(options: argparse.Namespace) -> int:
    """Look at the locks alone: nobody who sends is disturbed."""
    folder = ready_folders(options).store
    is_running, note = is_service_running(folder), read_service_note(folder)
    tell = _as_json if options.json else _as_text
    print(tell(is_running=is_running, holder=_holder(folder, note), note=note))
    is_well = is_running and note is not None and note.fault is None
    return Exit.OK if is_well else Exit.FOUND


def _holder(folder: Path, note: ServiceNote | None) -> str:
    """Who has the store open, in a word."""
    if is_held(folder / FRONT_LOCK):
        return "front"
    is_sending = note is not None and note.state is ServiceState.SENDING
    return "service" if is_sending and is_service_running(folder) else "nobody"


def _as_json(*, is_running: bool, holder: str, note: ServiceNote | None) -> str:
    told = dict.fromkeys(ServiceNote.__slots__) | ({} if note is None else note.as_dict())
    return json.dumps({"running": is_running, "store": holder, **told}, indent=2)


def _as_text(*, is_running: bool, holder: str, note: ServiceNote | None) -> str:
    lines = [f"the service {'runs' if is_running else 'does not run'}"]
    if note is not None:
        lines += [
            f"{'' if is_running else 'before: '}{note.state} since {_minute(note.since)},"
            f" seen {_minute(note.seen_at)}",
            f"last contact with the centre: {_minute(note.last_contact)}",
        ]
        lines += [sentence_of(note.fault)] if note.fault else []
    holders = {"front": "a window or a command", "service": "the service", "nobody": "nobody"}
    return "\n".join([*lines, f"the store is open in: {holders[holder]}"])


def _minute(moment: datetime | None) -> str:
    return "never" if moment is None else f"{moment:%Y-%m-%d %H:%M}"
