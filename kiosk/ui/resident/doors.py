"""The doors for those who come back: status, photo again, joining, and going on with a form."""

from datetime import date
from enum import StrEnum
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.domain.consent import Consent, ConsentPurpose
from kiosk.domain.draft import Draft
from kiosk.domain.ticket import Ticket
from kiosk.store.errors import StoreError
from kiosk.sync.central import DeskProblem
from kiosk.sync.content import TakenPhoto
from kiosk.sync.dispatch import NotReadyError
from kiosk.sync.protocol import Redoable, TicketStatus
from kiosk.ui.background import Background
from kiosk.ui.look import Look
from kiosk.ui.resident.done_page import DonePage
from kiosk.ui.resident.join_page import JoinPage
from kiosk.ui.resident.photo_page import PhotoPage
from kiosk.ui.resident.status_page import StatusPage
from kiosk.ui.resident.ticket_page import TicketBirthDatePage, TicketPage
from kiosk.ui.services import Services
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.notice import Kind
from kiosk.ui.widgets.page_stack import PageStack


class Door(StrEnum):
    """Through which door somebody came; the value ends the key of its title."""

    STATUS = "status"
    REDO = "redo"
    RESUME = "resume"


class TicketFlow(QWidget):
    """Asks for ticket and birth date, and nothing else, whatever the door.

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
        self._ticket: Ticket | None = None
        self._status: TicketStatus | None = None
        self.ticket = TicketPage(look)
        self.birth = TicketBirthDatePage(look)
        self.status = StatusPage(look)
        self.join = JoinPage(look, services.clock)
        self.photo = photo_page
        self.done = DonePage(look)
        self._stack = PageStack(look)
        pages = (self.ticket, self.birth, self.status, self.join, self.photo, self.done)
        for page in pages:
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._connect()

    @property
    def is_busy(self) -> bool:
        """Whether anything of a resident is here."""
        return self._ticket is not None or not self.ticket.is_empty

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

    def end(self) -> None:
        """Forget the resident; what is under way goes on unseen."""
        self.wipe()
        self.finished.emit()

    def wipe(self) -> None:
        """Forget everything."""
        self._background.forget()
        self._ticket, self._status = None, None
        for page in (self.ticket, self.birth, self.status, self.join, self.photo):
            page.wipe()
        self._stack.setCurrentWidget(self.ticket)

    def minimumSizeHint(self) -> QSize:
        """Small enough for any screen."""
        return QSize(320, 240)

    def _connect(self) -> None:
        self.ticket.left.connect(self.end)
        self.ticket.answered.connect(self._keep_ticket)
        self.birth.left.connect(self._show_ticket)
        self.birth.answered.connect(self._look_up)
        self.status.left.connect(self.end)
        self.status.redo_pressed.connect(partial(self._stack.setCurrentWidget, self.photo))
        self.status.join_pressed.connect(self._ask_to_join)
        self.join.left.connect(self._show_status)
        self.join.agreed.connect(self._join)
        self.photo.back_requested.connect(self._show_status)
        self.photo.taken.connect(self._send_photo)
        self.done.left.connect(self.end)

    def _show_ticket(self) -> None:
        self._background.forget()
        self._ticket = None
        self.birth.wipe()
        self._stack.setCurrentWidget(self.ticket)
        self.ticket.begin()

    def _keep_ticket(self, ticket: Ticket) -> None:
        self._ticket = ticket
        self._stack.setCurrentWidget(self.birth)
        self.birth.begin()

    def _look_up(self, born: date) -> None:
        if self._ticket is None:
            return
        self.birth.show_busy(busy=True)
        code, now = self._ticket.code, self._services.clock()
        if self._door is Door.RESUME:
            found = self._services.store.submit(
                lambda store: store.drafts.find_by_ticket(code, born, now)
            )
            self._background.watch(found, self._take_draft, self._fail)
        else:
            answer = self._services.desk.lookup(code, born)
            self._background.watch(answer, self._take_status, self._fail)

    def _take_draft(self, draft: Draft | None) -> None:
        if draft is None:
            self.birth.refuse("ticket_door.no_draft")
        else:
            self.wipe()
            self.draft_found.emit(draft)

    def _take_status(self, answer: TicketStatus | DeskProblem) -> None:
        if isinstance(answer, DeskProblem):
            self.birth.refuse(answer.value)
        else:
            self._status = answer
            self._show_status()

    def _show_status(self) -> None:
        if self._status is not None:
            self.birth.wipe()
            self.status.show_status(self._status)
            self._stack.setCurrentWidget(self.status)

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
            self._background.watch(answer, self._take_joined, self._fail)

    def _take_joined(self, answer: TicketStatus | DeskProblem) -> None:
        self.join.show_busy(busy=False)
        if isinstance(answer, DeskProblem):
            self.join.notice.tell(Kind.ATTENTION, Sentence(answer.value))
        else:
            self._finish("join")

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
        self._status = None
        self.status.wipe()
        self.done.show_done(what)
        self._stack.setCurrentWidget(self.done)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, StoreError | NotReadyError):
            raise error
        self._tell(error.key)

    def _tell(self, key: str) -> None:
        if self.page is self.birth:
            self.birth.refuse(key)
            return
        self.join.show_busy(busy=False)
        self.status.show_busy(busy=False)
        page = self.join if self.page is self.join else self.status
        page.notice.tell(Kind.WRONG, Sentence(key))
