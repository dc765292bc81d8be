"""Moves registrations on in a process of its own, beside those that take them in."""

import argparse
import signal
from threading import Event

from kiosk.central_commands.folder import the_centre
from kiosk.central_commands.photo_check import PhotoCheckError, add_photo_check, photo_verifiers
from kiosk.command import Exit, fail

_MOST_THREADS = 64
_LOOK_SECONDS = 1.0
"""Windows tells nobody of a signal while they wait for longer."""


def add_work(jobs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """As many processes as there is work for, also on other computers, behind one database."""
    work = jobs.add_parser("work", help="only move registrations on, until SIGTERM")
    work.add_argument("--threads", type=number_of_threads, default=1)
    add_photo_check(work)
    work.set_defaults(command=_work)


def number_of_threads(text: str) -> int:
    """Raises ArgumentTypeError for what is no number from 0 to 64."""
    if text.isascii() and text.isdigit() and int(text) <= _MOST_THREADS:
        return int(text)
    raise argparse.ArgumentTypeError(f"a number from 0 to {_MOST_THREADS}")


def _work(options: argparse.Namespace) -> int:
    ended = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    try:
        with photo_verifiers(options) as verifiers, the_centre(options, verifiers) as centre:
            centre.employ(options.threads)
            print(f"{options.threads} at work", flush=True)
            while not ended.wait(_LOOK_SECONDS):
                pass
    except PhotoCheckError as error:
        return fail(Exit.CAMERA, str(error))
    return Exit.OK
