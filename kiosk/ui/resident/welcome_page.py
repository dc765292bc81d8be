"""The first page: four doors."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from kiosk.ui.look import Look
from kiosk.ui.widgets.card_button import Door
from kiosk.ui.widgets.label import label
from kiosk.ui.widgets.notice import Notice
from kiosk.ui.widgets.scroll import Scroll

_OTHER_DOORS = 3


class WelcomePage(QWidget):
    """What the kiosk can do for somebody.

    Signals:
        new_requested: register.
        redo_requested: take the photo again.
        status_requested: ask how far it is.
        resume_requested: go on with what was begun.
    """

    new_requested = Signal()
    redo_requested = Signal()
    status_requested = Signal()
    resume_requested = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.new_door = Door(look, "new_door", "user-plus", "welcome.new", main=True)
        self.redo_door = Door(look, "redo_door", "camera", "welcome.redo")
        self.status_door = Door(look, "status_door", "search", "welcome.status")
        self.resume_door = Door(look, "resume_door", "log-in", "welcome.resume")
        self.new_door.clicked.connect(self.new_requested)
        self.redo_door.clicked.connect(self.redo_requested)
        self.status_door.clicked.connect(self.status_requested)
        self.resume_door.clicked.connect(self.resume_requested)
        self._doors = QGridLayout()
        self._doors.setSpacing(16)
        content = QWidget()
        content.setProperty("role", "scrolled")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addStretch(3)
        column.addWidget(label(look, "welcome.title", "welcome"))
        column.addWidget(label(look, "welcome.hint", "hint"))
        column.addSpacing(16)
        column.addLayout(self._doors)
        self.notice = Notice(look)
        column.addWidget(self.notice)
        column.addStretch(4)
        scroll = Scroll()
        scroll.setWidget(content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)
        self._place_doors(upright=False)  # from the start, or a changed look would not reach them

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Doors in a row, or the loud one above the others where the screen is upright."""
        super().resizeEvent(event)
        self._place_doors(upright=event.size().height() > event.size().width())

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
