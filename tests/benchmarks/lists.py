"""How long the thread of the windows works to open an officer's list, and to scroll it."""

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Final, cast

from PySide6.QtCore import QCoreApplication

from kiosk.domain.pin import Pin
from kiosk.domain.region import Regions
from kiosk.store.moments import to_text
from kiosk.store.officers import Officer, Role
from kiosk.store.settings import Office
from kiosk.store.store import Store
from kiosk.store.worker import StoreThread
from kiosk.sync.configuration import Configuration
from kiosk.sync.dispatch import Dispatcher
from kiosk.sync.runner import SyncRunner, SyncStatus
from kiosk.sync.ticket_desk import TicketDesk
from kiosk.ui.camera_desk import CameraDesk
from kiosk.ui.look import Look
from kiosk.ui.main_window import MainWindow
from kiosk.ui.officer.lists.inbox_room import InboxRoom
from kiosk.ui.officer.lists.list_room import ListRoom
from kiosk.ui.officer.lists.queue_room import QueueRoom
from kiosk.ui.officer.lists.today_room import TodayRoom
from kiosk.ui.services import Services
from tests.benchmarks.figure import Figure
from tests.store.counter import NOW, new_submission, open_store, raw
from tests.sync.scripted_central import ScriptedCentral

COUNTS: Final = (0, 3, 10_000)
ROOMS: Final = (TodayRoom, QueueRoom, InboxRoom)
OPENINGS: Final = 7
FRAMES: Final = 200
STEP_PX: Final = 97
OPEN_MS: Final = 200.0
FRAME_MS: Final = 16.0
LOST_MS: Final = 20_000.0
_OPENED = (
    "1366x768 offscreen; from the touch to the lines painted, median of 7 after the first;"
    " work: processor time of the windows' own thread"
)
_FIRST = "the same, for the first time"
_SCROLLED = (
    "200 steps of 97 px through 10,000 lines, the whole list painted anew each time;"
    " processor time of the windows' own thread"
)


@dataclass(frozen=True, slots=True)
class Opening:
    """How long it took by the clock, and how much the windows' thread worked (milliseconds)."""

    passed: float
    worked: float


def run(counts: Sequence[int] = COUNTS) -> Iterator[Figure]:
    """Open each list with so many lines; scroll the longest."""
    for count in counts:
        with _services(count) as (services, officer):
            for kind in ROOMS:
                yield from _room(kind, count, services, officer)


def _room(
    kind: type[TodayRoom | QueueRoom | InboxRoom],
    count: int,
    services: Services,
    officer: Officer,
) -> Iterator[Figure]:
    look = Look()
    window, room = MainWindow(look), kind(look, services)
    window.show_page(room)
    window.resize(1366, 768)
    look.dress(room)
    window.show()
    name = f"{room.objectName()}, {count} lines"
    first, *others = (_open(room, count, officer) for _ in range(OPENINGS + 1))
    yield Figure(f"{name}: opened", median(o.passed for o in others), "ms", _OPENED)
    worked = median(o.worked for o in others)
    yield Figure(f"{name}: work", worked, "ms", _OPENED, f"< {OPEN_MS:g}")
    yield Figure(f"{name}: first", first.worked, "ms", _FIRST, f"< {OPEN_MS:g}")
    if count == COUNTS[-1]:
        room.enter(officer)
        _wait(lambda: len(room.table.rows) == count)
        yield from _scrolled(name, room)
    room.leave()
    window.close()
    window.deleteLater()


def _open(room: ListRoom, count: int, officer: Officer) -> Opening:
    room.leave()
    QCoreApplication.processEvents()
    began, worked = time.perf_counter(), time.thread_time()
    room.enter(officer)
    _wait(lambda: len(room.table.rows) == count and room.is_read)
    room.repaint()
    room.table.viewport().repaint()
    return Opening((time.perf_counter() - began) * 1000, (time.thread_time() - worked) * 1000)


def _scrolled(name: str, room: ListRoom) -> Iterator[Figure]:
    bar, frames = room.table.verticalScrollBar(), []
    for step in range(FRAMES):
        began = time.thread_time()
        bar.setValue(step * STEP_PX)
        room.table.viewport().repaint()
        frames.append((time.thread_time() - began) * 1000)
    worst = quantiles(frames, n=100)[97]
    yield Figure(f"{name}: a frame", median(frames), "ms", _SCROLLED, f"< {FRAME_MS:g}")
    yield Figure(f"{name}: 98 of 100 frames", worst, "ms", _SCROLLED, f"< {FRAME_MS:g}")


def _wait(is_so: Callable[[], bool]) -> None:
    """Let the windows work, and sleep as they do while they wait for the store."""
    end = time.monotonic() + LOST_MS / 1000
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError("the list did not come")
        QCoreApplication.processEvents()
        time.sleep(0.001)


@dataclass(frozen=True, slots=True)
class _Line:
    """Stands where the sync runner stands: nothing is wrong, and nothing is sent."""

    status: SyncStatus = field(default_factory=SyncStatus)


@contextmanager
def _services(count: int) -> Iterator[tuple[Services, Officer]]:
    """A kiosk whose lists have so many lines each."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(1) as workers:
        store = StoreThread(lambda: open_store(Path(folder) / "store"))
        store.start()
        store.call(partial(_fill, count=count))
        officer = store.call(
            lambda s: s.officers.add("Rina Wulandari", Pin("482913"), Role.SUPERVISOR, NOW)
        )
        configuration, desk = Configuration(store), TicketDesk(ScriptedCentral())
        yield (
            Services(
                store=store,
                dispatcher=Dispatcher(store, configuration),
                desk=desk,
                sync=cast("SyncRunner", _Line()),
                camera=cast("CameraDesk", None),
                regions=cast("Regions", None),
                configuration=configuration,
                office=Office("desa-1", "Desa Genteng Kulon", "35.10.09.2003"),
                clock=lambda: NOW,
                entropy=bytes,
                workers=workers,
            ),
            officer,
        )
        desk.close()
        store.stop()


def _fill(store: Store, *, count: int) -> None:
    """Made today and waiting to be sent; and made yesterday, with a photo to be redone."""
    database = raw(store)
    with database.transaction():
        for number in range(2 * count):
            new = new_submission(number)
            waits = number < count
            made_at = to_text(NOW - timedelta(seconds=number, days=0 if waits else 1))
            database.run(
                "INSERT INTO submission (id, ticket, masked_name, phone_tail, state, made_here,"
                " made_at, centre_state, reasons, outcome_at)"
                " VALUES (?, ?, ?, '9001', ?, 1, ?, ?, ?, ?)",
                (
                    *(str(new.id), new.ticket, new.masked_name),
                    *("queued" if waits else "submitted", made_at),
                    *(None if waits else "photo_rejected", "[]" if waits else '["SHADOW"]'),
                    None if waits else made_at,
                ),
            )
            if waits:
                database.run(
                    "INSERT INTO outbox (submission_id, part, revision, sha256, size_bytes, state,"
                    " waits_for_form, queued_at, placed_at, next_try_at, last_reason)"
                    " VALUES (?, 'form', 1, ?, 1, 'queued', 0, ?3, ?3, ?3,"
                    " 'sync.unavailable.offline')",
                    (str(new.id), f"{number:064x}", made_at),
                )
