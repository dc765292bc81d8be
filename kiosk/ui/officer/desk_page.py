"""The officer's desk: the rail of rooms, the room of the moment, and what is always at hand."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk.domain.draft import Draft
from kiosk.store.officers import Officer, Role
from kiosk.ui.look import Look
from kiosk.ui.officer.rail import Rail
from kiosk.ui.officer.room import DeskRoom, RoomName
from kiosk.ui.officer.status_line import StatusLine
from kiosk.ui.services import Services
from kiosk.ui.widgets.aids import AidButton
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.label import ElidedLabel
from kiosk.ui.widgets.page_stack import PageStack

REFRESH_MS: Final = 2000


class DeskPage(QWidget):
    """Enters the room of the moment when it comes on screen, and leaves it when it goes.

    Signals:
        resume_requested: with the Draft to go on with, by this officer's help.
        assist_requested: with the id of this officer, who helps somebody with a new form.
        door_requested: with the Door and the ticket (code) of somebody who came back.
        lock_requested: the officer leaves the desk.
        calibration_requested: the officer wants to set up the camera.
        quit_requested: the officer wants to leave the kiosk.
        worked: somebody is at it, though no key is touched.
    """

    resume_requested = Signal(object)
    assist_requested = Signal(str)
    door_requested = Signal(object, str)
    lock_requested = Signal()
    calibration_requested = Signal()
    quit_requested = Signal()
    worked = Signal()

    def __init__(self, look: Look, services: Services, rooms: Mapping[RoomName, DeskRoom]) -> None:
        super().__init__()
        self.setObjectName("desk_page")
        self._look, self._services = look, services
        self.rooms = rooms
        self._officer: Officer | None = None
        self._room = RoomName.TODAY
        self._is_open = False
        self._somebody_waits = False
        self._timer = QTimer(self)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self.refresh)
        self._name = ElidedLabel("strong")
        self.status = StatusLine(look)
        self.rail = Rail(look, tuple(rooms))
        self._stack = PageStack(look)
        self._make_buttons()
        self._lay_out()
        self.rail.chosen.connect(self.open_room)
        for name, room in rooms.items():
            self._take_in(name, room)

    def welcome(self, officer: Officer) -> None:
        """Work for this officer from now on, beginning at today's list."""
        self._officer = officer
        self._name.show_text(officer.name)
        self.status.fold_up()
        if RoomName.SUPERVISOR in self.rooms:
            self.rail.offer(RoomName.SUPERVISOR, offered=officer.role is Role.SUPERVISOR)
        self.open_room(RoomName.TODAY)
        self.rail.buttons[RoomName.TODAY].setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def room(self) -> DeskRoom:
        """The room of the moment."""
        return self.rooms[self._room]

    def open_room(self, name: RoomName) -> None:
        """Leave the room of the moment and enter another, or the same anew."""
        if self._is_open:
            self.room.leave()
        self._room = name
        self.rail.mark(name)
        self._stack.setCurrentWidget(self.room)
        if self._is_open:
            self.room.enter(self._whoever_is_here())

    @property
    def somebody_waits(self) -> bool:
        """Whether the officer was called by a resident, to whom the loud button leads back."""
        return self._somebody_waits

    @somebody_waits.setter
    def somebody_waits(self, waits: bool) -> None:
        self._somebody_waits = waits
        self.lock_button.take_rank(Rank.PRIMARY if waits else Rank.SECONDARY)
        self.lock_button.say("officer.return" if waits else "officer.lock")
        self.lock_button.show_icon("arrow-left" if waits else "lock")
        self.assist_button.take_rank(Rank.SECONDARY if waits else Rank.PRIMARY)
        self._fit_top()

    def refresh(self) -> None:
        """Let the room read again what may have changed, and say how it stands with the centre."""
        self.status.show_status(self._services.sync.status, self._services.clock())
        self._fit_top()
        self.room.refresh()

    def minimumSizeHint(self) -> QSize:
        """Small enough for any screen."""
        return QSize(320, 240)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep everything in sight."""
        super().resizeEvent(event)
        self._fit_top()

    def showEvent(self, event: QShowEvent) -> None:
        """Enter the room."""
        super().showEvent(event)
        if not event.spontaneous():
            self._is_open = True
            self.room.enter(self._whoever_is_here())
            self.refresh()
            self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave it."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._timer.stop()
            self._is_open = False
            self.room.leave()

    def _take_in(self, name: RoomName, room: DeskRoom) -> None:
        self._stack.addWidget(room)
        room.counted.connect(lambda count: self.rail.show_count(name, count))
        room.worked.connect(self.worked)
        room.room_requested.connect(self.open_room)
        room.assist_requested.connect(self._assist)
        room.resume_requested.connect(self._resume)
        room.door_requested.connect(self.door_requested)

    def _assist(self) -> None:
        self.assist_requested.emit(self._whoever_is_here().id)

    def _resume(self, draft: Draft) -> None:
        self.resume_requested.emit(draft.but(assisted_by=self._whoever_is_here().id))

    def _whoever_is_here(self) -> Officer:
        if self._officer is None:
            raise RuntimeError("nobody is at the desk")
        return self._officer

    def _fit_top(self) -> None:
        """Beside the officer's name as much as has room; the chip goes below, words go for good."""
        chip, spacing = self.status.sync_chip, self._top.spacing()
        room = self._stack.width()
        buttons = (self.quit_button, self.camera_button, self.lock_button, self.assist_button)
        foldable = (self.quit_button, self.camera_button)
        for button in foldable:
            button.show_words(shown=True)
        name = self._name.fontMetrics().horizontalAdvance(self._name.accessibleName())
        for button in foldable:
            needed = sum(b.sizeHint().width() + spacing for b in (*buttons, chip))
            button.show_words(shown=name + needed <= room)
        needed = name + sum(w.sizeHint().width() + spacing for w in (chip, *buttons))
        if needed > room:
            self.status.hold_sync_chip()
        elif self._top.indexOf(chip) < 0:
            chip = self.status.release_sync_chip()
            self._top.insertWidget(1, chip, alignment=Qt.AlignmentFlag.AlignVCenter)

    def _make_buttons(self) -> None:
        look = self._look
        self.assist_button = Button(
            look, "officer.assist", name="assist_button", rank=Rank.PRIMARY, icon="user-plus"
        )
        self.lock_button = Button(look, "officer.lock", name="lock_button", icon="lock")
        self.quit_button = AidButton(
            look, "officer.quit.action", name="quit_button", rank=Rank.QUIET, icon="log-out"
        )
        self.camera_button = AidButton(
            look, "officer.camera", name="calibrate_button", rank=Rank.QUIET, icon="camera"
        )
        self.assist_button.clicked.connect(self._assist)
        self.lock_button.clicked.connect(self.lock_requested)
        self.quit_button.clicked.connect(self.quit_requested)
        self.camera_button.clicked.connect(self.calibration_requested)

    def _lay_out(self) -> None:
        self._top = QHBoxLayout()
        self._top.setSpacing(12)
        self._top.addWidget(self._name, 1)
        for button in (self.quit_button, self.camera_button, self.lock_button, self.assist_button):
            self._top.addWidget(button)
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addLayout(self._top)
        column.addWidget(self.status)
        column.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.rail)
        row.addLayout(column, 1)
