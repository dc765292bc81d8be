"""The sync engine: real store, scripted centre."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from uuid import UUID

import pytest

from kiosk.domain.batch import BatchCalendar, BatchState, BatchWindow
from kiosk.domain.submission import KioskState
from kiosk.store.envelopes import SUFFIX
from kiosk.store.errors import StoreError
from kiosk.store.figures import Balance
from kiosk.store.records import QueueRow
from kiosk.store.vault import OUTBOX_FOLDER
from kiosk.store.worker import StoreThread
from kiosk.sync.backoff import DEFAULT_PACE
from kiosk.sync.central import (
    CentralError,
    CentralRefusedError,
    CentralUnavailableError,
    DeviceRevokedError,
    NotAuthorisedError,
    PartName,
    RefusedReason,
    UnavailableReason,
)
from kiosk.sync.circuit import Circuit
from kiosk.sync.dispatch import Dispatcher
from kiosk.sync.engine import Step, SyncEngine
from kiosk.sync.lanes import Lanes
from kiosk.sync.protocol import Part, Receipt
from tests.store.counter import raw
from tests.sync.registrations import PHOTO, registration
from tests.sync.scripted_central import NOON, ScriptedCentral

OFFLINE = CentralUnavailableError(UnavailableReason.OFFLINE)
REFUSED = CentralRefusedError(RefusedReason.ENVELOPE, 422, None)
FORM_1 = PartName(UUID(int=1, version=4), Part.FORM, 1)


@pytest.fixture
def engine(store: StoreThread, central: ScriptedCentral) -> SyncEngine:
    return SyncEngine(store, central, Circuit(lambda: DEFAULT_PACE, lambda: 1.0))


def steps(engine: SyncEngine, now: datetime = NOON) -> list[Step]:
    """Run until there is nothing to do."""
    done: list[Step] = []
    while not done or done[-1] not in {Step.IDLE, Step.PAUSED}:
        done.append(engine.run_once(now))
    return done


def queue(store: StoreThread) -> list[QueueRow]:
    return store.call(lambda s: s.submissions.queue_rows())


def waiting_form(store: StoreThread) -> QueueRow:
    return next(row for row in queue(store) if row.part == Part.FORM)


def counted(store: StoreThread) -> Balance:
    return store.call(lambda s: s.figures.balance())


def register(dispatcher: Dispatcher, *numbers: int) -> None:
    for number in numbers:
        dispatcher.register(registration(number), PHOTO, NOON)


def test_sends_form_and_photo_and_then_rests(
    engine: SyncEngine, dispatcher: Dispatcher, central: ScriptedCentral, store: StoreThread
) -> None:
    register(dispatcher, 1)

    assert steps(engine) == [Step.SENT, Step.SENT, Step.IDLE]
    assert [name.part for name in central.received] == [Part.FORM, Part.PHOTO]
    assert counted(store).delivered == 1


def test_what_is_delivered_leaves_the_disk(
    engine: SyncEngine, dispatcher: Dispatcher, store: StoreThread
) -> None:
    register(dispatcher, 1)
    assert len(store.call(lambda s: s.envelopes.stored())) == 2
    steps(engine)

    assert store.call(lambda s: s.envelopes.stored()) == frozenset()


def test_without_a_line_all_is_kept_and_sent_later(
    engine: SyncEngine, dispatcher: Dispatcher, central: ScriptedCentral, store: StoreThread
) -> None:
    register(dispatcher, 1)
    central.faults = [OFFLINE]

    assert steps(engine) == [Step.POSTPONED, Step.IDLE]
    assert waiting_form(store).last_reason == "sync.unavailable.offline"
    assert steps(engine, NOON + timedelta(seconds=4)) == [Step.IDLE]
    assert steps(engine, NOON + timedelta(seconds=6)) == [Step.SENT, Step.SENT, Step.IDLE]


def test_the_same_bytes_are_sent_again(
    engine: SyncEngine, dispatcher: Dispatcher, central: ScriptedCentral
) -> None:
    """The receipt of the first delivery was lost on its way."""
    sent: list[bytes] = []

    def lose_once(receipt: Receipt) -> Receipt:
        sent.append(central.received[FORM_1])
        if len(sent) == 1:
            raise OFFLINE
        return receipt

    central.receipt = lose_once
    register(dispatcher, 1)
    steps(engine)
    steps(engine, NOON + timedelta(minutes=1))

    assert sent[0] == sent[1]


@pytest.mark.parametrize(
    "change",
    [
        {"submission_id": UUID(int=99)},
        {"part": Part.PHOTO},
        {"revision": 2},
        {"sha256": "0" * 64},
    ],
    ids=["submission", "part", "revision", "hash"],
)
def test_a_receipt_for_something_else_is_no_receipt(
    engine: SyncEngine,
    dispatcher: Dispatcher,
    central: ScriptedCentral,
    store: StoreThread,
    change: dict[str, object],
) -> None:
    register(dispatcher, 1)
    central.receipt = lambda receipt: receipt.model_copy(update=change)

    assert engine.run_once(NOON) is Step.POSTPONED
    assert waiting_form(store).last_reason == "sync.unavailable.wrong_signature"
    assert len(store.call(lambda s: s.envelopes.stored())) == 2


def test_a_receipt_by_another_key_is_no_receipt(
    engine: SyncEngine, dispatcher: Dispatcher, central: ScriptedCentral, store: StoreThread
) -> None:
    register(dispatcher, 1)
    central.receipt_key = bytes([9] * 32)

    assert engine.run_once(NOON) is Step.POSTPONED
    assert counted(store).delivered == 0


def test_what_is_refused_is_put_aside_alone(
    engine: SyncEngine, dispatcher: Dispatcher, central: ScriptedCentral, store: StoreThread
) -> None:
    register(dispatcher, 1, 2, 3)
    central.faults = [REFUSED]

    assert Step.QUARANTINED in steps(engine)
    counts = counted(store)
    assert (counts.made, counts.quarantined, counts.delivered) == (3, 1, 2)
    assert counts.adds_up
    aside = [row for row in queue(store) if row.state is KioskState.QUARANTINED]
    assert [row.last_reason for row in aside] == ["sync.refused.envelope"]


def test_an_envelope_that_is_damaged_is_put_aside_and_the_others_go(
    engine: SyncEngine, dispatcher: Dispatcher, store: StoreThread
) -> None:
    register(dispatcher, 1, 2)
    damaged = waiting_form(store)
    store.call(lambda s: s.envelopes.delete(damaged.sha256))
    done = steps(engine)

    assert (done.count(Step.QUARANTINED), done.count(Step.SENT)) == (1, 2)
    assert waiting_form(store).last_reason == "sync.refused.file_damaged"


def test_after_a_few_failures_the_others_are_not_even_tried(
    engine: SyncEngine, dispatcher: Dispatcher, central: ScriptedCentral
) -> None:
    register(dispatcher, *range(1, 21))
    central.faults = [OFFLINE] * 20

    assert steps(engine) == [Step.POSTPONED] * 3 + [Step.PAUSED]
    assert central.calls.qsize() == 3


def test_when_the_pause_is_over_one_probes_for_all(
    engine: SyncEngine, dispatcher: Dispatcher, central: ScriptedCentral, store: StoreThread
) -> None:
    register(dispatcher, *range(1, 21))
    central.faults = [OFFLINE] * 4
    steps(engine)
    later = NOON + timedelta(seconds=6)

    assert steps(engine, later) == [Step.POSTPONED, Step.PAUSED]
    steps(engine, NOON + timedelta(minutes=10))
    steps(engine, NOON + timedelta(minutes=20))
    assert counted(store).delivered == 20


def test_one_that_says_wait_pauses_all(
    engine: SyncEngine, dispatcher: Dispatcher, central: ScriptedCentral
) -> None:
    register(dispatcher, 1, 2)
    central.faults = [
        CentralUnavailableError(
            UnavailableReason.BUSY, retry_after=timedelta(minutes=10), pause_all=True
        )
    ]

    assert steps(engine) == [Step.POSTPONED, Step.PAUSED]
    assert steps(engine, NOON + timedelta(minutes=10)) == [Step.PAUSED]
    assert steps(engine, NOON + timedelta(minutes=11))[0] is Step.SENT


@pytest.mark.parametrize("make", [DeviceRevokedError, NotAuthorisedError])
def test_a_kiosk_that_may_not_send_keeps_everything(
    engine: SyncEngine,
    dispatcher: Dispatcher,
    central: ScriptedCentral,
    store: StoreThread,
    make: Callable[[], CentralError],
) -> None:
    register(dispatcher, 1, 2)
    central.faults = [make()]

    assert steps(engine) == [Step.POSTPONED, Step.PAUSED]
    assert counted(store).queued == 2
    assert len(store.call(lambda s: s.envelopes.stored())) == 4


def test_a_kiosk_without_a_centre_has_nothing_to_send(
    new_store: StoreThread, central: ScriptedCentral
) -> None:
    engine = SyncEngine(new_store, central, Circuit(lambda: DEFAULT_PACE, lambda: 1.0))

    assert engine.run_once(NOON) is Step.IDLE


def test_how_long_each_part_took_is_kept(
    dispatcher: Dispatcher, central: ScriptedCentral, store: StoreThread
) -> None:
    passed, takes = [10.0], iter([0.5, 3.0])

    def slowly(receipt: Receipt) -> Receipt:
        passed.append(passed[-1] + next(takes))
        return receipt

    central.receipt = slowly
    circuit = Circuit(lambda: DEFAULT_PACE, lambda: 1.0)
    engine = SyncEngine(store, central, circuit, lanes=Lanes(lambda: passed[-1]))
    register(dispatcher, 1)

    steps(engine)

    measured = store.call(lambda s: s.unsettled.deliveries(NOON))
    assert sorted(each.seconds for each in measured) == [0.5, 3.0]


def test_a_receipt_that_could_not_be_written_down_is_not_asked_for_again(
    engine: SyncEngine, dispatcher: Dispatcher, central: ScriptedCentral, store: StoreThread
) -> None:
    def fill_disk(receipt: Receipt) -> Receipt:
        store.call(lambda s: raw(s).run("PRAGMA query_only = ON"))
        return receipt

    central.receipt = fill_disk
    register(dispatcher, 1)
    with pytest.raises(StoreError):
        engine.run_once(NOON)
    central.receipt = lambda receipt: receipt
    store.call(lambda s: raw(s).run("PRAGMA query_only = OFF"))

    assert steps(engine) == [Step.SENT, Step.IDLE]
    assert [name.part for name in central.received] == [Part.FORM, Part.PHOTO]
    assert counted(store).delivered == 1


def test_a_disk_that_fails_while_a_part_is_fetched_leaves_it_due(
    engine: SyncEngine, dispatcher: Dispatcher, store: StoreThread, folder: Path
) -> None:
    register(dispatcher, 1)
    sealed = folder / OUTBOX_FOLDER / f"{waiting_form(store).sha256}{SUFFIX}"
    kept = sealed.rename(folder / "kept")
    sealed.symlink_to("/proc/self/mem")  # reading its beginning is answered by EIO
    with pytest.raises(StoreError):
        engine.run_once(NOON)
    kept.replace(sealed)

    assert steps(engine) == [Step.SENT, Step.SENT, Step.IDLE]


def test_what_another_device_sealed_goes_through_the_carriers_door(
    engine: SyncEngine, dispatcher: Dispatcher, central: ScriptedCentral, store: StoreThread
) -> None:
    register(dispatcher, 1)
    store.call(lambda s: raw(s).run("UPDATE outbox SET foreign_device = 1"))
    called = central.calls.qsize()

    assert steps(engine) == [Step.SENT, Step.SENT, Step.IDLE]
    assert [central.calls.get() for _ in range(central.calls.qsize())][called:] == [
        "carry_part",
        "carry_part",
    ]
    assert counted(store).delivered == 1


def test_what_is_ended_here_is_neither_a_try_nor_a_fault_of_the_line(
    dispatcher: Dispatcher, central: ScriptedCentral, store: StoreThread
) -> None:
    circuit = Circuit(lambda: DEFAULT_PACE, lambda: 1.0)
    engine = SyncEngine(store, central, circuit)
    register(dispatcher, 1)
    central.faults = [CentralUnavailableError(UnavailableReason.CLOSED)]

    assert engine.run_once(NOON) is Step.PAUSED
    assert circuit.fault is None
    assert steps(engine) == [Step.SENT, Step.SENT, Step.IDLE]


def test_a_call_that_took_long_is_repeated_after_its_end(
    dispatcher: Dispatcher, central: ScriptedCentral, store: StoreThread
) -> None:
    passed = [0.0]

    def time_out(receipt: Receipt) -> Receipt:
        passed.append(180.0)
        raise OFFLINE

    central.receipt = time_out
    circuit = Circuit(lambda: DEFAULT_PACE, lambda: 1.0)
    engine = SyncEngine(store, central, circuit, lanes=Lanes(lambda: passed[-1]))
    register(dispatcher, 1)

    assert engine.run_once(NOON) is Step.POSTPONED
    assert waiting_form(store).next_try_at == NOON + timedelta(seconds=185)


def test_what_cannot_make_the_batch_goes_behind_what_can(
    dispatcher: Dispatcher, central: ScriptedCentral, store: StoreThread
) -> None:
    """At a second a part there is time for one small registration, but not for a big one."""
    central.clock_skew = timedelta(days=1)  # our clock is a day ahead: the centre closes
    closes_at = NOON - timedelta(days=1) + timedelta(seconds=16)
    batch = BatchWindow(
        "g1", "Gelombang 1", closes_at - timedelta(days=1), closes_at, 1, BatchState.OPEN
    )
    ticks = (second / 2 for second in count())
    engine = SyncEngine(
        store,
        central,
        Circuit(lambda: DEFAULT_PACE, lambda: 1.0),
        calendar=lambda: BatchCalendar((batch,)),
        lanes=Lanes(lambda: next(ticks)),
    )
    register(dispatcher, 1)
    steps(engine)
    dispatcher.register(registration(2), replace(PHOTO, jpeg=PHOTO.jpeg * 60), NOON)
    register(dispatcher, 3)

    steps(engine)

    sent = [name.submission_id.int & 0xFF for name in central.received]
    assert sent == [1, 1, 3, 3, 2, 2]


def test_a_batch_that_never_closes_and_a_fast_line_leave_room_for_everything(
    dispatcher: Dispatcher, central: ScriptedCentral, store: StoreThread
) -> None:
    never = datetime(9999, 12, 31, tzinfo=UTC)
    batch = BatchWindow("g1", "Gelombang 1", NOON, never, 1, BatchState.OPEN)
    ticks = (second / 10**6 for second in count())
    engine = SyncEngine(
        store,
        central,
        Circuit(lambda: DEFAULT_PACE, lambda: 1.0),
        calendar=lambda: BatchCalendar((batch,)),
        lanes=Lanes(lambda: next(ticks)),
    )
    register(dispatcher, 1)
    assert steps(engine) == [Step.SENT, Step.SENT, Step.IDLE]
