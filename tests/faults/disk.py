"""The disk is full, failing or read-only, at each single write: it is said, and nothing is lost."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kiosk.paths import FolderUnusableError
from kiosk.store.errors import StoreError
from kiosk.sync.stick import CarrierError
from tests.faults.desk import Place, StuckError
from tests.faults.enumeration import Everywhere, Spoiled, everywhere
from tests.faults.life import Scene, afterwards, begin_or_go_on
from tests.faults.mounts import NotAllowedHereError, SmallDisk, begin_own_mounts, make_read_only
from tests.faults.tracing import DISK, fail_at
from tests.faults.tracing import run as run_process

TRIES: Final = 3
SAID: Final = (StoreError, FolderUnusableError, CarrierError, StuckError)
"""What the people at the counter are told in a sentence; anything else is a bug."""
_ROOM: Final = 100_000
_INJECTED: Final = "(INJECTED)"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a disk answers instead of writing: once, or from then on."""

    error: str
    from_then_on: bool
    step: int = 5
    """From one write that is spoiled to the next, where not each is."""


TROUBLES: Final = {
    "full": Trouble("ENOSPC", from_then_on=True, step=1),
    "full for a moment": Trouble("ENOSPC", from_then_on=False),
    "failing for a moment": Trouble("EIO", from_then_on=False),
    "read-only": Trouble("EROFS", from_then_on=True),
}


def spoil_everywhere(scene: Scene, name: str, folder: Path, step: int = 1) -> Everywhere:
    """Let each write of a stage fail, do it again when that is over, and compare."""
    trouble = TROUBLES[name]

    def spoiled(number: int) -> Spoiled:
        home = folder / f"disk {number}"
        spoil = fail_at(DISK, number, trouble.error, from_then_on=trouble.from_then_on)
        with scene.set_up(home) as (centre, place):
            seen = home / "calls"
            ended = run_process(try_again, place, scene.stage, spoil=(*spoil, f"--output={seen}"))
            happened = _INJECTED in seen.read_text()
            problems = [ended.said] if ended.status else afterwards(scene, centre, place)
        label = f"{scene.stage}, disk {name} at the {number}th write"
        return Spoiled(happened, tuple(f"{label}: {one}" for one in problems))

    return everywhere(spoiled, step)


def on_small_disks(scene: Scene, folder: Path, step: int = 1) -> Everywhere:
    """Disks with room for one page, for two, and so on, until the stage has room enough."""

    def tried(pages: int) -> Spoiled:
        with scene.set_up(folder / f"small {pages}") as (centre, place):
            ended = run_process(with_room_for, place, scene.stage, pages)
            if NotAllowedHereError.__name__ in ended.said:
                return Spoiled(happened=False)
            problems = [ended.said]
            if not ended.status:
                shutil.rmtree(place.store)
                _kept(place).rename(place.store)
                problems = afterwards(scene, centre, place)
            was_full = _was_full(place).exists()
        label = f"{scene.stage}, room for {pages} pages"
        return Spoiled(was_full, tuple(f"{label}: {one}" for one in problems))

    return everywhere(tried, step)


def on_read_only_medium(scene: Scene, folder: Path) -> list[str]:
    """Nothing can be written at all; then it can, and everything is as it was."""
    with scene.set_up(folder / "read-only") as (centre, place):
        ended = run_process(without_writing, place, scene.stage)
        if NotAllowedHereError.__name__ in ended.said:
            return []
        return [ended.said] if ended.status else afterwards(scene, centre, place)


def try_again(place: Place, stage: str) -> None:
    """People to whom the kiosk says that nothing was kept do it once more, or come back later."""
    for _ in range(TRIES):
        try:
            begin_or_go_on(place, stage)
        except SAID:
            continue
        return


def with_room_for(place: Place, stage: str, pages: int) -> None:
    """A disk with room for so many pages more; when it is full, somebody makes room."""
    begin_own_mounts()
    place.store.mkdir(exist_ok=True)
    disk = SmallDisk(place.store, place.home / "aside")
    disk.resize(disk.used_pages + pages)
    try:
        begin_or_go_on(place, stage)
    except SAID:
        _was_full(place).touch()
    disk.resize(_ROOM)
    begin_or_go_on(place, stage)
    disk.keep(_kept(place))


def without_writing(place: Place, stage: str) -> None:
    """Somebody opens a kiosk on a medium that cannot be written: that is said."""
    begin_own_mounts()
    place.store.mkdir(exist_ok=True)
    make_read_only(place.store)
    try:
        begin_or_go_on(place, stage)
    except SAID:
        return
    raise AssertionError("written to a read-only medium")


def _kept(place: Place) -> Path:
    return place.home / "kept"


def _was_full(place: Place) -> Path:
    return place.home / "was-full"
