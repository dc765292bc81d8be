"""The gallery's chapter of corrections: what is asked for, its pages, the last look."""

from kiosk.demo.gallery.visit import Visit
from kiosk.demo.resident import SITI
from kiosk.demo.return_story import TICKET_PREFIX
from kiosk.domain.patch import PatchField
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.domain.ticket import Ticket

_NEW_KK = "3510091203159003"


def corrections(visit: Visit) -> None:
    """Somebody whose family card number does not fit, before anything was verified."""
    hand, row = visit.hand, visit.submission()
    visit.wait_until_told(CentreState.EMAIL_PENDING)
    asked = (PatchField.KK, PatchField.ADDRESS)
    visit.centre.operator.ask_for(row.id, [Reason.KK_MISMATCH], asked)
    visit.wait_until_told(CentreState.ACTION_NEEDED)
    hand.press("status_door")
    hand.type("ticket_field", Ticket(row.ticket).display.removeprefix(TICKET_PREFIX))
    hand.press("ticket_next_button")
    hand.type_date("ticket_birth", SITI.birth_date)
    hand.press("birth_next_button")
    hand.wait_to_see("patch_button")
    hand.photograph("status-action-needed")
    hand.press("patch_button")
    _answer(visit)
    hand.photograph("patch-confirm")
    hand.press("patch_send_button")
    hand.wait_to_see("done_page")
    hand.photograph("patch-done")
    hand.press("done_close_button")
    visit.wait_until_told(CentreState.EMAIL_PENDING)


def _answer(visit: Visit) -> None:
    hand = visit.hand
    hand.type("kk_first", _NEW_KK)
    hand.press("kk_is_latest_yes")
    hand.photograph("patch-kk")
    hand.press("next_button")
    hand.type("kk_second", _NEW_KK)
    hand.press("next_button")
    hand.type("village_code_search", "genteng kulon")
    hand.press("village_code_0")
    hand.press("next_button")
    hand.type("address_line", "JALAN CONTOH BARU 12")
    hand.press("next_button")
    hand.wait_to_see("patch_send_button")
