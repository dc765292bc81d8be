"""A room with lists: reading, showing, choosing, and doing what can be done about a line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QButtonGroup, QLabel, QStackedWidget, QVBoxLayout, QWidget

from kiosk.store.errors import StoreError
from kiosk.store.officers import Officer
from kiosk.store.records import DraftRow, QueueRow, SubmissionRow
from kiosk.store.rows import Rows
from kiosk.store.store import Store
from kiosk.ui.background import Background
from kiosk.ui.look import Look
from kiosk.ui.officer.lists.details import Details
from kiosk.ui.officer.lists.listing import Lines, Listing, Read
from kiosk.ui.officer.lists.row_actions import RowAction
from kiosk.ui.officer.lists.row_acts import RowActs, ShownNumber
from kiosk.ui.officer.lists.words import advice_on, problem_of, standing_of, title_of
from kiosk.ui.officer.room import DeskRoom, RoomName
from kiosk.ui.services import Services
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.card import Card
from kiosk.ui.widgets.flow_row import FlowRow
from kiosk.ui.widgets.label import label
from kiosk.ui.widgets.notice import Kind, Notice
from kiosk.ui.widgets.scroll import Scroll
from kiosk.ui.widgets.table import ListTable

AnyRow = SubmissionRow | QueueRow | DraftRow
_GAP: Final = 8
_NOT_READ: Final = "…"
"""Stands where the number of lines is not known yet: nothing is said to be empty that is not."""
_LEAST_LIST: Final = 8
"""Height of a list before the room scrolls, in sizes of its text: its titles and two lines."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The lists of a room as they were at `read_at`; `mark` says whether they can still be so."""

    read_at: datetime
    mark: tuple[object, ...]
    rows: Mapping[Read, Rows[Any]]
    beside: object = None


