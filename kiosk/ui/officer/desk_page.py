"""The officer's desk: the rail of rooms, the room of the moment, and what is always at hand."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.domain.draft import Draft
from kiosk.domain.readiness import Work, gravest, stopped
from kiosk.store.errors import StoreError
from kiosk.store.lists import ListCounts
from kiosk.store.officers import Officer, Role
from kiosk.sync.pace import centre_time
from kiosk.ui.background import Background
from kiosk.ui.look import Look
from kiosk.ui.officer.batches.countdown import CountdownChip
from kiosk.ui.officer.help.help_sheet import HelpSheet
from kiosk.ui.officer.opening.checkup import Checkup
from kiosk.ui.officer.opening.finding_row import KIND
from kiosk.ui.officer.rail import Rail
from kiosk.ui.officer.room import DeskRoom, RoomName
from kiosk.ui.resident.doors import Door
from kiosk.ui.services import Services
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.aids import AidButton
from kiosk.ui.widgets.button import Rank
from kiosk.ui.widgets.chip import Chip
from kiosk.ui.widgets.page_stack import PageStack

REFRESH_MS: Final = 2000
_GAP_PX, _BAR_GAP_PX = 16, 12
_CUT_SHORT: Final = 0.8
"""Share of the words of a chip that still says what it means."""
_NOTHING_WAITS: Final = frozenset({RoomName.TODAY, RoomName.SEARCH})
"""Rooms whose lines are not counted on the rail."""


class DeskPage(QWidget):
    """Enters the room of the moment when it comes on screen, and leaves it when it goes.

    Signals:
        resume_requested: with the Draft to go on with, by this officer's help.
        assist_requested: with the id of this officer, who helps somebody with a new form.
        door_requested: with the Door and the ticket (code) of somebody who came back, and the id of
            this officer, who helps.
        lock_requested: the officer leaves the desk.
        opening_requested: the officer wants to see whether all is ready.
        closing_requested: the officer wants to close the day.
        practice_requested: the officer wants to practise with invented residents.
        worked: somebody is at it, though no key is touched.
    """

    resume_requested = Signal(object)
    assist_requested = Signal(str)
    door_requested = Signal(object, str, str)
    lock_requested = Signal()
    opening_requested = Signal()
    closing_requested = Signal()
    practice_requested = Signal()
    worked = Signal()

    def __init__(
        self,
        look: Look,
        services: Services,
        checkup: Checkup,
        rooms: Mapping[RoomName, DeskRoom],
    ) -> None:
        super().__init__()
        self.setObjectName("desk_page")
        self._look, self._services, self._checkup = look, services, checkup
        self.rooms = rooms
        self._officer: Officer | None = None
        self._room = RoomName.TODAY
        self._is_open = False
        self._somebody_waits = False
        self._timer = QTimer(self)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self.refresh)
        self._background = Background(self)
        self.countdown = CountdownChip(look)
        self._counts_down = False
        self.ready_chip = Chip(look, "ready_chip", gives_way=True)
        self.ready_chip.say(Sentence("ready.title"), Sentence("ready.title"))
        self.rail = Rail(look, tuple(rooms))
        self._chips = (self.ready_chip, self.countdown)
        self._stack = PageStack(look)
        self.help = HelpSheet(look, "desk_help", has_all=True)
        self._stack.addWidget(self.help)
        self.help.left.connect(self._come_back)
        self.help.all_requested.connect(partial(self.open_room, RoomName.HELP))
        self._make_buttons()
        self._lay_out()
        self.rail.chosen.connect(self.open_room)
        look.changed.connect(self._dress)
        checkup.changed.connect(self._show_readiness)
        for name, room in rooms.items():
            self._take_in(name, room)

    def welcome(self, officer: Officer) -> None:
        """Work for this officer from now on, beginning at today's list."""
        self._officer = officer
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

    def explain(self, problem: str) -> None:
        """Put the page of a problem over the room, which stays as it is beneath."""
        self.help.explain(problem)
        self._stack.setCurrentWidget(self.help)

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
        """Look again how everything stands, and let the room read what may have changed."""
        services = self._services
        now, skew = services.clock(), services.sync.status.clock_skew_seconds
        centre_now = centre_time(now, None if skew is None else timedelta(seconds=skew))
        self.countdown.count_down(services.configuration.bundle, centre_now)
        self._counts_down = not self.countdown.isHidden()
        self._checkup.refresh()
        self._background.forget()
        counting = services.store.submit(lambda store: store.lists.counts(now))
        self._background.watch(counting, self._count, _leave_uncounted)
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
            self._dress()
            self.room.enter(self._whoever_is_here())
            self.refresh()
            self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave it."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._timer.stop()
            self._background.forget()
            self._is_open = False
            self.room.leave()
            self._come_back()

    def _dress(self) -> None:
        """The rooms are dressed by their stack."""
        if self._is_open:
            for part in (self.rail, self._bar):
                self._look.dress(part)
            self._fit_top()

    def _take_in(self, name: RoomName, room: DeskRoom) -> None:
        self._stack.addWidget(room)
        if name not in _NOTHING_WAITS:
            room.counted.connect(partial(self.rail.show_count, name))
        room.worked.connect(self.worked)
        room.room_requested.connect(self.open_room)
        room.assist_requested.connect(self._assist)
        room.resume_requested.connect(self._resume)
        room.door_requested.connect(self._lead)
        room.help_requested.connect(self.explain)
        room.practice_requested.connect(self.practice_requested)

    def _come_back(self) -> None:
        self._stack.setCurrentWidget(self.room)

    def _assist(self) -> None:
        self.assist_requested.emit(self._whoever_is_here().id)

    def _resume(self, draft: Draft) -> None:
        self.resume_requested.emit(draft.but(assisted_by=self._whoever_is_here().id))

    def _lead(self, door: Door, ticket: str) -> None:
        self.door_requested.emit(door, ticket, self._whoever_is_here().id)

    def _whoever_is_here(self) -> Officer:
        if self._officer is None:
            raise RuntimeError("nobody is at the desk")
        return self._officer

    def _count(self, counts: ListCounts) -> None:
        for name, number in ((RoomName.QUEUE, counts.queue), (RoomName.INBOX, counts.needed)):
            self.rail.show_count(name, number)

    def _show_readiness(self) -> None:
        """The worst in its own words; what cannot work is not offered."""
        findings = self._checkup.findings
        worst = gravest(findings)
        sentence = Sentence("ready.title_well")
        if worst is not None:
            sentence = Sentence(worst.sign, worst.values)
        self.ready_chip.say(sentence, sentence)
        self.ready_chip.colour("right" if worst is None else KIND[worst.sign.level])
        self.assist_button.setEnabled(Work.FORMS not in stopped(findings))
        self._fit_top()

    def _fit_top(self) -> None:
        """Words of what is known by its icon go first, then the countdown, which has a room.

        Chips are cut short before. What has no room even then stands in two lines.
        """
        room = self.width() - self.rail.sizeHint().width() - _GAP_PX
        self.countdown.setVisible(self._counts_down)
        self._fold(lambda: self._width_of(self._chips, _CUT_SHORT) <= room)
        if self._width_of(self._chips) > room:
            self.countdown.hide()
        is_stacked = self._width_of(self._chips) > room
        directions = QBoxLayout.Direction
        self._top.setDirection(directions.TopToBottom if is_stacked else directions.LeftToRight)
        if is_stacked:
            self._fold(lambda: self._width_of(()) <= room)

    def _fold(self, fits: Callable[[], bool]) -> None:
        """Who waits is led back to in words; else an officer knows the lock by its icon."""
        first, second = self.lock_button, self.close_button
        if self._somebody_waits:
            first, second = self.close_button, self.assist_button
        for button in self._buttons:
            button.show_words(shown=True)
        for button in (first, second):
            button.show_words(shown=fits())

    def _width_of(self, chips: Sequence[Chip], share: float = 0.0) -> float:
        """Of the buttons with chips cut to a share of their words, never to less than letters."""
        shown = [chip for chip in chips if not chip.isHidden()]
        least = sum(max(c.minimumSizeHint().width(), share * c.sizeHint().width()) for c in shown)
        buttons = sum(button.sizeHint().width() for button in self._buttons)
        return least + buttons + _BAR_GAP_PX * (len(shown) + len(self._buttons))

    def _make_buttons(self) -> None:
        look = self._look
        self.assist_button = AidButton(
            look, "officer.assist", name="assist_button", rank=Rank.PRIMARY, icon="user-plus"
        )
        self.lock_button = AidButton(look, "officer.lock", name="lock_button", icon="lock")
        self.close_button = AidButton(
            look, "officer.close", name="closing_button", rank=Rank.QUIET, icon="moon"
        )
        self.assist_button.clicked.connect(self._assist)
        self.lock_button.clicked.connect(self.lock_requested)
        self.close_button.clicked.connect(self.closing_requested)
        self.ready_chip.clicked.connect(self.opening_requested)
        self.countdown.clicked.connect(partial(self.open_room, RoomName.BATCHES))
        self._buttons = (self.close_button, self.lock_button, self.assist_button)

    def _lay_out(self) -> None:
        self._bar = QWidget()
        self._top = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._bar)
        self._top.setContentsMargins(0, 0, 0, 0)
        chips, buttons = QHBoxLayout(), QHBoxLayout()
        for chip in self._chips:
            chips.addWidget(chip)
        chips.addStretch(1)
        for button in self._buttons:
            buttons.addWidget(button)
        for row in (self._top, chips, buttons):
            row.setSpacing(_BAR_GAP_PX)
        self._top.addLayout(chips, 1)
        self._top.addLayout(buttons)
        column = QVBoxLayout()
        column.setSpacing(10)
        column.addWidget(self._bar)
        column.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP_PX)
        row.addWidget(self.rail)
        row.addLayout(column, 1)


def _leave_uncounted(error: Exception) -> None:
    """The room of the moment says what is wrong with the store."""
    if not isinstance(error, StoreError):
        raise error
