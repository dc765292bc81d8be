"""Runs a program for so long and no longer, and lets nothing that it started hold us up."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Final

TIMED_OUT: Final = 124
"""The status of what did not end in time, as `timeout` says it."""
_SECONDS_TO_READ: Final = 1
_SECONDS_TO_END: Final = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """How a program ended, all that it said, and how many seconds it took."""

    status: int
    said: str
    seconds: float


class Running:
    """A program in a session of its own, whose words are read as they come."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str] | None = None
    ) -> None:
        self._started = time.monotonic()
        self._words: list[bytes] = []
        self.process = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        assert self.process.stdout is not None  # noqa: S101 - asked for above
        self._reader = threading.Thread(target=self._read, args=[self.process.stdout], daemon=True)
        self._reader.start()

    def _read(self, pipe: IO[bytes]) -> None:
        with pipe:
            while piece := os.read(pipe.fileno(), 65536):
                self._words.append(piece)

    @property
    def said(self) -> str:
        """What it has said so far."""
        return b"".join(self._words).decode("utf-8", "replace").replace("\r\n", "\n")

    def answer(self, seconds: float) -> Answer:
        """Wait so long for its end, or bring it about.

        What it started in the background may keep the pipe open: nobody waits for that.
        """
        try:
            status = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            status = TIMED_OUT
        took = time.monotonic() - self._started
        self._reader.join(_SECONDS_TO_READ)
        end_group(self.process)
        return Answer(status, self.said, took)


def end_group(process: subprocess.Popen[bytes]) -> None:
    """End a program that leads a session, and all that it started there."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
            process.wait(_SECONDS_TO_END)
        except ProcessLookupError:
            process.wait()
            return
        except subprocess.TimeoutExpired:
            continue
