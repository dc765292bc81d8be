"""The doors for those who come back: how it stands, and everything that may be done about it."""

from datetime import date, datetime
from enum import StrEnum
from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.domain.consent import Consent, ConsentPurpose
from kiosk.domain.draft import Draft
from kiosk.domain.submission import CentreState
from kiosk.domain.ticket import Ticket, parse_ticket
from kiosk.store.errors import StoreError
from kiosk.store.store import Store
from kiosk.sync.central import DeskProblem
from kiosk.sync.content import TakenPhoto
from kiosk.sync.dispatch import NotReadyError
from kiosk.sync.protocol import Redoable, TicketStatus
from kiosk.sync.ticket_desk import CODE_ACTIONS
from kiosk.ui.background import Background
from kiosk.ui.look import Look
from kiosk.ui.photo_tally import Sitter
from kiosk.ui.resident.done_page import DonePage
from kiosk.ui.resident.join_page import JoinPage
from kiosk.ui.resident.late_test import LateTest
from kiosk.ui.resident.one_time_code import OneTimeCode
from kiosk.ui.resident.patch_flow import PatchFlow
from kiosk.ui.resident.patch_pages import to_correct
from kiosk.ui.resident.photo_page import PhotoPage
from kiosk.ui.resident.scan_page import ScanPage
from kiosk.ui.resident.status_page import StatusPage
from kiosk.ui.resident.ticket_page import TicketBirthDatePage, TicketPage
from kiosk.ui.resident.withdrawal_page import WithdrawalPage
from kiosk.ui.services import Services
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.notice import Kind
from kiosk.ui.widgets.page_stack import PageStack


class Door(StrEnum):
    """Through which door somebody came; the value ends the key of its title."""

    STATUS = "status"
    REDO = "redo"
    RESUME = "resume"


_MAY_WAIT_HERE: Final = {DeskProblem.OFFLINE, DeskProblem.NOT_FOUND}
"""Answers of a centre that may not have been told yet."""


