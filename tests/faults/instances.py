"""Several processes are started on one kiosk at once: one has it, the others are told so."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Final

from kiosk.store.errors import StoreInUseError
from tests.faults.desk import Place
from tests.faults.life import Scene, afterwards, begin_or_go_on
from tests.faults.tracing import DISK, Ended, kill_at
from tests.faults.tracing import run as run_process

AT_ONCE: Final = 3
_WRITES: Final = 60
"""One of them is killed somewhere among so many."""


def start_at_once(scene: Scene, folder: Path, seed: int) -> list[str]:
    """Start some at once, of which one is killed; begin again, and compare."""
    spoils = [kill_at(DISK, Random(seed).randint(1, _WRITES)), *[()] * (AT_ONCE - 1)]
    with scene.set_up(folder / f"instances {seed}") as (centre, place):
        with ThreadPoolExecutor(AT_ONCE) as pool:
            ends = pool.map(lambda spoil: _start(place, scene.stage, spoil), spoils)
            problems = [ended.said for ended in ends if ended.said]
        problems += afterwards(scene, centre, place)
    return [f"{scene.stage}, {AT_ONCE} at once (seed {seed}): {one}" for one in problems]


def unless_in_use(place: Place, stage: str) -> None:
    """Another one has it: the person is told so, and does nothing more here."""
    try:
        begin_or_go_on(place, stage)
    except StoreInUseError:
        return


def _start(place: Place, stage: str, spoil: tuple[str, ...]) -> Ended:
    return run_process(unless_in_use, place, stage, spoil=spoil)
