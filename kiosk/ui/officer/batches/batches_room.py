"""The room of the batches: what is open until when, and who is not in it yet."""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout

from kiosk.domain.draft import Draft
from kiosk.domain.obstacle import Obstacle
from kiosk.domain.ticket import Ticket
from kiosk.store.errors import StoreError
from kiosk.store.officers import Officer
from kiosk.store.records import DraftRow
from kiosk.sync.pace import calendar_of
from kiosk.ui.background import Background
from kiosk.ui.look import Look
from kiosk.ui.officer.batches.board import AtRisk, Board, Moment, read_board
from kiosk.ui.officer.batches.board_rows import (
    AT_RISK_COLUMNS,
    CALENDAR_COLUMNS,
    AtRiskRows,
    calendar_rows,
)
from kiosk.ui.officer.batches.headline import Headline
from kiosk.ui.officer.room import DeskRoom, RoomName
from kiosk.ui.resident.doors import Door
from kiosk.ui.services import Services
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.label import label
from kiosk.ui.widgets.notice import Kind, Notice
from kiosk.ui.widgets.table import ListTable, TableRow

_LEAST_LINES: Final = 3
"""Of a list, with its titles, before what is above and below it gives way."""
_RESIZES: Final = frozenset({QEvent.Type.Resize, QEvent.Type.LayoutRequest})
READ_EVERY: Final = 5
"""Refreshes: nobody's chances change within ten seconds, and the queue may be long."""


class BatchList(StrEnum):
    """The lists; the value ends the keys of their words."""

    AT_RISK = "at_risk"
    CALENDAR = "calendar"


_COLUMNS: Final = {
    BatchList.AT_RISK: AT_RISK_COLUMNS,
    BatchList.CALENDAR: CALENDAR_COLUMNS,
}
_DOORS: Final = {
    Obstacle.NOT_JOINED: Door.STATUS,
    Obstacle.TEST: Door.STATUS,
    Obstacle.CODE: Door.STATUS,
    Obstacle.CORRECTION: Door.STATUS,
    Obstacle.PHOTO: Door.REDO,
}


