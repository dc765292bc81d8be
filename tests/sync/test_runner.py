"""The thread that keeps kiosk and centre in step."""

import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from threading import Barrier, Event
from uuid import UUID

import pytest

from kiosk.domain.submission import CentreState
from kiosk.store.errors import DiskFullError
from kiosk.store.worker import StoreThread
from kiosk.sync.central import (
    CentralUnavailableError,
    ConfigAnswer,
    DeviceRevokedError,
    UnavailableReason,
)
from kiosk.sync.configuration import Configuration
from kiosk.sync.dispatch import Dispatcher
from kiosk.sync.lanes import STEADY_PARTS
from kiosk.sync.protocol import Receipt
from kiosk.sync.runner import SyncRunner, SyncStatus
from tests.sync.registrations import PHOTO, registration
from tests.sync.runners import SetClock, make_runner
from tests.sync.scripted_central import (
    NOON,
    HangingCentral,
    ScriptedCentral,
    signed_bundle,
    signed_outcome,
)

OFFLINE = CentralUnavailableError(UnavailableReason.OFFLINE)
CHORES = ["config", "outcomes", "heartbeat"]
ID = UUID(int=1, version=4)


@contextmanager
def running(runner: SyncRunner) -> Generator[SyncRunner]:
    runner.start()
    try:
        yield runner
    finally:
        runner.stop()


@pytest.fixture
def started(runner: SyncRunner) -> Iterator[SyncRunner]:
    with running(runner):
        yield runner


class Meeting:
    """After those that must go alone, each part is held until another one is under way too."""

    def __init__(self, parts: int) -> None:
        self.is_over = Event()
        self._parts = parts
        self._number = count(1)
        self._together = Barrier(2, timeout=5)

    def join(self, receipt: Receipt) -> Receipt:
        number = next(self._number)
        if STEADY_PARTS < number <= self._parts - (self._parts - STEADY_PARTS) % 2:
            self._together.wait()
        if number == self._parts:
            self.is_over.set()
        return receipt


def called(central: ScriptedCentral) -> list[str]:
    calls = []
    while not central.calls.empty():
        calls.append(central.calls.get_nowait())
    return calls


def test_sends_first_and_then_does_its_chores(
    runner: SyncRunner, dispatcher: Dispatcher, central: ScriptedCentral
) -> None:
    dispatcher.register(registration(), PHOTO, NOON)
    runner.run_round()

    assert called(central) == ["put_part", "put_part", *CHORES]
    assert runner.status == SyncStatus(reachable=True, last_sync_at=NOON)


def test_a_part_that_hangs_does_not_keep_it_from_listening(
    store: StoreThread,
    configuration: Configuration,
    dispatcher: Dispatcher,
    central: ScriptedCentral,
    clock: SetClock,
) -> None:
    hanging = HangingCentral()
    dispatcher.register(registration(), PHOTO, NOON)
    with running(make_runner(store, central, configuration, clock, sending=(hanging,))):
        assert hanging.calls.get(timeout=5) == "put_part"
        assert [central.calls.get(timeout=5) for _ in CHORES] == CHORES
        hanging.may_end.set()


def test_a_question_that_is_left_open_does_not_keep_it_from_sending(
    store: StoreThread,
    configuration: Configuration,
    dispatcher: Dispatcher,
    central: ScriptedCentral,
    clock: SetClock,
) -> None:
    hanging = HangingCentral()
    with running(make_runner(store, hanging, configuration, clock, sending=(central,))) as runner:
        hanging.calls.get(timeout=5)
        dispatcher.register(registration(), PHOTO, NOON)
        runner.nudge()
        assert [central.calls.get(timeout=5) for _ in range(2)] == ["put_part"] * 2
        hanging.may_end.set()


def test_two_parts_go_at_a_time_and_none_goes_twice(
    store: StoreThread,
    configuration: Configuration,
    dispatcher: Dispatcher,
    central: ScriptedCentral,
    clock: SetClock,
) -> None:
    """Once the line has shown that it bears them: then each part waits for another beside it."""
    for number in range(1, 5):
        dispatcher.register(registration(number), PHOTO, NOON)
    meeting = Meeting(parts=8)
    lines = (ScriptedCentral(), ScriptedCentral())
    for line in lines:
        line.receipt = meeting.join
    with running(make_runner(store, central, configuration, clock, sending=lines)):
        assert meeting.is_over.wait(5)

    assert sorted(len(line.received) for line in lines) in ([2, 6], [3, 5], [4, 4])
    assert not lines[0].received.keys() & lines[1].received.keys()


