"""What the centre refused and the kiosk holds back, by reason; all of one kind let go at once."""

from collections import Counter
from collections.abc import Sequence
from typing import ClassVar, Final

from kiosk.domain.submission import KioskState
from kiosk.store.records import QueueRow
from kiosk.store.store import Store
from kiosk.ui.dates import clock_time
from kiosk.ui.look import Look
from kiosk.ui.officer.room import RoomName
from kiosk.ui.officer.supervisor.list_sheet import ListSheet
from kiosk.ui.services import Services
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.aids import AidButton
from kiosk.ui.widgets.button import Button, Rank
from kiosk.ui.widgets.label import label
from kiosk.ui.widgets.notice import Kind
from kiosk.ui.widgets.table import Cell, TableRow, Tone

_COLUMNS: Final = ("count", "reason", "since")
_UNKNOWN: Final = "officer.held.unknown"


class HeldSheet(ListSheet):
    """One row a reason: how many, why, since when. Single ones are acted on in the queue."""

    name: ClassVar[str] = "held"
    icon: ClassVar[str] = "circle-alert"

    def __init__(self, look: Look, services: Services) -> None:
        super().__init__(look, services)
        self._held: Sequence[QueueRow] = ()
        self._asked_about: str | None = None
        self.table.arrange(wide=1)
        self._advice = label(look, "notice.empty", "strong")
        self.body.addWidget(self._advice)
        self.release_button = AidButton(
            look, "officer.held.release", name="release_all_button", icon="refresh-cw"
        )
        self.queue_button = Button(
            look, "officer.held.queue", name="open_queue_button", rank=Rank.PRIMARY, icon="list"
        )
        self.bottom_row.addWidget(self.release_button)
        self.bottom_row.addWidget(self.queue_button)
        self.release_button.clicked.connect(self._ask)
        self.queue_button.clicked.connect(self._open_queue)
        self.notice.agreed.connect(self._release)
        self.table.chosen.connect(self._show_advice)
        look.changed.connect(self._show_rows)

    def begin(self) -> None:
        """Read what is held back."""
        self.do(read_held, self._take)

    def end(self) -> None:
        """Forget it."""
        self._asked_about = None
        self._take(())
        self.notice.clear()

    @property
    def reason(self) -> str | None:
        """The chosen reason."""
        item = self.table.chosen_item
        return item if isinstance(item, str) else None

    def _take(self, held: Sequence[QueueRow]) -> None:
        self._held = held
        self._show_rows()

    def _show_rows(self) -> None:
        text = self.look.text
        titles = [text(f"officer.held.column.{column}") for column in _COLUMNS]
        counts = Counter(row.last_reason or _UNKNOWN for row in self._held)
        rows = tuple(self._row(reason, count) for reason, count in counts.most_common())
        self.table.show_rows(titles, rows)
        self.release_button.setEnabled(bool(rows))
        if self._officer is not None and not rows:
            self.notice.tell(Kind.RIGHT, Sentence("officer.held.nothing"))

    def _row(self, reason: str, count: int) -> TableRow:
        text = self.look.text
        since = min(row.queued_at for row in self._held if (row.last_reason or _UNKNOWN) == reason)
        cells = (
            Cell(str(count), Tone.CHIP_WRONG),
            Cell(text(reason) if reason in text else reason),
            Cell(clock_time(since, self.now()), Tone.QUIET),
        )
        return TableRow(reason, cells)

    def _show_advice(self) -> None:
        """What to do about the chosen reason, where the texts know it."""
        if self._asked_about is not None and self.reason != self._asked_about:
            self._asked_about = None
            self.notice.clear()
        advice = f"{self.reason}_do"
        self.look.write(self._advice, advice if advice in self.look.text else "notice.empty")

    def _ask(self) -> None:
        if self.reason is not None:
            self._asked_about = self.reason
            count = sum((row.last_reason or _UNKNOWN) == self.reason for row in self._held)
            self.notice.warn(Sentence("officer.held.ask", {"count": count}), "officer.held.release")

    def _release(self) -> None:
        by, now = self.by, self.now()
        reason, self._asked_about = self._asked_about, None
        if reason is not None:
            known = None if reason == _UNKNOWN else reason
            self.do(lambda store: store.supervision.release_all(by, known, now), self._released)

    def _released(self, count: int) -> None:
        self.services.sync.try_now()
        self.begin()
        self.notice.tell(Kind.RIGHT, Sentence("officer.held.released", {"count": count}))

    def _open_queue(self) -> None:
        self.room_requested.emit(RoomName.QUEUE)


def read_held(store: Store) -> Sequence[QueueRow]:
    """Everything in quarantine; runs in the store's thread."""
    rows = store.submissions.queue_rows()
    return tuple(row for row in rows if row.state is KioskState.QUARANTINED)
