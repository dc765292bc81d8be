"""One registration, from an empty counter to the centre's receipt."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from PySide6.QtWidgets import QApplication

from kiosk.domain.submission import CentreState, KioskState
from kiosk.store.store import Store
from kiosk.sync.central import PartName
from kiosk.sync.protocol import Part, Receipt, Signed
from kiosk.sync.receipts import verified_receipt
from kiosk.ui.flow import Step
from tests.flow.centre import Centre
from tests.flow.clock import Clock
from tests.flow.counter import PIN, SUPERVISOR, Counter, open_counter, open_room
from tests.ui.stray_windows import watched_windows


def receipts_of(submission_id: UUID) -> Callable[[Store], list[Receipt]]:
    """Every receipt, verified anew; raises ReceiptError."""

    def read(store: Store) -> list[Receipt]:
        enrolment = store.settings.enrolment()
        assert enrolment is not None
        return [
            verified_receipt(
                Signed.model_validate_json(part.receipt),
                PartName(submission_id, Part(part.part), part.revision),
                part.sha256,
                enrolment.receipt_key,
            )
            for part in store.submissions.delivered_parts(submission_id)
        ]

    return read


def test_a_registration_reaches_the_centre_is_signed_for_and_found_by_its_slip(
    counter: Counter, centre: Centre
) -> None:
    counter.hand.press("new_door")
    counter.fill_until(Step.REVIEW)
    ticket = counter.send()
    counter.wait_until_delivered()

    (record,) = centre.operator.submissions()
    submission_id = counter.submission().id
    assert (record.submission_id, record.photo_revisions) == (submission_id, (1,))
    counter.wait_until_told(CentreState.PHOTO_VERIFYING)
    row = counter.submission()
    assert row.state is KioskState.SUBMITTED
    receipts = counter.store(receipts_of(submission_id))
    assert [(receipt.part, receipt.revision) for receipt in receipts] == [
        (Part.FORM, 1),
        (Part.PHOTO, 1),
    ]
    figures = counter.figures()
    assert (figures.made, figures.delivered, figures.adds_up) == (1, 1, True)
    assert counter.store(lambda store: store.envelopes.stored()) == frozenset()

    counter.come_back("status_door", ticket)
    counter.hand.wait_to_see("status_page")


def test_a_new_kiosk_asks_what_it_has_to_know_and_opens(
    qapp: QApplication, home: Path, centre: Centre, clock: Clock, tmp_path: Path
) -> None:
    with (
        watched_windows(qapp) as windows,
        open_room(home / "store", centre.url, clock) as room,
        open_counter(room, tmp_path) as counter,
    ):
        hand = counter.hand
        hand.press("language_next_button")
        hand.type("code_field", centre.new_code())
        hand.press("code_next_button")
        hand.press("office_next_button")
        hand.type("supervisor_field", SUPERVISOR)
        hand.press("supervisor_next_button")
        hand.type("pin_first", PIN)
        hand.type("pin_second", PIN)
        hand.press("pin_next_button")
        hand.press("camera_next_button")
        hand.wait_to_see("new_door")
        counter.sign_in()
    (device,) = centre.operator.devices()
    assert device.revoked_at is None
    assert set(windows) == {"main_window"}
