"""What the kiosk asks and tells apart from uploads: news, configuration, how it is."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from kiosk.store.worker import StoreThread
from kiosk.sync.central import Central, CentralError, CentralUnavailableError, UnavailableReason
from kiosk.sync.circuit import Circuit, is_our_own_end
from kiosk.sync.configuration import Configuration
from kiosk.sync.heartbeat import heartbeat_of, note_answer
from kiosk.sync.outcomes import pull_outcomes

LONGEST_POLL_SECONDS = 25.0
"""No centre holds a question for longer."""
SHORTEST_POLL_SECONDS = 2.0
CONFIG_EVERY = timedelta(minutes=5)
HEARTBEAT_EVERY = timedelta(minutes=5)
DAY = timedelta(days=1)
"""Between two forgettings; and a clock that is wrong by more than this forgets nothing."""
_log = logging.getLogger(__name__)


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


class Patience:
    """For how long a question may be left open on this line.

    Some lines cut what is silent: there it is asked without waiting, and a little longer each time
    that goes well.
    """

    def __init__(self) -> None:
        self._seconds = 0.0

    def seconds(self, longest: float) -> float:
        """How long to wait now."""
        return min(self._seconds, longest, LONGEST_POLL_SECONDS)

    def grow(self) -> None:
        """It went well."""
        self._seconds = min(LONGEST_POLL_SECONDS, max(SHORTEST_POLL_SECONDS, 2 * self._seconds))

    def lose(self) -> None:
        """It did not."""
        self._seconds = 0.0


class Listener:
    """Does whatever is due of its chores, one after another, over a line of its own."""

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
        self._circuit = circuit
        self._camera_state = camera_state
        self._patience = Patience()
        self._configured, self._heard, self._told, self._purged = (Every() for _ in range(4))
        self._reckoned = Every()
        self._doubts: dict[Every, str | None] = {}

    @property
    def doubt(self) -> str | None:
        """Key of the sentence for a word of the centre that could not be believed.

        The line is well, so nobody else has to wait for it.
        """
        return next(filter(None, self._doubts.values()), None)

    def run_round(self) -> None:
        """Do everything that is due, unless the centre is to be left alone; raises StoreError."""
        self._reckon_daily()
        if self._store.call(lambda store: store.settings.enrolment()) is None:
            return
        config_every = CONFIG_EVERY if self._configuration.bundle is not None else timedelta()
        for every, interval, chore in (
            (self._configured, config_every, self._fetch_configuration),
            (self._heard, self._poll_interval(), self._fetch_outcomes),
            (self._told, HEARTBEAT_EVERY, self._tell_how_it_is),
        ):
            if every.is_due(self._clock(), interval) and not self._attempt(every, chore):
                return

    def _attempt(self, every: Every, chore: Callable[[], None]) -> bool:
        """One chore that fails does not keep the others from being done; returns whether to go on.

        After our own end the store may be closed as well.
        """
        with self._circuit.admitted(self._clock()) as call:
            if call is None:
                return False
            asked_at = self._clock()
            every.done(asked_at)
            doubt = None
            try:
                chore()
            except CentralError as error:
                _log.info("centre: %s", error)
                if not _is_doubt(error):
                    self._circuit.failed(call, error, self._clock())
                    return not is_our_own_end(error)
                doubt = error.key
            self._circuit.succeeded(call, self._clock())
        self._doubts[every] = doubt
        if doubt is None:
            self._purge_daily(asked_at)
        return True

    def _reckon_daily(self) -> None:
        """The figures and the whole database are checked at every start, and once a day."""
        now = self._clock()
        if self._reckoned.is_due(now, DAY):
            self._store.call(lambda store: store.watch_over(now))
            self._store.call(lambda store: store.reckonings.reckon(now))
            self._reckoned.done(now)

    def _purge_daily(self, asked_at: datetime) -> None:
        """Just heard from the centre: only now is it known what time it is.

        A clock that has jumped since it was asked is not right any more: nothing is forgotten.
        """
        now, skew = self._clock(), self._central.clock_skew
        if skew is None or abs(skew) >= DAY or not asked_at <= now < asked_at + DAY:
            return
        if not self._purged.is_due(now, DAY):
            return
        self._purged.done(now)
        _log.info("retention: %s", self._store.call(lambda s: s.retention.purge(now - skew)))

    def _fetch_configuration(self) -> None:
        self._configuration.refresh(self._central)

    def _fetch_outcomes(self) -> None:
        """While something is wrong, whoever asks probes for all, and does not let them wait."""
        wait = 0.0
        if self._circuit.fault is None:
            wait = self._patience.seconds(self._poll_interval().total_seconds())
        try:
            while pull_outcomes(self._store, self._central, self._clock(), wait_seconds=wait):
                wait = 0.0
        except CentralError:
            self._patience.lose()
            raise
        self._patience.grow()

    def _tell_how_it_is(self) -> None:
        camera, now = self._camera_state(), self._clock()
        beat = self._store.call(lambda store: heartbeat_of(store, camera, now))
        answer = self._central.heartbeat(beat)
        self._store.call(lambda store: note_answer(store, beat, answer, now))

    def _poll_interval(self) -> timedelta:
        return timedelta(seconds=self._configuration.pace.outcome_poll_seconds)


def _is_doubt(error: CentralError) -> bool:
    """Whether there was an answer, with something in it that is not signed as it should be."""
    wrong = UnavailableReason.WRONG_SIGNATURE
    return isinstance(error, CentralUnavailableError) and error.reason is wrong
