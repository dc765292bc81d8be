"""A photo taken again at a kiosk whose clock is off, and whose line dies after the look-up."""

from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.demo.centre import demo_centre
from kiosk.domain.reason import Reason
from kiosk.domain.submission import CentreState
from kiosk.store.worker import StoreThread
from kiosk.sync.circuit import Circuit
from kiosk.sync.client import HttpCentral
from kiosk.sync.configuration import Configuration
from kiosk.sync.credentials import DeviceCredentials
from kiosk.sync.dispatch import Dispatcher
from kiosk.sync.engine import Step, SyncEngine
from kiosk.sync.enrolment import enrol
from kiosk.sync.protocol import TicketLookup, TicketStatus
from kiosk.sync.transport import CentreAddress
from tests.store.counter import open_store
from tests.sync.registrations import PHOTO, registration

MADE = registration()
QUESTION = TicketLookup(ticket=MADE.ticket.code, birth_date=MADE.birth_date)


class Clock:
    """The centre's; the kiosk's differs."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 5, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.mark.parametrize("ahead", [timedelta(days=400), timedelta(days=-3000)])
def test_it_is_taken_when_the_line_is_back(tmp_path: Path, ahead: timedelta) -> None:
    clock = Clock()
    store = StoreThread(lambda: open_store(tmp_path / "store"))
    configuration = Configuration(store)

    def ours() -> datetime:
        return clock() + ahead

    with (
        ExitStack() as ending,
        demo_centre(tmp_path / "centre", clock) as centre,
        closing(HttpCentral(CentreAddress(centre.url), ours, DeviceCredentials(store))) as line,
    ):
        store.start()
        ending.callback(store.stop)
        enrol(store, line, centre.new_code(), ours())
        configuration.refresh(line)
        dispatcher = Dispatcher(store, configuration, lambda: line.clock_skew)
        engine = SyncEngine(store, line, Circuit(lambda: configuration.pace, lambda: 1.0))
        person = dispatcher.register(MADE, PHOTO, ours()).submission_id
        assert [engine.run_once(ours()) for _ in range(2)] == [Step.SENT] * 2
        centre.operator.reject_photo(person, [Reason.GLASSES])
        status = line.lookup(QUESTION)
        assert isinstance(status, TicketStatus)
        dispatcher.redo_photo(status, PHOTO, ours())

        clock.now += timedelta(days=9)

        assert engine.run_once(ours()) is Step.SENT
        assert centre.state(person) is CentreState.PHOTO_VERIFYING
