"""What was named is corrected: its own pages, one look, and it is queued alone."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QBuffer, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

from kiosk.domain.family_card import FamilyCardProblem
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.sync.protocol import Redoable, TicketStatus
from kiosk.ui.page import Page
from kiosk.ui.resident.doors import Door
from kiosk.ui.resident.ktp_page import KtpPage
from tests.sync.registrations import CARD
from tests.ui.resident.back_door import BORN, TICKET, BackDoor, standing_at
from tests.ui.resident.test_full_disk import full_disk
from tests.ui.touch import nameless

KK = "3510091203159003"
OFFICER = "officer-1"


def picture() -> bytes:
    """A photo that can be shown."""
    buffer = QBuffer()
    image = QImage(64, 40, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    image.save(buffer, "JPEG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def asked_for(*fields: str, reason: Reason = Reason.KK_MISMATCH) -> TicketStatus:
    status = standing_at(CentreState.ACTION_NEEDED, Redoable.PATCH)
    grants = [grant.model_copy(update={"revision": 1}) for grant in status.grants]
    changes = {"fields": list(fields), "reasons": [reason], "grants": grants}
    return status.model_copy(update=changes)


def page_of(door: BackDoor) -> QWidget:
    page = door.flow.patch.page
    assert page is not None
    assert page.isVisible()
    return page


def fill(door: BackDoor, name: str, text: str) -> None:
    (field,) = [each for each in door.flow.findChildren(QLineEdit, name) if each.isVisible()]
    field.setText(text)


def press(door: BackDoor, name: str) -> None:
    (button,) = [b for b in door.flow.findChildren(QAbstractButton, name) if b.isVisible()]
    button.click()


def sees(door: BackDoor, name: str) -> bool:
    return any(widget.isVisible() for widget in door.flow.findChildren(QWidget, name))


def correct_kk(door: BackDoor) -> None:
    fill(door, "kk_first", KK)
    press(door, "kk_is_latest_yes")
    press(door, "next_button")
    fill(door, "kk_second", KK)
    press(door, "next_button")


def queued(door: BackDoor) -> list[tuple[str, int, str | None]]:
    store = door.services.store
    rows = store.call(lambda s: s.submissions.queue_rows())
    return [(row.part, row.revision, row.ticket) for row in rows]


def test_the_status_names_what_is_to_be_corrected_and_offers_it(door: BackDoor) -> None:
    door.come_in(asked_for("kk"))
    assert door.says("status.to_correct", fields="Nomor KK")
    assert door.says("status.only_patch", fields="Nomor KK")
    assert door.says("reason.KK_MISMATCH.title")
    assert door.flow.status.patch_button is door.flow.status.focusWidget()


def test_a_number_is_typed_twice_looked_at_once_and_queued_alone(door: BackDoor) -> None:
    door.come_in(asked_for("kk"))
    door.click("patch_button")
    correct_kk(door)
    assert KK[:4] in " ".join(door.words())

    door.click("patch_send_button")

    door.qtbot.waitUntil(lambda: door.flow.page is door.flow.done)
    assert door.says("done.patch.title")
    assert queued(door) == [("patch", 1, TICKET.code)]
    assert door.runner.nudges == 1


def test_only_the_pages_of_the_named_fields_are_shown(door: BackDoor) -> None:
    door.come_in(asked_for("sex", "education"))
    door.click("patch_button")
    press(door, "sex_P")
    press(door, "next_button")
    press(door, "education_senior_secondary")
    press(door, "next_button")
    assert page_of(door) is door.flow.patch.confirm
    labels = page_of(door).findChildren(QLabel)
    shown = {label.text() for label in labels if label.isVisible()}
    assert {"Jenis kelamin", "Pendidikan"} <= shown
    assert "NIK" not in shown


def test_who_moved_is_asked_where_to_and_who_did_not_is_not(door: BackDoor) -> None:
    door.come_in(asked_for("domicile"))
    door.click("patch_button")
    press(door, "domicile_same_no")
    press(door, "next_button")
    assert sees(door, "domicile_village_code_search")
    press(door, "back_button")
    press(door, "domicile_same_yes")
    press(door, "next_button")
    assert page_of(door) is door.flow.patch.confirm


def test_a_mistake_is_said_on_the_page_as_in_the_form(door: BackDoor) -> None:
    door.come_in(asked_for("kk"))
    door.click("patch_button")
    fill(door, "kk_first", "35")
    press(door, "next_button")
    page = page_of(door)
    assert isinstance(page, Page)
    assert page.problem() == FamilyCardProblem.LENGTH


def test_another_photo_of_the_card_goes_alone(door: BackDoor) -> None:
    door.come_in(asked_for("ktp", reason=Reason.KTP_UNREADABLE))
    door.click("patch_button")
    page = page_of(door)
    assert isinstance(page, KtpPage)
    page.taken.emit(replace(CARD, jpeg=picture()))
    door.click("patch_send_button")

    door.qtbot.waitUntil(lambda: door.flow.page is door.flow.done)
    assert queued(door) == [("patch", 1, TICKET.code)]


def test_back_leads_page_by_page_to_the_status_and_changes_nothing(door: BackDoor) -> None:
    door.come_in(asked_for("kk"))
    door.click("patch_button")
    correct_kk(door)
    door.click("patch_back_button")
    press(door, "back_button")
    press(door, "back_button")
    assert door.flow.page is door.flow.status
    assert queued(door) == []
    assert has_forgotten(door)


def has_forgotten(door: BackDoor) -> bool:
    """Pages that are on their way out are empty."""
    return not any(field.text() for field in door.flow.patch.findChildren(QLineEdit))


def test_nothing_stays_of_whoever_leaves(door: BackDoor) -> None:
    door.come_in(asked_for("kk"))
    door.click("patch_button")
    correct_kk(door)
    door.flow.wipe()
    assert has_forgotten(door)
    assert KK not in "".join(label.text() for label in door.flow.findChildren(QLabel))
    assert not door.flow.is_busy


def test_a_full_disk_is_told_and_the_same_may_be_sent_again(door: BackDoor) -> None:
    door.come_in(asked_for("kk"))
    door.click("patch_button")
    correct_kk(door)
    with full_disk():
        door.click("patch_send_button")
        notice = door.flow.patch.confirm.notice
        door.qtbot.waitUntil(lambda: notice.sentence is not None)
    assert notice.sentence is not None
    assert notice.sentence.key == "store.disk_full"

    door.click("patch_send_button")

    door.qtbot.waitUntil(lambda: door.flow.page is door.flow.done)


def test_without_a_grant_nothing_can_be_corrected(door: BackDoor) -> None:
    door.come_in(asked_for("kk").model_copy(update={"grants": []}))
    assert door.says("state.action_needed")
    assert not door.flow.status.patch_button.isVisible()


def test_what_no_page_asks_for_is_for_the_officer(door: BackDoor) -> None:
    door.come_in(asked_for("kk", "consents"))
    assert door.says("status.next.action_needed")


def test_who_is_led_from_an_officer_s_list_types_the_birth_date_alone(door: BackDoor) -> None:
    door.central.status = asked_for("kk")
    door.flow.lead(Door.STATUS, TICKET.code, OFFICER)
    assert door.flow.page is door.flow.birth
    for part, text in (("day", f"{BORN:%d}"), ("month", f"{BORN:%m}"), ("year", f"{BORN:%Y}")):
        door.type(f"ticket_birth_{part}", text)
    door.click("birth_next_button")

    door.qtbot.waitUntil(lambda: door.flow.page is door.flow.patch)
    assert sees(door, "kk_first")
    assert door.central.calls.get_nowait() == f"lookup {TICKET.code} {BORN}"


def test_while_a_slow_centre_thinks_nobody_asks_it_twice(door: BackDoor) -> None:
    door.central.status = asked_for("kk")
    door.central.may_answer.clear()
    door.flow.lead(Door.STATUS, TICKET.code, OFFICER)
    for part, text in (("day", f"{BORN:%d}"), ("month", f"{BORN:%m}"), ("year", f"{BORN:%Y}")):
        door.type(f"ticket_birth_{part}", text)
    door.click("birth_next_button")
    assert not door.flow.birth.next_button.isEnabled()
    assert door.flow.birth.next_button.text() == door.look.text("ticket_door.asking")

    door.central.may_answer.set()

    door.qtbot.waitUntil(lambda: door.flow.page is door.flow.patch)
    assert door.central.calls.qsize() == 1


def test_an_officer_reads_the_number_back_instead_of_typing_it_twice(door: BackDoor) -> None:
    door.central.status = asked_for("kk")
    door.flow.lead(Door.STATUS, TICKET.code, OFFICER)
    door.flow.birth.answered.emit(BORN)
    door.qtbot.waitUntil(lambda: door.flow.page is door.flow.patch)
    fill(door, "kk_first", KK)
    press(door, "kk_is_latest_yes")
    press(door, "next_button")
    assert not sees(door, "kk_second")
    press(door, "kk_fits")
    door.click("patch_send_button")
    door.qtbot.waitUntil(lambda: door.flow.page is door.flow.done)
    assert queued(door) == [("patch", 1, TICKET.code)]


def test_who_is_led_and_goes_back_is_out_again(door: BackDoor) -> None:
    door.flow.lead(Door.REDO, TICKET.code, OFFICER)
    with door.qtbot.waitSignal(door.flow.finished):
        door.click("birth_back_button")
    assert not door.flow.is_busy


def test_a_ticket_that_is_none_is_asked_for(door: BackDoor) -> None:
    door.flow.lead(Door.STATUS, "", OFFICER)
    assert door.flow.page is door.flow.ticket


@pytest.mark.parametrize("field", ["kk", "email", "address", "birth_date", "ktp"])
def test_every_input_has_a_name(door: BackDoor, field: str) -> None:
    door.come_in(asked_for(field))
    door.click("patch_button")
    assert not nameless(door.flow.patch)
    assert door.flow.patch.isVisible()
