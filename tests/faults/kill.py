"""The process is killed before each single write and each single call of the network.

Nothing of a resident may lie in any file then, at the kiosk or at the centre.
"""

import tempfile
import time
from pathlib import Path
from typing import Final

from tests.canary import found_in
from tests.faults.desk import SECRETS
from tests.faults.enumeration import Everywhere, Spoiled, everywhere
from tests.faults.life import QUICK, Scene, afterwards, begin_or_go_on, live
from tests.faults.section import Row, Section
from tests.faults.tracing import DISK, NETWORK, Ended, kill_at
from tests.faults.tracing import run as run_process

CALLS: Final = {"writes": DISK, "network calls": NETWORK}
STEPS_WHEN_SHORT: Final = 97
"""A prime, so that it falls in step with nothing."""


def kill_everywhere(scene: Scene, what: str, folder: Path, step: int = 1) -> Everywhere:
    """Kill a stage at each such call, begin again, and compare with the undisturbed life."""

    def killed(number: int) -> Spoiled:
        with scene.set_up(folder / f"kill {number}") as (centre, place):
            spoil = kill_at(CALLS[what], number)
            ended = run_process(begin_or_go_on, place, scene.stage, spoil=spoil)
            if not ended.was_killed:
                return Spoiled(happened=False, problems=_told(scene, ended))
            problems = [*found_in(place.home, SECRETS), *afterwards(scene, centre, place)]
        label = f"{scene.stage}, killed before the {number}th of its {what}"
        return Spoiled(happened=True, problems=tuple(f"{label}: {one}" for one in problems))

    return everywhere(killed, step)


def _told(scene: Scene, ended: Ended) -> tuple[str, ...]:
    if ended.status == 0:
        return ()
    return (f"{scene.stage} ended by itself with {ended.status}: {ended.said}",)


def run(short: bool = False) -> Section:
    """All stages of a kiosk's life; the short one takes some of the steps of each."""
    begun, rows, failures = time.monotonic(), list[Row](), list[str]()
    with tempfile.TemporaryDirectory(dir=QUICK) as name:
        for scene in live(Path(name)):
            for what in CALLS:
                step = STEPS_WHEN_SHORT if short else 1
                killed = kill_everywhere(scene, what, Path(name), step)
                rows.append((f"{scene.stage}: killed at {what}", str(killed.places)))
                failures += killed.problems
    return Section("kill", 0, tuple(rows), tuple(failures), time.monotonic() - begun)
