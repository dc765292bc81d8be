"""The gallery's chapter of the supervisor: the tiles, the sheets behind them, a forgotten PIN."""

from datetime import datetime
from typing import Final, cast
from uuid import UUID

from PySide6.QtWidgets import QLabel

from kiosk.camera.source import CameraMissingError
from kiosk.demo.gallery.visit import CAMERA, GOOD, Visit
from kiosk.demo.officer_story import PIN
from kiosk.domain.pin import Pin
from kiosk.domain.ticket import ENTROPY_BYTES, new_ticket
from kiosk.store.journal import KIOSK
from kiosk.store.officers import Role
from kiosk.store.records import FORM, NewSubmission, QueuedPart
from kiosk.store.store import Store
from kiosk.sync.central import RefusedReason
from kiosk.ui.officer.room import RoomName
from kiosk.ui.officer.supervisor.camera_sheet import CameraSheet
from kiosk.ui.officer.supervisor.journal_sheet import JournalSheet
from kiosk.ui.officer.supervisor.staff_sheet import StaffSheet

OTHER_OFFICER: Final = "Wahyu Hidayat"
_SHEETS: Final = ("held", "retention", "printer", "look", "office")
_CAMERA_OF_SETTINGS: Final = "HD Webcam C270"
_HELD: Final = (RefusedReason.TOO_LARGE, RefusedReason.TOO_LARGE, RefusedReason.OTHER)
"""Why the centre is said to have refused three invented parts."""


def supervisor(visit: Visit) -> None:
    """Everything that only a supervisor sees, and what anybody sees who forgot the PIN."""
    hand = visit.hand
    visit.kiosk.room.store.call(lambda store: _take_on(store, visit))
    hand.press("officer_button")
    _forget_pin(visit)
    _come_in(visit)
    hand.press(f"room_{RoomName.SUPERVISOR}")
    hand.wait_to_see("sheet_staff")
    hand.photograph_desk("desk-supervisor")
    _staff(visit)
    _journal(visit)
    for sheet in _SHEETS:
        hand.press(f"sheet_{sheet}")
        hand.photograph_desk(f"desk-{sheet}")
        hand.press(f"{sheet}_back_button")
    _camera(visit)
    hand.press("lock_button")
    visit.kiosk.room.store.call(lambda store: _give_up(store, visit))


def _take_on(store: Store, visit: Visit) -> None:
    """Another officer, and something that is held back, all before the kiosk could send it."""
    now = visit.clock()
    store.officers.add(OTHER_OFFICER, Pin(PIN), Role.OFFICER, now)
    for number, reason in enumerate(_HELD):
        _hold_back(store, UUID(int=number, version=4), reason, now)


def _hold_back(store: Store, submission_id: UUID, reason: str, now: datetime) -> None:
    envelope = submission_id.bytes
    part = QueuedPart(FORM, 1, store.envelopes.write(envelope), len(envelope))
    ticket = new_ticket(envelope[-ENTROPY_BYTES:]).code
    new = NewSubmission(submission_id, ticket, "Siti N…ah", "9001", None, (), now)
    store.submissions.queue(new, [part], now, submission_id)
    row = next(r for r in store.submissions.queue_rows() if r.submission_id == submission_id)
    store.submissions.start(row, now)
    store.submissions.quarantine(row, reason, now)


def _give_up(store: Store, visit: Visit) -> None:
    for number in range(len(_HELD)):
        store.submissions.cancel(UUID(int=number, version=4), visit.clock(), KIOSK)


def _come_in(visit: Visit) -> None:
    """The supervisor is the first of the two by name."""
    visit.hand.press("officer_0")
    visit.hand.type("pin_field", PIN)
    visit.hand.press("open_button")


def _forget_pin(visit: Visit) -> None:
    hand = visit.hand
    hand.press("forgot_button")
    hand.wait_until(lambda: bool(cast("QLabel", hand.widget("challenge")).text()), "a challenge")
    hand.photograph("recovery-code")
    hand.press("recovery_next_button")
    hand.photograph_variant("recovery-code-mistake")
    hand.press("recovery_back_button")


def _staff(visit: Visit) -> None:
    hand = visit.hand
    hand.press("sheet_staff")
    sheet = cast("StaffSheet", hand.widget("staff_sheet"))
    hand.wait_until(lambda: len(sheet.table.rows) > 1, "the officers")
    hand.photograph_desk("desk-staff")
    hand.press("staff_retire")
    hand.photograph_desk("desk-staff-question")
    hand.press("add_officer_button")
    hand.type("hire_field", "Dewi Lestari")
    hand.photograph_desk("desk-staff-new")
    hand.press("hire_save_button")
    hand.wait_to_see("temporary_pin")
    hand.photograph_desk("desk-staff-pin")
    hand.press("temporary_pin_back_button")
    hand.press("staff_back_button")


def _journal(visit: Visit) -> None:
    hand = visit.hand
    hand.press("sheet_journal")
    hand.press("verify_journal_button")
    notice = cast("JournalSheet", hand.widget("journal_sheet")).notice
    hand.wait_until(notice.isVisible, "a journal that was checked")
    hand.photograph_desk("desk-journal")
    hand.press("journal_back_button")


def _camera(visit: Visit) -> None:
    hand = visit.hand
    visit.scene = GOOD
    hand.press("sheet_camera")
    hand.wait_to_see("camera_0")
    hand.photograph_desk("desk-camera")
    hand.press("camera_back_button")
    visit.stands_in_for = _CAMERA_OF_SETTINGS
    _photograph_warned(visit, "desk-camera-instead", "officer.camera_choice.good")
    visit.stands_in_for, visit.camera_fault = "", CameraMissingError(CAMERA)
    _photograph_warned(visit, "desk-camera-missing", "camera.missing")
    visit.camera_fault = None


def _photograph_warned(visit: Visit, name: str, instruction: str) -> None:
    hand = visit.hand
    hand.press("sheet_camera")
    sheet = cast("CameraSheet", hand.widget("camera_sheet"))
    hand.wait_until(sheet.notice.isVisible, "what is the matter with the camera")
    hand.wait_until(lambda: sheet.instruction.sentence.key == instruction, instruction)
    hand.photograph_desk(name)
    hand.press("camera_back_button")
