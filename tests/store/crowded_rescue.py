"""A rescue on ever larger disks.

`python -m tests.store.crowded_rescue FOLDER`: FOLDER is a store whose database is damaged. One word
is printed for each disk: `full` where it was said to be, and `rescued`; the last one is.
"""

import shutil
import sys
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Final

from kiosk.store.errors import DiskFullError
from kiosk.store.keys import find_root_key
from kiosk.store.rescue import Rescue, Rescued
from kiosk.store.store import Store
from tests.faults.mounts import SmallDisk, begin_own_mounts
from tests.store.counter import CHEAP_PINS, NOW

PAGES_MORE: Final = 16
PLENTY: Final = 100_000


def rescue(folder: Path) -> Rescued:
    return Rescue(folder, allow_key_file=True).rescue(NOW + timedelta(days=1))


def rescued_with_room_for(pages: int, damaged: Path) -> bool:
    """Whether that was room enough; if not, the same again after somebody has made room."""
    folder = damaged.with_name(f"room for {pages}")
    shutil.copytree(damaged, folder)
    disk = SmallDisk(folder, damaged.with_name(f"before {pages}"))
    disk.resize(disk.used_pages + pages)
    rescued = None
    with suppress(DiskFullError):
        rescued = rescue(folder)
    was_enough = rescued is not None
    disk.resize(PLENTY)
    rescued = rescued or rescue(folder)
    store = Store(folder, find_root_key(folder, allow_key_file=True), pin_cost=CHEAP_PINS)
    balance, drafts = store.figures.balance(), store.drafts.list_open()
    if not balance.agrees or (balance.made, len(drafts)) != (rescued.kept, rescued.drafts):
        raise AssertionError(f"with room for {pages} pages: {rescued}, but {balance}")
    store.close()
    return was_enough


def main(damaged: Path) -> None:
    begin_own_mounts()
    for pages in range(1, PLENTY, PAGES_MORE):
        is_enough = rescued_with_room_for(pages, damaged)
        sys.stdout.write("rescued\n" if is_enough else "full\n")
        if is_enough:
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]))
