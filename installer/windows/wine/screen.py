"""A screen of X in memory, on a display number that nobody else has, and pictures of it."""

import os
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from installer.step import PackagingError, run
from installer.windows.wine.processes import end_group

_SIZE: Final = "1366x768x24"


@contextmanager
def screen_in_memory() -> Generator[str]:
    """The name of its display, such as `:5`; the X server itself looks for a free number."""
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", _SIZE, "-nolisten", "tcp", "-ac"]
    server = subprocess.Popen(
        command,
        pass_fds=[writer],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    os.close(writer)
    try:
        with os.fdopen(reader, "r", encoding="ascii") as number:
            name = number.readline().strip()
        if not name:
            raise PackagingError("Xvfb does not start")
        yield f":{name}"
    finally:
        end_group(server)


def take_picture(display: str, file: Path) -> None:
    """Write what the screen shows as PNG."""
    file.parent.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"DISPLAY": display}
    run(["import", "-silent", "-window", "root", file], environment=environment)


def colours_in(file: Path) -> int:
    """How many different colours a picture has: a blank screen has one, a window hundreds."""
    return int(run(["identify", "-format", "%k", file]))
