"""The commands of the way over a stick: export, import, and carry on another computer."""

import argparse
import sys
import time
from collections.abc import Generator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from kiosk.backroom import BackRoom
from kiosk.command import Exit, fail, ready_folders, sentence_of
from kiosk.logs import start_logging
from kiosk.settings_layers import load_settings
from kiosk.store.journal import KIOSK
from kiosk.sync.carrier import Carrier
from kiosk.sync.carrying import Errand, HttpCarrierLine, find_bundles
from kiosk.sync.central import CentralRefusedError, DeviceRevokedError
from kiosk.sync.stick import CarrierError
from kiosk.sync.transport import CentreAddress, Transport

_clock = partial(datetime.now, UTC)


def add_carrier_commands(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the three."""
    export = commands.add_parser("export", help="write what waits to a stick")
    export.add_argument("folder", type=Path, metavar="FOLDER", help="of the stick")
    export.set_defaults(command=_export)
    take_in = commands.add_parser("import", help="take in the answer on a stick")
    take_in.add_argument("place", type=Path, metavar="FILE", help="the answer, or its folder")
    take_in.set_defaults(command=_import)
    carry = commands.add_parser("carry", help="bring a kiosk's stick to the centre, from here")
    carry.add_argument("place", type=Path, metavar="BUNDLE", help="the bundle, or its folder")
    carry.add_argument("--centre", required=True, metavar="URL", help="https://...")
    carry.add_argument("--ca-file", type=Path, help="PEM file of a certificate authority")
    carry.add_argument("--proxy", help="http://... of this network")
    carry.set_defaults(command=_carry)


def _export(options: argparse.Namespace) -> int:
    with _faults_said() as ended, _carrier(options) as carrier:
        written = carrier.write(options.folder, _clock(), KIOSK, _count)
        print(f"{written.parts} parts in {written.path}, left for the next {written.left}")
    return ended.status


def _import(options: argparse.Namespace) -> int:
    with _faults_said() as ended, _carrier(options) as carrier:
        found = carrier.take_in(options.place, _clock(), KIOSK, _count)
        print(
            f"delivered {found.delivered}, refused {found.refused}, known before {found.known},"
            f" outcomes {found.outcomes}, still waiting {found.waiting}"
        )
        if found.waiting or found.refused:
            ended.status = Exit.FOUND
    return ended.status


def _carry(options: argparse.Namespace) -> int:
    """Uses nothing of this computer but its network: no store, no settings, no log."""
    start_logging(None, verbose=options.verbose)
    address = CentreAddress(options.centre, ca_file=options.ca_file, proxy=options.proxy)
    with _faults_said() as ended, closing(Transport(address, _clock)) as transport:
        line = HttpCarrierLine(transport)
        for bundle in find_bundles(options.place):
            with _faults_said() as one:  # what is wrong with one kiosk's bundle stops no other
                one.status = _carry_one(line, bundle)
            ended.status = max(ended.status, one.status)
    return ended.status


def _carry_one(line: HttpCarrierLine, bundle: Path) -> int:
    carried = Errand(line, _pause, _count).run(bundle, _clock())
    print(f"{bundle.name}: received {carried.received}, refused {carried.refused}")
    if carried.question_refused:
        print(f"kiosk: {sentence_of('carrier.question_too_old')}", file=sys.stderr)
    return Exit.FOUND if carried.refused or carried.question_refused else Exit.OK


class _Ended:
    """How a command ended."""

    def __init__(self) -> None:
        self.status: int = Exit.OK


@contextmanager
def _faults_said() -> Generator[_Ended]:
    """Say what to do about a stick, or about a kiosk that this centre does not take."""
    ended = _Ended()
    try:
        yield ended
    except CarrierError as error:
        ended.status = fail(Exit.UNUSABLE, f"{sentence_of(error.key)} ({error})")
    except CentralRefusedError as error:
        sentence = sentence_of("carrier.device_unknown")
        ended.status = fail(Exit.CENTRE, f"{sentence} ({error})")
    except DeviceRevokedError as error:
        ended.status = fail(Exit.CENTRE, sentence_of(error.key))


@contextmanager
def _carrier(options: argparse.Namespace) -> Generator[Carrier]:
    folders = ready_folders(options)
    with BackRoom(folders.store, load_settings(folders).config, _clock) as room:
        yield Carrier(room.store, room.configuration)


def _pause(seconds: float) -> None:
    print(f"the centre cannot be reached now; trying again in {seconds:.0f} s", file=sys.stderr)
    time.sleep(seconds)


def _count(done: int, total: int) -> None:
    """Only where somebody watches."""
    if sys.stderr.isatty():
        end = "\n" if done == total else ""
        print(f"\r{done} of {total}", end=end, file=sys.stderr, flush=True)
