"""One step of a build: told with its seconds; and the commands it runs."""

import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path


class PackagingError(Exception):
    """A package cannot be made or does not hold; the message says what to do."""


@contextmanager
def step(what: str) -> Iterator[None]:
    """Tell what is being done, and when it is done how long it took."""
    print(f"{what} ...", flush=True)
    started = time.monotonic()
    yield
    print(f"{what}: {time.monotonic() - started:.1f} s", flush=True)


def run(
    command: Sequence[str | Path],
    *,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    said: str = "",
) -> str:
    """Run a command quietly, with `said` as its input, and return what it printed.

    Raises:
        PackagingError: the command is missing or failed; with the last of what it said.
    """
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=folder,
            env=environment,
            input=said,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    except FileNotFoundError:
        raise PackagingError(f"there is no command {command[0]} on this machine") from None
    if done.returncode != 0:
        last = "\n".join((done.stdout + done.stderr).splitlines()[-20:])
        line = " ".join(map(str, command))
        raise PackagingError(
            f"this command failed with status {done.returncode}:\n  {line}\n{last}"
        )
    return done.stdout
