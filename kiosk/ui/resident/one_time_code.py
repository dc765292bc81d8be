"""A one-time code at the counter: it is sent, typed back, and compared by the centre."""

from PySide6.QtCore import QObject, Signal

from kiosk.store.errors import StoreError
from kiosk.sync.central import DeskProblem
from kiosk.sync.dispatch import NotReadyError
from kiosk.sync.protocol import CodeSent, TicketStatus
from kiosk.sync.ticket_desk import CODE_ACTIONS, CodeTrouble
from kiosk.ui.background import Background
from kiosk.ui.look import Look
from kiosk.ui.resident.code_page import CodePage
from kiosk.ui.services import Services


class OneTimeCode(QObject):
    """Asks the centre for codes and has them compared, at a page of its own.

    Signals:
        confirmed: the right code was typed; with the TicketStatus after it.
        outdated: what the centre allowed has run out.
    """

    confirmed = Signal(object)
    outdated = Signal()

    def __init__(self, look: Look, services: Services, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._background = Background(self)
        self._status: TicketStatus | None = None
        self.page = CodePage(look)
        self.page.wanted.connect(self.send)
        self.page.typed.connect(self._verify)

    def prepare(self, status: TicketStatus) -> bool:
        """Get the page ready for the code that is waited for; False where none is."""
        grant = status.grant_for(*CODE_ACTIONS)
        if grant is None:
            return False
        self._status = status
        self.page.begin(grant.action)
        return True

    def send(self) -> None:
        """Have a code sent."""
        if self._status is not None:
            self.page.show_sending()
            sent = self._services.desk.send_code(self._status)
            self._background.watch(sent, self._take_sent, self._fail)

    def wipe(self) -> None:
        """Forget the resident; an answer that is under way is for nobody."""
        self._background.forget()
        self._status = None
        self.page.wipe()

    def _take_sent(self, answer: CodeSent | CodeTrouble) -> None:
        if isinstance(answer, CodeSent):
            self.page.show_sent(answer)
        else:
            self._take_trouble(answer)

    def _verify(self, code: str) -> None:
        if self._status is not None:
            self.page.show_checking()
            answer = self._services.desk.verify_code(self._status, code)
            self._background.watch(answer, self._take_verified, self._fail)

    def _take_verified(self, answer: TicketStatus | CodeTrouble) -> None:
        if isinstance(answer, CodeTrouble):
            self._take_trouble(answer)
        else:
            self.confirmed.emit(answer)

    def _take_trouble(self, trouble: CodeTrouble) -> None:
        if trouble.problem is DeskProblem.EXPIRED:
            self.outdated.emit()
        else:
            self.page.show_trouble(trouble)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, StoreError | NotReadyError):
            raise error
        self.page.fail(error.key)
