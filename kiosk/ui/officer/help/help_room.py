"""The officers' help: every problem with its cause and next steps, without any line."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QVBoxLayout

from kiosk.store.officers import Officer
from kiosk.ui.look import Look
from kiosk.ui.officer.help.help_index import HelpIndex
from kiosk.ui.officer.help.help_sheet import HelpSheet
from kiosk.ui.officer.help.topics import HelpPage
from kiosk.ui.officer.room import DeskRoom
from kiosk.ui.services import Services
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.notice import Kind
from kiosk.ui.widgets.page_stack import PageStack


class HelpRoom(DeskRoom):
    """The contents, and one page over them."""

    def __init__(self, look: Look, services: Services) -> None:
        super().__init__()
        self.setObjectName("help_room")
        self._services = services
        self.index = HelpIndex(look)
        self.sheet = HelpSheet(look, "help")
        self._stack = PageStack(look)
        self._stack.addWidget(self.index)
        self._stack.addWidget(self.sheet)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.index.opened.connect(self._open)
        self.index.practice_requested.connect(self._practise)
        self.sheet.left.connect(self._go_back)

    def enter(self, officer: Officer) -> None:  # noqa: ARG002  # everybody finds the same
        """Begin at the contents."""
        self._stack.setCurrentWidget(self.index)
        self.index.begin()

    def leave(self) -> None:
        """Forget what was looked for."""
        self.index.field.wipe()

    def explain(self, problem: str) -> None:
        """Open the page of a problem, by the key of its sentence."""
        self.sheet.explain(problem)
        self._stack.setCurrentWidget(self.sheet)

    def minimumSizeHint(self) -> QSize:
        """Small enough for any screen."""
        return QSize(280, 200)

    def _open(self, page: HelpPage) -> None:
        self.sheet.show_page(page)
        self._stack.setCurrentWidget(self.sheet)

    def _go_back(self) -> None:
        """To the problem that was opened."""
        page = self.sheet.page
        self._stack.setCurrentWidget(self.index)
        for row in self.index.rows:
            if row.page is page:
                row.setFocus(Qt.FocusReason.OtherFocusReason)

    def _practise(self) -> None:
        """The form's pages need the centre's rules, such as the ages."""
        if self._services.configuration.bundle is None:
            self.index.notice.tell(Kind.ATTENTION, Sentence("sync.not_ready"))
        else:
            self.practice_requested.emit()
