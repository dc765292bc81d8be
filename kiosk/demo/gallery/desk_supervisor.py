"""The gallery's chapter of the supervisor: the tiles, the sheets behind them, a forgotten PIN."""

from typing import Final, cast

from PySide6.QtWidgets import QLabel

from kiosk.demo.gallery.visit import GOOD, Visit
from kiosk.demo.officer_story import PIN
from kiosk.domain.pin import Pin
from kiosk.store.officers import Role
from kiosk.store.store import Store
from kiosk.ui.officer.room import RoomName
from kiosk.ui.officer.supervisor.journal_sheet import JournalSheet
from kiosk.ui.officer.supervisor.staff_sheet import StaffSheet

OTHER_OFFICER: Final = "Wahyu Hidayat"
_SHEETS: Final = ("held", "retention", "printer", "look", "office")


def supervisor(visit: Visit) -> None:
    """Everything that only a supervisor sees, and what anybody sees who forgot the PIN."""
    hand = visit.hand
    visit.kiosk.room.store.call(lambda store: _take_on(store, visit))
    hand.press("officer_button")
    _forget_pin(visit)
    _come_in(visit)
    hand.press(f"room_{RoomName.SUPERVISOR}")
    hand.wait_to_see("sheet_staff")
    hand.photograph("desk-supervisor")
    _staff(visit)
    _journal(visit)
    for sheet in _SHEETS:
        hand.press(f"sheet_{sheet}")
        hand.photograph(f"desk-{sheet}")
        hand.press(f"{sheet}_back_button")
    _camera(visit)
    hand.press("lock_button")


def _take_on(store: Store, visit: Visit) -> None:
    store.officers.add(OTHER_OFFICER, Pin(PIN), Role.OFFICER, visit.clock())


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
    hand.photograph("desk-staff")
    hand.press("staff_retire")
    hand.photograph_variant("desk-staff-question")
    hand.press("add_officer_button")
    hand.type("hire_field", "Dewi Lestari")
    hand.photograph("desk-staff-new")
    hand.press("hire_save_button")
    hand.wait_to_see("temporary_pin")
    hand.photograph("desk-staff-pin")
    hand.press("temporary_pin_back_button")
    hand.press("staff_back_button")


def _journal(visit: Visit) -> None:
    hand = visit.hand
    hand.press("sheet_journal")
    hand.press("verify_journal_button")
    notice = cast("JournalSheet", hand.widget("journal_sheet")).notice
    hand.wait_until(notice.isVisible, "a journal that was checked")
    hand.photograph("desk-journal")
    hand.press("journal_back_button")


def _camera(visit: Visit) -> None:
    hand = visit.hand
    visit.scene = GOOD
    hand.press("sheet_camera")
    hand.wait_to_see("camera_0")
    hand.photograph("desk-camera")
    hand.press("camera_back_button")
