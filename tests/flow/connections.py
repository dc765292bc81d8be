"""Every address that a program and its children talk to, as the kernel sees it, by strace."""

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

Address = tuple[str, int]

ROOT_FOLDER: Final = Path(__file__).parents[2]
STRACE: Final = ("strace", "--follow-forks", "--seccomp-bpf", "-qq", "--signal=none")
CALLS: Final = "connect,sendto,sendmsg,sendmmsg,io_uring_setup"
"""Whatever can name somebody to talk to. A ring would hide all of them from us."""
_ADDRESS: Final = re.compile(r'sin6?_port=htons\((\d+)\).*?"([^"]+)"')


class UnwatchedError(Exception):
    """The program has talked in a way that cannot be watched."""


def run_watched(
    command: Sequence[str], folder: Path, seconds: float
) -> tuple[str, frozenset[Address]]:
    """Run a program to its end; returns what it printed, and with whom it talked over IP.

    Raises UnwatchedError; subprocess.CalledProcessError where the program failed.
    """
    trace = folder / "trace"
    watched = [*STRACE, f"--trace={CALLS}", f"--output={trace}", *command]
    done = subprocess.run(
        watched, cwd=ROOT_FOLDER, timeout=seconds, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout, addresses_in(trace.read_text("utf-8", "replace"))


def addresses_in(trace: str) -> frozenset[Address]:
    """The IP addresses in the lines of a trace."""
    if "io_uring_setup(" in trace:
        raise UnwatchedError("it has made an io_uring")
    return frozenset((host, int(port)) for port, host in _ADDRESS.findall(trace))
