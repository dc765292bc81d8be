"""A runner whose clock the test sets."""

from datetime import datetime, timedelta

from kiosk.store.worker import StoreThread
from kiosk.sync.circuit import Circuit
from kiosk.sync.configuration import Configuration
from kiosk.sync.runner import Lines, SyncRunner
from tests.sync.scripted_central import NOON, ScriptedCentral


class SetClock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **time: float) -> None:
        self.now += timedelta(**time)


def make_runner(
    store: StoreThread,
    central: ScriptedCentral,
    configuration: Configuration,
    clock: SetClock,
    *,
    sending: tuple[ScriptedCentral, ...] = (),
) -> SyncRunner:
    """One that sends over the line it listens on, unless `sending` names other lines."""
    circuit = Circuit(lambda: configuration.pace, lambda: 1.0)
    lines = Lines(central, sending or (central,))
    return SyncRunner(store, lines, configuration, clock, circuit, lambda: "live")
