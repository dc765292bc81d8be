"""The thread that keeps kiosk and centre in step."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event, Thread

from kiosk import __version__
from kiosk.store.errors import StoreError
from kiosk.store.store import Store
from kiosk.store.worker import StoreThread
from kiosk.sync.central import Central, CentralError
from kiosk.sync.circuit import Circuit
from kiosk.sync.configuration import Configuration
from kiosk.sync.engine import Step, SyncEngine
from kiosk.sync.outcomes import pull_outcomes
from kiosk.sync.pace import calendar_of
from kiosk.sync.protocol import Heartbeat
from kiosk.workers import CLOSING_SECONDS

LONG_POLL_SECONDS = 2.0
"""The longest that one question for outcomes may hold up a part that was just queued."""
CONFIG_EVERY = timedelta(minutes=5)
HEARTBEAT_EVERY = timedelta(minutes=5)
DAY = timedelta(days=1)
"""Between two forgettings; and a clock that is wrong by more than this forgets nothing."""
LONGEST_IDLE = timedelta(seconds=5)
"""A part that was put off becomes due without anybody saying so."""
_BYTES_PER_MB = 1024 * 1024
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """How it stands with the centre; `last_error` is the key of a sentence."""

    reachable: bool | None = None
    last_sync_at: datetime | None = None
    last_error: str | None = None
    paused_until: datetime | None = None
    clock_skew_seconds: float | None = None


class Every:
    """Something that is to be done again and again; right away after a jump of the clock."""

    def __init__(self) -> None:
        self._last: datetime | None = None

    def is_due(self, now: datetime, interval: timedelta) -> bool:
        """Whether the interval has passed since it was done."""
        return self._last is None or not self._last <= now < self._last + interval

    def done(self, now: datetime) -> None:
        """It was done just now."""
        self._last = now


class SyncRunner:
    """Sends what is queued, fetches outcomes and configuration, tells how the kiosk is.

    `central` is the runner's own; it is closed with it.
    """

    def __init__(
        self,
        store: StoreThread,
        central: Central,
        configuration: Configuration,
        clock: Callable[[], datetime],
        circuit: Circuit,
        camera_state: Callable[[], str],
    ) -> None:
        self._store = store
        self._central = central
        self._configuration = configuration
        self._clock = clock
        self._camera_state = camera_state
        self._circuit = circuit
        self._engine = SyncEngine(
            store, central, circuit, calendar=lambda: calendar_of(configuration.bundle)
        )
        self._configured, self._heard, self._told, self._purged = (Every() for _ in range(4))
        self._store_fault: str | None = None
        self._stopping = Event()
        self._nudged = Event()
        self._probe_wanted = Event()
        self._thread = Thread(target=self._run, name="sync", daemon=True)

    @property
    def status(self) -> SyncStatus:
        """From any thread: how it stands now."""
        fault, heard_at = self._circuit.fault, self._circuit.last_success_at
        skew = self._central.clock_skew
        return SyncStatus(
            reachable=None if fault is None and heard_at is None else fault is None,
            last_sync_at=heard_at,
            last_error=self._store_fault or (None if fault is None else fault.key),
            paused_until=self._circuit.paused_until(self._clock()),
            clock_skew_seconds=None if skew is None else skew.total_seconds(),
        )

    def start(self) -> None:
        """Begin; once."""
        self._thread.start()

    def nudge(self) -> None:
        """From any thread: something was queued. A pause is waited for all the same."""
        self._nudged.set()

    def try_now(self) -> None:
        """From any thread: a person asks, so one call is made even in a pause."""
        self._probe_wanted.set()
        self._nudged.set()

    def stop(self, seconds: float = CLOSING_SECONDS) -> None:
        """End the call under way and the thread. What was not sent stays queued.

        A call that hangs for longer, as a name server may, is left behind.
        """
        self._stopping.set()
        self._nudged.set()
        self._central.close()
        self._thread.join(seconds)

    def run_round(self) -> None:
        """Do everything that is due, unless the centre is to be left alone.

        The one place where the failures of centre and store end up: in the status.
        """
        if self._probe_wanted.is_set():
            self._probe_wanted.clear()
            self._circuit.allow_probe()
        try:
            if not self._is_over():
                self._work()
        except StoreError as error:
            _log.error("sync cannot store: %s", error)
            self._store_fault = error.key

    def _run(self) -> None:
        while True:
            self._nudged.clear()
            if self._stopping.is_set():  # asked after the clearing: a stop is never slept over
                return
            self.run_round()
            self._nudged.wait(min(LONGEST_IDLE, self._poll_interval()).total_seconds())

    def _work(self) -> None:
        if self._store_fault is not None:  # what was being sent then is nobody's now
            self._store.call(lambda store: store.submissions.recover())
            self._store_fault = None
        if self._store.call(lambda store: store.settings.enrolment()) is None:
            return
        self._send_for_a_while()
        config_every = CONFIG_EVERY if self._configuration.bundle is not None else timedelta()
        for every, interval, chore in (
            (self._configured, config_every, self._fetch_configuration),
            (self._heard, self._poll_interval(), self._fetch_outcomes),
            (self._told, HEARTBEAT_EVERY, self._tell_how_it_is),
        ):
            if not self._is_over() and every.is_due(self._clock(), interval):
                every.done(self._clock())
                self._attempt(chore)

    def _attempt(self, chore: Callable[[], None]) -> None:
        """One chore that fails does not keep the others from being done."""
        try:
            chore()
        except CentralError as error:
            _log.info("centre: %s", error)
            self._circuit.failed(error, self._clock())
        else:
            self._circuit.succeeded(self._clock())
            self._purge_daily()

    def _purge_daily(self) -> None:
        """Just heard from the centre: only now is it known what time it is."""
        now, skew = self._clock(), self._central.clock_skew
        if skew is None or abs(skew) >= DAY or not self._purged.is_due(now, DAY):
            return
        self._purged.done(now)
        _log.info("retention: %s", self._store.call(lambda s: s.retention.purge(now - skew)))

    def _send_for_a_while(self) -> None:
        """All that is due; but a queue of hours does not keep the kiosk from listening."""
        until = self._clock() + self._poll_interval()
        while not self._is_over():
            if self._engine.run_once(self._clock()) is Step.IDLE:
                return
            if self._clock() >= until:
                self._nudged.set()  # there may be more
                return

    def _fetch_configuration(self) -> None:
        self._configuration.refresh(self._central)

    def _fetch_outcomes(self) -> None:
        wait = min(LONG_POLL_SECONDS, self._poll_interval().total_seconds())
        if self._nudged.is_set():  # something waits to be sent
            wait = 0.0
        while not self._stopping.is_set():
            if not pull_outcomes(self._store, self._central, self._clock(), wait_seconds=wait):
                return
            wait = 0.0

    def _tell_how_it_is(self) -> None:
        camera, now = self._camera_state(), self._clock()
        self._central.heartbeat(self._store.call(lambda store: _heartbeat(store, camera, now)))

    def _is_over(self) -> bool:
        paused = self._circuit.paused_until(self._clock()) is not None
        return paused or self._stopping.is_set()

    def _poll_interval(self) -> timedelta:
        return timedelta(seconds=self._configuration.pace.outcome_poll_seconds)


def _heartbeat(store: Store, camera: str, now: datetime) -> Heartbeat:
    counts = store.figures.balance()
    return Heartbeat(
        kiosk_version=__version__,
        sent_at=now,
        queued=counts.queued,
        quarantined=counts.quarantined,
        oldest_queued_at=store.submissions.oldest_queued_at(),
        disk_free_mb=store.free_bytes() // _BYTES_PER_MB,
        camera=camera,
    )
