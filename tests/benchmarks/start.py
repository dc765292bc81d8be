"""From the start of the process to the first window, and to the live preview."""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from kiosk.backroom import BackRoom
from kiosk.config import CentreSettings, Config, StoreSettings
from kiosk.demo.centre import demo_centre
from kiosk.domain.pin import Pin
from kiosk.store.officers import Role
from tests.benchmarks.figure import Figure

RUNS = 7
METHOD = f"median of {RUNS} processes after one that warms the disk cache; offscreen, sample camera"


def run() -> Iterator[Figure]:
    """Start an enrolled kiosk again and again."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with demo_centre(home / "centre", now) as centre:
            enrol(home / "store", centre.url, centre.new_code())
            times = [_start(home / "store", centre.url) for _ in range(RUNS + 1)][1:]
    for name, what, aim in (
        ("window", "first window (welcome page painted)", "under 1.5"),
        ("ready", "doors that open", ""),
        ("preview", "live preview", "under 3"),
    ):
        value = statistics.median(time[name] for time in times)
        yield Figure(f"start to {what}", value, "s", METHOD, aim)


def enrol(folder: Path, url: str, code: str) -> None:
    """Make a kiosk of a centre out of an empty folder, with a supervisor."""
    config = Config(centre=CentreSettings(url=url), store=StoreSettings(allow_key_file=True))
    room = BackRoom(folder, config, now)
    room.start()
    room.enrol(code)
    room.store.call(lambda s: s.officers.add("BU CONTOH", Pin("274913"), Role.SUPERVISOR, now()))
    room.stop()


def _start(folder: Path, url: str) -> dict[str, float]:
    began = time.time()
    command = [sys.executable, "-m", "tests.benchmarks.started_kiosk", str(folder), url]
    ended = subprocess.run(command, check=True, capture_output=True, text=True)
    lines = (line.split() for line in ended.stdout.splitlines())
    return {name: float(moment) - began for name, moment in lines}


def now() -> datetime:
    """The moment."""
    return datetime.now(UTC)
