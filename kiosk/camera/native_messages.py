"""Keeps what C libraries write to the terminal off it."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_STDERR = 2


@contextmanager
def native_messages_dropped() -> Iterator[None]:
    """Drop what is written past Python to descriptor 2: remarks of decoders about hostile files.

    What Python writes to `sys.stderr` goes where it always went. For the whole process and its
    threads, so it belongs around a command, not inside one.
    """
    sys.stderr.flush()
    try:
        kept = os.dup(_STDERR)
    except OSError:  # a windowed program on Windows has no stderr
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, _STDERR)
    os.close(nowhere)
    before = sys.stderr
    if _is_the_descriptor(before):
        sys.stderr = open(kept, "w", 1, before.encoding, "backslashreplace", closefd=False)  # noqa: SIM115
    try:
        yield
    finally:
        sys.stderr.flush()
        sys.stderr = before
        os.dup2(kept, _STDERR)
        os.close(kept)


def _is_the_descriptor(stream: object) -> bool:
    """Whether a stream writes to descriptor 2, and is not one of a test or a window."""
    try:
        return getattr(stream, "fileno", lambda: -1)() == _STDERR
    except (OSError, ValueError):
        return False
