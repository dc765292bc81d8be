"""The first page: four doors, and what makes the way through them easier."""

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.widgets.aids import IN_FULL, Aids
from kiosk.ui.widgets.card_button import Door
from kiosk.ui.widgets.label import label
from kiosk.ui.widgets.notice import Notice
from kiosk.ui.widgets.scroll import Scroll

_OTHER_DOORS = 3
_GREETING_SHARE = 2.0
"""Of the aids' width, that greeting and aids need together to stand side by side."""
_SPOKEN = (
    "welcome.title",
    "welcome.hint",
    *(
        f"welcome.{door}.{part}"
        for door in ("new", "redo", "status", "resume")
        for part in ("title", "about")
    ),
)


class WelcomePage(QWidget):
    """What the kiosk can do for somebody.

    Signals:
        new_requested: register.
        redo_requested: take the photo again.
        status_requested: ask how far it is.
        resume_requested: go on with what was begun.
        aids_shown, aids_gone: its big aids are on screen, or no longer.
    """

    new_requested = Signal()
    redo_requested = Signal()
    status_requested = Signal()
    resume_requested = Signal()
    aids_shown = Signal()
    aids_gone = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.new_door = Door(look, "new_door", "user-plus", "welcome.new", main=True)
        self.redo_door = Door(look, "redo_door", "camera", "welcome.redo")
        self.status_door = Door(look, "status_door", "search", "welcome.status")
        self.resume_door = Door(look, "resume_door", "log-in", "welcome.resume")
        self.new_door.clicked.connect(self.new_requested)
        self.redo_door.clicked.connect(self.redo_requested)
        self.status_door.clicked.connect(self.status_requested)
        self.resume_door.clicked.connect(self.resume_requested)
        self.aids = Aids(look, IN_FULL, columns=2)
        self._greeting = _greeting(look)
        self._head = QGridLayout()
        self._head.setSpacing(16)
        self._head.setColumnStretch(0, 1)
        self._head.addWidget(self._greeting, 0, 0)
        self._doors = QGridLayout()
        self._doors.setSpacing(16)
        self.notice = Notice(look)
        self.notice.said.connect(self._reveal_notice_soon)
        self._scroll = Scroll()
        self._scroll.verticalScrollBar().rangeChanged.connect(self._reveal_notice_soon)
        self._lay_out()
        # from the start, or a changed look would not reach them
        self._place_doors(upright=False)
        self._place_aids()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Doors in a row, or the loud one above the others where the screen is upright."""
        super().resizeEvent(event)
        self._place_doors(upright=event.size().height() > event.size().width())
        self._place_aids()

    def showEvent(self, event: QShowEvent) -> None:
        """Greet, and say what can be done here."""
        super().showEvent(event)
        if not event.spontaneous():
            self._place_aids()
            self._look.voice.say(*_SPOKEN)

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave the aids to the line below the next page."""
        super().hideEvent(event)
        self.aids_gone.emit()

    def event(self, event: QEvent) -> bool:
        """Find another place for the aids when their words became wider."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place_aids()
        return super().event(event)

    def _lay_out(self) -> None:
        content = QWidget()
        content.setProperty("role", "scrolled")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addStretch(3)
        column.addLayout(self._head)
        column.addSpacing(16)
        column.addLayout(self._doors)
        column.addWidget(self.notice)
        column.addStretch(4)
        self._scroll.setWidget(content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)

    def _reveal_notice_soon(self) -> None:
        """Below the doors, a screen of big letters has no room for it."""
        QTimer.singleShot(0, self, self._reveal_notice)

    def _reveal_notice(self) -> None:
        if self.notice.isVisible():
            self._scroll.ensureWidgetVisible(self.notice)

    def _place_aids(self) -> None:
        """Beside the greeting, below it where the screen is upright, else left to the footer."""
        beside = self.width() >= _GREETING_SHARE * self.aids.sizeHint().width()
        shown = beside or self.height() > self.width()
        self._head.removeWidget(self.aids)
        self._head.addWidget(self.aids, *((0, 1) if beside else (1, 0)))
        self.aids.setVisible(shown)
        if self.isVisible():
            (self.aids_shown if shown else self.aids_gone).emit()

    def _place_doors(self, *, upright: bool) -> None:
        others = (self.redo_door, self.status_door, self.resume_door)
        for door in (self.new_door, *others):
            self._doors.removeWidget(door)
        if upright:
            self._doors.addWidget(self.new_door, 0, 0, 1, _OTHER_DOORS)
        else:
            self._doors.addWidget(self.new_door, 0, 0)
        for place, door in enumerate(others):
            self._doors.addWidget(door, int(upright), place + (not upright))
        self._doors.setColumnStretch(0, 10 if upright else 14)
        for column in (1, 2, 3):
            self._doors.setColumnStretch(column, 0 if upright and column == _OTHER_DOORS else 10)


def _greeting(look: Look) -> QWidget:
    greeting = QWidget()
    column = QVBoxLayout(greeting)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    column.addWidget(label(look, "welcome.title", "welcome"))
    column.addWidget(label(look, "welcome.hint", "hint"))
    return greeting
