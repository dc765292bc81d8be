"""The threads that keep kiosk and centre in step: two that send, and one that listens."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from threading import Event

from kiosk.store.worker import StoreThread
from kiosk.sync.central import Central
from kiosk.sync.circuit import Circuit
from kiosk.sync.configuration import Configuration
from kiosk.sync.engine import Step, SyncEngine
from kiosk.sync.lanes import Lanes
from kiosk.sync.listener import Listener
from kiosk.sync.pace import calendar_of
from kiosk.sync.rounds import Rounds
from kiosk.workers import CLOSING_SECONDS

LONGEST_IDLE = timedelta(seconds=5)
"""A part that was put off becomes due without anybody saying so."""


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """How it stands with the centre; `last_error` is the key of a sentence."""

    reachable: bool | None = None
    last_sync_at: datetime | None = None
    last_error: str | None = None
    paused_until: datetime | None = None
    clock_skew_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """One to the centre for every thread: each of `sending` carries one part at a time."""

    listening: Central
    sending: tuple[Central, ...]


class SyncRunner:
    """Sends what is queued, fetches outcomes and configuration, tells how the kiosk is.

    `lines` are the runner's own; they are closed with it.
    """

    def __init__(
        self,
        store: StoreThread,
        lines: Lines,
        configuration: Configuration,
        clock: Callable[[], datetime],
        circuit: Circuit,
        camera_state: Callable[[], str],
    ) -> None:
        self._lines = (lines.listening, *lines.sending)
        self._configuration = configuration
        self._clock = clock
        self._circuit = circuit
        self._stopping = Event()
        self._listener = Listener(
            store, lines.listening, configuration, clock, circuit, camera_state
        )
        lanes = Lanes()
        engines = [
            SyncEngine(
                store,
                central,
                circuit,
                lanes=lanes,
                calendar=lambda: calendar_of(configuration.bundle),
            )
            for central in lines.sending
        ]
        self._senders = [
            Rounds(f"sync-{number}", partial(self._send, engine), self._rest)
            for number, engine in enumerate(engines, start=1)
        ]
        self._listening = Rounds("sync-listener", self._listen, self._rest)

    @property
    def status(self) -> SyncStatus:
        """From any thread: how it stands now."""
        heard_at, fault = self._circuit.last_success_at, self._fault
        store_faults = (thread.fault for thread in self._threads)
        skews = (line.clock_skew for line in self._lines)
        skew = next((skew for skew in skews if skew is not None), None)
        return SyncStatus(
            reachable=None if fault is None and heard_at is None else fault is None,
            last_sync_at=heard_at,
            last_error=next(filter(None, store_faults), fault),
            paused_until=self._circuit.paused_until(self._clock()),
            clock_skew_seconds=None if skew is None else skew.total_seconds(),
        )

    def start(self) -> None:
        """Begin; once."""
        for thread in self._threads:
            thread.start()

    def nudge(self) -> None:
        """From any thread: something was queued. A pause is waited for all the same."""
        for sender in self._senders:
            sender.nudge()

    def try_now(self) -> None:
        """From any thread: a person asks, so one call is made even in a pause."""
        self._circuit.allow_probe()
        for thread in self._threads:
            thread.nudge()

    def stop(self, seconds: float = CLOSING_SECONDS) -> None:
        """End the calls under way and the threads. What was not sent stays queued.

        A call that hangs for longer, as a name server may, is left behind.
        """
        self._stopping.set()
        for thread in self._threads:
            thread.end()
        for line in self._lines:
            line.close()
        end = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))

    def run_round(self) -> None:
        """Do everything that is due, in the thread that asks: send, then listen."""
        for thread in self._threads:
            thread.run_round()

    @property
    def _fault(self) -> str | None:
        """Key of the sentence for what is wrong with the centre or the line."""
        fault = self._circuit.fault
        return self._listener.doubt if fault is None else fault.key

    @property
    def _threads(self) -> tuple[Rounds, ...]:
        return (*self._senders, self._listening)

    def _send(self, engine: SyncEngine) -> None:
        """All that is due. What arrived may let another part go: a form its photo."""
        while not self._stopping.is_set():
            step = engine.run_once(self._clock())
            if step in {Step.IDLE, Step.PAUSED}:
                return
            if step is Step.SENT:
                self.nudge()

    def _listen(self) -> None:
        """Whoever was told by this line that the centre is back need not rest any longer."""
        was_away = self._circuit.fault is not None
        self._listener.run_round()
        if was_away and self._circuit.fault is None:
            self.nudge()

    def _rest(self) -> timedelta:
        poll = timedelta(seconds=self._configuration.pace.outcome_poll_seconds)
        return min(LONGEST_IDLE, poll)
