"""What must hold for the program once it is installed: commands, landmarks, and the window."""

import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from installer.report import CaseError, expect, holds
from installer.step import PackagingError, run
from installer.windows.wine.prefix import Wine
from installer.windows.wine.processes import Running
from installer.windows.wine.screen import colours_in, take_picture

PROGRAM: Final = r"C:\Program Files\Loket"
KIOSK: Final = rf"{PROGRAM}\kiosk.exe"
COUNTER: Final = rf"{PROGRAM}\Loket.exe"
_SOUND: Final = ("version.opencv", "version.mediapipe", "keyring", "models", "regions", "fonts")
"""What the doctor has to find in order though the computer is a Wine."""
_PICTURES: Final = (
    "resources/sample/P005.jpg",
    "resources/sample/P006.jpg",
    "tests/data/faces/P010.jpg",
)
_LEAST_COLOURS: Final = 200
"""A blank screen has one; smooth letters and icons have hundreds."""
_SECONDS_TO_LOOK: Final = 0.2
_SECONDS_TO_OPEN: Final = 60
_SECONDS_TO_SETTLE: Final = 10
_SECONDS_AT_REST: Final = 5
_MOST_CPU: Final = 0.1
"""Of one processor, while a window waits for somebody to press something."""


@dataclass(slots=True)
class Window:
    """The counter's window, and what is measured of it: figures of Wine, not of Windows."""

    wine: Wine
    picture: Path
    running: Running | None = None
    seconds: float = 0.0
    megabytes: float = 0.0

    def open(self) -> None:
        """Open the counter and wait until it is seen; leaves a picture. Raises CaseError."""
        self.running, started = self.wine.start(COUNTER), time.monotonic()
        while not self._is_seen():
            self.seconds = time.monotonic() - started
            if self.seconds > _SECONDS_TO_OPEN or self.running.process.poll() is not None:
                raise CaseError(f"no window after {self.seconds:.0f} s:\n{self.running.said}")
        self.seconds = time.monotonic() - started

    def _is_seen(self) -> bool:
        """Whether its picture, which is left behind, is one of a page with words on it."""
        time.sleep(_SECONDS_TO_LOOK)
        try:
            take_picture(self.wine.display, self.picture)
        except PackagingError as error:
            raise CaseError(str(error)) from None
        return colours_in(self.picture) >= _LEAST_COLOURS

    def rest(self) -> None:
        """Its first page stays, and while nobody presses anything it does next to nothing."""
        process = self._process()
        time.sleep(_SECONDS_TO_SETTLE)
        holds(true=self._is_seen(), otherwise=f"nothing is shown any more: {self.picture}")
        before = _cpu_seconds(process)
        time.sleep(_SECONDS_AT_REST)
        share = (_cpu_seconds(process) - before) / _SECONDS_AT_REST
        self.megabytes = _resident_megabytes(process)
        holds(true=share < _MOST_CPU, otherwise=f"it takes {share:.0%} of a processor")

    def _process(self) -> int:
        if self.running is None or self.running.process.poll() is not None:
            raise CaseError("Loket is not open")
        return self.running.process.pid

    def has_ended(self) -> bool:
        """Whether it ended by itself."""
        return self.running is not None and self.running.process.poll() is not None

    def close(self) -> None:
        """End it, however it is."""
        if self.running is not None:
            self.running.answer(0)
            self.running = None

    def figures(self) -> str:
        """What was measured, in a sentence."""
        return (
            f"under Wine, which says nothing of Windows: first window after {self.seconds:.1f} s,"
            f" {self.megabytes:.0f} MB at rest"
        )


def tells_version(wine: Wine, version: str) -> None:
    """It starts at all."""
    expect(wine.run(KIOSK, "--version"), says=f"kiosk {version}")


def findings_of(wine: Wine) -> Mapping[str, Any]:
    """What the doctor finds, by the name of the check; raises CaseError."""
    answer = wine.run(KIOSK, "doctor", "--json", "--no-camera")
    try:  # what is said on standard error may stand around it
        document, _ = json.JSONDecoder().raw_decode(answer.said, answer.said.index("{"))
        return {each["check"]: each for each in document["findings"]}
    except (ValueError, KeyError):
        raise CaseError(f"no findings, status {answer.status}:\n{answer.said[-2000:]}") from None


def examines_itself(wine: Wine) -> None:
    """Models, OpenCV, MediaPipe and the credential locker are as they should be."""
    found = findings_of(wine)
    not_right = {
        name: found.get(name) for name in _SOUND if found.get(name, {}).get("state") != "ok"
    }
    holds(true=not not_right, otherwise=f"{not_right}")


def judges_as_on_linux(wine: Wine, root: Path) -> None:
    """Landmarks are found, so models, MediaPipe and OpenCV work; verdict and reasons agree."""
    pictures = [str(root / name) for name in _PICTURES]
    there = verdicts_in(wine.run(KIOSK, "check", "--json", *(f"Z:{p}" for p in pictures)).said)
    here = verdicts_in(_checked_here(pictures))
    holds(true=len(here) == len(pictures), otherwise=f"on Linux: {here}")
    holds(true=here[0][0] == "pass", otherwise=f"no face is found on Linux: {here[0]}")
    holds(true=there == here, otherwise=f"Wine: {there}\nLinux: {here}")


def verdicts_in(said: str) -> list[tuple[str, tuple[str, ...]]]:
    """Verdict and reasons of each picture."""
    answers = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    return [(answer["verdict"], tuple(answer["reasons"])) for answer in answers]


def _checked_here(pictures: Sequence[str]) -> str:
    command = [sys.executable, "-m", "kiosk", "check", "--json", *pictures]
    script = '"$@" || true'  # a photo that is not taken ends with a status of its own
    return run(["sh", "-c", script, "sh", *command])


def _cpu_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")  # utime, stime


def _resident_megabytes(process: int) -> float:
    pages = int(Path(f"/proc/{process}/statm").read_text("utf-8").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
