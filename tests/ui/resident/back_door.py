"""Coming back: a TicketFlow in a window of its own, with a centre that a test scripts."""

from dataclasses import replace
from datetime import date, timedelta
from threading import Event
from uuid import UUID

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kiosk.domain.submission import CentreState
from kiosk.store.errors import DiskFullError
from kiosk.sync.central import CentralError, CentralRefusedError, DeskProblem, RefusedReason
from kiosk.sync.forms import AssessmentForm
from kiosk.sync.problem import Problem
from kiosk.sync.protocol import (
    Grant,
    JoinRequest,
    Redoable,
    TicketLookup,
    TicketStatus,
)
from kiosk.sync.ticket_desk import TicketDesk
from kiosk.ui.look import Look
from kiosk.ui.main_window import MainWindow
from kiosk.ui.officer.gate import OfficerGate
from kiosk.ui.resident.doors import Door, TicketFlow
from kiosk.ui.resident.photo_page import PhotoPage
from kiosk.ui.services import Services
from tests.sync.registrations import registration
from tests.sync.scripted_central import SENT, ScriptedCentral, ticket_status
from tests.ui.resident.counter import OFFICE, NudgedRunner
from tests.ui.touch import click, type_into

TICKET = registration().ticket
ID = registration().submission_id
BORN = date(1990, 11, 5)


def standing_at(state: CentreState, *actions: Redoable) -> TicketStatus:
    grants = [grant for action in actions for grant in ticket_status(ID, action).grants]
    changes = {"state": state, "reasons": [], "grants": grants}
    return ticket_status(ID).model_copy(update=changes)


def trouble(kind: str, status: int, tries_left: int | None = None, wait: int = 0) -> CentralError:
    problem = Problem(type=kind, title="no", status=status, tries_left=tries_left)
    return CentralRefusedError(
        RefusedReason.OTHER, status, problem, retry_after=timedelta(seconds=wait)
    )


OUTDATED = CentralRefusedError(
    RefusedReason.GRANT, 403, Problem(type="grant_invalid", title="no", status=403)
)


class PatientCentral(ScriptedCentral):
    """A centre that keeps its answers back, or whose tokens find no room, when told to."""

    def __init__(self) -> None:
        super().__init__()
        self.may_answer = Event()
        self.may_answer.set()
        self.disk_is_full = False
        self.verified = standing_at(CentreState.PHOTO_VERIFYING)
        self.scored = standing_at(CentreState.ELIGIBLE, Redoable.JOIN)

    def lookup(self, question: TicketLookup) -> TicketStatus | DeskProblem:
        assert self.may_answer.wait(5)
        self._keep_token()
        return super().lookup(question)

    def verify_code(self, submission_id: UUID, grant: Grant, code: str) -> TicketStatus:
        super().verify_code(submission_id, grant, code)
        return self.verified

    def hand_in_test(
        self, submission_id: UUID, grant: str, sitting: AssessmentForm
    ) -> TicketStatus:
        assert self.may_answer.wait(5)
        super().hand_in_test(submission_id, grant, sitting)
        return self.scored

    def join(self, submission_id: UUID, grant: str, request: JoinRequest) -> TicketStatus:
        self._keep_token()
        return super().join(submission_id, grant, request)

    def _keep_token(self) -> None:
        if self.disk_is_full:
            raise DiskFullError("no room for a new token")


class BackDoor:
    """The flow in a window, with a centre that answers as the test says."""

    def __init__(self, services: Services, runner: NudgedRunner, qtbot: QtBot) -> None:
        self.qtbot, self.runner = qtbot, runner
        self.central = PatientCentral()
        self.desk = TicketDesk(self.central)
        self.services = replace(services, desk=self.desk)
        self.look = Look()
        self.window = MainWindow(self.look, OFFICE.name)
        gate = OfficerGate(self.look, services.store, services.clock)
        photo = PhotoPage(self.look, services.camera, services.clock, gate)
        self.flow = TicketFlow(self.look, self.services, photo)
        self.window.add_page(self.flow)
        self.window.resize(1366, 768)
        self.window.show_page(self.flow)
        self.window.show()

    def close(self) -> None:
        self.window.close()
        self.desk.close()

    def click(self, name: str) -> None:
        click(self.flow, name)

    def type(self, name: str, text: str) -> None:
        type_into(self.flow, name, text)

    def identify(self, door: Door = Door.STATUS, born: date = BORN) -> None:
        """Ticket and birth date, typed one key after the other."""
        self.flow.begin(door)
        self.type("ticket_field", TICKET.code.lower())
        self.click("ticket_next_button")
        self.type_birth_date(born)

    def type_birth_date(self, born: date = BORN) -> None:
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

    def says(self, key: str, **values: object) -> bool:
        return self.look.text(key, **values) in self.words()

    def wait_to_say(self, key: str, **values: object) -> None:
        self.qtbot.waitUntil(lambda: self.says(key, **values))

    def come_for_a_code(self, action: Redoable, state: CentreState) -> None:
        """As somebody of whom a code is asked, which was sent just now."""
        self.come_in(standing_at(state, action))
        self.click("code_button")
        self.wait_to_say("code.sent", to=SENT.sent_to)

    def typed(self) -> str:
        return self.flow.code.field.text()
