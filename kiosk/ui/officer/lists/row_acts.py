"""Does what is asked about a line: in the store, at the centre, on paper, or by another page."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from kiosk.domain.decision import CancelReason, ReleaseReason
from kiosk.domain.draft import Draft
from kiosk.store.errors import StoreError
from kiosk.store.journal import Event
from kiosk.store.officers import Officer
from kiosk.store.records import DraftRow, QueueRow, SubmissionRow
from kiosk.store.store import Store
from kiosk.store.submissions import CancelProblem
from kiosk.sync.central import DeskProblem
from kiosk.sync.protocol import ContactAnswer
from kiosk.ui.background import Background
from kiosk.ui.look import Look
from kiosk.ui.officer.lists.row_actions import DOORS, RowAction
from kiosk.ui.officer.room import DeskRoom, RoomName
from kiosk.ui.print.printer import Printing, print_slip
from kiosk.ui.print.slip import slip_again
from kiosk.ui.services import Services
from kiosk.ui.text import Sentence
from kiosk.ui.widgets.notice import Kind, Notice

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ShownNumber:
    """The phone number of one submission, for as long as the officer looks at that line."""

    submission_id: UUID
    phone: str = field(repr=False)


class RowActs(QObject):
    """Works for one room; what comes of an act is told on its notice.

    Signals:
        changed: the store holds something else now.
        number_shown: with the ShownNumber that was asked for.
    """

    changed = Signal()
    number_shown = Signal(object)

    def __init__(self, look: Look, services: Services, room: DeskRoom, notice: Notice) -> None:
        super().__init__(room)
        self._look, self._services = look, services
        self._room, self._notice = room, notice
        self._background = Background(self)
        self._under_way: set[tuple[RowAction, object]] = set()

    def do(self, action: RowAction, item: object, officer: Officer) -> None:
        """Begin; the same once more is not begun while it is under way."""
        if action in DOORS and isinstance(item, QueueRow | SubmissionRow):
            self._room.door_requested.emit(DOORS[action], item.ticket)
            return
        if action is RowAction.TO_QUEUE:
            self._room.room_requested.emit(RoomName.QUEUE)
            return
        self._begin(action, item, officer)

    def release(self, row: QueueRow, reason: ReleaseReason, officer: Officer) -> None:
        """Send once more what was held back."""
        now = self._services.clock()

        def work(store: Store) -> None:
            store.officers.require_supervisor(officer.id)
            store.submissions.release(row, now, officer.id, reason)

        self._store(work, self._sent_on)

    def cancel(self, row: QueueRow, reason: CancelReason, officer: Officer) -> None:
        """Give up the registration that a held-back part belongs to."""
        now = self._services.clock()

        def work(store: Store) -> CancelProblem | None:
            store.officers.require_supervisor(officer.id)
            return store.submissions.cancel(row.submission_id, now, officer.id, reason)

        self._store(work, self._cancelled)

    def forget(self) -> None:
        """What is under way is not told to whoever comes next."""
        self._background.forget()
        self._under_way.clear()

    def _begin(self, action: RowAction, item: object, officer: Officer) -> None:
        wish = (action, item)
        if wish in self._under_way:
            return
        match action, item:
            case RowAction.TRY_NOW, QueueRow() | SubmissionRow():
                self._try_now(item)
            case RowAction.RESUME, DraftRow():
                self._store(lambda store: store.drafts.open(item.draft_id), self._hand_over)
            case RowAction.SLIP, SubmissionRow():
                self._under_way.add(wish)
                self._note(Event.SLIP_REPRINTED, item, officer, partial(self._print, item))
            case RowAction.PHONE, SubmissionRow():
                self._under_way.add(wish)
                asked = self._services.desk.contact(item.id)
                self._background.watch(asked, partial(self._answered, item, officer))

    def _try_now(self, item: QueueRow | SubmissionRow) -> None:
        now = self._services.clock()

        def work(store: Store) -> None:
            if isinstance(item, QueueRow):
                store.submissions.hurry(item, now)
                return
            for part in store.lists.parts_of(str(item.id)):
                store.submissions.hurry(part, now)

        self._store(work, self._sent_on)

    def _sent_on(self, _: None) -> None:
        self._services.sync.try_now()
        self.changed.emit()

    def _cancelled(self, problem: CancelProblem | None) -> None:
        if problem is None:
            self._notice.tell(Kind.RIGHT, Sentence("officer.decision.cancel.done"))
        else:
            self._notice.tell(Kind.WRONG, Sentence(problem))
        self.changed.emit()

    def _hand_over(self, draft: Draft | None) -> None:
        if draft is not None:
            self._room.resume_requested.emit(draft)

    def _print(self, row: SubmissionRow, _: None) -> None:
        services, bundle = self._services, self._services.configuration.bundle
        help_line = None if bundle is None else bundle.help_line
        slip = slip_again(row, services.office.name, help_line)
        printing = services.workers.submit(print_slip, slip, self._look.text, services.printer)
        self._background.watch(printing, partial(self._printed, row))

    def _printed(self, row: SubmissionRow, printing: Printing) -> None:
        self._under_way.discard((RowAction.SLIP, row))
        if printing is Printing.SENT:
            self._notice.tell(Kind.RIGHT, Sentence(printing), Sentence("officer.print.sent_do"))
        else:
            self._notice.tell(Kind.WRONG, Sentence(printing), Sentence("officer.print.mend"))

    def _answered(
        self, row: SubmissionRow, officer: Officer, answer: ContactAnswer | DeskProblem
    ) -> None:
        """A number is written down as shown before anybody sees it."""
        self._under_way.discard((RowAction.PHONE, row))
        if isinstance(answer, DeskProblem):
            self._notice.tell(Kind.ATTENTION, Sentence(answer))
            return
        shown = ShownNumber(row.id, answer.phone)
        self._note(Event.PHONE_SHOWN, row, officer, lambda _: self.number_shown.emit(shown))

    def _note(
        self, event: Event, row: SubmissionRow, officer: Officer, then: Callable[[None], object]
    ) -> None:
        now = self._services.clock()
        self._store(lambda store: store.journal.append(event, officer.id, str(row.id), now), then)

    def _store(self, work: Callable[[Store], T], on_done: Callable[[T], object]) -> None:
        self._background.watch(self._services.store.submit(work), on_done, self._fail)

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, StoreError):
            raise error
        self._under_way.clear()
        self._notice.tell(Kind.WRONG, Sentence(error.key))
