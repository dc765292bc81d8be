"""The power goes at any moment: what was not synced yet is lost, or there in part.

Its section holds what else a computer in a village does: disks, clocks, and two programs at once.
"""

import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import Final, cast

from kiosk.store.store import Store
from tests.canary import in_every_disguise
from tests.faults import clocks, disk, instances
from tests.faults.desk import ENVELOPE, SECRETS, Desk, Place, files_of, open_desk, resident
from tests.faults.disk_log import Disk, Step, Write, lay_out, read_trace
from tests.faults.life import QUICK, Scene, begin_or_go_on, live
from tests.faults.section import Row, Section
from tests.faults.tracing import DISK, FORKS, be_quiet, record
from tests.faults.tracing import run as run_process
from tests.store.counter import raw
from tests.store.old_stores import RESIDENTS

SEED: Final = 9001
AT_A_TIME: Final = 2
KEPT: Final = (0.0, 1.0, 0.5, 0.5)
"""How much of what was not synced was on the disk all the same: each cut is made so many times."""
STEPS_WHEN_SHORT: Final = 97
SMALL_STEPS: Final = 3
"""Pages from one disk that is too small to the next."""
STARTS: Final = 10
_PAGES: Final = ("name", "phone", "review")


@dataclass(frozen=True, slots=True)
class Recording:
    """Everything that one stage did to the disk, and what the people were told in between."""

    scene: Scene
    home: Path
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class PowerCut:
    """After how many steps, and what was kept of those not synced; `seed` makes it again."""

    after: int
    keeps: float
    seed: int


def recorded(scene: Scene, folder: Path) -> Recording:
    """Let a stage run to its end and write down what it does to its files."""
    home, trace = folder / scene.stage.replace(" ", "-"), folder / "trace"
    with scene.set_up(home) as (_, place):
        calls = f"{DISK},openat,writev"
        run_process(begin_or_go_on, place, scene.stage, spoil=record(calls, trace))
        steps = tuple(read_trace(trace.read_text(), home))
    return Recording(scene, home, steps)


def after_cut(recording: Recording, cut: PowerCut, home: Path) -> list[str]:
    """What does not hold when a kiosk is switched on after this power cut."""
    place = Place(home, "http://127.0.0.1:9")
    was = Place(recording.home, "")
    disk, promises = Disk(recording.scene.kept / "store", was.store), []
    for step in recording.steps[: cut.after]:
        if step.path == str(was.said) and isinstance(step, Write):
            promises.append(step.data.decode().strip())
        elif step.path == str(was.home) or Path(step.path).is_relative_to(was.store):
            disk.step(step)
    home.mkdir()
    found = disk.after_power_cut(Random(cut.seed), cut.keeps)
    lay_out(found, was.store, place.store)
    problems = _problems(place, promises, recording.scene.ending)
    return [f"{recording.scene.stage}, {cut}: {problem}" for problem in problems]


def plain_text_in(steps: Sequence[Step]) -> list[str]:
    """Whatever of a resident went to any file of the store without being encrypted."""
    disguises = {name: in_every_disguise(secret) for name, secret in SECRETS.items()}
    return [
        f"{name} written to {Path(step.path).name}"
        for step in steps
        if isinstance(step, Write)
        for name, forms in disguises.items()
        if any(form in step.data for form in forms)
    ]


def cut_everywhere(recording: Recording, folder: Path, step: int) -> tuple[int, list[str]]:
    """At each step of the recording; returns how many cuts, and what does not hold."""
    cuts = list(_cuts(len(recording.steps), step))
    homes = [folder / f"{recording.home.name}-cut-{number}" for number in range(len(cuts))]
    with ProcessPoolExecutor(AT_A_TIME, FORKS, be_quiet) as pool:
        problems = list(pool.map(partial(after_cut, recording), cuts, homes, chunksize=16))
    return len(cuts), [problem for found in problems for problem in found]


