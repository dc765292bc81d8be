"""Coming back: with ticket and birth date, and nothing else typed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from threading import Event
from uuid import UUID

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

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
from kiosk.sync.protocol import JoinRequest, Redoable, TicketLookup, TicketStatus
from kiosk.sync.ticket_desk import TicketDesk
from kiosk.ui.officer.gate import OfficerGate
from kiosk.ui.resident.doors import Door, TicketFlow
from kiosk.ui.resident.photo_page import PhotoPage
from kiosk.ui.text import Sentence
from tests.sync.registrations import PHOTO, registration
from tests.sync.scripted_central import NOON, ScriptedCentral, ticket_status
from tests.ui.resident.counter import Counter
from tests.ui.touch import click, nameless, type_into

TICKET = registration().ticket
ID = registration().submission_id
BORN = date(1990, 11, 5)


class PatientCentral(ScriptedCentral):
    """A centre that keeps its answers back, or whose tokens find no room, when told to."""

    def __init__(self) -> None:
        super().__init__()
        self.may_answer = Event()
        self.may_answer.set()
        self.disk_is_full = False

    def lookup(self, question: TicketLookup) -> TicketStatus | DeskProblem:
        assert self.may_answer.wait(5)
        self._keep_token()
        return super().lookup(question)

    def join(self, submission_id: UUID, grant: str, request: JoinRequest) -> TicketStatus:
        self._keep_token()
        return super().join(submission_id, grant, request)

    def _keep_token(self) -> None:
        if self.disk_is_full:
            raise DiskFullError("no room for a new token")


class BackDoor:
    """The flow in the counter's window, with a centre that answers as the test says."""

    def __init__(self, counter: Counter, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.counter = counter
        self.central = PatientCentral()
        self.desk = TicketDesk(self.central)
        services = replace(counter.services, desk=self.desk)
        look = counter.look
        gate = OfficerGate(look, services.store, services.clock)
        photo = PhotoPage(look, services.camera, services.clock, gate)
        self.flow = TicketFlow(look, services, photo)
        counter.window.show_page(self.flow)

    def click(self, name: str) -> None:
        click(self.flow, name)

    def type(self, name: str, text: str) -> None:
        type_into(self.flow, name, text)

    def identify(self, door: Door = Door.STATUS, born: date = BORN) -> None:
        """Ticket and birth date, typed one key after the other."""
        self.flow.begin(door)
        self.type("ticket_field", TICKET.code.lower())
        self.click("ticket_next_button")
        self.type("ticket_birth_day", f"{born:%d}")
        self.type("ticket_birth_month", f"{born:%m}")
        self.type("ticket_birth_year", f"{born:%Y}")
        self.click("birth_next_button")

    def come_in(self, status: TicketStatus) -> None:
        """As somebody of whom the centre says this."""
        self.central.status = status
        self.identify()
        self.qtbot.waitUntil(lambda: self.flow.page is self.flow.status)

    def refused_with(self, key: str) -> None:
        notice = self.flow.birth.notice
        self.qtbot.waitUntil(lambda: notice.sentence is not None and notice.sentence.key == key)

    def words(self) -> list[str]:
        return [w.text() for w in self.flow.findChildren(QLabel) if w.isVisible()]


@pytest.fixture
def door(counter: Counter, qtbot: QtBot) -> Iterator[BackDoor]:
    door = BackDoor(counter, qtbot)
    yield door
    door.desk.close()


def standing_at(state: CentreState, action: Redoable | None = None) -> TicketStatus:
    return ticket_status(ID, action).model_copy(update={"state": state, "reasons": []})


def test_tells_how_it_stands_and_what_to_do(door: BackDoor) -> None:
    door.come_in(ticket_status(ID, Redoable.PHOTO))

    text = door.counter.look.text
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
    store = door.counter.services.store
    (part,) = store.call(lambda s: s.submissions.queue_rows())
    assert (part.submission_id, part.part, part.revision) == (ID, "photo", 2)
    assert door.counter.runner.nudges == 1
    with door.qtbot.waitSignal(door.flow.finished):
        door.click("done_close_button")


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
    status = standing_at(CentreState.ACCEPTED).model_copy(update={"decree": "SK 12/2026"})

    door.come_in(status)

    text = door.counter.look.text
    assert text("status.accepted.decree", decree="SK 12/2026") in door.words()
    assert text("status.accepted.keep_number", day="2 September 2026") in door.words()
    assert not door.flow.status.redo_button.isVisible()
    assert not door.flow.status.join_button.isVisible()


def test_has_words_for_every_state(door: BackDoor) -> None:
    page, text = door.flow.status, door.counter.look.text
    for state in CentreState:
        page.show_status(standing_at(state))

        assert page.title.text() == text(f"state.{state}")


def test_goes_on_with_a_form_that_was_begun(door: BackDoor) -> None:
    draft = Draft(UUID(int=9, version=4), TICKET.code, step="phone", birth_date=BORN)
    store = door.counter.services.store
    store.call(lambda s: s.drafts.save(draft, NOON))

    with door.qtbot.waitSignal(door.flow.draft_found) as found:
        door.identify(Door.RESUME)

    assert found.args == [draft]
    assert not door.flow.is_busy


def test_a_form_is_not_found_by_guessing(door: BackDoor) -> None:
    draft = Draft(UUID(int=9, version=4), TICKET.code, step="phone", birth_date=BORN)
    store = door.counter.services.store
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
