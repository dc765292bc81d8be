"""The gallery's chapter of what an officer is warned of: sums, journal, and who sends at night."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Final

from kiosk.demo.gallery.visit import Visit
from kiosk.demo.officer_story import sign_in
from kiosk.store.instance_lock import SERVICE_LOCK, InstanceLock
from kiosk.store.service_note import ServiceNote, ServiceState

_CHANGED_LINE: Final = 17
_LOST: Final = 2


def trouble(visit: Visit) -> None:
    """The health card of a morning on which hardly anything is well."""
    hand = visit.hand
    sign_in(hand)
    rows = visit.counter.officer.opening.rows.values()
    with _service_held_up(visit), _books_in_disorder(visit):
        hand.press("ready_chip")
        hand.wait_until(lambda: all(row.finding for row in rows), "findings")
        hand.photograph_desk("desk-opening-trouble")
    hand.press("start_day_button")
    hand.press("lock_button")


@contextmanager
def _service_held_up(visit: Visit) -> Iterator[None]:
    """A service runs here that cannot open the store."""
    path, now = visit.kiosk.room.folder / SERVICE_LOCK, visit.clock()
    with closing(InstanceLock(path)) as lock:
        lock.write(json.dumps(ServiceNote(ServiceState.HELD_UP, now, now).as_dict()))
        yield
    path.unlink()


@contextmanager
def _books_in_disorder(visit: Visit) -> Iterator[None]:
    """A line of the journal was changed, and the centre has lost what it signed for."""
    store, now = visit.kiosk.room.store, visit.clock()
    reckoning = store.call(lambda store: store.reckonings.of_today(now))
    store.call(lambda store: store.settings.save_reckoning(replace(reckoning, lost=_LOST)))
    store.call(lambda store: store.settings.save_examination(now, _CHANGED_LINE))
    yield
    store.call(lambda store: store.settings.save_reckoning(reckoning))
    store.call(lambda store: store.settings.save_examination(now, None))
