"""Figures, lists, and what to do about each line."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QVBoxLayout

from kiosk.domain.draft import Draft
from kiosk.store.errors import StoreError
from kiosk.store.officers import Officer
from kiosk.store.records import DraftRow, QueueRow, SubmissionRow
from kiosk.store.store import Store
from kiosk.ui.background import Background
from kiosk.ui.look import Look
from kiosk.ui.officer.desk_rows import COLUMNS, DeskList, rows_of
from kiosk.ui.officer.desk_store import (
    DeskSnapshot,
    can_be_tried,
    has_slip,
    make_due,
    note_reprint,
    read_desk,
)
from kiosk.ui.officer.room import DeskRoom
from kiosk.ui.print.printer import Printing, print_slip
from kiosk.ui.print.slip import slip_again
from kiosk.ui.services import Services
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.aids import AidButton
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.figures import Figures
from kiosk.ui.widgets.flow_row import FlowRow
from kiosk.ui.widgets.label import label
from kiosk.ui.widgets.notice import Kind, Notice
from kiosk.ui.widgets.table import ListTable

T = TypeVar("T")
_TAB_GAP: Final = 8
_FIGURES: Final = {
    "made": "ink",
    "delivered": "right",
    "queued": "attention",
    "quarantined": "wrong",
    "cancelled": "ink",
    "expired": "ink",
}


class DeskLists(DeskRoom):
    """Reads the store again every two seconds while it is on screen."""

    def __init__(self, look: Look, services: Services) -> None:
        super().__init__()
        self.setObjectName("desk_lists")
        self._look, self._services = look, services
        self._officer: Officer | None = None
        self._snapshot: DeskSnapshot | None = None
        self._kind = DeskList.TODAY
        self._reading = self._read_again = self._store_fails = False
        self._background = Background(self)
        self.notice = Notice(look)
        self.figures = Figures(look, "figures", "officer.figure", _FIGURES)
        self.table = ListTable(look, "desk_table")
        self._empty = label(look, "notice.empty", "hint")
        self._make_buttons()
        self._lay_out()
        self.table.chosen.connect(self._show_action)
        self.table.doubleClicked.connect(self.action_button.click)
        look.changed.connect(self._show_snapshot)
        self._choose_list(DeskList.TODAY)

    def enter(self, officer: Officer) -> None:
        """Work for this officer from now on, beginning at today's list."""
        self._officer = officer
        self._choose_list(DeskList.TODAY)
        self.refresh()

    def leave(self) -> None:
        """What was read or asked for is not there for whoever comes next."""
        self._background.forget()
        self._reading = False
        self._snapshot = None
        self.table.show_rows((), ())
        self.reprint_button.setEnabled(True)

    def refresh(self) -> None:
        """Read the store again; while that is under way, once more afterwards."""
        self._read_again = self._reading
        if self._reading:
            return
        self._reading = True
        now = self._services.clock()
        self._background.watch(
            self._services.store.submit(lambda store: read_desk(store, now)), self._take, self._fail
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep everything in sight."""
        super().resizeEvent(event)
        self._show_action()

    def _take(self, snapshot: DeskSnapshot) -> None:
        self._reading = False
        self._snapshot = snapshot
        if self._store_fails:
            self._store_fails = False
            self.notice.clear()
        self._show_snapshot()
        if self._read_again:
            self.refresh()

    def _fail(self, error: Exception) -> None:
        self._reading = False
        if not isinstance(error, StoreError):
            raise error
        self._store_fails = True
        self.reprint_button.setEnabled(True)
        self.notice.tell(Kind.WRONG, Sentence(error.key))

    def _show_snapshot(self) -> None:
        snapshot = self._snapshot
        if snapshot is None:
            return
        text = self._look.text
        figures = snapshot.figures
        self.figures.show_figures({name: getattr(figures, name) for name in _FIGURES})
        rows = {kind: rows_of(kind, snapshot, text) for kind in DeskList}
        for kind, tab in self._tabs.items():
            tab.say(f"officer.list.{kind}", count=len(rows[kind]))
        titles = [text(f"officer.column.{column}") for column in COLUMNS[self._kind]]
        self.table.show_rows(titles, rows[self._kind])
        self._look.write(self._empty, f"officer.empty.{self._kind}")
        self._content.setCurrentWidget(self.table if rows[self._kind] else self._empty)
        self._show_action()

    def _choose_list(self, kind: DeskList) -> None:
        self._kind = kind
        self.notice.clear()
        self._tabs[kind].setChecked(True)
        self._show_action()
        self._show_snapshot()

    def _show_action(self) -> None:
        item = self.table.chosen_item
        possible = isinstance(item, DraftRow) or (isinstance(item, QueueRow) and can_be_tried(item))
        self.action_button.setVisible(possible)
        self.reprint_button.setVisible(isinstance(item, SubmissionRow) and has_slip(item))
        is_draft = isinstance(item, DraftRow)
        self.action_button.say("officer.action.drafts" if is_draft else "officer.action.queue")
        self._fit_actions()

    def _fit_actions(self) -> None:
        """Where text is big, the printer's icon stands without words."""
        in_row = (*self._tabs.values(), self.action_button, self.reprint_button)
        shown = [button for button in in_row if not button.isHidden()]
        self.reprint_button.show_words(shown=True)
        self.reprint_button.show_words(shown=self._have_room(shown))

    def _have_room(self, buttons: Sequence[Button]) -> bool:
        gaps = _TAB_GAP * len(buttons)
        return sum(button.sizeHint().width() for button in buttons) + gaps <= self.width()

    def _act(self) -> None:
        item = self.table.chosen_item
        if isinstance(item, QueueRow):
            self._try_now(item)
        elif isinstance(item, DraftRow):
            self._resume(item)

    def _try_now(self, row: QueueRow) -> None:
        now, officer = self._services.clock(), self._officer_id()
        self._do(lambda store: make_due(store, row, now, officer), self._sent_on)

    def _sent_on(self, _: None) -> None:
        self._services.sync.try_now()
        self.refresh()

    def _resume(self, row: DraftRow) -> None:
        self._do(lambda store: store.drafts.open(row.draft_id), self._hand_over)

    def _hand_over(self, draft: Draft | None) -> None:
        if draft is not None:
            self.resume_requested.emit(draft.but(assisted_by=self._officer_id()))

    def _reprint(self) -> None:
        row = self.table.chosen_item
        if isinstance(row, SubmissionRow):
            self.reprint_button.setEnabled(False)
            now, officer = self._services.clock(), self._officer_id()
            self._do(
                lambda store: note_reprint(store, row, now, officer), partial(self._print_slip, row)
            )

    def _print_slip(self, row: SubmissionRow, _: None) -> None:
        services, bundle = self._services, self._services.configuration.bundle
        help_line = None if bundle is None else bundle.help_line
        slip = slip_again(row, services.office.name, help_line)
        printing = services.workers.submit(print_slip, slip, self._look.text, services.printer)
        self._background.watch(printing, self._printed)

    def _printed(self, printing: Printing) -> None:
        self.reprint_button.setEnabled(True)
        if printing is Printing.SENT:
            self.notice.tell(Kind.RIGHT, Sentence(printing), Sentence("officer.print.sent_do"))
        else:
            self.notice.tell(Kind.WRONG, Sentence(printing), Sentence("officer.print.mend"))

    def _do(self, work: Callable[[Store], T], on_done: Callable[[T], object]) -> None:
        self._background.watch(self._services.store.submit(work), on_done, self._fail)

    def _officer_id(self) -> str:
        if self._officer is None:
            raise RuntimeError("nobody is at the desk")
        return self._officer.id

    def _make_buttons(self) -> None:
        self._make_tabs()
        self._make_actions()

    def _make_tabs(self) -> None:
        group = QButtonGroup(self)
        self._tabs: dict[DeskList, Button] = {}
        for kind in DeskList:
            tab = Button(self._look, "notice.empty", name=f"list_{kind}", rank=Rank.SMALL)
            tab.say(f"officer.list.{kind}", count=0)
            tab.setProperty("role", "tab")
            tab.setCheckable(True)
            tab.clicked.connect(partial(self._choose_list, kind))
            group.addButton(tab)
            self._tabs[kind] = tab

    def _make_actions(self) -> None:
        look, small = self._look, Rank.SMALL
        self.action_button = Button(
            look, "officer.action.queue", name="desk_action_button", rank=small
        )
        self.reprint_button = AidButton(
            look, "officer.action.slip", name="reprint_button", rank=small, icon="printer"
        )
        self.action_button.clicked.connect(self._act)
        self.reprint_button.clicked.connect(self._reprint)

    def _lay_out(self) -> None:
        tabs = FlowRow(gap=_TAB_GAP, apart=2)
        for tab in self._tabs.values():
            tabs.addWidget(tab)
        tabs.addWidget(self.action_button)
        tabs.addWidget(self.reprint_button)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._content = QStackedWidget()
        self._content.addWidget(self._empty)
        self._content.addWidget(self.table)
        card = Card(margin=8)
        card.setMinimumHeight(1)  # at big text the list gives way to what is explained above it
        card.body.addWidget(self._content)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.notice)
        column.addWidget(self.figures)
        column.addLayout(tabs)
        column.addWidget(card, 1)
