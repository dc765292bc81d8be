"""The gallery's chapter of the officers' lists: who is needed, whom to call, what is held back."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from kiosk.demo.gallery.visit import Visit
from kiosk.demo.officer_story import sign_in
from kiosk.domain.outcome import Outcome, Person
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.domain.ticket import ENTROPY_BYTES, new_ticket
from kiosk.store.records import VerifiedOutcome
from kiosk.store.store import Store
from kiosk.ui.officer.room import RoomName

_FIRST_ID: Final = 9001
_ANSWERS: Final = (
    ("Siti N…ah", CentreState.PHOTO_REJECTED, (Reason.SHADOW,), ()),
    ("Ahmad F…i", CentreState.ACTION_NEEDED, (Reason.KK_MISMATCH,), ("kk",)),
    ("Dewi L…i", CentreState.OTP_PENDING, (), ()),
    ("Budi S…o", CentreState.ELIGIBLE, (), ()),
    ("Nur A…h", CentreState.JOINED, (), ()),
    ("Made W…a", CentreState.INELIGIBLE, (Reason.UNDER_AGE,), ()),
)
"""What the centre said of invented people who were registered at another kiosk of the office."""


def lists(visit: Visit) -> None:
    """The answers by what needs the resident, the call list, and a search."""
    hand = visit.hand
    visit.kiosk.room.store.call(lambda store: _hear(store, visit))
    sign_in(hand)
    hand.press(f"room_{RoomName.INBOX}")
    hand.wait_to_see("row_redo_photo_button")
    hand.photograph_desk("desk-inbox")
    hand.press("list_calls")
    hand.wait_to_see("row_phone_button")
    hand.photograph_desk("desk-calls")
    hand.press("list_other")
    hand.photograph_desk("desk-answers")
    hand.press(f"room_{RoomName.SEARCH}")
    hand.photograph_desk("desk-search-empty")
    hand.type("search_field", "siti")
    hand.wait_to_see("search_details")
    hand.photograph_desk("desk-search")
    hand.press("lock_button")


def _hear(store: Store, visit: Visit) -> None:
    now, cursor = visit.clock(), store.submissions.cursor()
    told = []
    for number, (name, state, reasons, fields) in enumerate(_ANSWERS):
        ticket = new_ticket((_FIRST_ID * 7**9 + number * 11**11).to_bytes(ENTROPY_BYTES)).code
        outcome = Outcome(
            seq=cursor + 1,
            submission_id=UUID(int=_FIRST_ID + number, version=4),
            state=state,
            reasons=reasons,
            fields=fields,
            batch_id=None,
            decree=None,
            deadline=None,
            at=now - timedelta(minutes=number),
            person=Person(ticket, name, str(_FIRST_ID + number)),
        )
        told.append(VerifiedOutcome(outcome, b""))
    store.submissions.apply_outcomes(told, cursor, now)
