"""A kiosk without its window in a process of its own, and the clerk who works at it.

`python -m tests.faults.kiosk_process ORDERS` (JSON) goes on where a killed one stopped, says on
standard output how far it is, and ends with 0 when everybody's registration is where it belongs.
"""

import json
import logging
import resource
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Final
from uuid import UUID

from kiosk.backroom import BackRoom
from kiosk.config import CentreSettings, Config, StoreSettings
from kiosk.core_dumps import forbid_core_dumps
from kiosk.domain.decision import CancelReason, ReleaseReason
from kiosk.domain.patch import Patch, PatchField, make_patch
from kiosk.domain.submission import CentreState, KioskState
from kiosk.logs import start_logging
from kiosk.paths import folders_under
from kiosk.store.records import FORM, PATCH, PHOTO, QueueRow, SubmissionRow
from kiosk.store.store import Store
from kiosk.sync.central import CentralError, RefusedReason
from kiosk.sync.client import HttpCentral
from kiosk.sync.dispatch import Dispatcher
from kiosk.sync.enrolment import EnrolmentProblem
from kiosk.sync.heartbeat import heartbeat_of
from kiosk.sync.protocol import Redoable, TicketStatus
from kiosk.sync.ticket_desk import TicketDesk
from kiosk.sync.transport import Timeouts
from tests.domain.resident import complete_draft
from tests.faults.people import Fate, Person
from tests.store.counter import CHEAP_PINS

IMPATIENT: Final = Timeouts(connect=2.0, read=1.0, total=2.0, slowest=200_000.0)
MOST_OPEN: Final = 60
"""So many registrations wait at a kiosk at a time, as after a morning without a line."""
OFFICER: Final = "rina"
NOT_ALL: Final = 3
"""Exit status of a kiosk that was told to end before everything was where it belongs."""
_LONG_AGO: Final = timedelta(days=100)
_UNSENT_DAYS: Final = 90
_LOOK_EVERY_SECONDS: Final = 0.25
_HELD_BACK: Final = (KioskState.QUEUED, KioskState.QUARANTINED)
_ENDED: Final = (KioskState.CANCELLED, KioskState.EXPIRED)


@dataclass(frozen=True, slots=True)
class Orders:
    """What one kiosk is to do."""

    kiosk: int
    home: str
    url: str
    code: str
    count: int
    seed: int


def now() -> datetime:
    """The real time: everything else here is real as well."""
    return datetime.now(UTC)


class ImpatientRoom(BackRoom):
    """Waits for less long than an office on a slow line has to."""

    def call_centre(self, timeouts: Timeouts | None = None) -> HttpCentral:
        """A line to the centre."""
        return super().call_centre(IMPATIENT)