def test_each_chore_has_its_own_pace(
    runner: SyncRunner, central: ScriptedCentral, clock: SetClock
) -> None:
    runner.run_round()
    runner.run_round()
    assert called(central) == CHORES

    clock.forward(seconds=20)
    runner.run_round()
    assert called(central) == ["outcomes"]

    clock.forward(minutes=5)
    runner.run_round()
    assert called(central) == CHORES


def test_a_clock_that_was_set_back_stops_nothing(
    runner: SyncRunner, central: ScriptedCentral, clock: SetClock
) -> None:
    runner.run_round()
    clock.forward(days=-365)
    runner.run_round()

    assert called(central) == CHORES * 2


def test_fetches_page_after_page_until_all_is_known(
    runner: SyncRunner, dispatcher: Dispatcher, central: ScriptedCentral, store: StoreThread
) -> None:
    dispatcher.register(registration(), PHOTO, NOON)
    central.told = [signed_outcome(3, ID, CentreState.PHOTO_REJECTED)]
    runner.run_round()

    assert called(central).count("outcomes") == 2
    row = store.call(lambda s: s.submissions.find(ID))
    assert row is not None
    assert row.centre_state is CentreState.PHOTO_REJECTED


def test_takes_up_a_new_configuration(
    runner: SyncRunner, central: ScriptedCentral, configuration: Configuration
) -> None:
    central.config_answer = ConfigAnswer(signed_bundle(2), '"2"')
    runner.run_round()

    assert configuration.bundle is not None
    assert configuration.bundle.sequence == 2


def test_tells_how_the_kiosk_is(
    runner: SyncRunner, dispatcher: Dispatcher, central: ScriptedCentral
) -> None:
    dispatcher.register(registration(), PHOTO, NOON)
    central.faults = [OFFLINE]
    runner.run_round()
    (beat,) = central.heartbeats

    assert (beat.figures.queued, beat.figures.quarantined, beat.camera) == (1, 0, "live")
    assert (beat.sent_at, beat.oldest_queued_at) == (NOON, NOON)
    assert beat.disk_free_mb > 0


def test_what_the_centre_lost_is_noticed_by_its_answer(
    runner: SyncRunner, dispatcher: Dispatcher, central: ScriptedCentral, store: StoreThread
) -> None:
    dispatcher.register(registration(), PHOTO, NOON)
    central.forgotten = 1
    runner.run_round()

    found = store.call(lambda s: s.reckonings.of_today(NOON))
    assert (found.at, found.balance.agrees, found.lost) == (NOON, True, 1)


def test_one_chore_that_fails_does_not_keep_the_others_from_being_done(
    runner: SyncRunner, central: ScriptedCentral
) -> None:
    central.faults = [CentralUnavailableError(UnavailableReason.SERVER_FAULT)]
    runner.run_round()

    assert called(central) == CHORES
    assert runner.status.reachable is True


def test_without_a_line_it_says_so_and_leaves_the_centre_alone(
    runner: SyncRunner, central: ScriptedCentral, clock: SetClock
) -> None:
    assert runner.status.reachable is None
    central.faults = [OFFLINE] * 3
    runner.run_round()
    runner.run_round()

    assert called(central) == CHORES
    assert runner.status == SyncStatus(
        reachable=False,
        last_error="sync.unavailable.offline",
        paused_until=NOON + timedelta(seconds=4),
    )


def test_a_revoked_kiosk_says_so_and_keeps_everything(
    runner: SyncRunner, dispatcher: Dispatcher, central: ScriptedCentral, store: StoreThread
) -> None:
    dispatcher.register(registration(), PHOTO, NOON)
    central.faults = [DeviceRevokedError()]
    runner.run_round()

    assert called(central) == ["put_part"]
    assert runner.status.last_error == "sync.revoked"
    assert store.call(lambda s: s.figures.balance()).queued == 1


