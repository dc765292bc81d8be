"""The whole story, played by a hand in the real windows against a real centre."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from kiosk.app import KioskApp
from kiosk.demo.centre import DemoCentre
from kiosk.demo.form_story import fill_form
from kiosk.demo.hand import Hand
from kiosk.demo.officer_story import look_at_desk, set_up
from kiosk.demo.photo_story import take_photo
from kiosk.demo.resident import SITI, InventedResident
from kiosk.demo.return_story import join_batch, redo_photo, see_acceptance
from kiosk.domain.submission import CentreState
from kiosk.store.store import Store
from kiosk.sync.central import PartName
from kiosk.sync.protocol import Part, Signed
from kiosk.sync.receipts import verified_receipt
from kiosk.ui.print.layouts import slip_leaf
from kiosk.ui.print.pdf import write_pdf
from kiosk.ui.resident.slip_page import SlipPage

SLIP_FILE: Final = "slip.pdf"
TYPED_IN_REDO: Final = 2


@dataclass(frozen=True, slots=True)
class StoryEnd:
    """What came of it: state and photo revisions are the centre's own."""

    submission_id: str
    ticket: str
    state: str
    receipts_verified: int
    photo_revisions: list[int]
    typed_fields_in_redo: int
    guidance_seen: list[str]
    seconds: float
    screens: list[str]

    @property
    def is_as_told(self) -> bool:
        """Whether the centre has one form and two photos, signed for, and accepted the person.

        For the second photo only the ticket and the birth date were typed.
        """
        return (
            self.state == CentreState.ACCEPTED
            and self.photo_revisions == [1, 2]
            and self.typed_fields_in_redo == TYPED_IN_REDO
            and self.receipts_verified == 1 + len(self.photo_revisions)
        )


class Story:
    """One resident, one officer, one operator at the centre."""

    def __init__(
        self, kiosk: KioskApp, centre: DemoCentre, album: Path, tell: Callable[[str], None]
    ) -> None:
        self._kiosk, self._centre, self._album, self._tell = kiosk, centre, album, tell
        self._hand = Hand(kiosk.window, album, tell)

    def play(self, resident: InventedResident = SITI) -> StoryEnd:
        """From an empty counter to the acceptance; raises StuckError where it does not go on."""
        began = time.monotonic()
        self._tell("first run")
        set_up(self._hand, self._centre.new_code())
        self._tell("registering")
        fill_form(self._hand, resident)
        guidance = take_photo(self._hand, "photo")
        submission_id, ticket = self._send()
        look_at_desk(self._hand)
        self._tell("the centre rejects the photo")
        self._operator_acts(submission_id, CentreState.PHOTO_VERIFYING, CentreState.PHOTO_REJECTED)
        self._tell("photo again, nothing else")
        more_guidance, typed = redo_photo(self._hand, ticket, resident)
        self._tell("the centre takes the new photo")
        self._operator_acts(submission_id, CentreState.PHOTO_VERIFYING, CentreState.ELIGIBLE)
        self._tell("joining the batch")
        join_batch(self._hand, ticket, resident)
        self._tell("the centre closes the batch and decides")
        self._operator_acts(submission_id, CentreState.JOINED, CentreState.ACCEPTED)
        see_acceptance(self._hand, ticket, resident)
        record = self._centre.record(submission_id)
        return StoryEnd(
            submission_id=str(submission_id),
            ticket=ticket,
            state=record.state.value,
            receipts_verified=self._kiosk.room.store.call(
                lambda store: _verified_receipts(store, submission_id)
            ),
            photo_revisions=list(record.photo_revisions),
            typed_fields_in_redo=typed,
            guidance_seen=list(dict.fromkeys([*guidance, *more_guidance])),
            seconds=round(time.monotonic() - began, 1),
            screens=self._hand.screens,
        )

    def _send(self) -> tuple[UUID, str]:
        """Look everything over, send it, keep the slip; returns submission and ticket shown."""
        hand, room = self._hand, self._kiosk.room
        hand.photograph("review")
        hand.press("next_button")
        hand.wait_to_see("finish_button")
        hand.photograph("slip")
        page = self._kiosk.window.findChild(SlipPage)
        slip = None if page is None else page.slip
        if slip is None:
            raise RuntimeError("there is no slip on screen")
        leaf = slip_leaf(slip, self._kiosk.look.text, room.config.printer.paper)
        write_pdf([leaf], self._album / SLIP_FILE)
        self._tell(f"slip {SLIP_FILE}")
        newest = room.store.call(lambda store: store.lists.today(room.clock())[0])
        hand.press("finish_button")
        return newest.id, slip.ticket

    def _operator_acts(self, submission_id: UUID, when: CentreState, then: CentreState) -> None:
        """Let the centre's operator act when it is time, and the kiosk hear of it."""
        self._hand.wait_until(
            lambda: self._centre.state(submission_id) is when, f"{when} at the centre"
        )
        self._centre.act()
        self._hand.wait_until(
            lambda: self._kiosk_knows(submission_id) is then, f"{then} at the kiosk"
        )

    def _kiosk_knows(self, submission_id: UUID) -> CentreState | None:
        row = self._kiosk.room.store.call(lambda store: store.submissions.find(submission_id))
        return None if row is None else row.centre_state


def _verified_receipts(store: Store, submission_id: UUID) -> int:
    """How many parts have a receipt whose signature and hash fit; raises ReceiptError."""
    enrolment = store.settings.enrolment()
    if enrolment is None:
        raise RuntimeError("not enrolled")
    parts = store.submissions.delivered_parts(submission_id)
    for delivered in parts:
        name = PartName(submission_id, Part(delivered.part), delivered.revision)
        signed = Signed.model_validate_json(delivered.receipt)
        verified_receipt(signed, name, delivered.sha256, enrolment.receipt_key)
    return len(parts)
