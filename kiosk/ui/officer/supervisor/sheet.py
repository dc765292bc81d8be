"""What all sheets of the supervisor have in common."""

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar, TypeVar

from PySide6.QtCore import Signal

from kiosk.store.errors import StoreError
from kiosk.store.officers import Officer
from kiosk.store.store import Store
from kiosk.ui.background import Background
from kiosk.ui.look import Look
from kiosk.ui.page import Sheet
from kiosk.ui.services import Services
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.aids import AidButton
from kiosk.ui.widgets.button import Button
from kiosk.ui.widgets.notice import Kind

T = TypeVar("T")


class SupervisorSheet(Sheet):
    """A task of the supervisor, opened by a tile. The role is checked where the act is done.

    Signals:
        left: the supervisor goes back to where the sheet was opened from.
        opened: with another SupervisorSheet, to stand over this one until it is left.
        worked: somebody is at it, though no key is touched.
        room_requested: with the RoomName to go on to.
    """

    left = Signal()
    opened = Signal(object)
    worked = Signal()
    room_requested = Signal(object)

    name: ClassVar[str]
    """Its words are in the table `officer.supervisor.<name>`: title, about (on the tile), hint."""
    icon: ClassVar[str]

    def __init__(self, look: Look, services: Services) -> None:
        table = f"officer.supervisor.{self.name}"
        super().__init__(look, f"{table}.title", f"{table}.hint")
        self.setObjectName(f"{self.name}_sheet")
        self.services = services
        self.background = Background(self)
        self._officer: Officer | None = None
        self.back_button = AidButton(
            look, "action.back", name=f"{self.name}_back_button", icon="arrow-left"
        )
        self.back_button.clicked.connect(self.left)
        self.bottom_row.addWidget(self.back_button)
        self.bottom_row.addStretch(1)

    def arrange(self) -> None:
        """Where text is big, actions stand without words rather than on each other."""
        row, width = self.bottom_row, self._width_of_actions()
        buttons = [b for b in self.findChildren(Button) if row.indexOf(b) >= 0 and not b.isHidden()]
        foldable = [button for button in buttons if isinstance(button, AidButton)]
        for button in foldable:
            button.show_words(shown=True)
        for button in foldable:
            needed = sum(b.sizeHint().width() + row.spacing() for b in buttons)
            button.show_words(shown=needed - row.spacing() <= width)
        super().arrange()

    def _width_of_actions(self) -> int:
        """All of the width, or what a side beside the content leaves."""
        return self.width()

    @property
    def by(self) -> str:
        """Id of the supervisor who acts."""
        if self._officer is None:
            raise RuntimeError("nobody opened the sheet")
        return self._officer.id

    def now(self) -> datetime:
        """The time of the act."""
        return self.services.clock()

    def open_for(self, officer: Officer) -> None:
        """Come on screen for a supervisor."""
        self._officer = officer
        self.notice.clear()
        self.begin()

    def close_up(self) -> None:
        """Forget what was read, typed and asked for."""
        self.background.forget()
        self.notice.clear()
        self.end()
        self._officer = None

    def begin(self) -> None:
        """Read what there is to show; again, when a sheet that stood over this one was left."""
        raise NotImplementedError

    def end(self) -> None:
        """Forget it."""

    def do(self, work: Callable[[Store], T], on_done: Callable[[T], object]) -> None:
        """Have work done in the store's thread; what stands against it is said."""
        self.background.watch(self.services.store.submit(work), on_done, self._fail)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, StoreError):
            raise error
        self.notice.tell(Kind.WRONG, Sentence(error.key))
