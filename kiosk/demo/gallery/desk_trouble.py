"""The gallery's chapter of what an officer is warned of: sums, journal, and who sends at night."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from typing import Final

from kiosk.camera.source import CameraUnfitError
from kiosk.demo.gallery.visit import Visit
from kiosk.demo.officer_story import sign_in
from kiosk.domain.readiness import Aspect, NewerVersion
from kiosk.store.instance_lock import SERVICE_LOCK, InstanceLock
from kiosk.store.service_note import ServiceNote, ServiceState

_CHANGED_LINE: Final = 17
_LOST: Final = 2
_NEWER: Final = NewerVersion("1.4.0", r"\\kabupaten\loket")


def trouble(visit: Visit) -> None:
    """The health card of a morning on which hardly anything is well."""
    hand = visit.hand
    sign_in(hand)
    rows = visit.counter.officer.opening.rows.items()
    with _service_held_up(visit), _books_in_disorder(visit), _unfit_camera(visit):
        hand.press("ready_chip")
        hand.wait_until(
            lambda: all(row.finding for aspect, row in rows if aspect is not Aspect.LIGHT),
            "all findings but that of the light, which nothing sees",
        )
        hand.photograph_desk("desk-opening-trouble")
    hand.press("check_again_button")
    hand.wait_until(lambda: all(row.finding for _, row in rows), "a camera that works again")
    hand.press("start_day_button")
    hand.press("lock_button")


@contextmanager
def _unfit_camera(visit: Visit) -> Iterator[None]:
    """The camera is one of infrared light; and whoever comes to see to it can bring an update."""
    visit.camera_fault, visit.newer = CameraUnfitError("without colours"), _NEWER
    yield
    visit.camera_fault = visit.newer = None


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