class Clerk:
    """Registers one resident after the other, and sees to whatever comes back."""

    def __init__(self, room: BackRoom, orders: Orders) -> None:
        self._room, self._orders = room, orders
        self._dispatcher = Dispatcher(room.store, room.configuration)
        self._outbox = Path(orders.home) / "store" / "outbox"
        self._next = 0
        self._open: dict[UUID, Person] = {}
        self._queue: dict[UUID, list[QueueRow]] = {}

    @property
    def is_done(self) -> bool:
        """Whether nobody is left to be seen to."""
        return self._next == self._orders.count and not self._open

    @property
    def progress(self) -> str:
        """How many registrations are where they belong, and the processor's seconds so far."""
        settled = self._next - len(self._open)
        return json.dumps({"settled": settled, "worked": time.process_time()})

    def look_around(self, desk: TicketDesk) -> None:
        """Register who waits, then see to everybody who is not where they belong."""
        while self._next < self._orders.count and len(self._open) < MOST_OPEN:
            self._receive(Person(self._orders.seed, self._orders.kiosk, self._next))
            self._next += 1
        self._read_queue()
        for person, row in self._room.store.call(self._rows_of_open):
            if row.state is KioskState.CANCELLED:
                self._receive(person.again)
            if self._is_settled(person, row):
                del self._open[person.submission_id]
            else:
                self._see_to(person, row, desk)

    def _receive(self, person: Person) -> None:
        self._open[person.submission_id] = person
        if self._row(person) is not None:  # the kiosk was killed since
            return
        is_old = person.fate is Fate.EXPIRE
        made_at = now() - _LONG_AGO if is_old else now()
        self._dispatcher.register(person.registration, person.photo(1, made_at), made_at)
        if is_old:
            self._room.store.call(lambda s: s.submissions.expire_unsent(now(), _UNSENT_DAYS))
        elif person.fate is Fate.DAMAGE:
            self._damage(person)

    def _damage(self, person: Person) -> None:
        """What a failing disk does."""
        self._read_queue()
        for row in self._queue.get(person.submission_id, []):
            if row.part == FORM:
                (self._outbox / f"{row.sha256}.env").write_bytes(b"damaged")

    def _is_settled(self, person: Person, row: SubmissionRow) -> bool:
        waiting = self._queue.get(person.submission_id, [])
        if row.state is KioskState.QUARANTINED:
            return any(part.last_reason == RefusedReason.FILE_DAMAGED for part in waiting)
        if row.state in _ENDED:
            return True
        if waiting:
            return False
        if person.fate is Fate.WITHDRAW:
            return row.centre_state is CentreState.WITHDRAWN
        return row.centre_state in {CentreState.ELIGIBLE, CentreState.INELIGIBLE}

    def _see_to(self, person: Person, row: SubmissionRow, desk: TicketDesk) -> None:
        waiting = self._queue.get(person.submission_id, [])
        for part in waiting:
            if part.state is KioskState.QUARANTINED:
                self._mend(person, part, desk)
        if person.fate is Fate.MADE_AGAIN and row.state in _HELD_BACK:
            if not person.number % 2 or any(part.attempts for part in waiting):
                self._cancel(person)
        elif row.state is KioskState.SUBMITTED and not waiting:
            self._serve(person, row, desk)

    def _serve(self, person: Person, row: SubmissionRow, desk: TicketDesk) -> None:
        """The resident comes back to the counter where there is something to do."""
        if row.centre_state is CentreState.PHOTO_REJECTED:
            self._redo(person, desk)
        elif row.centre_state is CentreState.ACTION_NEEDED:
            self._correct(person, desk)
        elif row.centre_state is CentreState.ELIGIBLE and person.fate is Fate.WITHDRAW:
            status = self._look_up(person, desk)
            if status is not None and status.grant_for(Redoable.WITHDRAWAL) is not None:
                desk.withdraw(status).result()

    def _mend(self, person: Person, part: QueueRow, desk: TicketDesk) -> None:
        """Without a grant it is made anew, for which the resident comes again; else released."""
        again = {PHOTO: self._redo, PATCH: self._correct}.get(part.part)
        is_without_grant = part.last_reason == RefusedReason.GRANT
        if again is None or not is_without_grant or not again(person, desk):
            self._release(part)

    def _redo(self, person: Person, desk: TicketDesk) -> bool:
        """Returns whether the centre wants another photo."""
        status = self._look_up(person, desk)
        grant = None if status is None else status.grant_for(Redoable.PHOTO)
        if status is None or grant is None or grant.revision is None:
            return False
        self._dispatcher.redo_photo(status, person.photo(grant.revision, now()), now())
        return True

    def _correct(self, person: Person, desk: TicketDesk) -> bool:
        """Returns whether the centre wants a correction."""
        status = self._look_up(person, desk)
        patch = make_patch(complete_draft(), [PatchField.KK])
        assert isinstance(patch, Patch)
        if status is None or status.grant_for(Redoable.PATCH) is None:
            return False
        self._dispatcher.patch(status, patch, now())
        return True

    def _look_up(self, person: Person, desk: TicketDesk) -> TicketStatus | None:
        found = desk.lookup(person.ticket.code, person.birth_date).result()
        return found if isinstance(found, TicketStatus) else None

    def _release(self, part: QueueRow) -> None:
        """An officer saw that it was the line's doing."""
        if part.last_reason != RefusedReason.FILE_DAMAGED:
            self._room.store.call(
                lambda s: s.submissions.release(part, now(), OFFICER, ReleaseReason.ONCE_MORE)
            )

    def _cancel(self, person: Person) -> None:
        self._room.store.call(
            lambda s: s.submissions.cancel(
                person.submission_id, now(), OFFICER, CancelReason.MADE_AGAIN
            )
        )

    def _rows_of_open(self, store: Store) -> list[tuple[Person, SubmissionRow]]:
        """One that is missing stays open for ever: the suite finds it lost."""
        found = ((one, store.submissions.find(key)) for key, one in self._open.items())
        return [(person, row) for person, row in found if row is not None]

    def _row(self, person: Person) -> SubmissionRow | None:
        return self._room.store.call(lambda s: s.submissions.find(person.submission_id))

    def _read_queue(self) -> None:
        self._queue = {}
        for row in self._room.store.call(lambda s: s.submissions.queue_rows()):
            self._queue.setdefault(row.submission_id, []).append(row)


