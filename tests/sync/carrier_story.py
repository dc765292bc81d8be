"""A real centre, kiosks without a line, and a stick that goes back and forth."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from kiosk.demo.centre import DemoCentre
from kiosk.domain.nik import Nik, parse_nik
from kiosk.domain.submission import CentreState
from kiosk.store.figures import Balance
from kiosk.store.journal import KIOSK
from kiosk.store.records import PHOTO, QueuedPart, QueueRow, SubmissionRow
from kiosk.store.store import Store
from kiosk.store.worker import StoreThread
from kiosk.sync.carrier import Carrier, TakenIn, Written
from kiosk.sync.carrier_messages import SealedAnswer
from kiosk.sync.carrying import Carried, CarrierLine, Errand, HttpCarrierLine
from kiosk.sync.circuit import Circuit
from kiosk.sync.client import HttpCentral
from kiosk.sync.configuration import Configuration
from kiosk.sync.credentials import DeviceCredentials
from kiosk.sync.dispatch import Dispatcher
from kiosk.sync.engine import Step, SyncEngine
from kiosk.sync.enrolment import enrol
from kiosk.sync.protocol import Part, Signed, base64_bytes
from kiosk.sync.sealing import EnvelopeHeader, seal
from kiosk.sync.transport import CentreAddress, Transport
from tests.store.counter import open_store
from tests.sync.registrations import PHOTO as TAKEN
from tests.sync.registrations import registration

OFFICER = KIOSK
"""Whoever has the command line."""


def clock() -> datetime:
    """The tests' centre signs with the real time."""
    return datetime.now(UTC)


def nothing(_done: int, _of: int) -> None:
    """Whoever watches no progress."""


class Office:
    """One kiosk: enrolled over a line once, and without one from then on."""

    def __init__(self, store: StoreThread, url: str) -> None:
        self.store = store
        self.configuration = Configuration(store)
        self.configuration.load()
        self.carrier = Carrier(store, self.configuration)
        self._url = url

    def enrol(self, code: str) -> None:
        with closing(self.line()) as line:
            enrol(self.store, line, code, clock())
            self.configuration.refresh(line)

    def line(self) -> HttpCentral:
        return HttpCentral(CentreAddress(self._url), clock, DeviceCredentials(self.store))

    def register(self, number: int) -> UUID:
        """Another person for every number."""
        nik = parse_nik(f"351009410190{9000 + number}")
        assert isinstance(nik, Nik)
        dispatcher = Dispatcher(self.store, self.configuration)
        made = replace(registration(0xB0A7_0000_0000 + number), nik=nik)
        return dispatcher.register(made, TAKEN, clock()).submission_id

    def row(self, submission_id: UUID) -> SubmissionRow:
        row = self.store.call(lambda s: s.submissions.find(submission_id))
        assert row is not None
        return row

    def queue(self) -> list[QueueRow]:
        return self.store.call(lambda s: s.submissions.queue_rows())

    def send(self, parts: int) -> None:
        """Over the line, so many."""
        circuit = Circuit(lambda: self.configuration.pace, lambda: 1.0)
        with closing(self.line()) as line:
            engine = SyncEngine(self.store, line, circuit)
            assert [engine.run_once(clock()) for _ in range(parts)] == [Step.SENT] * parts

    def write(self, stick: Path) -> Written:
        return self.carrier.write(stick, clock(), OFFICER, nothing)

    def take_in(self, stick: Path) -> TakenIn:
        return self.carrier.take_in(stick, clock(), OFFICER, nothing)

    def queue_photo_again(self, submission_id: UUID, grant: str) -> None:
        """A second photo with this grant, be it good for anything or not."""
        bundle = self.configuration.bundle
        enrolment = self.store.call(lambda s: s.settings.enrolment())
        assert bundle is not None
        assert enrolment is not None
        key = bundle.sealing_keys[0]
        header = EnvelopeHeader(
            device=enrolment.device_id,
            submission=submission_id,
            part=Part.PHOTO,
            revision=2,
            key_id=key.key_id,
            made_at=clock(),
        )

        def queue(store: Store) -> None:
            envelope = seal(b"{}", header, base64_bytes(key.public_key), store.vault.device_key)
            part = QueuedPart(PHOTO, 2, store.envelopes.write(envelope), len(envelope))
            store.submissions.queue_photo(submission_id, part, grant, clock())

        self.store.call(queue)

    def cursor(self) -> int:
        return self.store.call(lambda s: s.submissions.cursor())

    def figures(self) -> Balance:
        return self.store.call(lambda s: s.figures.balance())


@contextmanager
def office(folder: Path, url: str) -> Iterator[Office]:
    """A kiosk with the store in this folder."""
    store = StoreThread(lambda: open_store(folder))
    store.start()
    try:
        yield Office(store, url)
    finally:
        store.stop()


@contextmanager
def enrolled(folder: Path, centre: DemoCentre) -> Iterator[Office]:
    """A kiosk that the centre knows."""
    with office(folder, centre.url) as made:
        made.enrol(centre.new_code())
        yield made


@contextmanager
def line_to(url: str) -> Iterator[CarrierLine]:
    """Of another computer, which no centre knows."""
    transport = Transport(CentreAddress(url), clock)
    with closing(transport):
        yield HttpCarrierLine(transport)


def carry(bundle: Path, url: str) -> Carried:
    """On another computer, over a line that holds."""
    with line_to(url) as line:
        return carry_over(line, bundle)


def carry_over(
    line: CarrierLine, bundle: Path, pause: Callable[[float], None] = lambda _seconds: None
) -> Carried:
    return Errand(line, pause, nothing).run(bundle, clock())


class PageByPage:
    """Something happens at the centre between one page and the next."""

    def __init__(self, line: CarrierLine, centre: DemoCentre, person: UUID) -> None:
        self._line, self._centre, self._person = line, centre, person

    def bring(self, envelope: bytes, grant: str | None) -> Signed:
        return self._line.bring(envelope, grant)

    def ask(self, question: Signed, after: int) -> SealedAnswer:
        page = self._line.ask(question, after)
        if self._centre.state(self._person) is CentreState.PHOTO_VERIFYING:
            self._centre.operator.accept_photo(self._person)
        return page
