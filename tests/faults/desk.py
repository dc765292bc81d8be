"""A kiosk without its window, whose people go on wherever they were interrupted."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, TypeVar
from uuid import UUID

from kiosk.backroom import BackRoom
from kiosk.config import CentreSettings, Config, StoreSettings
from kiosk.domain.eligibility import DEFAULT_RULES
from kiosk.domain.registration import Registration, complete
from kiosk.domain.submission import CentreState
from kiosk.domain.ticket import new_ticket
from kiosk.store.envelopes import SUFFIX
from kiosk.store.journal import Event
from kiosk.store.officers import PinCost
from kiosk.store.records import PATCH, SubmissionRow
from kiosk.store.records import PHOTO as PHOTO_PART
from kiosk.store.store import Store
from kiosk.sync.central import CentralError, DeskProblem
from kiosk.sync.dispatch import Dispatcher
from kiosk.sync.outcomes import pull_outcomes
from kiosk.sync.protocol import TicketStatus
from kiosk.sync.runner import SyncRunner
from kiosk.sync.ticket_desk import TicketDesk
from tests.canary import slices_of
from tests.domain.resident import TODAY, complete_draft
from tests.faults.people import OF_EVERYBODY
from tests.store.counter import raw
from tests.sync.registrations import PHOTO

T = TypeVar("T")
_ASKS: Final = {PHOTO_PART: CentreState.PHOTO_REJECTED, PATCH: CentreState.ACTION_NEEDED}
MOST_ROUNDS: Final = 30
"""More than any line of these tests takes; a kiosk that needs more is stuck."""
_CHEAP_PINS: Final = PinCost(memory_kib=8, passes=1)
ENVELOPE: Final = "envelope"
_NIK_BEGINS: Final = "351009410190"
SECRETS: Final = {"nik": _NIK_BEGINS.encode(), **slices_of(PHOTO.jpeg), **OF_EVERYBODY}
"""What of the people here may be in no file."""
_HAPPENS_AGAIN: Final = frozenset({Event.STICK_WRITTEN, Event.STICK_TAKEN_IN})
"""What a person does once more after an interruption, and the journal tells of it."""


class StuckError(Exception):
    """What should have been delivered is not."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a kiosk and its centre are, and how far time went on since the real time."""

    home: Path
    url: str
    codes: tuple[str, ...] = ()
    ahead: timedelta = timedelta()

    @property
    def store(self) -> Path:
        """What the kiosk keeps; everything beside it is the test's own."""
        return self.home / "store"

    @property
    def said(self) -> Path:
        """What the people at the counter were told."""
        return self.home / "said"

    @property
    def stick(self) -> Path:
        """A stick that is put in whenever it is needed."""
        return self.home / "stick"


class PassingClock:
    """This computer's time and what passed besides: nobody waits for a pause to end."""

    def __init__(self, ahead: timedelta = timedelta()) -> None:
        self.ahead = ahead

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


def resident(number: int) -> Registration:
    """Somebody with an id, a ticket and a NIK of their own."""
    draft = complete_draft().but(nik=f"{_NIK_BEGINS}{9600 + number}")
    made = complete(draft, TODAY, DEFAULT_RULES)
    assert isinstance(made, Registration)
    ticket = new_ticket(number.to_bytes(6))
    return replace(made, submission_id=UUID(int=number, version=4), ticket=ticket)