def run(short: bool = False) -> Section:
    """Power cuts, disks, clocks and instances, in all stages; the short one takes some of each."""
    begun, rows, failures = time.monotonic(), list[Row](), list[str]()
    with tempfile.TemporaryDirectory(dir=QUICK) as name:
        folder = Path(name)
        for scene in live(folder):
            for row, problems in _everything(scene, folder, short=short):
                rows.append(row)
                failures += problems
    return Section("power", SEED, tuple(rows), tuple(failures), time.monotonic() - begun)


def _everything(scene: Scene, folder: Path, *, short: bool) -> Iterator[tuple[Row, Sequence[str]]]:
    recording = recorded(scene, folder)
    cuts, problems = cut_everywhere(recording, folder, STEPS_WHEN_SHORT if short else 1)
    yield (f"{scene.stage}: power cuts", str(cuts)), problems + plain_text_in(recording.steps)
    for name, trouble in disk.TROUBLES.items():
        step = STEPS_WHEN_SHORT if short else trouble.step
        spoiled = disk.spoil_everywhere(scene, name, folder, step)
        yield (f"{scene.stage}: disk {name}", str(spoiled.places)), spoiled.problems
    small = disk.on_small_disks(scene, folder, STEPS_WHEN_SHORT if short else SMALL_STEPS)
    yield (f"{scene.stage}: disks too small", str(small.places)), small.problems
    yield (f"{scene.stage}: read-only medium", "1"), disk.on_read_only_medium(scene, folder)
    for name in clocks.JUMPS:
        jumped = clocks.jump_everywhere(scene, name, folder, STEPS_WHEN_SHORT if short else 1)
        yield (f"{scene.stage}: clock {name}", str(jumped.places)), jumped.problems
    seeds = range(1 if short else STARTS)
    problems = [one for seed in seeds for one in instances.start_at_once(scene, folder, seed)]
    yield (f"{scene.stage}: {instances.AT_ONCE} started at once", str(len(seeds))), problems


def _cuts(steps: int, step: int) -> Iterator[PowerCut]:
    for after in range(0, steps + 1, step):
        for number, keeps in enumerate(KEPT):
            yield PowerCut(after, keeps, SEED + after * len(KEPT) + number)


def _problems(place: Place, promises: Sequence[str], ending: Mapping[str, object]) -> Iterator[str]:
    with open_desk(place) as desk:
        yield from desk.store(lambda store: list(_unsound(store)))
        yield from (f"{promise} is not true" for promise in promises if not _holds(desk, promise))
        known = {ENVELOPE, *cast("frozenset[str]", ending["files"])}
        yield from (f"{name} is left over" for name in files_of(desk).keys() - known)


def _unsound(store: Store) -> Iterator[str]:
    said = raw(store).value("PRAGMA integrity_check")
    if said != "ok":
        yield f"the database is damaged: {said}"
    if store.journal.verify() is not None:
        yield "the journal is broken"
    if not store.figures.balance().agrees:
        yield f"the figures do not agree: {store.figures.balance()}"
    for sha256 in store.submissions.needed_envelopes():
        store.envelopes.read(sha256)


def _holds(desk: Desk, promise: str) -> bool:
    """Whether what was said at the counter is still so."""
    match promise.split():
        case ["enrolled"]:
            officers = desk.store(lambda store: store.officers.list())
            return desk.room.configuration.bundle is not None and bool(officers)
        case ["draft", number, page]:
            draft = desk.store(lambda store: store.drafts.open(resident(int(number)).submission_id))
            is_kept = draft is not None and _PAGES.index(draft.step) >= _PAGES.index(page)
            return is_kept or desk.submission(int(number)) is not None
        case ["queued", number]:
            return desk.submission(int(number)) is not None
        case ["queued", part, number]:
            return desk.has_part(int(number), part)
        case ["delivered", parts]:
            return desk.delivered() >= int(parts)
        case ["upgraded"]:
            return desk.store(lambda store: store.figures.balance().made) == RESIDENTS
    raise ValueError(promise)
