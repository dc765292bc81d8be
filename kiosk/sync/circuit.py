"""Whether it is worth calling the centre now: after repeated failures one call probes for all."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from kiosk.store.settings import Pause
from kiosk.sync.backoff import retry_delay
from kiosk.sync.central import CentralError, CentralUnavailableError, UnavailableReason
from kiosk.sync.protocol import RetryAdvice

FAILURES_TO_OPEN = 3
_LONGEST_CALL = timedelta(hours=1)
"""Where one seems to have taken longer, the clock was set meanwhile, or the computer slept."""


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """One call that was let through, after so many pauses; for a probe all others wait."""

    began_at: datetime
    pauses: int
    is_probe: bool


class Circuit:
    """Opens after a few failures in a row, or when the centre asks everybody to wait.

    When the pause is over, exactly one call is let through. If it fails, the pause begins again
    and is longer; if it succeeds, everybody may call. What began before a pause cannot end it.
    Any thread may ask.
    """

    def __init__(self, pace: Callable[[], RetryAdvice], jitter: Callable[[], float]) -> None:
        self._pace = pace
        self._jitter = jitter
        self._lock = Lock()
        self._failures = 0
        self._fault: CentralError | None = None
        self._last_success_at: datetime | None = None
        self._opened_at: datetime | None = None
        self._until: datetime | None = None
        self._pauses = 0
        self._probe: Call | None = None
        self._wish: Pause | None = None

    @property
    def wish(self) -> Pause | None:
        """How long the centre asked everybody to wait, if it did and has not answered since."""
        return self._wish

    def resume(self, wish: Pause) -> None:
        """Keep to what the centre asked before this program was started; before any call."""
        with self._lock:
            self._wish = wish
            self._opened_at, self._until = wish.began_at, wish.until
            self._pauses += 1
            self._fault = CentralUnavailableError(UnavailableReason.BUSY, "before the start")

    @property
    def last_success_at(self) -> datetime | None:
        """When the centre last answered as it should."""
        return self._last_success_at

    @property
    def fault(self) -> CentralError | None:
        """The newest failure since the last success."""
        return self._fault

    def paused_until(self, now: datetime) -> datetime | None:
        """When to try again; None when it may be tried now.

        A pause that began in the future was set by a wrong clock, and is over.
        """
        with self._lock:
            return self._paused_until(now)

    @contextmanager
    def admitted(self, now: datetime) -> Generator[Call | None]:
        """Whether to call now; None to leave the centre alone.

        Whoever was let through says how it ended, or has not called after all.
        """
        call = self._admit(now)
        try:
            yield call
        finally:
            with self._lock:
                if self._probe is call:
                    self._probe = None

    def retry_at(self, error: CentralError, attempts: int, now: datetime) -> datetime:
        """When to repeat what failed with `error`: not before the centre asked, then spread."""
        asked = error.retry_after if isinstance(error, CentralUnavailableError) else None
        spread = retry_delay(attempts, jitter=self._jitter(), pace=self._pace())
        return now + (asked or timedelta()) + spread

    def failed(self, call: Call, error: CentralError, now: datetime) -> None:
        """Count a failure that says something about the line or the centre as a whole."""
        if is_our_own_end(error):
            return
        with self._lock:
            asks_all = not isinstance(error, CentralUnavailableError) or error.pause_all
            if call.pauses < self._pauses and not asks_all:  # known, and waited for already
                return
            self._failures += 1
            self._fault = error
            if asks_all or call.is_probe or self._failures >= FAILURES_TO_OPEN:
                self._open(call, error, now)

    def succeeded(self, call: Call, now: datetime) -> None:
        """The centre answered as it should."""
        with self._lock:
            self._last_success_at = now
            if call.pauses == self._pauses:
                self._failures = 0
                self._fault = None
                self._until = None
                self._wish = None

    def allow_probe(self) -> None:
        """End the pause for one call, because a person asks; if that fails, it is opened again."""
        with self._lock:
            if self._until is not None:
                self._until = self._opened_at

    def _admit(self, now: datetime) -> Call | None:
        with self._lock:
            if self._paused_until(now) is not None or self._probe is not None:
                return None
            call = Call(now, self._pauses, is_probe=self._until is not None)
            if call.is_probe:
                self._probe = call
            return call

    def _paused_until(self, now: datetime) -> datetime | None:
        if self._until is None or self._opened_at is None:
            return None
        return self._until if self._opened_at <= now < self._until else None

    def _end_of_pause(self, error: CentralError, now: datetime) -> datetime:
        if not isinstance(error, CentralUnavailableError):
            return now + timedelta(seconds=self._pace().longest_delay_seconds)
        return self.retry_at(error, max(0, self._failures - FAILURES_TO_OPEN), now)

    def _open(self, call: Call, error: CentralError, now: datetime) -> None:
        """Another wish that comes in a pause makes it longer, never shorter."""
        known, until = self._paused_until(now), self._end_of_pause(error, now)
        self._until = until if known is None else max(known, until)
        is_of_one_clock = timedelta() <= now - call.began_at <= _LONGEST_CALL
        self._opened_at = call.began_at if is_of_one_clock else now
        self._pauses += 1
        if isinstance(error, CentralUnavailableError) and error.pause_all:
            self._wish = Pause(self._opened_at, self._until)


def is_our_own_end(error: CentralError) -> bool:
    """Whether the call was ended here, which says nothing about the line or the centre."""
    return isinstance(error, CentralUnavailableError) and error.reason is UnavailableReason.CLOSED
