"""What the queue costs with a hundred and with a hundred thousand registrations in the store."""

import hashlib
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from kiosk.domain.period import Span, period_of
from kiosk.store.envelopes import SUFFIX
from kiosk.store.moments import to_text
from kiosk.store.records import FORM, PHOTO
from kiosk.store.store import Store
from kiosk.store.vault import OUTBOX_FOLDER
from tests.benchmarks.figure import Figure, median_ms
from tests.store.counter import NOW, begin, new_submission, open_store, raw, register

COUNTS: Final = (100, 100_000)
TIMES: Final = 40
LATER: Final = NOW + timedelta(hours=1)
FORM_BYTES: Final = 3_000
PHOTO_BYTES: Final = range(30_000, 130_000)
NO_ROOM: Final = 30_000
SOME_ROOM: Final = 60_000
ALL_ROOM: Final = 200_000
_TODAY = period_of(Span.DAY, NOW)
_FLAT = "flat"
_ASKED: Final[dict[str, tuple[Callable[[Store], object], str]]] = {
    "next due": (lambda s: s.submissions.next_due(LATER), _FLAT),
    "next due, all make the closing": (lambda s: s.submissions.next_due(LATER, [ALL_ROOM]), _FLAT),
    "next due, some make the second": (
        lambda s: s.submissions.next_due(LATER, [NO_ROOM, SOME_ROOM]),
        _FLAT,
    ),
    "next due, none makes a closing": (
        lambda s: s.submissions.next_due(LATER, [NO_ROOM // 2, NO_ROOM]),
        _FLAT,
    ),
    "the day's figures": (lambda s: s.figures.balance(_TODAY), _FLAT),
    "the figures of ever": (lambda s: s.figures.balance(), ""),
    "numbers on the menu": (lambda s: s.lists.counts(NOW), ""),
    "what waits, for the card": (lambda s: s.day.waiting(), ""),
    "who is not in a batch yet": (lambda s: s.unsettled.list_all(), ""),
}


def run(counts: Sequence[int] = COUNTS) -> Iterator[Figure]:
    """Once with everything waiting to be sent, once with everything delivered."""
    for state in ("queued", "submitted"):
        for count in counts:
            with tempfile.TemporaryDirectory() as name:
                yield from _measured(Path(name) / "store", count, state)


def _measured(folder: Path, count: int, state: str) -> Iterator[Figure]:
    store = open_store(folder)
    _fill(store, folder, count, state)
    what = f"{count} {'waiting' if state == 'queued' else 'delivered'}"
    for name, (ask, aim) in _ASKED.items():
        times = TIMES if aim else 3
        took = median_ms(lambda _, ask=ask: ask(store), times=times, warm_up=1)  # type: ignore[misc]
        yield Figure(f"{what}: {name}", took, "ms", f"median of {times}", aim)
    yield from _changed(store, what, count)
    store.close()
    began = time.perf_counter()
    open_store(folder).close()
    seconds = time.perf_counter() - began
    yield Figure(f"{what}: opening", seconds * 1000, "ms", "with the files of the queue")


def _changed(store: Store, what: str, count: int) -> Iterator[Figure]:
    """Sealing and sending, each with its writes to the disk."""
    took = median_ms(lambda number: register(store, count + number, LATER), times=TIMES)
    method = f"form and photo with their files, median of {TIMES}"
    yield Figure(f"{what}: one more", took, "ms", method, _FLAT)
    took = median_ms(partial(_deliver, store), times=TIMES)
    method = f"found, begun and signed for, median of {TIMES}"
    yield Figure(f"{what}: one part sent", took, "ms", method, _FLAT)


def _deliver(store: Store, _: int) -> None:
    now = LATER + timedelta(hours=1)
    store.submissions.mark_delivered(begin(store, now), "{}", now, seconds=1.0)


def _fill(store: Store, folder: Path, count: int, state: str) -> None:
    """Each with form and photo; one a minute, the last one just now."""
    database = raw(store)
    with database.transaction():
        for number in range(count):
            photo_bytes = PHOTO_BYTES[number * 7919 % len(PHOTO_BYTES)]
            new, made_at = new_submission(number), to_text(_made_at(count - number))
            delivered_at = made_at if state == "submitted" else None
            database.run(
                "INSERT INTO submission (id, ticket, masked_name, phone_tail, state, made_here,"
                " made_at, delivered_at) VALUES (?, ?, ?, '9001', ?, 1, ?, ?)",
                (str(new.id), new.ticket, new.masked_name, state, made_at, delivered_at),
            )
            database.run(
                "INSERT INTO journal (at, event, actor, subject, hash)"
                " VALUES (?, 'submission.queued', 'resident', ?, '')",
                (made_at, str(new.id)),
            )
            for part, size in ((FORM, FORM_BYTES), (PHOTO, photo_bytes)):
                sha256 = hashlib.sha256(f"{number} {part}".encode()).hexdigest()
                database.run(
                    "INSERT INTO outbox (submission_id, part, revision, sha256, size_bytes, state,"
                    " waits_for_form, queued_at, placed_at, next_try_at, delivered_at)"
                    " VALUES (?1, ?2, 1, ?3, ?4, ?5, ?6, ?7, ?7, ?7, ?8)",
                    (
                        *(str(new.id), part, sha256, size, state),
                        *(int(part == PHOTO and state == "queued"), made_at, delivered_at),
                    ),
                )
                if state == "queued":
                    (folder / OUTBOX_FOLDER / f"{sha256}{SUFFIX}").touch()
    database.empty_wal()


def _made_at(minutes_ago: int) -> datetime:
    return NOW - timedelta(minutes=minutes_ago)
