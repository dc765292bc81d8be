"""An office with several kiosks and a centre, on one clock that only the test moves."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from kiosk.backroom import BackRoom
from kiosk.central.centre import Centre
from kiosk.central.operator import Operator
from kiosk.central.settings.configuration import demo_configuration
from kiosk.central.web.app import create_app
from kiosk.central.web.server import EmbeddedServer
from kiosk.domain.consent import ConsentPurpose, give_consent
from kiosk.domain.eligibility import DEFAULT_RULES
from kiosk.domain.obstacle import Obstacle
from kiosk.domain.registration import Registration, complete
from kiosk.domain.submission import CentreState
from kiosk.domain.ticket import new_ticket
from kiosk.domain.window import WIB, wib
from kiosk.store.unsettled import UnsettledRow
from kiosk.sync.central import CentralError, DeskProblem
from kiosk.sync.dispatch import Dispatcher
from kiosk.sync.engine import Step
from kiosk.sync.outcomes import pull_outcomes
from kiosk.sync.pace import calendar_of
from kiosk.sync.protocol import TicketStatus
from kiosk.sync.ticket_desk import TicketDesk
from kiosk.ui.officer.batches.board import Board, Moment, read_board
from tests.domain.resident import complete_draft
from tests.flow.counter import make_kiosk, open_room
from tests.sync.registrations import PHOTO

MONDAY = datetime(2026, 3, 2, tzinfo=WIB)
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
OFFICE = "genteng-kulon"


def at(day: str, time: str) -> datetime:
    """A moment of the week, in WIB: `at("Tue", "15.30")`."""
    hour, minute = map(int, time.split("."))
    return MONDAY + timedelta(days=_DAYS.index(day), hours=hour, minutes=minute)


class WeekClock:
    """Stands still until it is put forward."""

    def __init__(self) -> None:
        self.now = at("Mon", "07.00")

    def __call__(self) -> datetime:
        return self.now.astimezone(UTC)

    def wrong_by(self, ahead: timedelta) -> Callable[[], datetime]:
        """The same clock, read at a computer whose own is ahead."""
        return lambda: self() + ahead


def resident(number: int) -> Registration:
    """Somebody with a ticket, a NIK and a family of their own."""
    own = 9500 + number
    draft = complete_draft().but(
        nik=f"351009410190{own}", kk=f"351009120315{own}", phone=f"+628401234{own}"
    )
    made = complete(draft, wib(MONDAY).date(), DEFAULT_RULES)
    assert isinstance(made, Registration)
    ticket = new_ticket(number.to_bytes(6))
    return replace(made, submission_id=UUID(int=number, version=4), ticket=ticket)


class OfficeKiosk:
    """One kiosk without its window: what its threads do, one step at a time."""

    def __init__(self, room: BackRoom) -> None:
        self._room = room
        self._central = room.call_centre()
        self._engine = room.make_engine(self._central)
        self._dispatcher = Dispatcher(room.store, room.configuration)
        self.desk = TicketDesk(room.call_centre())

    def close(self) -> None:
        self.desk.close()
        self._central.close()

    def work(self) -> None:
        """What the sync does round by round, with nobody at the kiosk."""
        while self._engine.run_once(self._room.clock()) is Step.SENT:
            pass
        try:
            self._room.configuration.refresh(self._central)
            while pull_outcomes(
                self._room.store, self._central, self._room.clock(), wait_seconds=0
            ):
                pass
        except CentralError:  # the line is down: the next round tries again
            return

    def register(self, number: int) -> None:
        self._dispatcher.register(resident(number), PHOTO, self._room.clock())

    def look_up(self, number: int) -> TicketStatus:
        """What the resident is told at this counter."""
        person = resident(number)
        found = self.desk.lookup(person.ticket.code, person.birth_date).result()
        assert isinstance(found, TicketStatus)
        return found

    def join(self, status: TicketStatus) -> TicketStatus | DeskProblem:
        """Let a resident who was looked up agree to take part."""
        consent = give_consent(ConsentPurpose.JOIN, "1", "Saya setuju.", self._room.clock())
        return self.desk.join(status, consent).result()

    def take_photo_again(self, number: int) -> None:
        status = self.look_up(number)
        ticket = resident(number).ticket.code
        self._dispatcher.redo_photo(status, PHOTO, self._room.clock(), ticket=ticket)

    @property
    def board(self) -> Board:
        """What the room of the batches shows."""
        calendar = calendar_of(self._room.configuration.bundle)
        moment = Moment(self._room.clock(), self._central.clock_skew)
        return self._room.store.call(lambda store: read_board(store, calendar, moment))

    @property
    def at_risk(self) -> dict[int, Obstacle]:
        """The numbers of those who are not in a batch, and why not."""
        return {
            one.row.submission_id.int & 0xFFFF: one.obstacle
            for one in self.board.at_risk
            if isinstance(one.row, UnsettledRow)
        }

    @property
    def counts(self) -> tuple[int, int, bool]:
        """Made, delivered, and whether everything is accounted for."""
        found = self._room.store.call(lambda store: store.figures.balance())
        return found.made, found.delivered, found.adds_up


class VillageOffice:
    """Two kiosks, and the centre they belong to."""

    def __init__(self, clock: WeekClock, operator: Operator, server: EmbeddedServer) -> None:
        self.clock, self.operator, self.server = clock, operator, server
        self.kiosks: list[OfficeKiosk] = []

    def turn_to(self, day: str, time: str) -> None:
        """Put the clock forward, and let every kiosk do what it does by itself."""
        self.clock.now = at(day, time)
        self.let_work()

    def let_work(self) -> None:
        for kiosk in self.kiosks:
            kiosk.work()

    def state(self, number: int) -> CentreState:
        """Where somebody stands at the centre."""
        return self.operator.record(resident(number).submission_id).state

    def accept_photo(self, *numbers: int) -> None:
        for number in numbers:
            self.operator.accept_photo(resident(number).submission_id)


@contextmanager
def open_office(folder: Path, *ahead: timedelta) -> Iterator[VillageOffice]:
    """An office with a kiosk for every wrong clock: how far it is ahead of the centre's."""
    clock = WeekClock()
    with ExitStack() as stack:
        centre = stack.enter_context(Centre(folder / "centre", clock, demo_configuration()))
        operator = Operator(centre)
        operator.new_office(OFFICE, "Desa Genteng Kulon", "35.10.09.2003")
        server = EmbeddedServer(create_app(centre))
        server.start()
        stack.callback(server.stop)
        office = VillageOffice(clock, operator, server)
        for number, wrong in enumerate(ahead):
            room = stack.enter_context(
                open_room(folder / f"kiosk-{number}", server.url, clock.wrong_by(wrong))
            )
            make_kiosk(room, operator.new_code(OFFICE))
            kiosk = OfficeKiosk(room)
            stack.callback(kiosk.close)
            office.kiosks.append(kiosk)
        yield office
