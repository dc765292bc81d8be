"""A real centre on this computer's own network, for a kiosk in Wine to become one of its own."""

import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from installer.step import PackagingError, run
from installer.windows.wine.processes import Running

OFFICE: Final = "genteng"
OFFICE_NAME: Final = "Desa Genteng Kulon"
_ANSWERS_AT: Final = "the centre answers at "
_SECONDS_TO_START: Final = 60
_KIOSK: Final = (sys.executable, "-m", "kiosk")


@dataclass(frozen=True, slots=True)
class Centre:
    """A centre that runs: its folder and its address."""

    folder: Path
    url: str

    def do(self, *job: str) -> str:
        """What one of its jobs says; raises PackagingError."""
        return run([*_KIOSK, "central", "--data", self.folder, *job])

    def provision(self, file: Path) -> None:
        """Make a file that makes one kiosk of its office."""
        self.do("provision", OFFICE, "--url", self.url, "--hours", "1", "--out", str(file))


@contextmanager
def centre_on_loopback() -> Generator[Centre]:
    """Start it with one office; it ends with the block."""
    with tempfile.TemporaryDirectory(prefix="loket-trial-centre-") as name:
        folder = Path(name)
        running = Running([*_KIOSK, "central", "--data", name, "--port", "0"])
        try:
            centre = Centre(folder, _address(running))
            centre.do("office", OFFICE, OFFICE_NAME)
            yield centre
        finally:
            running.answer(0)


def _address(running: Running) -> str:
    end = time.monotonic() + _SECONDS_TO_START
    while time.monotonic() < end and running.process.poll() is None:
        for line in running.said.splitlines():
            if line.startswith(_ANSWERS_AT):
                return line.removeprefix(_ANSWERS_AT).strip()
        time.sleep(0.1)
    raise PackagingError(f"the centre does not start:\n{running.said}")
