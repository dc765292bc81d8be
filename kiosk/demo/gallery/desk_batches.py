"""The gallery's chapter about batches: who is not in one yet, and the calendar."""

from datetime import timedelta
from typing import Final

from kiosk.demo.gallery.visit import Visit
from kiosk.demo.officer_story import sign_in
from kiosk.ui.officer.room import RoomName

_AHEAD: Final = (
    ("contoh-2", "Gelombang Contoh 2", 7, 4, 150),
    ("contoh-3", "Gelombang Contoh 3", 14, 4, 0),
)
"""Batches to come: in how many days each opens, for how long, and its quota."""
_ASKS_EVERY: Final = timedelta(minutes=1)


def batches(visit: Visit) -> None:
    """The two lists of the room, with what the chapters before have left unfinished."""
    hand = visit.hand
    _announce(visit)
    sign_in(hand)
    hand.press(f"room_{RoomName.BATCHES}")
    hand.wait_to_see("batches_room")
    hand.photograph_desk("desk-batches")
    hand.press("batches_tab_calendar")
    hand.photograph_desk("desk-batches-calendar")
    hand.press("lock_button")


def _announce(visit: Visit) -> None:
    """Let the centre plan more batches, and the kiosk hear of them."""
    for batch_id, name, opens_in, days, quota in _AHEAD:
        opens_at = visit.clock() + timedelta(days=opens_in)
        visit.centre.operator.plan_batch(
            batch_id,
            name,
            quota=quota,
            opens_at=opens_at,
            closes_at=opens_at + timedelta(days=days),
        )
    configuration = visit.kiosk.room.configuration

    def are_known() -> bool:
        bundle = configuration.bundle
        if bundle is not None and len(bundle.batches) > len(_AHEAD):
            return True
        visit.clock.let_pass(_ASKS_EVERY)
        return False

    visit.hand.wait_until(are_known, "the new batches at the kiosk")