class BatchesRoom(DeskRoom):
    """Counts down at every refresh, and reads the store again now and then."""

    def __init__(self, look: Look, services: Services) -> None:
        super().__init__()
        self.setObjectName("batches_room")
        self._look, self._services = look, services
        self._board: Board | None = None
        self._list = BatchList.AT_RISK
        self._refreshes = 0
        self._background = Background(self)
        self.notice = Notice(look)
        self.headline = Headline(look)
        self.tables = {kind: ListTable(look, f"batches_{kind}") for kind in BatchList}
        self.tables[BatchList.AT_RISK].arrange(wide=1, first_to_go=(3, 0))
        self.tables[BatchList.CALENDAR].arrange(wide=0, first_to_go=(5, 2, 4, 1))
        self._empty = label(look, "notice.empty", "hint")
        self.step = label(look, "notice.empty", "body")
        self.measured = label(look, "notice.empty", "small")
        self._make_tabs()
        self._lay_out()
        self.tables[BatchList.AT_RISK].acted.connect(self._act)
        self.tables[BatchList.AT_RISK].chosen.connect(self._say_step)
        look.changed.connect(self._show)

    def enter(self, officer: Officer) -> None:  # noqa: ARG002  # every officer sees the same
        """Read it anew, beginning with who is not in the batch."""
        self._choose(BatchList.AT_RISK)
        self._refreshes = 0
        self.refresh()

    def refresh(self) -> None:
        """Count down; every tenth second, read the store again."""
        if self._refreshes % READ_EVERY == 0:
            self._read()
        self._refreshes += 1
        if self._board is not None:
            self.headline.show_board(self._board, self._moment().at_centre)

    def leave(self) -> None:
        """Forget who was listed."""
        self._background.forget()
        self._board = None
        self.notice.clear()
        for table in self.tables.values():
            table.show_rows((), ())

    def event(self, event: QEvent) -> bool:
        """Keep the list in sight, whatever changed its size or that of the words around it."""
        if event.type() in _RESIZES:
            self._fit()
        return super().event(event)

    def _read(self) -> None:
        calendar = calendar_of(self._services.configuration.bundle)
        moment = self._moment()
        reading = self._services.store.submit(lambda store: read_board(store, calendar, moment))
        self._background.watch(reading, self._take, self._fail)

    def _moment(self) -> Moment:
        skew = self._services.sync.status.clock_skew_seconds
        return Moment(self._services.clock(), None if skew is None else timedelta(seconds=skew))

    def _take(self, board: Board) -> None:
        self._board = board
        self._show()
        self.counted.emit(0 if board.current is None else len(board.at_risk))

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, StoreError):
            raise error
        self.notice.tell(Kind.WRONG, Sentence(error.key))

    def _show(self) -> None:
        board = self._board
        if board is None:
            return
        texts = self._look.text
        self.headline.show_board(board, board.read_at)
        counts = {
            BatchList.AT_RISK: len(board.at_risk),
            BatchList.CALENDAR: len(board.calendar.batches),
        }
        for kind, tab in self._tabs.items():
            tab.say(f"officer.batches.list.{kind}", count=counts[kind])
        self._list_rows(BatchList.AT_RISK, AtRiskRows(board.at_risk, texts))
        self._list_rows(BatchList.CALENDAR, calendar_rows(board, texts))
        self._warn(board)
        self._say_pace(board)
        self._say_step()
        self._look.write(self._empty, f"officer.batches.empty.{self._list}")
        shown = self.tables[self._list] if counts[self._list] else self._empty
        self._content.setCurrentWidget(shown)
        self._fit()

    def _list_rows(self, kind: BatchList, rows: Sequence[TableRow]) -> None:
        titles = [self._look.text(f"officer.batches.column.{name}") for name in _COLUMNS[kind]]
        self.tables[kind].show_rows(titles, rows)

    def _say_pace(self, board: Board) -> None:
        """How the times were found, as long as there are any to be told."""
        if not any(one.is_queued for one in board.at_risk):
            self._look.write(self.measured, "notice.empty")
        elif board.measured:
            self._look.write(self.measured, "officer.batches.measured", count=board.measured)
        else:
            self._look.write(self.measured, "officer.batches.not_measured")

    def _say_step(self) -> None:
        """What to do about the chosen line."""
        one = self.tables[BatchList.AT_RISK].chosen_item
        if not isinstance(one, AtRisk):
            self._look.write(self.step, "notice.empty")
            return
        step = self._look.text(f"officer.batches.obstacle.{one.obstacle}.do")
        ticket = Ticket(one.row.ticket).display if one.row.ticket else one.row.masked_name
        self._look.write(self.step, "officer.batches.step", ticket=ticket, step=step)

    def _fit(self) -> None:
        """Where text is big, what can also be read elsewhere makes room for the list."""
        gap, is_risk = self._column.spacing(), self._list is BatchList.AT_RISK
        lines = _LEAST_LINES * self.tables[self._list].verticalHeader().defaultSectionSize()
        tabs = max(tab.sizeHint().height() for tab in self._tabs.values())
        notice = 0 if self.notice.isHidden() else self.notice.sizeHint().height() + gap
        room = self.height() - self.headline.least_height - notice - tabs - lines - 3 * gap
        for part in (self.step, self.headline.when, self.headline.counts, self.measured):
            is_below = part in (self.step, self.measured)
            is_wanted = bool(part.text()) and (is_risk or not is_below)
            needed = part.heightForWidth(self.width() if is_below else self.headline.words_width)
            room -= needed + gap if is_wanted else 0
            part.setVisible(is_wanted and room >= 0)

    def _warn(self, board: Board) -> None:
        """What is on its way goes on by itself; what comes too late needs another way."""
        sentence = Sentence("officer.batches.too_slow", {"count": board.too_slow})
        if not board.too_slow:
            self.notice.clear()
        elif self.notice.sentence != sentence:
            self.notice.tell(Kind.WRONG, sentence)

    def _choose(self, kind: BatchList) -> None:
        self._list = kind
        self._tabs[kind].setChecked(True)
        self._show()

    def _act(self) -> None:
        """Lead to where the chosen obstacle is removed."""
        one = self.tables[BatchList.AT_RISK].chosen_item
        if not isinstance(one, AtRisk):
            return
        if isinstance(one.row, DraftRow):
            self._resume(one.row)
        elif one.obstacle in _DOORS:
            self.door_requested.emit(_DOORS[one.obstacle], one.row.ticket)
        else:
            self.room_requested.emit(RoomName.QUEUE)

    def _resume(self, row: DraftRow) -> None:
        opening = self._services.store.submit(lambda store: store.drafts.open(row.draft_id))
        self._background.watch(opening, self._hand_over, self._fail)

    def _hand_over(self, draft: Draft | None) -> None:
        if draft is not None:
            self.resume_requested.emit(draft)

    def _make_tabs(self) -> None:
        group = QButtonGroup(self)
        self._tabs: dict[BatchList, Button] = {}
        for kind in BatchList:
            tab = Button(self._look, "notice.empty", name=f"batches_tab_{kind}", rank=Rank.SMALL)
            tab.say(f"officer.batches.list.{kind}", count=0)
            tab.setProperty("role", "tab")
            tab.setCheckable(True)
            tab.clicked.connect(partial(self._choose, kind))
            group.addButton(tab)
            self._tabs[kind] = tab
            self._look.name(self.tables[kind], "officer.room.batches")

    def _lay_out(self) -> None:
        tabs = QHBoxLayout()
        tabs.setSpacing(8)
        for tab in self._tabs.values():
            tabs.addWidget(tab)
        tabs.addStretch(1)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._content = QStackedWidget()
        for part in (self._empty, *self.tables.values()):
            self._content.addWidget(part)
        card = Card(margin=8)
        card.setMinimumHeight(1)  # at big text the list gives way to what is said above it
        card.body.addWidget(self._content)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.headline)
        column.addWidget(self.notice)
        column.addLayout(tabs)
        column.addWidget(card, 1)
        column.addWidget(self.step)
        column.addWidget(self.measured)
