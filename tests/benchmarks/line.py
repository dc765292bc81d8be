"""How long a full queue takes over a slow line, and whether sending it fills the memory."""

import gc
import os
import tempfile
import time
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from kiosk.backroom import BackRoom
from kiosk.central.centre import Centre
from kiosk.central.operator import Operator
from kiosk.central.settings.configuration import demo_configuration, utc_now
from kiosk.central.web.app import create_app
from kiosk.central.web.server import EmbeddedServer
from kiosk.domain.pace import Load
from kiosk.sync.dispatch import Dispatcher
from tests.benchmarks.figure import Figure
from tests.faults.slow_line import slow_line
from tests.flow.counter import make_kiosk, open_room
from tests.flow.village_office import OFFICE, resident
from tests.sync.registrations import PHOTO

QUEUED: Final = 40
PHOTO_BYTES: Final = 80_000
BYTES_PER_SECOND: Final = 32_000
ROUND_TRIP_SECONDS: Final = 0.6
_LOOK_EVERY_SECONDS: Final = 0.1
_PAGE_BYTES: Final = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_METHOD: Final = (
    f"{QUEUED} registrations with a photo of {PHOTO_BYTES // 1000} kB, 256 kbit/s, 600 ms"
)


def run() -> Iterator[Figure]:
    """Queue everything without sending, then let the kiosk's own threads send it."""
    with _kiosk_far_away() as room:
        load = _fill(room)
        seconds, growth = _send(room, load.parts)
    limit = load.size_bytes / BYTES_PER_SECOND
    yield Figure("sending a full queue", seconds, "s", _METHOD)
    yield Figure(
        "times the line's own limit",
        seconds / limit,
        "",
        f"the limit: {load.size_bytes} sealed bytes and nothing else take {limit:.0f} s",
        "at most 1.2",
    )
    yield Figure(
        "memory grown while sending",
        growth / 1e6,
        "MB",
        "from a quarter of the queue to its end; kiosk, line and centre in one process",
        "less than the queue: flat",
    )


@contextmanager
def _kiosk_far_away() -> Generator[BackRoom]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        centre = stack.enter_context(Centre(folder / "centre", utc_now, demo_configuration()))
        operator = Operator(centre)
        operator.new_office(OFFICE, "Desa Genteng Kulon", "35.10.09.2003")
        server = EmbeddedServer(create_app(centre))
        server.start()
        stack.callback(server.stop)
        url = stack.enter_context(
            slow_line(
                server.url,
                bytes_per_second=BYTES_PER_SECOND,
                round_trip_seconds=ROUND_TRIP_SECONDS,
            )
        )
        room = stack.enter_context(open_room(folder / "kiosk", url, utc_now))
        make_kiosk(room, operator.new_code(OFFICE))
        yield room


def _fill(room: BackRoom) -> Load:
    dispatcher = Dispatcher(room.store, room.configuration)
    for number in range(QUEUED):
        photo = replace(PHOTO, jpeg=os.urandom(PHOTO_BYTES))
        dispatcher.register(resident(number), photo, utc_now())
    rows = room.store.call(lambda store: store.unsettled.list_all())
    return sum((row.load for row in rows), Load())


def _send(room: BackRoom, parts: int) -> tuple[float, int]:
    """Seconds until the queue is empty, and by how many bytes the process grew meanwhile."""
    runner = room.make_runner(lambda: "off")
    began = time.monotonic()
    runner.start()
    try:
        _wait_for(room, 3 * parts // 4)
        before = _memory()
        _wait_for(room, 0)
        return time.monotonic() - began, _memory() - before
    finally:
        runner.stop()


def _wait_for(room: BackRoom, left: int) -> None:
    while len(room.store.call(lambda store: store.submissions.queue_rows())) > left:
        time.sleep(_LOOK_EVERY_SECONDS)


def _memory() -> int:
    gc.collect()
    resident_pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return resident_pages * _PAGE_BYTES