def test_a_full_disk_is_said_and_what_was_under_way_is_sent_again(
    runner: SyncRunner, dispatcher: Dispatcher, central: ScriptedCentral, store: StoreThread
) -> None:
    """The receipt came, but could not be written down."""
    dispatcher.register(registration(), PHOTO, NOON)
    full = [DiskFullError("no room")]

    def fill_disk(receipt: Receipt) -> Receipt:
        if full:
            raise full.pop()
        return receipt

    central.receipt = fill_disk
    said = []
    for _ in range(2):
        runner.run_round()
        said.append(runner.status.last_error)

    assert said == ["store.disk_full", None]
    assert store.call(lambda s: s.figures.balance()).delivered == 1


def test_a_kiosk_that_no_centre_knows_is_silent(
    new_store: StoreThread, central: ScriptedCentral, clock: SetClock
) -> None:
    configuration = Configuration(new_store)
    runner = make_runner(new_store, central, configuration, clock)
    runner.run_round()

    assert called(central) == []
    assert runner.status == SyncStatus()


def test_the_clock_skew_is_told(runner: SyncRunner, central: ScriptedCentral) -> None:
    central.clock_skew = timedelta(minutes=-3)
    runner.run_round()

    assert runner.status.clock_skew_seconds == -180


def test_a_nudge_sends_what_was_just_queued(
    started: SyncRunner, dispatcher: Dispatcher, central: ScriptedCentral
) -> None:
    while central.calls.get(timeout=5) != "heartbeat":
        pass
    dispatcher.register(registration(), PHOTO, NOON)
    started.nudge()

    assert central.calls.get(timeout=5) == "put_part"


def test_a_nudge_does_not_end_a_pause(
    runner: SyncRunner, dispatcher: Dispatcher, central: ScriptedCentral
) -> None:
    central.faults = [OFFLINE] * 3
    runner.run_round()
    called(central)
    dispatcher.register(registration(), PHOTO, NOON)
    runner.nudge()
    runner.run_round()

    assert called(central) == []


def test_a_person_who_asks_in_a_pause_gets_one_call(
    runner: SyncRunner, dispatcher: Dispatcher, central: ScriptedCentral
) -> None:
    for number in range(1, 5):
        dispatcher.register(registration(number), PHOTO, NOON)
    central.faults = [OFFLINE] * 4
    runner.run_round()
    called(central)
    runner.try_now()
    runner.run_round()
    runner.run_round()

    assert called(central) == ["put_part"]


def test_a_person_who_asks_when_the_line_is_back_gets_everything_sent(
    runner: SyncRunner, dispatcher: Dispatcher, central: ScriptedCentral, store: StoreThread
) -> None:
    dispatcher.register(registration(), PHOTO, NOON)
    central.faults = [
        CentralUnavailableError(
            UnavailableReason.BUSY, retry_after=timedelta(minutes=10), pause_all=True
        )
    ]
    runner.run_round()
    row = store.call(lambda s: s.submissions.queue_rows())[-1]
    store.call(lambda s: s.submissions.hurry(row, NOON))
    runner.try_now()
    runner.run_round()

    assert store.call(lambda s: s.figures.balance()).delivered == 1
    assert runner.status == SyncStatus(reachable=True, last_sync_at=NOON)


def test_a_wish_wakes_the_thread(
    started: SyncRunner, dispatcher: Dispatcher, central: ScriptedCentral
) -> None:
    while central.calls.get(timeout=5) != "heartbeat":
        pass
    dispatcher.register(registration(), PHOTO, NOON)
    started.try_now()

    assert central.calls.get(timeout=5) == "put_part"


def test_stopping_closes_its_line(started: SyncRunner, central: ScriptedCentral) -> None:
    started.stop()

    assert central.closed


def test_stopping_leaves_a_call_behind_that_hangs(
    store: StoreThread, configuration: Configuration, clock: SetClock
) -> None:
    central = HangingCentral()
    runner = make_runner(store, central, configuration, clock)
    runner.start()
    central.calls.get(timeout=5)
    began = time.monotonic()
    runner.stop(0.05)

    assert time.monotonic() - began < 1
    central.may_end.set()