class TicketFlow(QWidget):
    """Asks for ticket and birth date, and nothing else, whatever the door.

    Both are kept until the resident leaves, so that nobody types them twice.

    Signals:
        finished: everything is forgotten; the next resident may come.
        draft_found: with the Draft to go on with; everything else is forgotten.
    """

    finished = Signal()
    draft_found = Signal(object)

    def __init__(self, look: Look, services: Services, photo_page: PhotoPage) -> None:
        """`photo_page` is this flow's own."""
        super().__init__()
        self.setObjectName("ticket_flow")
        self._look, self._services = look, services
        self._background = Background(self)
        self._door = Door.STATUS
        self._led_by: str | None = None
        self._ticket: Ticket | None = None
        self._born: date | None = None
        self._status: TicketStatus | None = None
        self._make_pages(photo_page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._connect()

    def _make_pages(self, photo_page: PhotoPage) -> None:
        look, services = self._look, self._services
        self.ticket = TicketPage(look)
        self.scan = ScanPage(look, services.camera)
        self.birth = TicketBirthDatePage(look)
        self.status = StatusPage(look)
        self.codes = OneTimeCode(look, services, self)
        self.code = self.codes.page
        self.test = LateTest(look, services)
        self.join = JoinPage(look, services.clock)
        self.withdrawal = WithdrawalPage(look)
        self.photo = photo_page
        self.photo.assisted = True  # a photo that was rejected once: an officer may have to help
        self.patch = PatchFlow(look, services)
        self.done = DonePage(look)
        self._asking = (self.ticket, self.scan, self.birth, self.status, self.codes)
        self._acting = (self.test, self.join, self.withdrawal, self.photo, self.patch)
        self._stack = PageStack(look)
        asking = (self.ticket, self.scan, self.birth, self.status, self.code)
        for page in (*asking, *self._acting, self.done):
            self._stack.addWidget(page)

    @property
    def is_busy(self) -> bool:
        """Whether anything of a resident is here."""
        is_asked = self.page in {self.scan, self.done}
        return is_asked or self._ticket is not None or not self.ticket.is_empty

    @property
    def page(self) -> QWidget | None:
        """The page on screen."""
        return self._stack.currentWidget()

    def begin(self, door: Door) -> None:
        """Ask for the ticket."""
        self.wipe()
        self._door = door
        self._look.write(self.ticket.title, f"ticket_door.{door}")
        self._show_ticket()

    def lead(self, door: Door, ticket: str, officer_id: str) -> None:
        """Ask only for the birth date: the ticket is known from a list of the officer who helps."""
        self.begin(door)
        known = parse_ticket(ticket)
        if isinstance(known, Ticket):
            self._led_by = officer_id
            self._keep_ticket(known)

    def end(self) -> None:
        """Forget the resident; what is under way goes on unseen."""
        self.wipe()
        self.finished.emit()

    def wipe(self) -> None:
        """Forget everything."""
        self._background.forget()
        self._ticket = self._born = self._status = None
        self._led_by = None
        for each in (*self._asking, *self._acting):
            each.wipe()
        self._stack.setCurrentWidget(self.ticket)

    def minimumSizeHint(self) -> QSize:
        """Small enough for any screen."""
        return QSize(320, 240)

    def _connect(self) -> None:
        self.ticket.left.connect(self.end)
        self.ticket.answered.connect(self._keep_ticket)
        self.ticket.scan_pressed.connect(self._scan)
        self.scan.left.connect(self._show_ticket)
        self.scan.answered.connect(self._keep_ticket)
        self.birth.left.connect(self._leave_birth_date)
        self.birth.answered.connect(self._keep_birth_date)
        self.status.left.connect(self.end)
        self.status.redo_pressed.connect(partial(self._stack.setCurrentWidget, self.photo))
        self.status.patch_pressed.connect(self._correct)
        self.status.code_pressed.connect(self._ask_for_code)
        self.status.test_pressed.connect(self._sit_test)
        self.status.join_pressed.connect(self._ask_to_join)
        self.status.withdraw_pressed.connect(self._ask_to_withdraw)
        self.codes.confirmed.connect(self._take_confirmed)
        self.codes.outdated.connect(self._look_up_again)
        self.test.taken.connect(self._take_sat)
        self.test.outdated.connect(self._take_newer_status)
        self.test.refused.connect(self._refuse_test)
        self.join.agreed.connect(self._join)
        self.withdrawal.confirmed.connect(self._withdraw)
        self.photo.taken.connect(self._send_photo)
        self.patch.queued.connect(partial(self._finish, "patch"))
        for act in (self.code, self.test, self.join, self.withdrawal, self.patch):
            act.left.connect(self._show_status)
        self.photo.back_requested.connect(self._show_status)
        self.done.left.connect(self.end)

    def _show_ticket(self) -> None:
        self._background.forget()
        self._ticket = self._born = None
        self.birth.wipe()
        self._stack.setCurrentWidget(self.ticket)
        self.ticket.begin()

    def _leave_birth_date(self) -> None:
        """Who was led here by an officer never typed a ticket."""
        if self._led_by is not None:
            self.end()
        else:
            self._show_ticket()

    def _scan(self) -> None:
        self._stack.setCurrentWidget(self.scan)
        self.scan.begin()

    def _keep_ticket(self, ticket: Ticket) -> None:
        self._ticket = ticket
        self._stack.setCurrentWidget(self.birth)
        self.birth.begin()

    def _keep_birth_date(self, born: date) -> None:
        if self._ticket is None:
            return
        self._born = born
        self.birth.show_busy(busy=True)
        if self._door is Door.RESUME:
            code, now = self._ticket.code, self._services.clock()
            found = self._services.store.submit(lambda store: _draft_here(store, code, born, now))
            self._background.watch(found, self._take_draft, self._fail)
        else:
            self._look_up()

    def _take_draft(self, found: Draft | bool) -> None:  # noqa: FBT001 - what the store knows
        if isinstance(found, Draft):
            self.wipe()
            self.draft_found.emit(found)
        elif found:
            self.birth.refuse("ticket_door.no_draft")
        else:
            self._look_up()

    def _look_up(self) -> None:
        if self._ticket is not None and self._born is not None:
            answer = self._services.desk.lookup(self._ticket.code, self._born)
            self._background.watch(answer, self._take_first_status, self._fail)

    def _take_first_status(self, answer: TicketStatus | DeskProblem) -> None:
        """Who came to do something again, or was led here for it, goes right on to that."""
        self._take_status(answer)
        if self._status is None or (self._led_by is None and self._door is not Door.REDO):
            return
        if self._status.grant_for(Redoable.PHOTO) is not None:
            self._stack.setCurrentWidget(self.photo)
        elif to_correct(self._status):
            self._correct()
        elif self._status.grant_for(Redoable.TEST) is not None:
            self._sit_test()

    def _correct(self) -> None:
        if self._status is not None and self._ticket is not None:
            self.patch.begin(self._status, self._ticket.code, self._led_by)
            self._stack.setCurrentWidget(self.patch)

    def _take_status(self, answer: TicketStatus | DeskProblem) -> None:
        if isinstance(answer, TicketStatus):
            self._status = answer
            self.photo.sitter = Sitter(answer.submission_id, self._led_by)
            self._show_status()
        elif answer in _MAY_WAIT_HERE and self._ticket is not None:
            code = self._ticket.code
            waits = self._services.store.submit(lambda store: store.submissions.waits_here(code))
            self._background.watch(waits, partial(self._tell_no_status, answer), self._fail)
        else:
            self._tell(answer.value)

    def _tell_no_status(self, problem: DeskProblem, waits_here: bool) -> None:  # noqa: FBT001
        if waits_here:
            self._tell("ticket_door.waits_here")
        elif self._door is Door.RESUME and problem is DeskProblem.NOT_FOUND:
            self._tell("ticket_door.no_draft")
        else:
            self._tell(problem.value)

    def _look_up_again(self) -> None:
        """What was granted has run out: what may be done now, without asking anything again."""
        if self._ticket is not None and self._born is not None:
            self._show_status()
            self.status.show_busy(busy=True)
            answer = self._services.desk.lookup(self._ticket.code, self._born)
            self._background.watch(answer, self._take_newer_status, self._fail)

    def _take_newer_status(self, answer: TicketStatus | DeskProblem) -> None:
        self._take_status(answer)
        if isinstance(answer, TicketStatus):
            self.status.notice.tell(Kind.ATTENTION, Sentence("ticket_door.again"))

    def _show_status(self) -> None:
        if self._status is not None:
            for page in (self.birth, self.code, self.join, self.withdrawal, self.patch):
                page.wipe()
            self.status.show_status(self._status)
            self._stack.setCurrentWidget(self.status)

    def _ask_for_code(self) -> None:
        if self._status is not None and self.codes.prepare(self._status):
            self._stack.setCurrentWidget(self.code)
            self.codes.send()

    def _take_confirmed(self, answer: TicketStatus) -> None:
        asked = None if self._status is None else self._status.grant_for(*CODE_ACTIONS)
        self._status = answer
        self._show_status()
        if asked is not None:
            self.status.notice.tell(Kind.RIGHT, Sentence(f"code.done.{asked.action}"))

    def _sit_test(self) -> None:
        if (problem := self.test.problem()) is not None:
            self._tell(problem)
        elif self._status is not None and self._ticket is not None and self._born is not None:
            self.test.begin(self._status, self._ticket.code, self._born)
            self._stack.setCurrentWidget(self.test)

    def _take_sat(self, answer: TicketStatus) -> None:
        """Who did not get far enough may sit the test again, now or another day."""
        self._status = answer
        self._show_status()
        if answer.state is CentreState.TEST_PENDING:
            self.status.notice.tell(Kind.ATTENTION, Sentence("status.test_again"))
        else:
            self.status.notice.tell(Kind.RIGHT, Sentence("status.test_done"))

    def _refuse_test(self, problem: DeskProblem) -> None:
        self._show_status()
        self._tell(problem)

    def _ask_to_join(self) -> None:
        grant = None if self._status is None else self._status.grant_for(Redoable.JOIN)
        if grant is None or grant.batch is None:
            return
        try:
            consents = self._services.bundle().consents
        except NotReadyError as error:
            self._tell(error.key)
            return
        text = next(text for text in consents if text.purpose == ConsentPurpose.JOIN)
        self.join.show_batch(grant.batch, text)
        self._stack.setCurrentWidget(self.join)

    def _join(self, consent: Consent) -> None:
        if self._status is not None:
            self.join.show_busy(busy=True)
            answer = self._services.desk.join(self._status, consent)
            self._background.watch(answer, partial(self._take_done, "join"), self._fail)

    def _ask_to_withdraw(self) -> None:
        self._stack.setCurrentWidget(self.withdrawal)
        self.withdrawal.begin()

    def _withdraw(self) -> None:
        if self._status is not None:
            self.withdrawal.show_busy(busy=True)
            answer = self._services.desk.withdraw(self._status)
            self._background.watch(answer, partial(self._take_done, "withdrawal"), self._fail)

    def _take_done(self, what: str, answer: TicketStatus | DeskProblem) -> None:
        if isinstance(answer, TicketStatus):
            self._finish(what)
        elif answer is DeskProblem.EXPIRED:
            self._look_up_again()
        else:
            self._tell(answer.value)

    def _send_photo(self, photo: TakenPhoto) -> None:
        if self._status is None or self._ticket is None:
            return
        sent = self._services.workers.submit(
            self._services.dispatcher.redo_photo,
            self._status,
            photo,
            self._services.clock(),
            ticket=self._ticket.code,
        )
        self._show_status()
        self.status.show_busy(busy=True)
        self._background.watch(sent, self._photo_queued, self._fail)

    def _photo_queued(self, _: object) -> None:
        self._services.sync.nudge()
        self._finish("redo")

    def _finish(self, what: str) -> None:
        """Only the sheet that says what was done stays, of nobody."""
        self.wipe()
        self.done.show_done(what)
        self._stack.setCurrentWidget(self.done)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, StoreError | NotReadyError):
            raise error
        self._tell(error.key)

    def _tell(self, key: str) -> None:
        """Say on the page of the moment why it does not go on; the same may be tried again."""
        page = self.page
        if page is self.birth:
            self.birth.refuse(key)
        else:
            for each in (self.status, self.join, self.withdrawal):
                each.show_busy(busy=False)
                if page is each:
                    each.notice.tell(Kind.ATTENTION, Sentence(key))


def _draft_here(store: Store, ticket: str, born: date, now: datetime) -> Draft | bool:
    """The draft; True where the birth date is another one, False where no draft has the ticket."""
    if not store.drafts.knows(ticket):
        return False
    return store.drafts.find_by_ticket(ticket, born, now) or True
