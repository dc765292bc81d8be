"""Coming back: with ticket and birth date, and nothing else typed."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from kiosk.domain.draft import Draft
from kiosk.domain.submission import CentreState
from kiosk.domain.ticket import TicketProblem
from kiosk.store.drafts import WRONG_TRIES
from kiosk.store.errors import DiskFullError
from kiosk.sync.central import (
    CentralError,
    CentralUnavailableError,
    DeskProblem,
    UnavailableReason,
)
from kiosk.sync.protocol import Redoable
from kiosk.ui.resident.doors import Door
from kiosk.ui.text import Sentence
from tests.sync.registrations import PHOTO, registration
from tests.sync.scripted_central import NOON, SENT, ticket_status
from tests.ui.resident.back_door import BORN, ID, TICKET, BackDoor, standing_at
from tests.ui.touch import nameless


def test_tells_how_it_stands_and_what_to_do(door: BackDoor) -> None:
    door.come_in(ticket_status(ID, Redoable.PHOTO))

    text = door.look.text
    assert text("state.photo_rejected") in door.words()
    assert text("reason.BLUR.action") in door.words()
    assert door.central.calls.get_nowait() == f"lookup {TICKET.code} {BORN}"


def test_says_what_is_wrong_with_a_ticket(door: BackDoor) -> None:
    door.flow.begin(Door.STATUS)
    door.type("ticket_field", "7Q4M")
    door.click("ticket_next_button")

    assert door.flow.ticket.notice.sentence is not None
    assert door.flow.ticket.notice.sentence.key == TicketProblem.LENGTH
    assert door.flow.page is door.flow.ticket


@pytest.mark.parametrize(
    ("fault", "answer", "key"),
    [
        (None, DeskProblem.NOT_FOUND, DeskProblem.NOT_FOUND),
        (None, DeskProblem.LOCKED, DeskProblem.LOCKED),
        (CentralUnavailableError(UnavailableReason.OFFLINE), None, DeskProblem.OFFLINE),
    ],
)
def test_says_why_there_is_no_answer(
    door: BackDoor, fault: CentralError | None, answer: DeskProblem | None, key: str
) -> None:
    door.central.faults = [fault]
    door.central.status = answer or DeskProblem.NOT_FOUND

    door.identify()

    door.refused_with(key)
    focused = door.flow.focusWidget()
    assert focused is not None
    assert focused.objectName() == "ticket_birth_day"


def test_only_the_photo_is_done_again(door: BackDoor) -> None:
    door.come_in(ticket_status(ID, Redoable.PHOTO))
    door.click("redo_photo_button")
    assert door.flow.page is door.flow.photo

    door.flow.photo.taken.emit(PHOTO)

    door.qtbot.waitUntil(lambda: door.flow.page is door.flow.done)
    store = door.services.store
    (part,) = store.call(lambda s: s.submissions.queue_rows())
    assert (part.submission_id, part.part, part.revision) == (ID, "photo", 2)
    assert door.runner.nudges == 1
    with door.qtbot.waitSignal(door.flow.finished):
        door.click("done_close_button")


def test_nothing_is_offered_on_the_photo_page_that_leads_nowhere(door: BackDoor) -> None:
    door.come_in(ticket_status(ID, Redoable.PHOTO))
    door.click("redo_photo_button")

    assert not door.flow.photo.live.refuse_button.isVisible()


def test_joins_only_with_a_consent_that_was_ticked(door: BackDoor) -> None:
    door.come_in(standing_at(CentreState.ELIGIBLE, Redoable.JOIN))
    door.click("join_button")
    door.click("join_confirm_button")
    assert door.flow.join.notice.sentence is not None
    assert not door.central.joined

    door.click("join_consent")
    door.click("join_confirm_button")

    door.qtbot.waitUntil(lambda: door.flow.page is door.flow.done)
    ((submission_id, grant, request),) = door.central.joined
    assert (submission_id, grant) == (ID, "grant-2")
    assert request.consented_at == NOON


def test_says_that_joining_did_not_work_and_may_be_tried_again(door: BackDoor) -> None:
    door.come_in(standing_at(CentreState.ELIGIBLE, Redoable.JOIN))
    door.click("join_button")
    door.click("join_consent")
    door.central.faults = [CentralUnavailableError(UnavailableReason.TIMEOUT)]

    door.click("join_confirm_button")

    notice = door.flow.join.notice
    door.qtbot.waitUntil(lambda: notice.sentence is not None)
    assert door.flow.join.join_button.isEnabled()


def test_a_full_disk_is_told_and_the_same_may_be_tried_again(door: BackDoor) -> None:
    door.central.disk_is_full = True
    door.identify()
    door.refused_with(DiskFullError.key)
    door.central.disk_is_full = False
    door.central.status = standing_at(CentreState.ELIGIBLE, Redoable.JOIN)
    door.click("birth_next_button")
    door.qtbot.waitUntil(lambda: door.flow.page is door.flow.status)

    door.click("join_button")
    door.click("join_consent")
    door.central.disk_is_full = True
    door.click("join_confirm_button")
    notice = door.flow.join.notice
    door.qtbot.waitUntil(lambda: notice.sentence == Sentence(DiskFullError.key))
    door.central.disk_is_full = False
    door.click("join_confirm_button")

    door.qtbot.waitUntil(lambda: door.flow.page is door.flow.done)


def test_tells_the_accepted_what_comes_next(door: BackDoor) -> None:
    changes = {"decree": "SK 12/2026", "deadline": NOON + timedelta(days=15)}
    status = standing_at(CentreState.ACCEPTED).model_copy(update=changes)

    door.come_in(status)

    assert door.says("status.accepted.decree", decree="SK 12/2026")
    assert door.says("status.accepted.first_training_until", day="17 Maret 2026")
    assert door.says("status.accepted.keep_number", day="2 September 2026")
    assert door.says("status.accepted.account")
    assert not door.flow.status.redo_button.isVisible()
    assert not door.flow.status.join_button.isVisible()


def test_says_in_words_where_it_stands_and_what_happens_next(door: BackDoor) -> None:
    door.come_in(standing_at(CentreState.SUBMITTED))
    for state in CentreState:
        door.flow.status.show_status(standing_at(state))
        QApplication.processEvents()

        assert door.says(f"state.{state}")
        accepted = state is CentreState.ACCEPTED
        assert door.says("status.accepted.account" if accepted else f"status.next.{state}")
        assert not door.flow.status.withdraw_button.isVisible()


def test_goes_on_with_a_form_that_was_begun(door: BackDoor) -> None:
    draft = Draft(UUID(int=9, version=4), TICKET.code, step="phone", birth_date=BORN)
    store = door.services.store
    store.call(lambda s: s.drafts.save(draft, NOON))

    with door.qtbot.waitSignal(door.flow.draft_found) as found:
        door.identify(Door.RESUME)

    assert found.args == [draft]
    assert not door.flow.is_busy


def test_a_form_is_not_found_by_guessing(door: BackDoor) -> None:
    draft = Draft(UUID(int=9, version=4), TICKET.code, step="phone", birth_date=BORN)
    store = door.services.store
    store.call(lambda s: s.drafts.save(draft, NOON))

    for _ in range(WRONG_TRIES):
        door.identify(Door.RESUME, date(1991, 1, 1))
        door.refused_with("ticket_door.no_draft")
    door.identify(Door.RESUME)

    door.refused_with("store.draft_locked")


def test_leaving_forgets_the_resident(door: BackDoor) -> None:
    door.come_in(ticket_status(ID, Redoable.PHOTO))
    was_busy = door.flow.is_busy

    with door.qtbot.waitSignal(door.flow.finished):
        door.click("status_close_button")

    assert (was_busy, door.flow.is_busy) == (True, False)
    typed = [field.text() for field in door.flow.findChildren(QLineEdit)]
    assert not any(typed)
    assert not any("Siti" in words for words in door.words())


@pytest.mark.parametrize("way_out", ["birth_back_button", "idle"])
def test_an_answer_that_comes_too_late_is_shown_to_nobody(door: BackDoor, way_out: str) -> None:
    door.central.status = ticket_status(ID, Redoable.PHOTO)
    door.central.may_answer.clear()
    door.identify()
    if way_out == "idle":
        door.flow.end()
    else:
        door.click(way_out)

    door.central.may_answer.set()
    door.desk.lookup(TICKET.code, BORN).result(5)  # so the one before is answered too
    QApplication.processEvents()

    assert door.flow.page is door.flow.ticket


def test_everything_to_touch_has_a_name(door: BackDoor) -> None:
    door.come_in(standing_at(CentreState.ELIGIBLE, Redoable.JOIN))
    door.click("join_button")

    assert nameless(door.flow) == []


def test_going_on_without_a_draft_here_asks_the_centre(door: BackDoor) -> None:
    door.central.status = standing_at(CentreState.OTP_PENDING, Redoable.PHONE_CODE)

    door.identify(Door.RESUME)

    door.qtbot.waitUntil(lambda: door.flow.page is door.flow.status)
    assert door.flow.status.code_button.isVisible()


def test_going_on_with_what_nobody_knows_says_so(door: BackDoor) -> None:
    door.identify(Door.RESUME)
    door.refused_with("ticket_door.no_draft")


@pytest.mark.parametrize("answer", [DeskProblem.NOT_FOUND, None])
def test_what_still_waits_here_is_safe_even_if_the_centre_does_not_know_it(
    door: BackDoor, answer: DeskProblem | None
) -> None:
    services = door.services
    services.dispatcher.register(registration(), PHOTO, NOON)
    door.central.faults = [None if answer else CentralUnavailableError(UnavailableReason.OFFLINE)]

    door.identify()

    door.refused_with("ticket_door.waits_here")


def test_the_slip_s_code_may_be_scanned_instead_of_typed(door: BackDoor) -> None:
    door.flow.begin(Door.STATUS)
    assert door.says("ticket_door.scan_consent")
    door.click("scan_button")
    assert (door.flow.page, door.flow.is_busy) == (door.flow.scan, True)

    door.flow.scan.scan.read.emit(TICKET)

    assert door.flow.page is door.flow.birth


def test_whoever_does_not_want_to_scan_types(door: BackDoor) -> None:
    door.flow.begin(Door.STATUS)
    door.click("scan_button")

    door.click("scan_type_button")

    assert door.flow.page is door.flow.ticket
    assert not door.flow.is_busy


@pytest.mark.parametrize("way", ["code", "withdrawal", "join"])
def test_being_idle_wipes_every_page(door: BackDoor, way: str) -> None:
    actions = {
        "code": (CentreState.OTP_PENDING, Redoable.PHONE_CODE, "code_button"),
        "withdrawal": (CentreState.ELIGIBLE, Redoable.WITHDRAWAL, "withdraw_button"),
        "join": (CentreState.ELIGIBLE, Redoable.JOIN, "join_button"),
    }
    state, action, button = actions[way]
    door.come_in(standing_at(state, action))
    door.click(button)
    if way == "code":
        door.wait_to_say("code.sent", to=SENT.sent_to)
        door.type("code_field", "1234")

    door.flow.end()

    said = [w.text() for w in door.flow.findChildren(QLabel)]
    assert not any(SENT.sent_to in words or "Siti" in words for words in said)
    assert not any(field.text() for field in door.flow.findChildren(QLineEdit))
    assert not door.flow.is_busy