class ListRoom(DeskRoom):
    """Reads its lists in the store's thread, and only where something has changed.

    The choice stays with the thing that was chosen, wherever its line goes, and ends with it.
    """

    def __init__(
        self, look: Look, services: Services, name: RoomName, listings: Sequence[Listing]
    ) -> None:
        super().__init__()
        self.setObjectName(f"{name}_room")
        self._look, self._services = look, services
        self._listings, self._listing = tuple(listings), listings[0]
        self._officer: Officer | None = None
        self._snapshot: Snapshot | None = None
        self._number: ShownNumber | None = None
        self._reading = self._read_again = self._store_fails = False
        self._background = Background(self)
        self.notice = Notice(look)
        self.acts = RowActs(look, services, self, self.notice)
        self.table = ListTable(look, f"{name}_table")
        look.name(self.table, f"officer.room.{name}")
        self.details = Details(look, name)
        self.empty: QLabel = label(look, "notice.empty", "hint")
        self.tabs = self._make_tabs()
        self._lay_out()
        self.table.chosen.connect(self._show_details)
        self.table.acted.connect(self._act_on_row)
        self.details.acted.connect(self._act)
        self.acts.changed.connect(self.refresh)
        self.acts.number_shown.connect(self._show_number)
        look.changed.connect(self._change_look)

    @property
    def is_read(self) -> bool:
        """Whether what it shows was read for the officer who is here."""
        return self._snapshot is not None and not self._reading

    def enter(self, officer: Officer) -> None:
        """Work for this officer from now on, beginning at the first list."""
        self._officer = officer
        self.choose(self._listings[0].name)
        self.refresh()

    def refresh(self) -> None:
        """Read the store again; while that is under way, once more afterwards."""
        self._read_again = self._reading
        if self._reading or self._officer is None:
            return
        self._reading = True
        known = None if self._snapshot is None else self._snapshot.mark
        work = partial(self._read, now=self._services.clock(), asked=self._asked(), known=known)
        self._background.watch(self._services.store.submit(work), self._take, self._fail)

    def leave(self) -> None:
        """Stop reading; what was read or asked for is not there for whoever comes next."""
        self._background.forget()
        self.acts.forget()
        self._reading = False
        self._officer = self._snapshot = self._number = None
        self.notice.clear()
        self.table.show_rows((), (), chosen=-1)
        self.details.clear()

    def choose(self, name: str) -> None:
        """Show another of the lists."""
        self._listing = next(listing for listing in self._listings if listing.name == name)
        self._number = None
        self.notice.clear()
        self.tabs[name].setChecked(True)
        self.table.show_rows((), (), chosen=-1)
        self.table.arrange(wide=self._listing.wide, first_to_go=self._listing.gives_way)
        self._show_list()

    def minimumSizeHint(self) -> QSize:
        """Small enough for any screen."""
        return QSize(280, 200)

    def _asked(self) -> tuple[str, ...]:
        """What is looked for, where a room looks for something."""
        return ()

    def _read_beside(self, store: Store, now: datetime) -> object:  # noqa: ARG002
        """What else the room shows; read in the store's thread."""
        return None

    def _show_beside(self, beside: object) -> None:
        """Show what else was read."""

    def _read(
        self,
        store: Store,
        *,
        now: datetime,
        asked: tuple[str, ...],
        known: tuple[object, ...] | None,
    ) -> Snapshot | None:
        """In the store's thread; None where everything is as it was in this minute."""
        mark = (store.revision, now.replace(second=0, microsecond=0), *asked)
        if mark == known:
            return None
        rows = {read: read(store, now, *asked) for read in {each.read for each in self._listings}}
        return Snapshot(now, mark, rows, self._read_beside(store, now))

    def _take(self, snapshot: Snapshot | None) -> None:
        self._reading = False
        if self._store_fails:
            self._store_fails = False
            self.notice.clear()
        if snapshot is not None:
            before, self._snapshot = self._snapshot, snapshot
            self._show_list(before)
        if self._read_again:
            self.refresh()

    def _fail(self, error: Exception) -> None:
        self._reading = False
        if not isinstance(error, StoreError):
            raise error
        self._store_fails = True
        self.notice.tell(Kind.WRONG, Sentence(error.key))

    def _show_list(self, before: Snapshot | None = None) -> None:
        snapshot, officer = self._snapshot, self._officer
        if snapshot is None or officer is None:
            return
        text, listing = self._look.text, self._listing
        rows = snapshot.rows[listing.read]
        chosen = self._place_to_choose(before or snapshot, rows)
        lines = Lines(rows, lambda item: listing.line(item, snapshot.read_at, text, officer))
        for each in self._listings:
            count = len(snapshot.rows[each.read])
            self.tabs[each.name].say(f"officer.list.{each.name}", count=count)
        self._look.write(self.empty, self._empty_key())
        self.table.show_rows(listing.titles(text), lines, chosen=chosen)
        self._show_content()
        self._show_beside(snapshot.beside)
        self.counted.emit(len(snapshot.rows[self._listings[0].read]))

    def _change_look(self) -> None:
        self._keep_lines()
        self._show_list()

    def _show_content(self) -> None:
        self.content.setCurrentWidget(self._content_now())

    def _content_now(self) -> QWidget:
        """The list, or that there is nothing in it."""
        return self.table if self.table.rows else self.empty

    def _empty_key(self) -> str:
        return f"officer.empty.{self._listing.name}"

    def _place_to_choose(self, before: Snapshot, rows: Rows[Any]) -> int:
        """Where the chosen thing is now; the first line of a list that was empty."""
        number, earlier = self.table.chosen_row, before.rows[self._listing.read]
        if not self.table.rows:
            return 0 if rows else -1
        if not 0 <= number < len(earlier):
            return -1
        place = rows.place_of(earlier.key(number))
        return -1 if place is None else place

    def _show_details(self) -> None:
        item, officer, snapshot = self.table.chosen_item, self._officer, self._snapshot
        if officer is None or snapshot is None or not isinstance(item, AnyRow):
            self.details.clear()
            return
        title = self._title(item, snapshot.read_at)
        advice = self._number_to_call(item) or self._advice(item, snapshot.read_at)
        self.details.tell(title, advice, self._listing.actions(item, officer))
        self.details.say_why(self._problem(item, snapshot.read_at))

    def _advice(self, item: AnyRow, now: datetime) -> str:  # noqa: ARG002
        """What to do about it."""
        return advice_on(item, self._look.text)

    def _problem(self, item: AnyRow, now: datetime) -> str | None:  # noqa: ARG002
        """Key of the sentence that says what stands against it."""
        return problem_of(item)

    def _title(self, item: AnyRow, now: datetime) -> str:
        """With how it stands, where the list has no room for that."""
        title = title_of(item, self._look.text)
        if isinstance(item, SubmissionRow) and self.table.isColumnHidden(self._listing.wide):
            return f"{title} · {standing_of(item, now, self._look.text)}"
        return title

    def _number_to_call(self, item: AnyRow) -> str:
        """The phone number, as long as the line that it was asked for is chosen."""
        number = self._number
        if number is None or not isinstance(item, SubmissionRow) or item.id != number.submission_id:
            self._number = None
            return ""
        return self._look.text("officer.call.number", phone=number.phone)

    def _show_number(self, number: ShownNumber) -> None:
        self._number = number
        self._show_details()
        self._scroll.ensureWidgetVisible(self.details)

    def _act_on_row(self) -> None:
        item, officer = self.table.chosen_item, self._officer
        actions = () if officer is None else self._listing.actions(item, officer)
        if actions:
            self._act(actions[0])

    def _act(self, action: RowAction) -> None:
        item, officer = self.table.chosen_item, self._officer
        if officer is not None and item is not None:
            self.notice.clear()
            self.acts.do(action, item, officer)

    def _make_tabs(self) -> dict[str, Button]:
        group, tabs = QButtonGroup(self), {}
        for listing in self._listings:
            tab = Button(self._look, "notice.empty", name=f"list_{listing.name}", rank=Rank.SMALL)
            tab.say(f"officer.list.{listing.name}", count=_NOT_READ)
            tab.setProperty("role", "tab")
            tab.setCheckable(True)
            tab.clicked.connect(partial(self.choose, listing.name))
            group.addButton(tab)
            tabs[listing.name] = tab
        return tabs

    def _lay_out(self) -> None:
        tabs = FlowRow(gap=_GAP)
        for tab in self.tabs.values():
            if len(self.tabs) == 1:
                tab.hide()
            tabs.addWidget(tab)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.content = QStackedWidget()
        self.content.addWidget(self.empty)
        self.content.addWidget(self.table)
        self._card = Card(margin=8)
        self._card.body.addWidget(self.content)
        self._scroll = Scroll(fills=True)
        self.column = self._scroll.body
        self.column.setSpacing(10)
        self.column.addWidget(self.notice)
        self.column.addLayout(tabs)
        self.column.addWidget(self._card, 1)
        self.column.addWidget(self.details)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)
        self._keep_lines()

    def _keep_lines(self) -> None:
        """A few lines are seen however big the text is: then the room scrolls."""
        self._card.setMinimumHeight(round(_LEAST_LIST * self._look.px["body"]))