def enrol(room: BackRoom, code: str, is_over: Event) -> None:
    """Again and again, as somebody does whose line is bad, until there is a configuration."""
    while not is_over.is_set() and room.store.call(lambda s: s.settings.enrolment()) is None:
        try:
            answer = room.enrol(code)
        except CentralError as error:
            logging.getLogger(__name__).info("not enrolled yet: %s", error)
        else:
            assert not isinstance(answer, EnrolmentProblem), answer
    while not is_over.is_set() and room.configuration.bundle is None:
        with closing(room.call_centre()) as central:
            try:
                room.configuration.refresh(central)
            except CentralError as error:
                logging.getLogger(__name__).info("no configuration yet: %s", error)


def tell(room: BackRoom, is_over: Event) -> None:
    """The day is over: the centre hears the last figures."""
    with closing(room.call_centre()) as central:
        while not is_over.is_set():
            beat = room.store.call(lambda s: heartbeat_of(s, "live", now()))
            try:
                central.heartbeat(beat)
            except CentralError as error:
                logging.getLogger(__name__).info("figures not heard yet: %s", error)
            else:
                return


@contextmanager
def at_work(room: BackRoom) -> Iterator[TicketDesk]:
    """What runs beside the clerk: the line, and the desk's own questions."""
    runner = room.make_runner(lambda: "live")
    runner.start()
    with closing(TicketDesk(room.call_centre())) as desk:
        try:
            yield desk
        finally:
            runner.stop()


def run(orders: Orders) -> int:
    """Work until everything is where it belongs, or somebody says that time is over."""
    is_over = Event()
    signal.signal(signal.SIGTERM, lambda *_: is_over.set())
    config = Config(CentreSettings(orders.url), store=StoreSettings(allow_key_file=True))
    store = folders_under(Path(orders.home)).store
    with ImpatientRoom(store, config, now, pin_cost=CHEAP_PINS) as room:
        enrol(room, orders.code, is_over)
        clerk = Clerk(room, orders)
        with at_work(room) as desk:
            while not clerk.is_done and not is_over.wait(_LOOK_EVERY_SECONDS):
                clerk.look_around(desk)
                print(clerk.progress, flush=True)
        tell(room, is_over)
    return 0 if clerk.is_done else NOT_ALL


def _let_memory_be_dumped() -> None:
    """As on a computer that somebody set up to find faults of other programs."""
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))


if __name__ == "__main__":
    _let_memory_be_dumped()
    forbid_core_dumps()  # as every command of the kiosk begins
    given = Orders(**json.loads(sys.argv[1]))
    folders = folders_under(Path(given.home))
    folders.prepare()
    start_logging(folders.logs)
    logging.getLogger().setLevel(logging.DEBUG)
    sys.exit(run(given))
