"""The queue of messages: each goes out once, whatever becomes of the workers."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest

from kiosk.central.centre import Centre
from kiosk.central.messages.delivery import LEASE
from kiosk.central.messages.messages import GatewayDownError, MessengerError
from kiosk.central.operator import Operator
from kiosk.central.settings.configuration import demo_configuration, with_codes
from tests.central.clock import SettableClock
from tests.central.databases import open_centre
from tests.central.gateways.recording import RecordingGateway
from tests.central.kiosk import Kiosk
from tests.central.residents import Resident

SITI = Resident()


class WorkerKilledError(BaseException):
    """The end of a process, as far as a thread of the test can have one."""


@pytest.fixture
def gateway() -> RecordingGateway:
    return RecordingGateway()


@pytest.fixture
def centre(tmp_path: Path, clock: SettableClock, gateway: RecordingGateway) -> Iterator[Centre]:
    rules = with_codes(demo_configuration())
    with open_centre(tmp_path / "centre", clock, rules, messenger=gateway) as centre:
        yield centre


def die() -> None:
    raise WorkerKilledError


def test_several_workers_send_nothing_twice(
    kiosk: Kiosk, centre: Centre, gateway: RecordingGateway, clock: SettableClock
) -> None:
    gateway.trouble = MessengerError("not yet")
    for serial in range(9001, 9009):
        kiosk.register(Resident(serial))
    gateway.trouble = None
    clock.pass_by(timedelta(seconds=20))
    together = Barrier(4)

    def work() -> None:
        together.wait()
        centre.workforce.drain()

    workers = [Thread(target=work) for _ in range(together.parties)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    ids = [message.message_id for message in gateway.sent]
    assert len(ids) == len(set(ids)) == 8


def test_what_a_worker_had_in_hand_when_it_died_goes_out_later(
    kiosk: Kiosk, centre: Centre, gateway: RecordingGateway, clock: SettableClock
) -> None:
    gateway.trouble = MessengerError("not yet")
    kiosk.register(SITI)
    gateway.trouble, gateway.meanwhile = None, die
    clock.pass_by(timedelta(seconds=20))
    with pytest.raises(WorkerKilledError):
        centre.workforce.drain()
    clock.pass_by(LEASE - timedelta(seconds=1))
    centre.workforce.drain()
    assert gateway.sent == []

    clock.pass_by(timedelta(seconds=1))
    centre.workforce.drain()

    assert len(gateway.sent) == 1


def test_what_was_handed_on_by_a_worker_that_died_goes_out_again_as_the_same(
    kiosk: Kiosk, centre: Centre, gateway: RecordingGateway, clock: SettableClock
) -> None:
    gateway.trouble = MessengerError("not yet")
    kiosk.register(SITI)
    gateway.trouble, gateway.afterwards = None, die
    clock.pass_by(timedelta(seconds=20))
    with pytest.raises(WorkerKilledError):
        centre.workforce.drain()

    clock.pass_by(LEASE)
    centre.workforce.drain()

    first, second = gateway.sent
    assert first == second


def test_a_worker_that_comes_too_late_writes_nothing_down(
    kiosk: Kiosk,
    centre: Centre,
    operator: Operator,
    gateway: RecordingGateway,
    clock: SettableClock,
) -> None:
    def take_over() -> None:
        clock.pass_by(LEASE)
        centre.workforce.drain()
        gateway.trouble = MessengerError("the first worker's line is gone")

    gateway.meanwhile = take_over
    waiting = kiosk.register(SITI)

    assert len(gateway.sent) == 1
    texts = [event.text for event in operator.events(waiting)]
    assert texts.count("email: code sent") == 1
    clock.pass_by(timedelta(hours=1))
    gateway.trouble = None
    centre.workforce.drain()
    assert len(gateway.sent) == 1


def test_whoever_waits_for_a_dead_gateway_tries_it_once_a_minute_for_all(
    kiosk: Kiosk, centre: Centre, gateway: RecordingGateway, clock: SettableClock
) -> None:
    gateway.trouble = GatewayDownError("no answer")
    for serial in range(9001, 9006):
        kiosk.register(Resident(serial))
    tries: list[int] = []

    for second in range(180):
        gateway.meanwhile = lambda at=second: tries.append(at)  # type: ignore[misc]
        clock.pass_by(timedelta(seconds=1))
        centre.workforce.drain()

    assert len(tries) == 3
    gateway.trouble, gateway.meanwhile = None, lambda: None
    clock.pass_by(timedelta(minutes=1))
    centre.workforce.drain()
    assert len(gateway.sent) == 5