class Desk:
    """What can be done at one kiosk. Everything is done only where it is not done already."""

    def __init__(self, room: BackRoom, place: Place, clock: PassingClock) -> None:
        self.room, self.place, self.clock = room, place, clock
        self.tickets = TicketDesk(room.call_centre())
        self.dispatcher = Dispatcher(
            room.store, room.configuration, lambda: self.tickets.clock_skew
        )

    def store(self, work: Callable[[Store], T]) -> T:
        return self.room.store.call(work)

    def say(self, what: str) -> None:
        """The person at the counter has been told so: it must be true from now on."""
        handle = os.open(self.place.said, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.writev(handle, [what.encode() + b"\n"])  # nothing of the kiosk itself calls this
        os.close(handle)

    def submission(self, number: int) -> SubmissionRow | None:
        key = resident(number).submission_id
        return self.store(lambda store: store.submissions.find(key))

    def has_part(self, number: int, part: str) -> bool:
        """Whether such a part of a submission waits or was delivered."""
        key = resident(number).submission_id
        sql = "SELECT 1 FROM outbox WHERE submission_id = ? AND part = ?"
        row = self.store(lambda store: raw(store).row(sql, (str(key), part)))
        return row is not None

    def is_asked_for(self, number: int, part: str) -> bool:
        """Whether the centre wants this from somebody, as far as is known here."""
        row = self.submission(number)
        return row is not None and row.centre_state is _ASKS[part]

    def fill_and_register(self, number: int) -> None:
        """Page after page is kept, then the whole is queued."""
        if self.submission(number) is not None:
            return
        person = resident(number)
        draft = complete_draft().but(
            draft_id=person.submission_id, ticket=person.ticket.code, nik=person.nik.value
        )
        for step in ("name", "phone", "review"):
            page = draft.but(step=step)
            self.store(lambda store, page=page: store.drafts.save(page, self.clock()))  # type: ignore[misc]
            self.say(f"draft {number} {step}")
        self.dispatcher.register(person, PHOTO, self.clock())
        self.say(f"queued {number}")

    def send(self) -> None:
        """As the sync does, until nothing waits any more."""
        runner = self.room.make_runner(lambda: "unused")
        try:
            self._send_with(runner)
        finally:
            runner.stop()
        self.say(f"delivered {self.delivered()}")
        self.hear()

    def hear(self) -> None:
        """Whatever the centre has to say, and its configuration."""
        with closing(self.room.call_centre()) as central:
            self._patiently(lambda: self.room.configuration.refresh(central))
            while self._patiently(
                lambda: pull_outcomes(self.room.store, central, self.clock(), wait_seconds=0)
            ):
                pass

    def look_up(self, number: int) -> TicketStatus:
        """What the resident is told; a line that is down is tried again."""
        person, found = resident(number), DeskProblem.OFFLINE
        for _ in range(MOST_ROUNDS):
            answer = self.tickets.lookup(person.ticket.code, person.birth_date).result()
            if isinstance(answer, TicketStatus):
                return answer
            found = answer
        raise StuckError(found)

    def delivered(self) -> int:
        """Of how many parts there is a receipt."""
        sql = "SELECT count(*) FROM outbox WHERE state = 'submitted' AND receipt IS NOT NULL"
        return int(self.store(lambda store: raw(store).value(sql)))

    def waiting(self) -> bool:
        """Whether anything is still to be sent."""
        rows = self.store(lambda store: store.submissions.queue_rows())
        return any(row.state != "quarantined" for row in rows)

    def _send_with(self, runner: SyncRunner) -> None:
        for _ in range(MOST_ROUNDS):
            if not self.waiting():
                return
            runner.run_round()
            self.clock.ahead += timedelta(seconds=20)
        raise StuckError(str(self.store(lambda store: store.submissions.queue_rows())))

    def _patiently(self, ask: Callable[[], T]) -> T:
        for _ in range(MOST_ROUNDS - 1):
            try:
                return ask()
            except CentralError:
                self.clock.ahead += timedelta(seconds=1)
        return ask()


@contextmanager
def open_desk(place: Place, clock: PassingClock | None = None) -> Iterator[Desk]:
    """A kiosk that is switched on, with a clock of its own or the right one."""
    clock = clock or PassingClock(place.ahead)
    config = Config(centre=CentreSettings(url=place.url), store=StoreSettings(allow_key_file=True))
    with BackRoom(place.store, config, clock, pin_cost=_CHEAP_PINS) as room:
        desk = Desk(room, place, clock)
        with closing(desk.tickets):
            yield desk


def facts_of(desk: Desk) -> dict[str, object]:
    """What the kiosk holds, told so that two runs of the same story can be compared."""
    files = files_of(desk)
    return desk.store(_facts) | {"files": frozenset(files), "envelopes": files[ENVELOPE]}


def files_of(desk: Desk) -> Counter[str]:
    """The names in its folders, and how many envelopes.

    What SQLite has beside its files comes and goes, and a full disk has no room for a copy.
    """
    return Counter(
        ENVELOPE if path.suffix == SUFFIX else path.name
        for path in desk.place.store.rglob("*")
        if path.is_file() and not path.name.endswith(("-wal", "-shm", "-day.db"))
    )


def _facts(store: Store) -> dict[str, object]:
    database = raw(store)
    events = Counter(entry.event for entry in store.journal.entries(newest=10_000))
    return {
        "office": store.settings.office(),
        "enrolled": store.settings.enrolment() is not None,
        "token": store.vault.token is not None,
        "configured": store.settings.config() is not None,
        "officers": [(officer.name, officer.role) for officer in store.officers.list()],
        "drafts": sorted((str(row.draft_id), row.step) for row in store.drafts.list_open()),
        "submissions": database.rows(
            "SELECT id, ticket, masked_name, phone_tail, officer, state, photo_revision, made_here,"
            " centre_state, delivered_at IS NULL FROM submission ORDER BY id"
        ),
        "hashes": database.rows("SELECT kind, submission_id FROM identity_hash ORDER BY 2, 1"),
        "parts": database.rows(
            "SELECT submission_id, part, revision, state, receipt IS NULL, redo_grant IS NULL,"
            " carried_at IS NULL FROM outbox ORDER BY 1, 2, 3"
        ),
        "needed": len(store.submissions.needed_envelopes() - store.envelopes.stored()),
        "journal": sorted((e, n) for e, n in events.items() if e not in _HAPPENS_AGAIN),
        "journal is whole": store.journal.verify() is None,
        "figures agree": store.figures.balance().agrees,
        "sound": database.value("PRAGMA integrity_check"),
    }
