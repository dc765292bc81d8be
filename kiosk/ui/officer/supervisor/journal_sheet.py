"""What happened at this counter: read, narrowed down, checked, and saved as a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Final

from PySide6.QtWidgets import QButtonGroup

from kiosk.store.journal import Entry
from kiosk.store.store import Store
from kiosk.ui.dates import clock_time
from kiosk.ui.look import Look
from kiosk.ui.officer.supervisor.journal_file import journal_file
from kiosk.ui.officer.supervisor.journal_words import said_by, said_of, what_happened
from kiosk.ui.officer.supervisor.list_sheet import ListSheet
from kiosk.ui.officer.supervisor.place_sheet import PlaceSheet
from kiosk.ui.services import Services
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.aids import AidButton
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.flow_row import FlowRow
from kiosk.ui.widgets.notice import Kind
from kiosk.ui.widgets.table import Cell, TableRow, Tone

_COLUMNS: Final = ("number", "time", "event", "actor", "subject")
_KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "all": (),
    "sending": ("submission", "part", "photo", "patch", "release", "cancel", "carrier"),
    "officers": ("officer", "recovery", "day"),
    "residents": ("slip", "phone", "draft", "exception", "traces", "recap", "handover"),
    "kiosk": ("settings", "retention", "journal", "camera"),
}
"""Which events a list shows, by how their names begin."""
_NEWEST: Final = 1000
"""As many lines as anybody scrolls through; a file has them all."""


@dataclass(frozen=True, slots=True)
class JournalRead:
    """Lines, newest first, and the names of the officers."""

    entries: tuple[Entry, ...]
    names: Mapping[str, str]


class JournalSheet(ListSheet):
    """Lists of one kind of event each."""

    name: ClassVar[str] = "journal"
    icon: ClassVar[str] = "clipboard-list"

    def __init__(self, look: Look, services: Services) -> None:
        super().__init__(look, services)
        self._read = JournalRead((), {})
        self._kind = "all"
        self.places = PlaceSheet(look, services)
        self.table.arrange(wide=2, first_to_go=(4, 0))
        self.verify_button = AidButton(
            look, "officer.journal.verify", name="verify_journal_button", icon="shield-check"
        )
        self.save_button = AidButton(
            look, "officer.journal.save", name="save_journal_button", icon="download"
        )
        self.body.addLayout(self._make_tabs())
        self.bottom_row.addWidget(self.save_button)
        self.bottom_row.addWidget(self.verify_button)
        self.verify_button.clicked.connect(self._verify)
        self.save_button.clicked.connect(self._save)
        look.changed.connect(self._show_rows)

    def begin(self) -> None:
        """Read the newest lines of the kind."""
        self.tabs[self._kind].setChecked(True)
        of = _KINDS[self._kind]
        self.do(lambda store: read_journal(store, of), self._take)

    def end(self) -> None:
        """Forget them."""
        self._kind = "all"
        self._take(JournalRead((), {}))

    def _choose(self, kind: str) -> None:
        self._kind = kind
        self.notice.clear()
        self.begin()

    def _take(self, read: JournalRead) -> None:
        self._read = read
        self._show_rows()

    def _show_rows(self) -> None:
        text = self.look.text
        titles = [text(f"officer.journal.column.{column}") for column in _COLUMNS]
        self.table.show_rows(titles, tuple(map(self._row, self._read.entries)))

    def _row(self, entry: Entry) -> TableRow:
        text, names = self.look.text, self._read.names
        cells = (
            Cell(str(entry.seq), Tone.QUIET),
            Cell(clock_time(entry.at, self.now())),
            Cell(what_happened(entry, text), Tone.STRONG),
            Cell(said_by(entry, names, text)),
            Cell(said_of(entry, names, text), Tone.QUIET),
        )
        return TableRow(entry, cells)

    def _verify(self) -> None:
        by, now = self.by, self.now()
        self.do(
            lambda store: (store.journal.count(), store.supervision.verify_journal(by, now)),
            self._tell,
        )

    def _tell(self, found: tuple[int, int | None]) -> None:
        count, broken = found
        self.begin()
        if broken is None:
            self.notice.tell(Kind.RIGHT, Sentence("officer.journal.whole", {"count": count}))
        else:
            self.notice.tell(Kind.WRONG, Sentence("officer.journal.broken", {"number": broken}))

    def _save(self) -> None:
        """Who takes a copy is written down first, and stands in the copy."""
        by, now, texts = self.by, self.now(), self.look.text

        def write(store: Store) -> Mapping[str, bytes]:
            store.supervision.note_export(by, now)
            names = _names(store)
            return journal_file(store.journal.entries(newest=-1), names, texts, now)

        self.places.offer(write)
        self.opened.emit(self.places)

    def _make_tabs(self) -> FlowRow:
        row, group = FlowRow(gap=8), QButtonGroup(self)
        self.tabs: dict[str, Button] = {}
        for kind in _KINDS:
            tab = Button(
                self.look, f"officer.journal.kind.{kind}", name=f"journal_{kind}", rank=Rank.SMALL
            )
            tab.setProperty("role", "tab")
            tab.setCheckable(True)
            tab.clicked.connect(partial(self._choose, kind))
            group.addButton(tab)
            row.addWidget(tab)
            self.tabs[kind] = tab
        return row


def read_journal(store: Store, of: Sequence[str]) -> JournalRead:
    """The newest lines of one kind; runs in the store's thread."""
    entries = tuple(reversed(store.journal.entries(newest=_NEWEST, of=of)))
    return JournalRead(entries, _names(store))


def _names(store: Store) -> Mapping[str, str]:
    return {officer.id: officer.name for officer in store.officers.everybody()}
