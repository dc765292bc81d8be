"""A rescue that is killed before each single thing it does to the disk, and begun again.

`python -m tests.store.killed_rescue FOLDER`: FOLDER is a store that does not open. One line is
printed for each place of a kill: its number, and how many registrations wait after the next try.
"""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final

from kiosk.store.errors import StoreError
from kiosk.store.keys import find_root_key
from kiosk.store.rescue import Rescue
from kiosk.store.store import Store
from tests.store.counter import CHEAP_PINS, NOW

TOUCHING: Final = frozenset({"open", "os.rename", "os.remove", "os.mkdir", "os.chmod", "os.rmdir"})
"""What Python tells its auditors of before it is done; SQLite's own writes are not among it."""
MOST_PLACES: Final = 500
FAULT: Final = 70


def kill_before(number: int, folder: Path) -> None:
    """End this process, without any farewell, before it touches a file for that many times."""
    left = number

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event in TOUCHING and str(arguments[0]).startswith(str(folder)):
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


def in_a_child(work: Callable[[], None]) -> int:
    """Its exit status; negative for the signal that ended it."""
    child = os.fork()
    if not child:
        status = FAULT
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def rescue(folder: Path) -> None:
    Rescue(folder, allow_key_file=True).rescue(NOW + timedelta(days=1))


def be_killed(folder: Path, number: int) -> None:
    kill_before(number, folder)
    rescue(folder)


def open_or_rescue(folder: Path) -> Store:
    """What an officer does at the next start."""
    try:
        return Store(folder, find_root_key(folder, allow_key_file=True), pin_cost=CHEAP_PINS)
    except StoreError:
        rescue(folder)
        return Store(folder, find_root_key(folder, allow_key_file=True), pin_cost=CHEAP_PINS)


def report(folder: Path, number: int) -> None:
    """Say what is left, as long as all of it is in order."""
    store = open_or_rescue(folder)
    store.watch_over(NOW + timedelta(days=1))
    store.examination.examine(NOW + timedelta(days=1))
    if store.figures.balance().agrees and store.journal.entries(of=("store",)):
        waiting = {row.submission_id for row in store.submissions.queue_rows()}
        sys.stdout.write(f"{number} {len(waiting)}\n")
        sys.stdout.flush()
    store.close()


def main(broken: Path) -> None:
    for number in range(1, MOST_PLACES):
        folder = broken.with_name(f"killed-{number}")
        shutil.copytree(broken, folder)
        status = in_a_child(partial(be_killed, folder, number))
        in_a_child(partial(report, folder, number))
        shutil.rmtree(folder)
        if status == 0:
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]))
