"""The short test of somebody who is back for it: sat here, and handed in over the line at once."""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.domain.draft import Draft
from kiosk.store.errors import StoreError
from kiosk.sync.central import DeskProblem
from kiosk.sync.dispatch import NotReadyError
from kiosk.sync.protocol import Redoable, TicketStatus
from kiosk.ui.background import Background
from kiosk.ui.look import Look
from kiosk.ui.resident.assessment_page import AssessmentPage
from kiosk.ui.services import Services
from kiosk.ui.text import Sentence


class LateTest(QWidget):
    """Has a page only while somebody is at the test; it goes with whatever was answered on it.

    The answers are kept until the centre has them or the resident leaves, and nowhere else.

    The test may take longer than the centre allows for one step: then it is asked once more, with
    the ticket and the birth date of before, and the same answers are handed in.

    Signals:
        taken: the centre has the answers; with the TicketStatus after them.
        outdated: nobody waits for the answers any more; with the newest TicketStatus.
        refused: with the DeskProblem; these answers will never be taken.
        left: back, and nothing was handed in.
        thinking: once a second while a question is on screen.
    """

    taken = Signal(object)
    outdated = Signal(object)
    refused = Signal(object)
    left = Signal()
    thinking = Signal()

    def __init__(self, look: Look, services: Services) -> None:
        super().__init__()
        self.setObjectName("late_test")
        self._look, self._services = look, services
        self._background = Background(self)
        self._status: TicketStatus | None = None
        self._born: date | None = None
        self._draft: Draft | None = None
        self._page: AssessmentPage | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def minimumSizeHint(self) -> QSize:
        """Small enough for any screen."""
        return QSize(320, 240)

    def problem(self) -> str | None:
        """Key of the sentence that says why there is no test to sit here, if there is none."""
        try:
            asked = self._services.bundle().assessment
        except NotReadyError as error:
            return error.key
        return DeskProblem.REFUSED if asked is None else None

    def begin(self, status: TicketStatus, ticket: str, born: date) -> None:
        """Get ready for the test, or with answers that could not be handed in before."""
        self._status, self._born = status, born
        if self._draft is None:
            self._draft = Draft(status.submission_id, ticket)
        if self._page is None:
            self._page = self._make_page()
            self._column.addWidget(self._page)
        self._page.show_draft(self._draft)

    def wipe(self) -> None:
        """Forget the resident and every answer, and throw the page away."""
        self._background.forget()
        self._status = self._born = self._draft = None
        if self._page is not None:
            self._page.wipe()
            self._page.setParent(None)
            self._page.deleteLater()
            self._page = None

    def _make_page(self) -> AssessmentPage:
        page = AssessmentPage(self._look, self._services.bundle, self._services.clock)
        page.progressed.connect(self._keep)
        page.completed.connect(self._hand_in)
        page.back_requested.connect(self.left)
        page.thinking.connect(self.thinking)
        return page

    def _keep(self, draft: Draft) -> None:
        self._draft = draft

    def _hand_in(self, draft: Draft) -> None:
        self._draft = draft
        if self._status is not None and self._page is not None:
            self._page.show_sending()
            self._send(self._status, self._look_up_again)

    def _send(self, status: TicketStatus, on_expired: Callable[[], None]) -> None:
        if self._draft is None or self._draft.assessment is None:
            return
        answer = self._services.desk.hand_in_test(status, self._draft.assessment)
        self._background.watch(answer, partial(self._take, on_expired), self._fail)

    def _take(self, on_expired: Callable[[], None], answer: TicketStatus | DeskProblem) -> None:
        if isinstance(answer, TicketStatus):
            self.taken.emit(answer)
            self.wipe()
        elif answer is DeskProblem.EXPIRED:
            on_expired()
        elif answer is DeskProblem.REFUSED:
            self.refused.emit(answer)
            self.wipe()
        else:
            self._tell(answer)

    def _look_up_again(self) -> None:
        if self._draft is not None and self._born is not None:
            answer = self._services.desk.lookup(self._draft.ticket, self._born)
            self._background.watch(answer, self._take_newer, self._fail)

    def _take_newer(self, answer: TicketStatus | DeskProblem) -> None:
        if not isinstance(answer, TicketStatus):
            self._tell(answer)
            return
        self._status = answer
        give_up = partial(self.outdated.emit, answer)
        if answer.grant_for(Redoable.TEST) is None:
            give_up()
        else:
            self._send(answer, give_up)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, StoreError | NotReadyError):
            raise error
        self._tell(error.key)

    def _tell(self, key: str) -> None:
        if self._page is not None:
            self._page.show_unsent(Sentence(key))
