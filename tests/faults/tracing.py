"""Processes whose every system call the kernel shows to strace, which can spoil any of them.

All of them are forks of one server that has loaded everything already: one takes some hundredths
of a second from its begin to its end.
"""

import ctypes
import logging
import multiprocessing
import os
import shutil
import subprocess
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from threading import Lock
from typing import Final

DISK: Final = (
    "write,pwrite64,fsync,fdatasync,ftruncate,?rename,renameat,renameat2,?unlink,unlinkat,"
    "?mkdir,mkdirat"
)
"""Whatever changes a file, or makes a change last."""
NETWORK: Final = "connect,sendto,recvfrom"
SECONDS: Final = 50.0
"""Longer than any of these processes may take."""
_FAILED: Final = 70
_MOST_SAID: Final = 8192
_ANY_TRACER: Final = (0x59616D61, ctypes.c_ulong(-1).value)  # prctl(PR_SET_PTRACER, _ANY)
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.faults.stages", "encodings.idna", "stringprep"])

_ONE_AT_A_TIME: Final = Lock()
"""Whoever starts a process asks how all others ended, and each can be asked only once."""


class TracingError(Exception):
    """The process could not be watched, or did not end."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended: 0, minus the signal that killed it, or with what it said."""

    status: int
    said: str = ""

    @property
    def was_killed(self) -> bool:
        """Whether it was spoiled where it should be."""
        return self.status < 0


def can_trace() -> bool:
    """Whether there is a strace on this computer."""
    return shutil.which("strace") is not None


def kill_at(calls: str, number: int) -> tuple[str, ...]:
    """Have the process killed where one of its threads makes its n-th such call, before it."""
    return (f"--trace={calls}", f"--inject={calls}:signal=KILL:when={number}")


def fail_at(calls: str, number: int, error: str, *, from_then_on: bool = False) -> tuple[str, ...]:
    """Have the n-th such call of each thread fail, or all from then on."""
    when = f"{number}+" if from_then_on else str(number)
    return (f"--trace={calls}", f"--inject={calls}:error={error}:when={when}")


def record(calls: str, into: Path) -> tuple[str, ...]:
    """Write down every such call with all that it writes."""
    every_byte = ("--strings-in-hex=all", "--string-limit=16777216", "--decode-fds=path")
    return (f"--trace={calls}", *every_byte, f"--output={into}")


def run(work: Callable[..., None], *arguments: object, spoil: Sequence[str] = ()) -> Ended:
    """Have a process of its own do some work from the beginning to the end, or to its own end."""
    ours, its = FORKS.Pipe()
    process = FORKS.Process(target=_work, args=(its, work, *arguments))
    with _ONE_AT_A_TIME:
        process.start()
    its.close()
    assert process.pid is not None
    tracer = _attach(process.pid, spoil) if spoil else None
    ours.send(None)
    if not wait([process.sentinel], SECONDS):
        process.kill()
        raise TracingError("the process does not end")
    with _ONE_AT_A_TIME:
        process.join()
    assert process.exitcode is not None
    if tracer is not None:
        tracer.communicate(timeout=SECONDS)
    said = os.read(ours.fileno(), _MOST_SAID).decode()
    ours.close()
    return Ended(process.exitcode, said)


def be_quiet() -> None:
    """What a process of these tests would log is of no use to anybody."""
    logging.getLogger().addHandler(logging.NullHandler())


def _attach(pid: int, spoil: Sequence[str]) -> subprocess.Popen[str]:
    """Return when every call is seen; strace says so on standard error."""
    nowhere = () if any(option.startswith("--output") for option in spoil) else ("-o", "/dev/null")
    command = ["strace", "--follow-forks", "--signal=none", *nowhere, *spoil, f"--attach={pid}"]
    tracer = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert tracer.stderr is not None
    line = tracer.stderr.readline()
    if "attached" not in line:
        tracer.kill()
        raise TracingError(line.strip())
    return tracer


def _work(gate: Connection, work: Callable[..., None], *arguments: object) -> None:
    """In the process itself: wait to be watched, then begin."""
    ctypes.CDLL(None).prctl(*_ANY_TRACER, 0, 0, 0)
    be_quiet()
    gate.recv()
    try:
        work(*arguments)
    except BaseException:  # noqa: BLE001 - the report of a process to the one that started it
        said = traceback.format_exc().encode()[-_MOST_SAID:]
        os.writev(gate.fileno(), [said])  # not one of the calls that are spoiled
        raise SystemExit(_FAILED) from None
