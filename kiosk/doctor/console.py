"""What the commands around the doctor do at a terminal: be quiet, and say how far it is."""

import logging
import sys

from kiosk.logs import start_logging


def keep_quiet(*, verbose: bool) -> None:
    """What would be warned of is a finding."""
    if verbose:
        start_logging(None, verbose=True)
    else:
        logging.basicConfig(handlers=[logging.NullHandler()], force=True)


def tell_progress(ready: int, of_all: int) -> None:
    """On one line of a terminal, which is empty again in the end."""
    if sys.stderr.isatty():
        line = "" if ready == of_all else f"examining this computer: {ready} of {of_all}"
        sys.stderr.write(f"\r{line:<40}\r")
        sys.stderr.flush()
